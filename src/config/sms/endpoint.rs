//! Where a provider is asked.

use std::net::IpAddr;

use http::Uri;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;

/// Reads a URL. Plain HTTP leaves this machine only where that is allowed: codes are in it.
pub(super) fn build(
    text: &str,
    at: &KeyPath,
    allow_plain: bool,
    scope: &mut Scope<'_>,
) -> Option<Uri> {
    let url = scope.read(at, Some(text), read)?;
    if url.scheme_str() == Some("http") && !is_loopback(&url) {
        if allow_plain {
            scope.warn(at, "codes and passwords travel there unencrypted");
        } else {
            scope.error(
                at,
                "plain HTTP beyond this machine; write https://, or allow_plain = true where the \
                 network is trusted",
            );
        }
    }
    Some(url)
}

fn read(text: &str) -> Result<Uri, String> {
    let wrong = || format!("{text:?} is not a URL such as \"https://sms.example.com/send\"");
    let url: Uri = text.parse().map_err(|_| wrong())?;
    let known = matches!(url.scheme_str(), Some("http" | "https"));
    let authority = url.authority().ok_or_else(wrong)?;
    if !known || url.host().is_none_or(str::is_empty) || text.contains('#') {
        return Err(wrong());
    }
    if authority.as_str().contains('@') {
        return Err(
            "must not have a password in it; there is a key for the user and a file for \
                    the password"
                .to_owned(),
        );
    }
    Ok(url)
}

fn is_loopback(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_has_a_scheme_a_host_and_no_password() {
        for text in [
            "https://a.test/x?y=1",
            "http://127.0.0.1:13013/cgi-bin/sendsms",
        ] {
            assert!(read(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "/send",
            "a.test/send",
            "ftp://a.test",
            "https://",
            "https://user:hunter2@a.test/",
            "https://a.test/#x",
            "https://a.test/a b",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_addresses_and_one_name() {
        let local = |text: &str| is_loopback(&text.parse().unwrap());
        for text in ["http://127.8.9.1/", "http://[::1]:1/", "http://localhost/"] {
            assert!(local(text), "{text}");
        }
        for text in [
            "http://127.0.0.1.a.test/",
            "http://10.0.0.1/",
            "http://localhost.a.test/",
            "http://0.0.0.0/",
        ] {
            assert!(!local(text), "{text}");
        }
    }
}
