//! What a request says of itself, read strictly: which host, which target, from whom.

use std::net::{IpAddr, SocketAddr};

use http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};
use ipnet::IpNet;
use thiserror::Error;

use crate::domain::profile::{TargetError, check_normal_form};

/// Why a request is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FactsError {
    /// Both `Content-Length` and `Transfer-Encoding`, or a coding other than chunked: whoever
    /// frames it otherwise would see another request (RFC 9112 §6.3).
    #[error("the request's framing is ambiguous")]
    Framing,
    /// No `Host`, two of them, or one that does not fit the target (RFC 9112 §3.2).
    #[error("the request does not name one host")]
    Host,
    /// A field's name that other servers take for one that frames, routes or signs in.
    #[error("a field's name can be read as another's")]
    Name,
    /// A target that is not in normal form.
    #[error(transparent)]
    Target(#[from] TargetError),
}

/// Where a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The host as it was written, with a port where there was one.
    pub written: HeaderValue,
    /// The host name in lower case, without a port.
    pub name: String,
}

/// Checks the target and the framing, and reads the one host.
///
/// # Errors
/// When servers could read the request differently.
pub fn destination(parts: &Parts) -> Result<Destination, FactsError> {
    check_framing(&parts.headers)?;
    check_names(&parts.headers)?;
    check_target(&parts.method, &parts.uri)?;
    let mut hosts = parts.headers.get_all(HOST).iter();
    let header = match (hosts.next(), hosts.next()) {
        (host, None) => host,
        (_, Some(_)) => return Err(FactsError::Host),
    };
    // HTTP/2 has `:authority`; an absolute-form target of HTTP/1.1 must agree with Host.
    let authority = parts.uri.authority().map(|authority| authority.as_str());
    let written = match (authority, header) {
        (Some(authority), Some(host))
            if !host.as_bytes().eq_ignore_ascii_case(authority.as_bytes()) =>
        {
            return Err(FactsError::Host);
        }
        (_, Some(host)) => host.clone(),
        (Some(authority), None) if parts.version == Version::HTTP_2 => {
            HeaderValue::from_str(authority).map_err(|_| FactsError::Host)?
        }
        (_, None) => return Err(FactsError::Host),
    };
    let name = host_name(&written).ok_or(FactsError::Host)?;
    Ok(Destination { written, name })
}

/// The client's address, and whether it came over TLS: what the peer is, unless the peer is a
/// trusted proxy, whose right-most word that is not a trusted proxy's own counts.
#[must_use]
pub fn client(
    peer: SocketAddr,
    tls: bool,
    headers: &HeaderMap,
    trusted: &[IpNet],
) -> (IpAddr, bool) {
    let peer = peer.ip().to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    if !is_trusted(&peer) {
        return (peer, tls);
    }
    let proto = headers.get_all("x-forwarded-proto").iter().next_back();
    let secure = match proto.and_then(|value| value.to_str().ok()) {
        Some(list) => list.rsplit(',').next().map(str::trim) == Some("https"),
        None => tls,
    };
    let fields = headers.get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = fields
        .flat_map(|field| field.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .collect();
    let mut client = peer;
    for hop in hops.iter().rev() {
        // An address that cannot be read is nobody's: the last one that could be counts.
        let Ok(address) = hop.parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
        if !is_trusted(&client) {
            break;
        }
    }
    (client, secure)
}

fn check_framing(headers: &HeaderMap) -> Result<(), FactsError> {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    let Some(coding) = codings.next() else {
        return Ok(());
    };
    let chunked = coding.as_bytes().eq_ignore_ascii_case(b"chunked");
    if chunked && codings.next().is_none() && !headers.contains_key(CONTENT_LENGTH) {
        Ok(())
    } else {
        Err(FactsError::Framing)
    }
}

/// CGI and WSGI make one name of `Transfer-Encoding` and `Transfer_Encoding`. Other such names are
/// dropped on the way upstream.
fn check_names(headers: &HeaderMap) -> Result<(), FactsError> {
    let odd = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let reads_as_another = |name: &HeaderName| {
        let name = name.as_str();
        name.contains(odd) && GRAVE.contains(&name.replace(odd, "-").as_str())
    };
    if headers.keys().any(reads_as_another) {
        return Err(FactsError::Name);
    }
    Ok(())
}

fn check_target(method: &Method, uri: &Uri) -> Result<(), FactsError> {
    if *method == Method::CONNECT {
        return Err(FactsError::Target(TargetError::Origin));
    }
    // HTTP/2 has any scheme (RFC 9113 §8.3.1).
    if !matches!(uri.scheme_str(), None | Some("http" | "https")) {
        return Err(FactsError::Target(TargetError::Origin));
    }
    let clean = |byte: u8| byte.is_ascii_graphic();
    if uri.query().is_some_and(|query| !query.bytes().all(clean)) {
        return Err(FactsError::Target(TargetError::Character));
    }
    let length = uri.path().len() + uri.query().map_or(0, str::len);
    if length > MAX_TARGET {
        return Err(FactsError::Target(TargetError::Length));
    }
    Ok(check_normal_form(uri.path())?)
}

/// `host` or `host:port`, with a registered name or an address, and nothing else.
fn host_name(written: &HeaderValue) -> Option<String> {
    let text = written.to_str().ok()?;
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, rest) = rest.split_once(']')?;
            address.parse::<std::net::Ipv6Addr>().ok()?;
            (text.get(..address.len() + 2)?, rest)
        }
        None => match text.find(':') {
            Some(colon) => text.split_at(colon),
            None => (text, ""),
        },
    };
    let port_is_fine = match port.strip_prefix(':') {
        Some(port) => port.parse::<u16>().is_ok() && port.bytes().all(|b| b.is_ascii_digit()),
        None => port.is_empty(),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let fine = host.starts_with('[') || (!host.is_empty() && host.bytes().all(is_name));
    (port_is_fine && fine).then(|| host.to_ascii_lowercase())
}

