//! The two cookies of a session.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use cookie::Cookie;

use super::sessions::Session;

/// Name of the cookie that names the session.
pub(super) const SESSION: &str = "sample_session";
/// Name of the cookie that a signed-in session has as well.
pub(super) const AUTH: &str = "sample_auth";

/// The value of the first cookie with this name.
pub(super) fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// Adds the cookies of this session to an answer.
pub(super) fn set(headers: &mut HeaderMap, session: &Session) {
    append(headers, &plain(SESSION, &session.id));
    if let Some(login) = &session.login {
        append(headers, &plain(AUTH, &login.auth));
    }
}

/// Tells the browser to forget both cookies.
pub(super) fn expire(headers: &mut HeaderMap) {
    for name in [SESSION, AUTH] {
        let mut cookie = plain(name, "");
        cookie.make_removal();
        append(headers, &cookie);
    }
}

fn plain<'a>(name: &'a str, value: &'a str) -> Cookie<'a> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .build()
}

fn append(headers: &mut HeaderMap, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::try_from(cookie.to_string()) {
        headers.append(SET_COOKIE, value);
    }
}
