//! Forms: read only when a page of this host, and of this session, sent them.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http::{HeaderMap, HeaderValue};
use http_body_util::{BodyExt as _, Limited};
use serde::de::DeserializeOwned;

use super::Panel;
use super::failed::Failed;
use super::inside::{Inside, Page};
use crate::domain::same_origin::is_same_origin;

/// A form of a page inside.
pub(super) struct Posted<T> {
    pub(super) inside: Inside,
    pub(super) form: T,
}

/// A form of a page before anybody is fully signed in.
pub(super) struct AtDoor<T> {
    pub(super) page: Page,
    pub(super) form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Panel>> for Posted<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, panel: &Arc<Panel>) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let inside = Inside::from_request_parts(&mut parts, panel).await?;
        let body = read(&parts.headers, body, MAX_INSIDE).await?;
        // A body may be long in coming: whoever was signed in, and what they may do, counts now.
        let inside = match inside.again().await? {
            Some(inside) => inside,
            None => return Err(Failed::SignIn("/".to_owned())),
        };
        if !inside.visitor.token.is_form_token(&token(&body)) {
            return Err(Failed::Form);
        }
        let form = decode(&body)?;
        Ok(Self { inside, form })
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<Panel>> for AtDoor<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, panel: &Arc<Panel>) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let page = Page::from_request_parts(&mut parts, panel).await?;
        let body = read(&parts.headers, body, MAX_AT_DOOR).await?;
        Ok(Self {
            page,
            form: decode(&body)?,
        })
    }
}

async fn read(headers: &HeaderMap, body: axum::body::Body, most: usize) -> Result<Bytes, Failed> {
    let field = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = headers.get(ORIGIN).map(HeaderValue::as_bytes);
    let own = is_same_origin(field("sec-fetch-site"), origin, host.unwrap_or_default());
    let form = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/x-www-form-urlencoded");
    if !own || !form {
        return Err(Failed::Form);
    }
    let read = Limited::new(body, most).collect().await;
    Ok(read.map_err(|_| Failed::Form)?.to_bytes())
}

/// The token of a form; nothing where there is not exactly one.
pub(super) fn token(body: &[u8]) -> String {
    let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == "form_token");
    match (tokens.next(), tokens.next()) {
        (Some((_, token)), None) => token.into_owned(),
        (_, _) => String::new(),
    }
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failed> {
    serde_html_form::from_bytes(body).map_err(|_| Failed::Form)
}

const MAX_INSIDE: usize = 2 * 1024 * 1024;
const MAX_AT_DOOR: usize = 8 * 1024;
