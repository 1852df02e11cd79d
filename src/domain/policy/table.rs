//! The policy of every domain.

use std::collections::HashMap;

use super::{DomainPolicy, Mode, Requirement};
use crate::domain::identity::{Domain, Subject};

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

    /// The policy that applies to `subject` now.
    #[must_use]
    pub fn policy(&self, subject: &Subject) -> &DomainPolicy {
        self.domains.get(subject.domain()).unwrap_or(&self.default)
    }

    /// What is asked of `subject` now.
    #[must_use]
    pub fn requirement(&self, subject: &Subject) -> Requirement {
        self.policy(subject).requirement()
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
    use crate::domain::policy::LiveSessions;

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
