//! A Set-Cookie field of the webmail, cut into its parts and otherwise left as it is.

use cookie::Cookie;
use http::HeaderValue;
use jiff::Timestamp;

/// A Set-Cookie field of the webmail (RFC 6265 §4.1).
#[derive(Debug, Clone)]
pub struct SetCookie {
    /// The name.
    pub name: String,
    /// The value, as it stands there.
    pub value: String,
    /// Whether it deletes the cookie.
    pub deletes: bool,
    attributes: Vec<String>,
}

impl SetCookie {
    /// Reads a field; nothing when it sets no cookie that a browser would keep.
    #[must_use]
    pub fn read(field: &HeaderValue, now: Timestamp) -> Option<Self> {
        let text = field.to_str().ok()?;
        let parsed = Cookie::parse(text).ok()?;
        let expired = parsed
            .expires_datetime()
            .is_some_and(|end| end.unix_timestamp() <= now.as_second());
        let deletes = match parsed.max_age() {
            Some(age) => age.whole_seconds() <= 0,
            None => expired,
        };
        let (pair, attributes) = match text.split_once(';') {
            Some((pair, attributes)) => (pair, attributes),
            None => (text, ""),
        };
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        (!name.is_empty()).then(|| Self {
            name: name.to_owned(),
            value: value.to_owned(),
            deletes,
            attributes: attributes
                .split(';')
                .map(|attribute| attribute.trim().to_owned())
                .filter(|attribute| !attribute.is_empty())
                .collect(),
        })
    }

    /// The field that gives the browser `value` under `name`, with the webmail's attributes.
    ///
    /// A sealed cookie is this host's alone, never read by scripts, and sent over TLS only.
    #[must_use]
    pub fn write(&self, name: &str, value: &str, sealed: bool) -> Option<HeaderValue> {
        let mut text = format!("{name}={value}");
        for attribute in &self.attributes {
            if !(sealed && is(attribute, "domain")) {
                text.push_str("; ");
                text.push_str(attribute);
            }
        }
        let has = |wanted| {
            self.attributes
                .iter()
                .any(|attribute| is(attribute, wanted))
        };
        if !has("secure") {
            text.push_str("; Secure");
        }
        if sealed && !has("httponly") {
            text.push_str("; HttpOnly");
        }
        if !has("samesite") {
            text.push_str("; SameSite=Lax");
        }
        let mut value = HeaderValue::try_from(text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

fn is(attribute: &str, wanted: &str) -> bool {
    let name = attribute
        .split_once('=')
        .map_or(attribute, |(name, _)| name);
    name.trim().eq_ignore_ascii_case(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T06:00:00Z".parse().unwrap()
    }

    fn read(text: &'static str) -> Option<SetCookie> {
        SetCookie::read(&HeaderValue::from_static(text), now())
    }

    #[test]
    fn a_deletion_is_told_from_a_value() {
        for (text, deletes) in [
            ("a=b; path=/; HttpOnly", false),
            (
                "a=-del-; expires=Mon, 23-Nov-2026 10:00:00 GMT; Max-Age=0",
                true,
            ),
            ("a=-del-; expires=Mon, 23 Nov 2026 10:00:00 GMT", true),
            ("a=b; expires=Fri, 24 Nov 2056 10:00:00 GMT", false),
            (
                "a=b; Max-Age=60; expires=Mon, 23 Nov 2026 10:00:00 GMT",
                false,
            ),
            ("a=; Max-Age=-1", true),
        ] {
            assert_eq!(read(text).unwrap().deletes, deletes, "{text}");
        }
    }

    #[test]
    fn attributes_stay_and_a_sealed_cookie_gets_what_it_lacks() {
        let cookie = read("sid=x; path=/SOGo/; Domain=example.com").unwrap();
        let sealed = cookie.write("sid", "s", true).unwrap();
        assert_eq!(sealed, "sid=s; path=/SOGo/; Secure; HttpOnly; SameSite=Lax");
        let open = cookie.write("sid", "x", false).unwrap();
        assert_eq!(
            open,
            "sid=x; path=/SOGo/; Domain=example.com; Secure; SameSite=Lax"
        );
        let strict = read("sid=x; SECURE; httponly; SameSite=Strict").unwrap();
        let sealed = strict.write("sid", "s", true).unwrap();
        assert_eq!(sealed, "sid=s; SECURE; httponly; SameSite=Strict");
    }

    #[test]
    fn what_sets_no_cookie_is_dropped() {
        assert!(read("nothing").is_none());
        assert!(read("=x; path=/").is_none());
    }
}
