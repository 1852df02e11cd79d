//! The control panel's cookie.

use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::domain::administrator::SessionToken;

/// The session that a request brings. Two are none: a sibling host may have planted one.
#[must_use]
pub fn session(headers: &HeaderMap) -> Option<&str> {
    let fields = headers.get_all(COOKIE).iter();
    // Byte by byte: another cookie may be no text, and must hide neither ours nor a second one.
    let pairs = fields.flat_map(|field| field.as_bytes().split(|byte| *byte == b';'));
    let mut own = pairs.filter_map(|pair| {
        let (name, value) = pair.split_at(pair.iter().position(|byte| *byte == b'=')?);
        let value = value.get(1..)?.trim_ascii();
        (name.trim_ascii() == NAME.as_bytes()).then_some(value)
    });
    match (own.next(), own.next()) {
        (Some(only), None) => std::str::from_utf8(only).ok(),
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
    fn a_cookie_that_is_no_text_hides_neither_ours_nor_a_second_one() {
        let read = |fields: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for field in fields {
                headers.append(COOKIE, HeaderValue::from_bytes(field).unwrap());
            }
            session(&headers).map(str::to_owned)
        };
        let own = b"a=\xff; __Host-vestibule-admin=xyz; b=\xc3\xa4";
        assert_eq!(read(&[own]), Some("xyz".to_owned()));
        assert_eq!(read(&[own, b"__Host-vestibule-admin=\xff"]), None);
        assert_eq!(read(&[b"__Host-vestibule-admin=\xff"]), None);
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
