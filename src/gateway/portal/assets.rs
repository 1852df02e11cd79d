//! Style, script and icon: named by their content, so that browsers may keep them for good.

use axum::extract::Path;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use vestibule_templates::assets;

use super::context::{Context, Reply};
use crate::gateway::answer::harden;
use crate::gateway::body::Body;

pub(super) async fn show(context: Context, Path(name): Path<String>) -> Reply {
    let Some(asset) = assets::find(&name) else {
        return Reply(Ok(context.not_found()));
    };
    let mut response = Response::new(Body::full(asset.bytes));
    let headers = response.headers_mut();
    harden(headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(CACHE_CONTROL, kept);
    Reply(Ok(response))
}
