//! How many mailboxes there are and how they stand, domain by domain.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::authenticator::{Enrollment, FactorKind, RecoverySet};

/// How many mailboxes of a domain, or of many, have been seen, and how they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// Those with a second factor, or with a sign-in within the last half year.
    pub seen: u32,
    /// Of them, those with a second factor.
    pub enrolled: u32,
    /// Those with an app.
    pub totp: u32,
    /// Those with a number.
    pub sms: u32,
    /// Those with recovery codes left.
    pub recovery: u32,
    /// Those whose record cannot be read: nobody gets in by it.
    pub damaged: u32,
    /// Those that have signed in within the time of a session, and may have one.
    pub signed_in_lately: u32,
    /// Those of which a kind of factor is suspended after too many wrong codes.
    pub suspended: u32,
}

impl Standing {
    /// The standing of one mailbox without anything.
    #[must_use]
    pub fn one(signed_in_lately: bool) -> Self {
        Self {
            seen: 1,
            signed_in_lately: u32::from(signed_in_lately),
            ..Self::default()
        }
    }

    /// The same mailbox with `enrollment`.
    #[must_use]
    pub fn with(self, enrollment: &Enrollment) -> Self {
        let left = enrollment.recovery.as_ref().map_or(0, RecoverySet::left);
        Self {
            enrolled: u32::from(enrollment.is_active()),
            totp: u32::from(enrollment.has(FactorKind::Totp)),
            sms: u32::from(enrollment.has(FactorKind::Sms)),
            recovery: u32::from(left > 0),
            ..self
        }
    }

    /// The same mailbox with a record that cannot be read: a second factor is asked for, and none
    /// is right.
    #[must_use]
    pub const fn with_damage(self) -> Self {
        Self {
            enrolled: 1,
            damaged: 1,
            ..self
        }
    }

    /// With those of another domain.
    #[must_use]
    pub const fn plus(self, other: &Self) -> Self {
        Self {
            seen: self.seen.saturating_add(other.seen),
            enrolled: self.enrolled.saturating_add(other.enrolled),
            totp: self.totp.saturating_add(other.totp),
            sms: self.sms.saturating_add(other.sms),
            recovery: self.recovery.saturating_add(other.recovery),
            damaged: self.damaged.saturating_add(other.damaged),
            signed_in_lately: self.signed_in_lately.saturating_add(other.signed_in_lately),
            suspended: self.suspended.saturating_add(other.suspended),
        }
    }

    /// Those without a second factor.
    #[must_use]
    pub const fn not_enrolled(&self) -> u32 {
        self.seen.saturating_sub(self.enrolled)
    }

    /// How many of a thousand have a second factor; nothing where none has been seen.
    #[must_use]
    pub fn adoption(&self) -> Option<u32> {
        let (enrolled, seen) = (u64::from(self.enrolled), u64::from(self.seen));
        let share = (enrolled * 1000).checked_div(seen)?;
        u32::try_from(share).ok()
    }
}

/// A kind of factor of a mailbox that takes no more codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// The mailbox.
    pub address: Box<str>,
    /// Which kind.
    pub kind: FactorKind,
    /// Since when; nothing where its record cannot be read.
    pub since: Option<Timestamp>,
}

/// How all mailboxes stood when they were last walked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// When the walk began: what has happened since may be counted or not.
    pub as_of: Timestamp,
    /// All domains together.
    pub all: Standing,
    /// The domains of which a mailbox has been seen, by name. Boxed: there may be 100,000.
    domains: Box<[(Box<str>, Standing)]>,
    suspended: Box<[Suspension]>,
}

