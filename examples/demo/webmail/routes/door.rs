//! Coming in, going out, and changing places.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::super::fields::Fields;
use super::super::gate::{self, Person};
use super::super::sessions::Session;
use super::super::{Webmail, cookies, pages};
use super::{Answer, html, see_other};

const REFUSED: &str = "Wrong address or password.";
const STALE: &str = "This page was open for too long. Please sign in again.";

/// `GET /`: the login page, or the inbox for those who are signed in.
pub(super) async fn home(State(webmail): State<Arc<Webmail>>, request: Request) -> Answer {
    if request.extensions().get::<Person>().is_some() {
        return Ok(see_other("/mail"));
    }
    let query = Fields::of_query(request.uri());
    let session = gate::session(&webmail, request.headers());
    login_page(&webmail, session, StatusCode::OK, "", query.get("next"))
}

/// `GET /login`: the form is at `/`.
pub(super) async fn to_home() -> Response {
    see_other("/")
}

/// `POST /login`
pub(super) async fn login(State(webmail): State<Arc<Webmail>>, request: Request) -> Answer {
    let session = gate::session(&webmail, request.headers());
    let form = Fields::of_form(request).await?;
    let next = form.get("next");
    let Some(session) = session.filter(|session| session.csrf == form.get("csrf")) else {
        return login_page(&webmail, None, StatusCode::FORBIDDEN, STALE, next);
    };
    match webmail
        .accounts
        .check(form.get("user"), form.get("password"))
    {
        Some(address) => enter(&webmail, &session.id, address, next),
        None => login_page(
            &webmail,
            Some(session),
            StatusCode::UNAUTHORIZED,
            REFUSED,
            next,
        ),
    }
}

/// `GET /switch?user=…&password=…`: become another mailbox within the same visit.
///
/// A convenience that products offer, and a way around any check that was made for the first one.
pub(super) async fn switch(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    uri: Uri,
) -> Answer {
    let query = Fields::of_query(&uri);
    let other = webmail
        .accounts
        .check(query.get("user"), query.get("password"))
        .ok_or(StatusCode::FORBIDDEN)?;
    enter(&webmail, &person.session, other, "/mail")
}

/// `GET` or `POST /logout`, which ends the session without asking for a token.
pub(super) async fn logout(State(webmail): State<Arc<Webmail>>, request: Request) -> Response {
    if let Some(session) = gate::session(&webmail, request.headers()) {
        webmail.sessions.end(&session.id);
    }
    let mut response = see_other("/");
    cookies::expire(response.headers_mut());
    response
}

fn enter(webmail: &Webmail, old: &str, address: &str, next: &str) -> Answer {
    let session = webmail.sessions.sign_in(old, address)?;
    let mut response = see_other(if is_local(next) { next } else { "/mail" });
    cookies::set(response.headers_mut(), &session);
    Ok(response)
}

/// The login page, with a new session where the browser has none that can be used.
fn login_page(
    webmail: &Webmail,
    session: Option<Session>,
    status: StatusCode,
    notice: &str,
    next: &str,
) -> Answer {
    let next = if is_local(next) { next } else { "" };
    if let Some(session) = session {
        return Ok(html(status, pages::login(&session.csrf, notice, next)));
    }
    let session = webmail.sessions.open()?;
    let mut response = html(status, pages::login(&session.csrf, notice, next));
    cookies::set(response.headers_mut(), &session);
    Ok(response)
}

/// Whether a place to go on to is on this server: a path, and nothing that a browser takes for a host.
fn is_local(next: &str) -> bool {
    next.starts_with('/')
        && !next.starts_with("//")
        && next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_login_goes_on_to_a_path_of_this_server_only() {
        assert!(is_local("/mail/3?x=1"));
        for elsewhere in [
            "",
            "mail",
            "//evil.example",
            "/\\evil.example",
            "/a\tb",
            "/a b",
        ] {
            assert!(!is_local(elsewhere), "{elsewhere:?}");
        }
    }
}
