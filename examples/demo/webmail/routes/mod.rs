//! Every address that the webmail answers.

mod assets;
mod door;
mod live;
mod mail;
mod settings;
mod transfer;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, X_FRAME_OPTIONS};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use maud::Markup;
use serde_json::Value;

use super::{Webmail, gate};

/// What a handler gives back.
type Answer = Result<Response, StatusCode>;

/// All routes, behind the session guard, behind the record of what arrived.
pub(super) fn router(webmail: Arc<Webmail>) -> Router {
    let guard = from_fn_with_state(Arc::clone(&webmail), gate::guard);
    let record = from_fn_with_state(Arc::clone(&webmail), gate::record);
    Router::new()
        .route("/", get(door::home))
        .route("/login", get(door::to_home).post(door::login))
        .route("/logout", get(door::logout).post(door::logout))
        .route("/switch", get(door::switch))
        .route("/static/{name}", get(assets::serve))
        .route("/mail", get(mail::inbox))
        .route("/mail/unread", get(mail::unread))
        .route("/mail/{id}", get(mail::message))
        .route("/sent", get(mail::sent))
        .route("/search", get(mail::search))
        .route("/compose", get(mail::compose))
        .route("/send", post(mail::send))
        .route("/settings", get(settings::general).post(settings::save))
        .route("/settings/signature", get(settings::signature))
        .route("/settings/accounts", get(settings::accounts))
        .route("/settings/activity", get(settings::activity))
        .route("/frame", get(settings::frame))
        .route("/frame/inner", get(settings::frame_inner))
        .route("/download/{bytes}", get(transfer::download))
        .route("/upload", post(transfer::upload))
        .route("/echo", any(transfer::echo))
        .route("/slow", get(live::slow))
        .route("/sse", get(live::events))
        .route("/ws", get(live::upgrade))
        .layer(guard)
        .layer(record)
        .with_state(webmail)
}

/// A page, which nobody may keep a copy of.
fn html(status: StatusCode, page: Markup) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    (status, headers, page.into_string()).into_response()
}

/// Data for a script.
pub(super) fn json(value: &Value) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, value.to_string()).into_response()
}

/// Sends the browser on to `target`, or to the inbox where that is not fit for a header.
pub(super) fn see_other(target: &str) -> Response {
    let target = HeaderValue::try_from(target);
    let target = target.unwrap_or_else(|_| HeaderValue::from_static("/mail"));
    (StatusCode::SEE_OTHER, [(LOCATION, target)]).into_response()
}