const MAX_TARGET: usize = 8 * 1024;
const GRAVE: [&str; 8] = [
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "transfer-encoding",
    "upgrade",
];

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn parts(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut builder = Request::builder().uri(uri);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(()).unwrap().into_parts().0
    }

    fn name(uri: &str, headers: &[(&str, &str)]) -> Result<String, FactsError> {
        destination(&parts(uri, headers)).map(|destination| destination.name)
    }

    #[test]
    fn one_host_is_read_without_its_port_and_in_lower_case() {
        assert_eq!(
            name("/", &[("host", "WebMail.test:8443")]).unwrap(),
            "webmail.test"
        );
        assert_eq!(name("/", &[("host", "[::1]:80")]).unwrap(), "[::1]");
        assert_eq!(
            name("http://a.test/", &[("host", "a.test")]).unwrap(),
            "a.test"
        );
    }

    #[test]
    fn no_host_two_hosts_or_an_odd_one_is_refused() {
        for headers in [
            &[][..],
            &[("host", "a.test"), ("host", "a.test")],
            &[("host", "")],
            &[("host", "a.test, b.test")],
            &[("host", "user@a.test")],
            &[("host", "a.test/path")],
            &[("host", "a.test:80x")],
            &[("host", "a.test:")],
            &[("host", "a.test:99999")],
            &[("host", "[::1")],
            &[("host", "a b")],
        ] {
            assert_eq!(name("/", headers), Err(FactsError::Host), "{headers:?}");
        }
        let other = name("http://b.test/", &[("host", "a.test")]);
        assert_eq!(other, Err(FactsError::Host));
    }

    #[test]
    fn ambiguous_framing_is_refused() {
        for headers in [
            &[
                ("host", "a"),
                ("transfer-encoding", "chunked"),
                ("content-length", "1"),
            ][..],
            &[("host", "a"), ("transfer-encoding", "gzip, chunked")],
            &[("host", "a"), ("transfer-encoding", "identity")],
            &[
                ("host", "a"),
                ("transfer-encoding", "chunked"),
                ("transfer-encoding", "chunked"),
            ],
        ] {
            assert_eq!(name("/", headers), Err(FactsError::Framing), "{headers:?}");
        }
    }

    #[test]
    fn a_name_that_reads_as_a_grave_one_is_refused() {
        for field in ["transfer_encoding", "content.length", "content_type"] {
            let headers = [("host", "a"), (field, "1")];
            assert_eq!(name("/", &headers), Err(FactsError::Name), "{field}");
        }
        assert!(name("/", &[("host", "a"), ("x_forwarded_for", "1")]).is_ok());
    }

    #[test]
    fn a_target_of_another_scheme_or_with_bytes_beyond_ascii_is_refused() {
        let host = [("host", "a.test")];
        assert!(name("ftp://a.test/", &host).is_err());
        assert!(name("/?\u{e9}", &host).is_err());
    }

    #[test]
    fn forwarded_addresses_are_believed_from_trusted_proxies_only() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let headers = |list: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(list));
            headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
            headers
        };
        let ask = |peer: &str, list| {
            let (client, secure) = client(peer.parse().unwrap(), false, &headers(list), &trusted);
            (client.to_string(), secure)
        };
        let spoofed = "1.2.3.4";
        assert_eq!(ask("9.9.9.9:1", spoofed), ("9.9.9.9".to_owned(), false));
        assert_eq!(ask("10.0.0.1:1", spoofed), ("1.2.3.4".to_owned(), true));
        assert_eq!(ask("10.0.0.1:1", "6.6.6.6, 1.2.3.4, 10.0.0.2").0, "1.2.3.4");
        assert_eq!(ask("10.0.0.1:1", "1.2.3.4, nonsense").0, "10.0.0.1");
        assert_eq!(ask("[::ffff:10.0.0.1]:1", "1.2.3.4").0, "1.2.3.4");
    }
}
