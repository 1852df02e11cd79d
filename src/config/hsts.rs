//! `listen.hsts`: how long browsers keep to `https` by themselves (RFC 6797).

use std::time::Duration;

use super::key_path::KeyPath;
use super::scope::{Scope, read_duration};

/// How long browsers keep to `https` once they have been here over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hsts {
    /// For how long. Nothing at all makes browsers forget what they were told (RFC 6797 §6.1.1).
    pub max_age: Duration,
    /// Whether the hosts below are meant too.
    pub subdomains: bool,
}

impl Hsts {
    /// The value of `Strict-Transport-Security` (RFC 6797 §6.1).
    #[must_use]
    pub fn field(&self) -> String {
        let subdomains = if self.subdomains {
            "; includeSubDomains"
        } else {
            ""
        };
        format!("max-age={}{subdomains}", self.max_age.as_secs())
    }
}

/// What the two keys say: a year, unless they say something else.
pub(super) fn build(
    (word, subdomains): (Option<&str>, Option<bool>),
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<Hsts> {
    let max_age = match word {
        None => Some(YEAR),
        Some("off") => None,
        Some("withdraw") => Some(Duration::ZERO),
        Some(word) => scope.read(&at.key("hsts"), Some(word), |word| {
            read_duration(word).map_err(|wrong| format!("{wrong}, \"off\" or \"withdraw\""))
        }),
    };
    if max_age.is_none() && subdomains == Some(true) {
        scope.warn(&at.key("hsts_subdomains"), "has no effect without hsts");
    }
    Some(Hsts {
        max_age: max_age?,
        subdomains: subdomains.unwrap_or_default(),
    })
}

/// What preload lists and OWASP ASVS 3.4.1 ask for.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
