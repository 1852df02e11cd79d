//! The control panel's cookie.

use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::domain::administrator::SessionToken;

/// The session that a request brings. Two are none: a sibling host may have planted one.
#[must_use]
pub(super) fn session(headers: &HeaderMap) -> Option<&str> {
    let fields = headers.get_all(COOKIE).iter();
    let texts = fields.filter_map(|field| field.to_str().ok());
    let pairs = texts.flat_map(|text| text.split(';'));
    let mut own = pairs.filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        (name.trim() == NAME).then(|| value.trim())
    });
    match (own.next(), own.next()) {
        (Some(only), None) => Some(only),
        (_, _) => None,
    }
}

/// Gives the browser this session.
#[must_use]
pub(super) fn keep(token: &SessionToken) -> Option<HeaderValue> {
    let cookie = Cookie::build((NAME, token.expose()))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build();
    let mut value = HeaderValue::try_from(cookie.to_string()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Takes it back.
pub(super) const FORGET: HeaderValue = HeaderValue::from_static(
    "__Host-vestibule-admin=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
);

const NAME: &str = "__Host-vestibule-admin";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(COOKIE, HeaderValue::from_static(field));
        }
        session(&headers).map(str::to_owned)
    }

    #[test]
    fn one_session_is_read_and_two_are_none() {
        let own = "a=1; __Host-vestibule-admin=xyz; b=2";
        assert_eq!(read(&[own]), Some("xyz".to_owned()));
        assert_eq!(read(&[own, own]), None);
        assert_eq!(
            read(&["__Host-vestibule-admin=x; __Host-vestibule-admin=x"]),
            None
        );
        assert_eq!(read(&["vestibule-admin=xyz"]), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn the_cookie_is_the_hosts_alone_and_no_scripts() {
        let value = keep(&SessionToken::new([1; 32])).unwrap();
        let text = value.to_str().unwrap();
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
        assert!(FORGET.to_str().unwrap().starts_with(NAME));
    }
}
