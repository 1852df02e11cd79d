//! `/api/v1`: JSON, described by the OpenAPI document that it serves.

pub(crate) mod administrators;
pub(crate) mod changes;
pub(crate) mod context;
mod contract;
pub(crate) mod domains;
pub(crate) mod exceptions;
mod input;
mod mailboxes;
pub(crate) mod models;
pub(crate) mod overview;
pub(crate) mod overview_models;
mod refusals;
pub(crate) mod resets;
mod search;
pub(crate) mod tokens;
mod windows;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::IntoResponse as _;
use axum::routing::get;
use http::StatusCode;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Admin;
use super::problem::Problem;

pub(super) use context::Connection;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vestibule",
        description = "Who is asked for a second factor, and help for whoever has lost it. \
                       Lists are paged: `next` of an answer is the `cursor` of the next question. \
                       A change says what it is based on, with If-Match or If-None-Match.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    security(("token" = [])),
    modifiers(&Token),
    components(schemas(Problem)),
)]
struct Document;

/// Tokens go in `Authorization` (RFC 6750 §2.1).
struct Token;

impl utoipa::Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The API and its description.
pub fn router(admin: Arc<Admin>) -> (Router, utoipa::openapi::OpenApi) {
    let (routes, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(context::whoami))
        .routes(routes!(domains::default))
        .routes(routes!(domains::list))
        .routes(routes!(domains::show, domains::set, domains::unset))
        .routes(routes!(domains::preview))
        .routes(routes!(mailboxes::list))
        .routes(routes!(mailboxes::show))
        .routes(routes!(search::search))
        .routes(routes!(overview::show))
        .routes(routes!(exceptions::set, exceptions::unset))
        .routes(routes!(resets::reset))
        .routes(routes!(resets::sign_out))
        .routes(routes!(resets::unlock))
        .routes(routes!(resets::bypass))
        .routes(routes!(resets::setup_code))
        .routes(routes!(changes::list))
        .routes(routes!(changes::verify))
        .routes(routes!(administrators::list, administrators::add))
        .routes(routes!(
            administrators::show,
            administrators::assign,
            administrators::remove
        ))
        .routes(routes!(administrators::invite))
        .routes(routes!(tokens::list, tokens::make))
        .routes(routes!(tokens::revoke))
        .with_state(admin)
        .split_for_parts();
    contract::spell_out(&mut document);
    let served = document.clone();
    let routes = routes
        .route(
            "/api/v1/openapi.json",
            get(move || std::future::ready(axum::Json(served.clone()))),
        )
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "there is nothing here"))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "not by this method").into_response()
        })
        .layer(from_fn(refusals::log));
    (routes, document)
}
