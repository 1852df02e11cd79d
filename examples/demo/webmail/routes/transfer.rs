//! Bytes in quantity, and a mirror for header fields.

use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;

use super::super::bodies::Filler;
use super::{Answer, json};

/// `GET /download/{bytes}`: so many bytes.
pub(super) async fn download(Path(bytes): Path<u64>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CONTENT_DISPOSITION, "attachment; filename=\"filler.bin\""),
    ];
    (headers, Body::new(Filler::new(bytes))).into_response()
}

/// `POST /upload`: counts what comes, keeps nothing, and answers the count.
pub(super) async fn upload(request: Request) -> Answer {
    let mut body = request.into_body();
    let mut count: u64 = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let length = frame.data_ref().map_or(0, bytes::Bytes::len);
        count = count.saturating_add(length as u64);
    }
    Ok(count.to_string().into_response())
}

/// `/echo`: the request's method, target and header fields, in the order they came.
pub(super) async fn echo(request: Request) -> Response {
    let headers: Vec<(&str, String)> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str(), value)
        })
        .collect();
    json(&serde_json::json!({
        "method": request.method().as_str(),
        "target": request.uri().to_string(),
        "headers": headers,
    }))
}
