//! What the browser will do with the answer.

use http::{HeaderMap, Method, header};

/// What the browser will do with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Show it in its window.
    Document,
    /// Show it in a frame of a page.
    Frame,
    /// Give it to a page or a script.
    Subresource,
    /// Leave HTTP for a WebSocket.
    Upgrade,
}

impl Kind {
    /// Reads it from Fetch metadata (`Sec-Fetch-Dest`, W3C Fetch Metadata §2.1) where the browser
    /// sends it, else from what browsers without it send. None of this grants anything: it only
    /// chooses in which words "sign in" is said.
    #[must_use]
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // Any other protocol is one that a server may ignore (RFC 9110 §7.8): it is not passed on.
        let upgrade = headers.get(header::UPGRADE);
        if upgrade.is_some_and(|to| to.as_bytes().eq_ignore_ascii_case(b"websocket")) {
            return Self::Upgrade;
        }
        if headers.contains_key("x-requested-with") {
            return Self::Subresource;
        }
        match value("sec-fetch-dest") {
            Some("document") => Self::Document,
            Some("iframe" | "frame" | "embed" | "object") => Self::Frame,
            Some(_) => Self::Subresource,
            None => {
                let page = matches!(*method, Method::GET | Method::HEAD | Method::POST);
                let wants_html = value("accept").is_some_and(|accept| accept.contains("text/html"));
                if page && wants_html {
                    Self::Document
                } else {
                    Self::Subresource
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn kind(headers: &[(&'static str, &'static str)]) -> Kind {
        let headers = headers.iter().map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        Kind::of(&Method::GET, &headers.collect())
    }

    #[test]
    fn fetch_metadata_tells_pages_frames_and_scripts_apart() {
        assert_eq!(kind(&[("sec-fetch-dest", "document")]), Kind::Document);
        assert_eq!(kind(&[("sec-fetch-dest", "iframe")]), Kind::Frame);
        assert_eq!(kind(&[("sec-fetch-dest", "empty")]), Kind::Subresource);
        assert_eq!(kind(&[("sec-fetch-dest", "image")]), Kind::Subresource);
    }

    #[test]
    fn browsers_without_fetch_metadata_are_read_by_what_they_accept() {
        assert_eq!(kind(&[("accept", "text/html,*/*")]), Kind::Document);
        assert_eq!(kind(&[("accept", "*/*")]), Kind::Subresource);
        assert_eq!(kind(&[]), Kind::Subresource);
        let script = [
            ("accept", "text/html"),
            ("x-requested-with", "XMLHttpRequest"),
        ];
        assert_eq!(kind(&script), Kind::Subresource);
    }

    #[test]
    fn a_websocket_is_one_whatever_else_it_says_and_no_other_upgrade_is() {
        let upgrade = [("upgrade", "websocket"), ("sec-fetch-dest", "document")];
        assert_eq!(kind(&upgrade), Kind::Upgrade);
        let other = [("upgrade", "h2c"), ("sec-fetch-dest", "document")];
        assert_eq!(kind(&other), Kind::Document);
    }
}
