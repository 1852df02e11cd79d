//! The duties of an intermediary with header fields, RFC 9110 §7.6, and what may not pass besides.

use http::header::{
    CONNECTION, FORWARDED, HOST, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, SET_COOKIE,
    TE, TRAILER, TRANSFER_ENCODING, UPGRADE, VIA,
};
use http::{HeaderMap, HeaderValue, Version};

use super::visit::Visit;

/// Removes from a browser's request what may not reach the webmail.
pub fn strip_request(headers: &mut HeaderMap) {
    strip_hop_by_hop(headers);
    let refused: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_refused(name.as_str()))
        .cloned()
        .collect();
    for name in refused {
        headers.remove(name);
    }
}

/// Removes from the webmail's answer what concerns its connection alone, and its cookies: those
/// that the browser gets are added one by one.
pub fn strip_response(headers: &mut HeaderMap) {
    strip_hop_by_hop(headers);
    headers.remove(SET_COOKIE);
}

/// Adds to a request for the webmail what Vestibule says of the browser. `received` is the
/// version that the browser spoke (RFC 9110 §7.6.3).
pub fn finish_headers(headers: &mut HeaderMap, visit: &Visit, received: Version) {
    headers.insert(HOST, visit.host.clone());
    let client = visit.client.to_string();
    set(headers, X_FORWARDED_FOR, &client);
    set(headers, X_FORWARDED_PROTO, visit.scheme());
    headers.insert(X_FORWARDED_HOST, visit.host.clone());
    set(headers, FORWARDED, &forwarded(visit, &client));
    let version = match received {
        Version::HTTP_2 => "2",
        Version::HTTP_10 => "1.0",
        _ => "1.1",
    };
    let hop = format!("{version} {PSEUDONYM}");
    let before = headers
        .get_all(VIA)
        .iter()
        .filter_map(|via| via.to_str().ok());
    let via = before.chain([hop.as_str()]).collect::<Vec<_>>().join(", ");
    set(headers, VIA, &via);
}

/// RFC 7239 §4; an IPv6 address stands in quotes and brackets.
fn forwarded(visit: &Visit, client: &str) -> String {
    let node = if visit.client.is_ipv6() {
        format!("\"[{client}]\"")
    } else {
        client.to_owned()
    };
    format!(
        "for={node};host=\"{}\";proto={}",
        visit.host(),
        visit.scheme()
    )
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(name, value);
        }
        // Never what the browser said of itself.
        Err(_) => {
            headers.remove(name);
        }
    }
}

/// RFC 9110 §7.6.1: what every `Connection` field names, and what is known to concern one
/// connection alone.
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

/// Credentials, what a server behind us could take for our word, and names that servers fold into
/// one another (`X_Forwarded_For`).
fn is_refused(name: &str) -> bool {
    let odd = |byte: u8| !(byte.is_ascii_alphanumeric() || byte == b'-');
    REFUSED.contains(&name)
        || REFUSED_STARTS.iter().any(|start| name.starts_with(start))
        || REFUSED_PARTS.iter().any(|part| name.contains(part))
        || name.bytes().any(odd)
}

const PSEUDONYM: &str = "vestibule";
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

const HOP_BY_HOP: [HeaderName; 10] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("http2-settings"),
];

const REFUSED: [&str; 12] = [
    "authorization",
    "client-ip",
    "cookie",
    "early-data",
    "expect",
    "forwarded",
    "true-client-ip",
    "x-client-ip",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
];

const REFUSED_STARTS: [&str; 11] = [
    "proxy-",
    "ssl-",
    "x-accel-",
    "x-auth-",
    "x-forwarded-",
    "x-http-method-",
    "x-real-",
    "x-sendfile",
    "x-ssl-",
    "x-webauth-",
    "x-webobjects-",
];

const REFUSED_PARTS: [&str; 2] = ["remote-user", "authenticated"];

#[cfg(test)]
mod tests {
    use super::*;

    fn left(fields: &[(&'static str, &'static str)]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        strip_request(&mut headers);
        headers.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn what_every_connection_field_names_is_removed() {
        let fields = [
            ("connection", "close, X-One"),
            ("connection", "x-two"),
            ("x-one", "1"),
            ("x-two", "2"),
            ("x-three", "3"),
            ("te", "trailers"),
            ("keep-alive", "timeout=5"),
        ];
        assert_eq!(left(&fields), ["x-three"]);
    }

    #[test]
    fn credentials_and_what_could_pass_for_our_word_are_removed() {
        let fields = [
            ("authorization", "Basic x"),
            ("proxy-authorization", "Basic x"),
            ("cookie", "a=b"),
            ("forwarded", "for=1.2.3.4"),
            ("x-forwarded-for", "1.2.3.4"),
            ("x-forwarded-anything", "x"),
            ("x_forwarded_for", "1.2.3.4"),
            ("x.forwarded.for", "1.2.3.4"),
            ("x-real-ip", "1.2.3.4"),
            ("remote-user", "admin"),
            ("x-remote-user", "admin"),
            ("x-webobjects-remote-user", "admin"),
            ("x-http-method-override", "PUT"),
            ("x-original-url", "/admin"),
            ("client-ip", "192.168.0.9"),
            ("x-auth-user", "admin"),
            ("x-ssl-client-verify", "SUCCESS"),
        ];
        assert_eq!(left(&fields), [""; 0]);
    }

    #[test]
    fn what_the_webmails_own_script_sends_passes() {
        let fields = [
            ("x-requested-with", "XMLHttpRequest"),
            ("x-roundcube-request", "token"),
            ("x-xsrf-token", "token"),
            ("accept-language", "de"),
            ("range", "bytes=0-9"),
            ("sec-fetch-dest", "empty"),
        ];
        assert_eq!(left(&fields).len(), fields.len());
    }
}
