//! What a request brings: every mistake is named with its field, and none is guessed at.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use http::request::Parts;
use http::{StatusCode, header};
use http_body_util::{BodyExt as _, Limited};
use serde::de::DeserializeOwned;

use super::super::problem::Problem;
use crate::domain::identity::{Domain, Subject};

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(status, "send application/json"));
        }
        let limited = Limited::new(request.into_body(), MAX_BODY).collect().await;
        let body: Bytes = limited
            .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "at most 64 KiB"))?
            .to_bytes();
        let mut json = serde_json::Deserializer::from_slice(&body);
        let read = serde_path_to_error::deserialize(&mut json);
        let read = read.map_err(|error| {
            let (path, cause) = (error.path().to_string(), error.into_inner());
            match cause.classify() {
                serde_json::error::Category::Data => Problem::of_field(path, cause.to_string()),
                serde_json::error::Category::Eof
                | serde_json::error::Category::Io
                | serde_json::error::Category::Syntax => {
                    Problem::new(StatusCode::BAD_REQUEST, format!("not JSON: {cause}"))
                }
            }
        })?;
        json.end()
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("not JSON: {error}")))?;
        Ok(Self(read))
    }
}

/// A query string.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        // Read as absent, it would mean everything.
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        if let Some((name, _)) = pairs.find(|(_, value)| value.is_empty()) {
            let message = "is empty: leave it out, or say what it is";
            return Err(Problem::of_field(name, message));
        }
        let read = serde_html_form::Deserializer::from_bytes(query.as_bytes());
        let read: Result<T, _> = serde_path_to_error::deserialize(read);
        read.map(Self).map_err(|error| {
            let (path, cause) = (error.path().to_string(), error.into_inner());
            Problem::of_field(path, cause.to_string())
        })
    }
}

/// A domain in the path.
pub(super) struct DomainPath(pub(super) Domain);

impl<S: Send + Sync> FromRequestParts<S> for DomainPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let name = named(parts, state).await?;
        domain(&name)
            .map(Self)
            .map_err(|message| Problem::of_field("domain", message))
    }
}

/// A mailbox in the path.
pub(super) struct MailboxPath(pub(super) Subject);

impl<S: Send + Sync> FromRequestParts<S> for MailboxPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let name = named(parts, state).await?;
        address(&name)
            .map(Self)
            .map_err(|message| Problem::of_field("address", message))
    }
}

/// Reads a domain in the one spelling that the document knows.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn domain(name: &str) -> Result<Domain, String> {
    if !name.is_ascii() {
        return Err("write it as A-labels, such as xn--mller-kva.example".to_owned());
    }
    Domain::parse(name).map_err(|error| error.to_string())
}

/// Reads a mailbox in the one spelling that the document knows.
fn address(name: &str) -> Result<Subject, String> {
    let odd = !name.is_ascii() || name.contains(' ');
    if odd {
        return Err("write its domain as A-labels, and no spaces".to_owned());
    }
    Subject::parse(name, None).map_err(|error| error.to_string())
}

async fn named<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Problem> {
    let path = Path::<String>::from_request_parts(parts, state).await;
    path.map(|Path(name)| name)
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "the path is not UTF-8"))
}

const MAX_BODY: usize = 64 * 1024;
