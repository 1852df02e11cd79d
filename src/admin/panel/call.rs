//! Asking the API from within this program.

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt as _;

use super::super::access::Caller;
use super::super::problem::Problem;
use super::Panel;

/// The API, for one caller.
#[derive(Clone)]
pub(super) struct Call {
    api: Router,
    caller: Caller,
}

/// What a change is based on: the entity tag of what was read; empty, where there was nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tag(pub(super) String);

impl Call {
    /// The API, as `caller`.
    pub(super) fn new(panel: &Panel, caller: Caller) -> Self {
        Self {
            api: panel.api.clone(),
            caller,
        }
    }

    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        Ok(self.get_tagged(path).await?.0)
    }

    /// Reads something, and which version of it.
    pub(super) async fn get_tagged<T: DeserializeOwned>(
        &self,
        path: &str,
    ) -> Result<(T, Tag), Problem> {
        let (body, tag) = self.ask(Method::GET, path, None, Body::empty()).await?;
        Ok((read(&body)?, tag))
    }

    /// Sends something, and reads what comes of it.
    pub(super) async fn post<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, Problem> {
        let body = written(body)?;
        let (body, _) = self.ask(Method::POST, path, None, body).await?;
        read(&body)
    }

    /// Sends something that nothing comes of.
    pub(super) async fn order<B: Serialize + Sync>(
        &self,
        method: Method,
        path: &str,
        body: Option<&B>,
    ) -> Result<(), Problem> {
        let body = body.map(written).transpose()?;
        self.ask(method, path, None, body.unwrap_or_default())
            .await?;
        Ok(())
    }

    /// Says something in the place of what was read: its version now.
    pub(super) async fn put<B: Serialize + Sync>(
        &self,
        path: &str,
        basis: &Tag,
        body: &B,
    ) -> Result<Tag, Problem> {
        let body = written(body)?;
        let (_, tag) = self.ask(Method::PUT, path, Some(basis), body).await?;
        Ok(tag)
    }

    /// Takes back what was read.
    pub(super) async fn delete(&self, path: &str, basis: &Tag) -> Result<(), Problem> {
        self.ask(Method::DELETE, path, Some(basis), Body::empty())
            .await?;
        Ok(())
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        basis: Option<&Tag>,
        body: Body,
    ) -> Result<(Bytes, Tag), Problem> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(CONTENT_TYPE, "application/json")
            .extension(self.caller.clone())
            .body(body);
        let mut request = request.map_err(|_| bug("a request cannot be made"))?;
        if let Some(Tag(tag)) = basis {
            let (name, value) = if tag.is_empty() {
                (IF_NONE_MATCH, HeaderValue::from_static("*"))
            } else {
                let value = HeaderValue::from_str(tag);
                // What no browser of ours sends is no version of anything.
                let never = HeaderValue::from_static("\"\"");
                (IF_MATCH, value.unwrap_or(never))
            };
            request.headers_mut().insert(name, value);
        }
        let response = match self.api.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let body = body.collect().await;
        let body = body.map_err(|_| bug("an answer ends early"))?.to_bytes();
        if !head.status.is_success() {
            return Err(read(&body)?);
        }
        let tag = head.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
        Ok((body, Tag(tag.unwrap_or_default().to_owned())))
    }
}

fn written<B: Serialize>(body: &B) -> Result<Body, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|_| bug("a body cannot be written"))?;
    Ok(Body::from(bytes))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| bug("an answer cannot be read"))
}

fn bug(what: &str) -> Problem {
    tracing::error!(what, "the control panel and the API do not agree");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the log says more")
}
