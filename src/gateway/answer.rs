//! Answers that Vestibule makes itself.

use http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use maud::Markup;
use vestibule_templates::{Frame, HARDENING, Message, MessageKind, message};

use super::body::Body;
use super::error::GatewayError;
use super::visit::Visit;
use crate::domain::profile::{Canned, Kind};

/// A page of our own.
#[must_use]
pub fn page(status: StatusCode, markup: Markup) -> Response<Body> {
    let mut response = Response::new(Body::full(markup.into_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    harden(headers);
    response
}

/// Sends the browser elsewhere with GET (RFC 9110 §15.4.4).
#[must_use]
pub fn see_other(location: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    match HeaderValue::from_str(location) {
        Ok(location) => {
            *response.status_mut() = StatusCode::SEE_OTHER;
            response.headers_mut().insert(LOCATION, location);
        }
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    harden(response.headers_mut());
    response
}

/// "Sign in" in words that whoever loads this understands: the webmail's own for its scripts and
/// frames where the profile knows them, else a bare 401.
#[must_use]
pub fn signed_out(visit: &Visit) -> Response<Body> {
    let expired = &visit.site.profile.expired;
    let known = match visit.kind {
        Kind::Document | Kind::Upgrade => None,
        Kind::Frame => expired.frame.as_ref(),
        Kind::Subresource => expired.script.as_ref(),
    };
    match known {
        Some(known) => canned(known),
        None => plain(StatusCode::UNAUTHORIZED, "Sign in first.\n"),
    }
}

/// What went wrong, as a page for people and as a line for scripts.
#[must_use]
pub fn error(visit: &Visit, error: &GatewayError) -> Response<Body> {
    let (status, kind) = error.answer();
    notice(visit, status, kind)
}

/// A message, as a page for people and as a line for scripts.
#[must_use]
pub fn notice(visit: &Visit, status: StatusCode, kind: MessageKind) -> Response<Body> {
    let id = visit.id.to_string();
    let mut response = match visit.kind {
        Kind::Document | Kind::Frame => {
            let frame = Frame {
                locale: visit.locale(),
                mount: &visit.mount,
                host: visit.host(),
            };
            let told = Message {
                kind,
                href: Some(visit.site.profile.login_page.as_str()),
                request_id: Some(&id),
            };
            page(status, message(&frame, &told))
        }
        Kind::Subresource | Kind::Upgrade => plain(status, &format!("{status} (request {id})\n")),
    };
    let soon = if let MessageKind::TooManyRequests { seconds } = kind {
        Some(seconds)
    } else {
        (status == StatusCode::SERVICE_UNAVAILABLE).then_some(10)
    };
    if let Some(seconds) = soon {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A line of text.
#[must_use]
pub fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::full(text.to_owned()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    harden(headers);
    response
}

/// Adds Set-Cookie fields.
pub fn add_cookies(headers: &mut HeaderMap, fields: impl IntoIterator<Item = HeaderValue>) {
    for field in fields {
        headers.append(SET_COOKIE, field);
    }
}

/// The fields that every page of ours carries.
pub fn harden(headers: &mut HeaderMap) {
    for (name, value) in HARDENING {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
}

/// Tells a browser that came over TLS to keep to it (RFC 6797 §7.1), where the webmail has not: a
/// browser reads the first such field alone (§8.1).
pub fn keep_to_https(headers: &mut HeaderMap, hsts: Option<&HeaderValue>) {
    if let Some(hsts) = hsts {
        let field = headers.entry(STRICT_TRANSPORT_SECURITY);
        field.or_insert_with(|| hsts.clone());
    }
}

/// The profile's answer runs the webmail's own script, so it gets no policy of ours.
fn canned(canned: &Canned) -> Response<Body> {
    let mut response = Response::new(Body::full(canned.body.clone()));
    let status = StatusCode::from_u16(canned.status);
    *response.status_mut() = status.unwrap_or(StatusCode::UNAUTHORIZED);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&canned.content_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