impl Census {
    /// A census of these domains, in whatever order, and of these suspensions.
    #[must_use]
    pub fn new(
        as_of: Timestamp,
        mut domains: Vec<(Box<str>, Standing)>,
        mut suspended: Vec<Suspension>,
    ) -> Self {
        suspended.sort_unstable_by(|one, other| {
            let by_kind = || one.kind.name().cmp(other.kind.name());
            one.address.cmp(&other.address).then_with(by_kind)
        });
        let mut counts: HashMap<&str, u32> = HashMap::new();
        let mut last: Option<&str> = None;
        for one in &suspended {
            // A mailbox of which two kinds are suspended is one.
            if last.replace(&one.address) != Some(&one.address) {
                *counts.entry(one.domain()).or_default() += 1;
            }
        }
        let mut all = Standing::default();
        for (name, standing) in &mut domains {
            standing.suspended = counts.remove(&**name).unwrap_or_default();
            all = all.plus(standing);
        }
        // Wrong set-up codes of a mailbox of which nothing else is known.
        for (name, count) in counts {
            let suspended = Standing {
                suspended: count,
                ..Standing::default()
            };
            all = all.plus(&suspended);
            domains.push((name.into(), suspended));
        }
        domains.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Self {
            as_of,
            all,
            domains: domains.into(),
            suspended: suspended.into(),
        }
    }

    /// How the mailboxes of a domain stood.
    #[must_use]
    pub fn domain(&self, name: &str) -> Standing {
        let found = self.domains.binary_search_by(|(own, _)| (**own).cmp(name));
        let found = found.ok().and_then(|place| self.domains.get(place));
        found.map_or_else(Standing::default, |(_, standing)| *standing)
    }

    /// The domains of which a mailbox has been seen, by name.
    pub fn domains(&self) -> impl Iterator<Item = (&str, &Standing)> {
        let domains = self.domains.iter();
        domains.map(|(name, standing)| (&**name, standing))
    }

    /// What is suspended, by address.
    #[must_use]
    pub fn suspended(&self) -> &[Suspension] {
        &self.suspended
    }
}

impl Suspension {
    /// The mailbox's domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.rsplit('@').next().unwrap_or_default()
    }
}

/// What is kept of a day's last census.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCensus {
    format: u8,
    /// When it was taken.
    pub as_of: Timestamp,
    /// All domains together.
    pub all: Standing,
}

impl From<&Census> for DayCensus {
    fn from(census: &Census) -> Self {
        Self {
            format: FORMAT,
            as_of: census.as_of,
            all: census.all,
        }
    }
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(seen: u32, enrolled: u32) -> Standing {
        Standing {
            seen,
            enrolled,
            ..Standing::default()
        }
    }

    fn suspension(address: &str, kind: FactorKind) -> Suspension {
        Suspension {
            address: address.into(),
            kind,
            since: Some(Timestamp::UNIX_EPOCH),
        }
    }

    #[test]
    fn domains_are_found_by_name_and_a_mailbox_suspended_twice_is_counted_once() {
        let domains = vec![("b.test".into(), seen(4, 1)), ("a.test".into(), seen(2, 2))];
        let suspended = vec![
            suspension("x@b.test", FactorKind::Totp),
            suspension("x@b.test", FactorKind::Sms),
            suspension("y@b.test", FactorKind::Totp),
            suspension("z@c.test", FactorKind::SetupCode),
        ];
        let census = Census::new(Timestamp::UNIX_EPOCH, domains, suspended);
        assert_eq!((census.all.seen, census.all.enrolled), (6, 3));
        assert_eq!(census.all.suspended, 3);
        assert_eq!(census.domain("b.test").suspended, 2);
        assert_eq!(census.domain("c.test").suspended, 1);
        assert_eq!(census.domain("d.test"), Standing::default());
        let names: Vec<_> = census.domains().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.test", "b.test", "c.test"]);
    }

    #[test]
    fn adoption_is_of_those_that_were_seen() {
        assert_eq!(seen(0, 0).adoption(), None);
        assert_eq!(seen(3, 1).adoption(), Some(333));
        assert_eq!(seen(u32::MAX, u32::MAX).adoption(), Some(1000));
    }
}
