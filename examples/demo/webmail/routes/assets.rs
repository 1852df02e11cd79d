//! Files that never change while the program runs.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse as _;

use super::Answer;

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/app.js");
const LOGO: &str = include_str!("../assets/logo.svg");

/// `GET /static/{name}`
pub(super) async fn serve(Path(name): Path<String>) -> Answer {
    let (kind, text) = match name.as_str() {
        "style.css" => ("text/css; charset=utf-8", STYLE),
        "app.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "logo.svg" => ("image/svg+xml", LOGO),
        _ => return Err(StatusCode::NOT_FOUND),
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, text).into_response())
}
