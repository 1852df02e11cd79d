//! Who may see what: everything but the login page and its assets asks for a session.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use form_urlencoded::byte_serialize;

use super::routes::{json, see_other};
use super::sessions::Session;
use super::{Webmail, cookies};

/// The person behind a request.
#[derive(Clone)]
pub(super) struct Person {
    /// Identifier of the session.
    pub(super) session: String,
    /// The mailbox that signed in.
    pub(super) address: String,
}

impl<S: Sync> FromRequestParts<S> for Person {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let person = parts.extensions.get::<Self>();
        person.cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}

/// Writes every request down.
pub(super) async fn record(
    State(webmail): State<Arc<Webmail>>,
    request: Request,
    next: Next,
) -> Response {
    webmail.traffic.note(&request);
    next.run(request).await
}

/// Lets a signed-in person through, and anyone to the public pages.
pub(super) async fn guard(
    State(webmail): State<Arc<Webmail>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(person) = person(&webmail, request.headers()) {
        request.extensions_mut().insert(person);
    } else if !is_public(request.uri().path()) {
        return turn_away(request.headers(), request.uri());
    }
    next.run(request).await
}

/// The session that the browser's cookie names, signed in or not.
pub(super) fn session(webmail: &Webmail, headers: &HeaderMap) -> Option<Session> {
    cookies::get(headers, cookies::SESSION).and_then(|id| webmail.sessions.find(&id))
}

fn person(webmail: &Webmail, headers: &HeaderMap) -> Option<Person> {
    let session = session(webmail, headers)?;
    let login = session.login?;
    let auth = cookies::get(headers, cookies::AUTH)?;
    (auth == login.auth).then_some(Person {
        session: session.id,
        address: login.address,
    })
}

fn is_public(path: &str) -> bool {
    matches!(path, "/" | "/login" | "/logout") || path.starts_with("/static/")
}

/// A script gets a status that it can act on, a person the login page.
fn turn_away(headers: &HeaderMap, uri: &Uri) -> Response {
    if headers.contains_key("x-requested-with") {
        let body = json(&serde_json::json!({ "error": "session" }));
        return (StatusCode::UNAUTHORIZED, body).into_response();
    }
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let next: String = byte_serialize(target.as_bytes()).collect();
    see_other(&format!("/?next={next}"))
}
