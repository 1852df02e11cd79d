//! A browser that need not be asked for a second factor for some days. It replaces the second
//! factor only: never the password, and it is never enough to change a factor.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::time::after;

/// A trusted browser, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedBrowser {
    format: u8,
    /// The factor epoch at the time: any change of a factor ends the trust.
    pub epoch: u64,
    /// What it calls itself, in a few words.
    pub browser: String,
    /// The address of its first use.
    pub address: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when: a fixed end, however often it is used.
    pub until: Timestamp,
}

impl TrustedBrowser {
    /// A browser trusted from `now` on for `days`.
    #[must_use]
    pub fn new(epoch: u64, browser: String, address: String, now: Timestamp, days: u16) -> Self {
        let time = Duration::from_secs(u64::from(days) * 24 * 60 * 60);
        Self {
            format: FORMAT,
            epoch,
            browser,
            address,
            since: now,
            until: after(now, time),
        }
    }

    /// Whether it stands in for the second factor at `now`, given the subject's epoch.
    #[must_use]
    pub fn is_trusted(&self, epoch: u64, now: Timestamp) -> bool {
        self.format == FORMAT && self.epoch == epoch && now >= self.since && now < self.until
    }
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_ends_at_its_end_and_with_any_change_of_a_factor() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let browser = TrustedBrowser::new(3, "Firefox".to_owned(), "::1".to_owned(), now, 30);
        let day = |days: u64| after(now, Duration::from_secs(days * 86_400));
        assert!(browser.is_trusted(3, now));
        assert!(browser.is_trusted(3, day(29)));
        assert!(!browser.is_trusted(3, day(30)));
        assert!(!browser.is_trusted(4, now));
        assert!(!browser.is_trusted(2, now));
    }

    #[test]
    fn trust_has_no_past_and_no_other_format() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let mut browser = TrustedBrowser::new(3, String::new(), String::new(), now, 1);
        assert!(!browser.is_trusted(3, Timestamp::from_second(999_999).unwrap()));
        assert_eq!(browser.until, after(now, Duration::from_secs(86_400)));
        browser.format = 9;
        assert!(!browser.is_trusted(3, now));
    }
}
