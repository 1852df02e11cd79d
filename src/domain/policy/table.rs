//! The policy of every domain.

use std::collections::HashMap;

use super::{LiveSessions, Mode, Requirement};
use crate::domain::identity::{Domain, Subject};

/// What one domain asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DomainPolicy {
    /// The mode.
    pub mode: Mode,
    /// What becomes of live sessions when the mode rises to Required.
    pub live_sessions: LiveSessions,
}

impl DomainPolicy {
    /// The policy of `mode` with everything else as by default.
    #[must_use]
    pub fn of(mode: Mode) -> Self {
        Self {
            mode,
            live_sessions: LiveSessions::default(),
        }
    }

    const fn requirement(self) -> Requirement {
        match self.mode {
            Mode::Disabled => Requirement::Disabled,
            Mode::Optional => Requirement::Optional,
            Mode::Required => Requirement::Required(self.live_sessions),
        }
    }
}

/// The policy of every domain. Domains do not inherit from a parent domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTable {
    default: DomainPolicy,
    domains: HashMap<String, DomainPolicy>,
}

impl PolicyTable {
    /// A table in which whoever is not listed gets `default`.
    #[must_use]
    pub fn new(
        default: DomainPolicy,
        domains: impl IntoIterator<Item = (Domain, DomainPolicy)>,
    ) -> Self {
        let domains = domains.into_iter();
        Self {
            default,
            domains: domains
                .map(|(domain, policy)| (domain.as_str().to_owned(), policy))
                .collect(),
        }
    }

    /// What is asked of `subject` now.
    #[must_use]
    pub fn requirement(&self, subject: &Subject) -> Requirement {
        self.domains
            .get(subject.domain())
            .unwrap_or(&self.default)
            .requirement()
    }

    /// How many domains are listed with `mode`.
    #[must_use]
    pub fn count(&self, mode: Mode) -> usize {
        let modes = self.domains.values().map(|policy| policy.mode);
        modes.filter(|own| *own == mode).count()
    }

    /// How many domains are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.domains.len()
    }

    /// Whether no domain is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.domains.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_that_is_not_listed_gets_the_default_and_a_child_inherits_nothing() {
        let listed = Domain::parse("example.com").unwrap();
        let table = PolicyTable::new(
            DomainPolicy::of(Mode::Required),
            [(listed, DomainPolicy::of(Mode::Disabled))],
        );
        let requirement = |name| table.requirement(&Subject::parse(name, None).unwrap());
        assert_eq!(requirement("a@EXAMPLE.com"), Requirement::Disabled);
        let required = Requirement::Required(LiveSessions::NextLogin);
        assert_eq!(requirement("a@sub.example.com"), required);
        assert_eq!(requirement("a@other.test"), required);
    }
}
