//! Style, script and icon: named by their content, so that browsers may keep them for good.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use vestibule_templates::assets;

use super::failed::Failed;

pub(super) async fn show(Path(name): Path<String>) -> Result<Response, Failed> {
    let asset = assets::find(&name).ok_or(Failed::NotFound)?;
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.bytes).into_response())
}
