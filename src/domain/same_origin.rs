//! Whether a request that changes something was sent from a page of its own host.

/// As far as the browser says: by `Sec-Fetch-Site` (W3C Fetch Metadata §2.3), else by `Origin`
/// (RFC 6454 §7). What says neither is no browser of these years, and has no cookies to abuse.
#[must_use]
pub fn is_same_origin(fetch_site: Option<&[u8]>, origin: Option<&[u8]>, host: &str) -> bool {
    match (fetch_site, origin) {
        (Some(site), _) => matches!(site, b"same-origin" | b"none"),
        (None, Some(origin)) => has_origin(origin, host),
        (None, None) => true,
    }
}

/// Whether `Origin` says that the page is of this host.
#[must_use]
pub fn has_origin(origin: &[u8], host: &str) -> bool {
    let origin = std::str::from_utf8(origin).ok();
    let authority = origin.and_then(|origin| origin.split_once("://"));
    authority.is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}
