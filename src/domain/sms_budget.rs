//! How many text messages may be sent: to one mailbox, one number, numbers alike, one country, and
//! in all. It bounds what flooding a person and pumping premium numbers can cost.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::identity::Subject;
use crate::domain::time::after;

/// How many messages each scope gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To one mailbox, an hour.
    pub mailbox_hour: u32,
    /// To one mailbox, a day.
    pub mailbox_day: u32,
    /// To one number, an hour.
    pub number_hour: u32,
    /// To numbers that differ in their last three digits, an hour.
    pub prefix_hour: u32,
    /// To one country, a day.
    pub country_day: u32,
    /// For the mailboxes of one domain, a day, unless its policy says otherwise.
    pub domain_day: u32,
    /// In all, a day.
    pub all_day: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            mailbox_hour: 6,
            mailbox_day: 15,
            number_hour: 6,
            prefix_hour: 30,
            country_day: 2_000,
            domain_day: 1_000,
            all_day: 5_000,
        }
    }
}

/// One counter that a message counts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Names the counter in the store.
    pub scope: String,
    /// How many messages it takes in a window.
    pub limit: u32,
    /// How long a window is.
    pub window: Duration,
}

/// What was counted since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    since: Timestamp,
    count: u32,
}

impl Window {
    /// A window that begins at `now`.
    #[must_use]
    pub const fn starting(now: Timestamp) -> Self {
        Self {
            since: now,
            count: 0,
        }
    }

    /// When it began.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// How many were counted in it.
    #[must_use]
    pub const fn used(&self) -> u32 {
        self.count
    }
}

impl Budget {
    /// Whether `now` is still in `window`. A clock that stepped back does not begin a new one.
    #[must_use]
    pub fn covers(&self, window: &Window, now: Timestamp) -> bool {
        now < after(window.since, self.window)
    }

    /// The window with one more in it; nothing when it is full.
    #[must_use]
    pub const fn take(&self, window: Window) -> Option<Window> {
        if window.count >= self.limit {
            return None;
        }
        Some(Window {
            since: window.since,
            count: window.count + 1,
        })
    }
}

/// The counter that every message counts with.
#[must_use]
pub fn budget_of_all(limits: &Limits) -> Budget {
    Budget {
        scope: "all-day".to_owned(),
        limit: limits.all_day,
        window: DAY,
    }
}

/// Every counter that a message to `number` (E.164, in `country`) for `subject` counts with.
/// `tag` stands for the number in a key of the store, which is no place for the number itself.
#[must_use]
pub fn budgets(
    subject: &Subject,
    (number, tag): (&str, &str),
    country: &str,
    limits: &Limits,
) -> Vec<Budget> {
    // Numbers that differ in their last three digits: how pumped ranges look.
    let prefix = number
        .get(..number.len().saturating_sub(3))
        .unwrap_or_default();
    let budget = |scope: String, limit, window| Budget {
        scope,
        limit,
        window,
    };
    vec![
        budget(format!("mailbox-hour/{subject}"), limits.mailbox_hour, HOUR),
        budget(format!("mailbox-day/{subject}"), limits.mailbox_day, DAY),
        budget(format!("number-hour/{tag}"), limits.number_hour, HOUR),
        budget(format!("prefix-hour/{prefix}"), limits.prefix_hour, HOUR),
        budget(
            format!("domain-day/{}", subject.domain()),
            limits.domain_day,
            DAY,
        ),
        budget(format!("country-day/{country}"), limits.country_day, DAY),
        budget_of_all(limits),
    ]
}

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_range_share_a_budget_and_the_number_is_in_no_scope() {
        let subject = Subject::parse("alice@required.test", None).unwrap();
        let scopes = |number: &str| -> Vec<String> {
            budgets(&subject, (number, "tag"), "DE", &Limits::default())
                .into_iter()
                .map(|budget| budget.scope)
                .collect()
        };
        let (one, other) = (scopes("+4915112345678"), scopes("+4915112345999"));
        assert_eq!(one, other);
        assert!(
            one.iter().all(|scope| !scope.contains("4915112345678")),
            "{one:?}"
        );
    }
}
