//! Whether a request that changes something was sent from a page of this host.

use http::HeaderMap;
use http::header::ORIGIN;

/// As far as the browser says: by `Sec-Fetch-Site` (W3C Fetch Metadata §2.3), else by `Origin`
/// (RFC 6454 §7). What says neither is no browser of these years, and has no cookies to abuse.
#[must_use]
pub fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    headers.get(ORIGIN).is_none() || has_origin(headers, host)
}

/// Whether `Origin` says that the page is of this host.
#[must_use]
pub fn has_origin(headers: &HeaderMap, host: &str) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let authority = origin.and_then(|origin| origin.split_once("://"));
    authority.is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn same(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        is_same_origin(&headers.collect(), "webmail.test:8443")
    }

    #[test]
    fn forms_of_our_own_pages_are_taken() {
        assert!(same(&[("sec-fetch-site", "same-origin")]));
        assert!(same(&[("origin", "https://webmail.test:8443")]));
        assert!(same(&[]));
    }

    #[test]
    fn forms_of_other_sites_and_of_sibling_hosts_are_not() {
        for headers in [
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
            [("origin", "null")],
            [("origin", "https://evil.test")],
            [("origin", "https://webmail.test")],
            [("origin", "https://sibling.webmail.test:8443")],
        ] {
            assert!(!same(&headers), "{headers:?}");
        }
    }
}
