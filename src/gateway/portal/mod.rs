//! Our own pages, under the one reserved path.
//!
//! Each page decides anew, from the session and the store, what the person at it may do: "must
//! enroll" and "must verify" are never remembered as finished steps.

mod assets;
mod challenge;
mod choose;
mod context;
mod enroll;
mod finish;
mod form;
mod guard;
mod logout;
mod offer;
mod recovery;
mod security;
mod setup;
mod sms;
mod ticket;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use tower::ServiceExt as _;
use vestibule_templates::MessageKind;

pub use self::context::Context;
use self::context::{Failure, Reply};
use super::answer::notice;
use super::body::Body;
use super::error::GatewayError;
use super::incoming::Incoming;
use super::same_origin::is_same_origin;
use super::state::Worker;
use super::visit::Visit;

/// The pages under `mount`.
pub fn router(mount: &str) -> Router {
    let at = |page: &str| format!("{mount}/{page}");
    Router::new()
        .route(&at("assets/{name}"), get(assets::show))
        .route(
            &at("challenge"),
            get(challenge::show).post(challenge::answer),
        )
        .route(&at("enroll"), get(choose::show).post(choose::put_off))
        .route(&at("enroll/app"), get(enroll::show).post(enroll::confirm))
        .route(&at("enroll/guard"), get(guard::show).post(guard::answer))
        .route(&at("enroll/sms"), get(sms::show).post(sms::choose))
        .route(
            &at("enroll/sms/code"),
            get(sms::show_code).post(sms::confirm),
        )
        .route(&at("logout"), post(logout::sign_out))
        .route(&at("recovery"), get(recovery::show).post(recovery::saved))
        .route(&at("security"), get(security::show).post(security::change))
        .method_not_allowed_fallback(wrong_method)
        .fallback(not_found)
}

/// Answers a request for one of our own pages.
///
/// # Errors
/// When the page cannot do what it was asked.
pub async fn serve(
    worker: &Arc<Worker>,
    visit: &Visit,
    parts: Parts,
    body: Incoming,
) -> Result<Response<Body>, GatewayError> {
    let reading = matches!(parts.method, Method::GET | Method::HEAD);
    if !reading && !is_same_origin(&parts.headers, visit.host()) {
        return Err(GatewayError::CrossSite);
    }
    let mut request = Request::from_parts(parts, axum::body::Body::new(body));
    request.extensions_mut().insert(Context {
        worker: Arc::clone(worker),
        visit: visit.clone(),
    });
    let portal = worker.gateway.portal.clone();
    let mut response = match portal.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    match response.extensions_mut().remove::<Failure>() {
        Some(failure) => Err(failure.into_error()),
        None => Ok(response.map(Body::Page)),
    }
}

async fn not_found(context: Context) -> Reply {
    Reply(Ok(notice(
        &context.visit,
        StatusCode::NOT_FOUND,
        MessageKind::NotFound,
    )))
}

async fn wrong_method(context: Context) -> Reply {
    Reply(Ok(notice(
        &context.visit,
        StatusCode::METHOD_NOT_ALLOWED,
        MessageKind::MethodNotAllowed,
    )))
}
