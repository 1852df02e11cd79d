//! The control panel: server-rendered pages on the API, and on nothing else.
//!
//! A page asks the API from within this program, as the administrator who is signed in. What is
//! the panel's own is signing in (`accounts`), forms, and the undoing of what was just saved.

mod account;
mod administrators;
mod assets;
mod audit;
mod call;
mod change;
pub mod cookie;
mod domain;
mod domains;
mod door;
mod failed;
mod import;
mod inside;
pub mod list_file;
mod mailbox;
mod mailboxes;
mod outcome;
mod overview;
mod posted;
mod query;
mod set_up;
mod shelf;
mod terms;
mod tokens;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http::{HeaderName, HeaderValue};
use tower::ServiceExt as _;

use self::failed::Failed;
use self::inside::Page;
use self::shelf::Shelf;
use super::Admin;

/// The control panel.
struct Panel {
    admin: Arc<Admin>,
    api: Router,
    /// Where browsers find it, where that is known.
    address: Option<String>,
    shelf: Mutex<Shelf>,
    imports: Mutex<import::Imports>,
}

/// The control panel and, under `/api/`, the API that it is made of.
pub fn router(admin: &Arc<Admin>, api: Router, address: Option<String>) -> Router {
    let panel = Arc::new(Panel {
        admin: Arc::clone(admin),
        api,
        address,
        shelf: Mutex::default(),
        imports: Mutex::default(),
    });
    pages()
        .fallback(elsewhere)
        .method_not_allowed_fallback(async || Failed::NotFound)
        .layer(from_fn_with_state(Arc::clone(&panel), finish))
        .with_state(panel)
}

fn pages() -> Router<Arc<Panel>> {
    let at = |page: &str| format!("/settings/webmail/mfa{page}");
    Router::new()
        .route("/", get(overview::home))
        .route("/assets/{name}", get(assets::show))
        .route("/login", get(door::show).post(door::password))
        .route("/login/code", get(door::show_code).post(door::code))
        .route("/logout", post(door::sign_out))
        .route("/setup", get(set_up::show).post(set_up::begin))
        .route(
            "/setup/finish",
            get(set_up::show_offer).post(set_up::finish),
        )
        .route("/overview", get(overview::show))
        .route("/settings", get(domains::home))
        .route(&at(""), get(domains::show))
        .route(&at("/open"), get(domains::open))
        .route(&at("/selected"), post(domains::selected))
        .route(&at("/undo"), post(domains::undo))
        .route(&at("/domain/{name}"), get(domain::show).post(domain::save))
        .route(&at("/domain/{name}/unset"), post(domain::unset))
        .route(&at("/import"), get(import::show).post(import::check))
        .route(&at("/import/save"), post(import::save))
        .route(&at("/import/progress"), get(import::progress))
        .route("/mailboxes", get(mailboxes::show))
        .route("/mailboxes/{address}", get(mailbox::show))
        .route("/mailboxes/{address}/{action}", post(mailbox::act))
        .route("/audit", get(audit::show))
        .route("/audit/export", get(audit::export))
        .route(
            "/administrators",
            get(administrators::show).post(administrators::add),
        )
        .route("/administrators/{name}", get(administrators::show_one))
        .route(
            "/administrators/{name}/{form}",
            post(administrators::change),
        )
        .route("/tokens", get(tokens::show).post(tokens::make))
        .route("/tokens/{id}/revoke", post(tokens::revoke))
        .route("/account", get(account::show))
        .route("/account/password", post(account::password))
        .route("/account/others", post(account::others))
}

/// The API answers for itself.
async fn elsewhere(State(panel): State<Arc<Panel>>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        let answered = panel.api.clone().oneshot(request).await;
        return match answered {
            Ok(response) => response,
            Err(never) => match never {},
        };
    }
    Failed::NotFound.into_response()
}

/// Makes pages of what went wrong, and sends every page as pages are sent.
async fn finish(State(panel): State<Arc<Panel>>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let (head, body) = request.into_parts();
    let kept = head.clone();
    let mut response = next.run(Request::from_parts(head, body)).await;
    if api {
        return response;
    }
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        let mut kept = kept;
        let page = Page::of(&mut kept, &panel).await;
        response = failed.page(page.as_ref().ok());
    }
    let headers = response.headers_mut();
    for (name, value) in vestibule_templates::HARDENING {
        let name = HeaderName::from_static(name);
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
