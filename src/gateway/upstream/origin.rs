//! Where the webmail listens.

use http::Uri;
use thiserror::Error;

/// A scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whether to speak TLS.
    pub tls: bool,
    /// A host name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an upstream is http:// or https://, a host and maybe a port, without a path")]
pub struct OriginError;

impl Origin {
    /// Reads `http://127.0.0.1:8081`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let uri: Uri = text.parse().map_err(|_| OriginError)?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            Some(_) | None => return Err(OriginError),
        };
        let authority = uri.authority().ok_or(OriginError)?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        if !bare || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(OriginError);
        }
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']');
        Ok(Self {
            tls,
            host: host.to_owned(),
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        let origin = |tls, host: &str, port| Origin {
            tls,
            host: host.to_owned(),
            port,
        };
        for (text, expected) in [
            ("http://127.0.0.1:8081", origin(false, "127.0.0.1", 8081)),
            (
                "https://webmail.internal/",
                origin(true, "webmail.internal", 443),
            ),
            ("http://[::1]", origin(false, "::1", 80)),
        ] {
            assert_eq!(Origin::parse(text), Ok(expected), "{text}");
        }
        for text in [
            "",
            "127.0.0.1:80",
            "ftp://x",
            "http://a@b",
            "http://x/path",
            "http://x/?q",
        ] {
            assert_eq!(Origin::parse(text), Err(OriginError), "{text}");
        }
    }
}
