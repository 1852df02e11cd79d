//! Where a webmail is.

use std::fmt;
use std::net::IpAddr;

use http::Uri;

/// The origin of a webmail (RFC 6454 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Whether TLS is spoken.
    pub tls: bool,
    /// A host name or address; an IPv6 address is in brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

impl Upstream {
    /// Whether what is sent there stays on this machine. A name other than `localhost` may be any
    /// machine's.
    pub(super) fn is_on_this_machine(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>();
        bare == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
    }

    /// Reads `http://127.0.0.1:8081`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!("{text:?} is not an origin such as \"http://127.0.0.1:8081\", without a path")
        };
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            Some(_) | None => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?;
        let after = text.split_once("://").map_or(text, |(_, rest)| rest);
        let bare = after.trim_end_matches('/') == authority.as_str();
        if !bare || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(wrong());
        }
        let port = match authority.port_u16() {
            Some(port) if port > 0 => port,
            None if authority.host() == authority.as_str() => {
                if tls {
                    443
                } else {
                    80
                }
            }
            Some(_) | None => return Err(wrong()),
        };
        Ok(Self {
            tls,
            host: authority.host().to_ascii_lowercase(),
            port,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_host_and_a_port_of_its_own_or_its_schemes() {
        for (text, shown) in [
            ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
            ("http://webmail.internal/", "http://webmail.internal:80"),
            ("https://Webmail.internal", "https://webmail.internal:443"),
            ("http://[::1]:8081", "http://[::1]:8081"),
        ] {
            assert_eq!(Upstream::parse(text).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "",
            "127.0.0.1:8081",
            "ftp://webmail",
            "http://",
            "http://webmail/roundcube",
            "http://webmail?x",
            "http://user@webmail",
            "http://webmail:99999",
            "http://webmail:0",
            "http://webmail:",
            "unix:/run/webmail.sock",
        ] {
            assert!(Upstream::parse(text).is_err(), "{text:?}");
        }
    }
}
