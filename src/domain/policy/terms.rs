//! What an administrator has said of one domain: a mode, and only those terms that were named.

use std::time::Duration;

use super::{DomainPolicy, Factors, Guard, LiveSessions, Mode};
use crate::domain::phone::Countries;

/// What was said of one domain. What was not said is as in the default of all domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Whether a second factor is asked for.
    pub mode: Mode,
    /// What becomes of live sessions when the mode rises to Required.
    pub live_sessions: Option<LiveSessions>,
    /// What may be set up.
    pub factors: Option<Factors>,
    /// The countries whose numbers may be set up.
    pub sms_countries: Option<Countries>,
    /// How many text messages its mailboxes get in a day.
    pub sms_per_day: Option<u32>,
    /// For how many days a browser may be trusted.
    pub trusted_days: Option<u16>,
    /// For how long a mailbox may put off the set-up.
    pub grace: Option<Duration>,
    /// Who may set up first.
    pub guard: Option<Guard>,
    /// How to reach the administrator.
    pub contact: Option<String>,
}

impl Terms {
    /// The mode alone.
    #[must_use]
    pub const fn of(mode: Mode) -> Self {
        Self {
            mode,
            live_sessions: None,
            factors: None,
            sms_countries: None,
            sms_per_day: None,
            trusted_days: None,
            grace: None,
            guard: None,
            contact: None,
        }
    }

    /// The policy of `default`, with what was said.
    #[must_use]
    pub fn over(&self, default: &DomainPolicy) -> DomainPolicy {
        let guard = self.guard.as_ref().unwrap_or(&default.guard);
        let countries = self.sms_countries.as_ref();
        let countries = countries.or(default.sms_countries.as_ref());
        let contact = self.contact.as_ref().or(default.contact.as_ref());
        DomainPolicy {
            mode: self.mode,
            live_sessions: self.live_sessions.unwrap_or(default.live_sessions),
            factors: self.factors.unwrap_or(default.factors),
            sms_countries: countries.cloned(),
            sms_per_day: self.sms_per_day.or(default.sms_per_day),
            trusted_days: self.trusted_days.unwrap_or(default.trusted_days),
            grace: self.grace.unwrap_or(default.grace),
            guard: guard.clone(),
            contact: contact.cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_said_is_as_in_the_default() {
        let default = DomainPolicy {
            trusted_days: 30,
            contact: Some("Room 12".to_owned()),
            ..DomainPolicy::of(Mode::Optional)
        };
        let terms = Terms {
            trusted_days: Some(0),
            ..Terms::of(Mode::Required)
        };
        let policy = terms.over(&default);
        assert_eq!((policy.mode, policy.trusted_days), (Mode::Required, 0));
        assert_eq!(policy.contact.as_deref(), Some("Room 12"));
    }
}
