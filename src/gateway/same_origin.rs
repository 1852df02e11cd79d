//! Whether a request that changes something was sent from a page of this host.

use http::header::ORIGIN;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::domain::same_origin;

/// As far as the browser says ([`same_origin::is_same_origin`]).
#[must_use]
pub fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    let field = |name| headers.get(name).map(HeaderValue::as_bytes);
    same_origin::is_same_origin(field(SEC_FETCH_SITE), field(ORIGIN), host)
}

/// Whether `Origin` says that the page is of this host.
#[must_use]
pub fn has_origin(headers: &HeaderMap, host: &str) -> bool {
    let origin = headers.get(ORIGIN).map(HeaderValue::as_bytes);
    origin.is_some_and(|origin| same_origin::has_origin(origin, host))
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

#[cfg(test)]
mod tests {
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
