//! Setting and clearing our own cookies.

use std::time::Duration;

use cookie::{Cookie, SameSite};
use http::HeaderValue;

/// A Set-Cookie field for our own cookie. It lives as long as the browser's session, or `for_time`.
#[must_use]
pub fn set(name: &'static str, value: String, for_time: Option<Duration>) -> Option<HeaderValue> {
    let mut cookie = host_cookie(name, value);
    if let Some(time) = for_time {
        cookie.set_max_age(cookie::time::Duration::try_from(time).ok()?);
    }
    field(&cookie)
}

/// A Set-Cookie field that removes our own cookie.
#[must_use]
pub fn clear(name: &'static str) -> Option<HeaderValue> {
    let mut cookie = host_cookie(name, String::new());
    cookie.make_removal();
    field(&cookie)
}

/// `__Host-`: over TLS only, no Domain, path `/` (RFC 6265bis §4.1.3.2).
fn host_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

fn field(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(cookie.to_string()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_cookies_are_this_hosts_alone_and_never_read_by_scripts() {
        let field = set("__Host-vestibule", "x".to_owned(), None).unwrap();
        let expected = "__Host-vestibule=x; HttpOnly; SameSite=Lax; Secure; Path=/";
        assert_eq!(field, expected);
        let cleared = clear("__Host-vestibule").unwrap();
        assert!(cleared.to_str().unwrap().contains("Max-Age=0"));
    }
}
