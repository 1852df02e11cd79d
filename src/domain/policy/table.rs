//! The policy of every domain, from both places where it is said, and who decided it.

use std::collections::HashMap;
use std::sync::Arc;

use super::{DomainPolicy, Mode, Requirement, Terms};
use crate::domain::identity::{Domain, Subject};

/// The policy of every domain. Domains do not inherit from a parent domain. A domain that the
/// policy file lists is the file's alone; the store speaks for the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTable {
    default: DomainPolicy,
    file: Arc<HashMap<String, DomainPolicy>>,
    stored: Arc<HashMap<String, Terms>>,
    /// What is stored, over the default.
    resolved: Arc<HashMap<String, DomainPolicy>>,
    /// Mailboxes that more is asked of than of their domain.
    exceptions: Arc<HashMap<String, Mode>>,
}

/// Where a domain's policy is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Nowhere: it has the default of all domains.
    Default,
    /// In the policy file.
    File,
    /// In the store: the admin page, the API, or the command line.
    Store,
}

/// What is asked of one mailbox, and who decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// What is asked.
    pub mode: Mode,
    /// Where that is said.
    pub source: Ruling,
}

/// What decided what is asked of one mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// What is said of its domain.
    Domain(Source),
    /// An exception, which asks more of it than of its domain.
    Exception,
}

impl PolicyTable {
    /// A table in which whoever is not listed gets `default`.
    #[must_use]
    pub fn new(
        default: DomainPolicy,
        domains: impl IntoIterator<Item = (Domain, DomainPolicy)>,
    ) -> Self {
        let domains = domains.into_iter();
        let file = domains.map(|(domain, policy)| (domain.as_str().to_owned(), policy));
        Self {
            default,
            file: Arc::new(file.collect()),
            stored: Arc::default(),
            resolved: Arc::default(),
            exceptions: Arc::default(),
        }
    }

    /// What this table's file and default say, with what `other` has of the store.
    #[must_use]
    pub fn with_stored_of(&self, other: &Self) -> Self {
        let resolved = if self.default == other.default {
            Arc::clone(&other.resolved)
        } else {
            resolve(&other.stored, &self.default)
        };
        Self {
            stored: Arc::clone(&other.stored),
            exceptions: Arc::clone(&other.exceptions),
            resolved,
            ..self.clone()
        }
    }

    /// With these domains of the store, and no others.
    #[must_use]
    pub fn with_stored(&self, stored: HashMap<String, Terms>) -> Self {
        let resolved = resolve(&stored, &self.default);
        Self {
            stored: Arc::new(stored),
            resolved,
            ..self.clone()
        }
    }

    /// With these exceptions, and no others.
    #[must_use]
    pub fn with_exceptions(&self, exceptions: HashMap<String, Mode>) -> Self {
        Self {
            exceptions: Arc::new(exceptions),
            ..self.clone()
        }
    }

    /// The policy that applies to `subject` now: its domain's, with the stricter of what that and
    /// its exception ask.
    #[must_use]
    pub fn policy(&self, subject: &Subject) -> DomainPolicy {
        let policy = self.domain(subject.domain()).0.clone();
        let mode = self.mode(subject, &policy);
        DomainPolicy { mode, ..policy }
    }

    /// The policy of domains that are not listed.
    #[must_use]
    pub const fn unlisted(&self) -> &DomainPolicy {
        &self.default
    }

    /// The policy of a domain now, and where it is said.
    #[must_use]
    pub fn domain(&self, name: &str) -> (&DomainPolicy, Source) {
        match (self.file.get(name), self.resolved.get(name)) {
            (Some(policy), _) => (policy, Source::File),
            (None, Some(policy)) => (policy, Source::Store),
            (None, None) => (&self.default, Source::Default),
        }
    }

    /// What is asked of `subject` now.
    #[must_use]
    pub fn requirement(&self, subject: &Subject) -> Requirement {
        let policy = self.domain(subject.domain()).0;
        Requirement::of(self.mode(subject, policy), policy.live_sessions)
    }

    /// What is asked of `subject` now, and where that is said.
    #[must_use]
    pub fn in_force(&self, subject: &Subject) -> InForce {
        let (policy, source) = self.domain(subject.domain());
        let mode = self.mode(subject, policy);
        let source = if mode == policy.mode {
            Ruling::Domain(source)
        } else {
            Ruling::Exception
        };
        InForce { mode, source }
    }

    fn mode(&self, subject: &Subject, policy: &DomainPolicy) -> Mode {
        let own = self.exception(subject);
        own.map_or(policy.mode, |own| own.max(policy.mode))
    }

    /// What the store says of a domain.
    #[must_use]
    pub fn stored(&self, name: &str) -> Option<&Terms> {
        self.stored.get(name)
    }

    /// What is asked of `subject` in particular.
    #[must_use]
    pub fn exception(&self, subject: &Subject) -> Option<Mode> {
        self.exceptions.get(subject.as_str()).copied()
    }

    /// The default of all domains.
    #[must_use]
    pub const fn default_policy(&self) -> &DomainPolicy {
        &self.default
    }

    /// The domains that are listed, wherever, in no order.
    pub fn listed(&self) -> impl Iterator<Item = &str> {
        let stored = self.resolved.keys();
        let stored = stored.filter(|name| !self.file.contains_key(*name));
        self.file.keys().chain(stored).map(String::as_str)
    }

    /// How many domains are listed with `mode`, wherever.
    #[must_use]
    pub fn count(&self, mode: Mode) -> usize {
        let stored = self.resolved.iter();
        let stored = stored.filter(|(name, _)| !self.file.contains_key(*name));
        let modes = self
            .file
            .iter()
            .chain(stored)
            .map(|(_, policy)| policy.mode);
        modes.filter(|own| *own == mode).count()
    }

    /// How many domains the file lists.
    #[must_use]
    pub fn len(&self) -> usize {
        self.file.len()
    }

    /// Whether the file lists no domain.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.file.is_empty()
    }
}

impl Source {
    /// Its name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Store => "store",
        }
    }
}

impl Ruling {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Domain(Source::Default),
        Self::Domain(Source::File),
        Self::Domain(Source::Store),
        Self::Exception,
    ];

    /// Its name in the audit trail.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Domain(source) => source.name(),
            Self::Exception => "exception",
        }
    }
}

fn resolve(
    stored: &HashMap<String, Terms>,
    default: &DomainPolicy,
) -> Arc<HashMap<String, DomainPolicy>> {
    let resolved = stored.iter();
    let resolved = resolved.map(|(name, terms)| (name.clone(), terms.over(default)));
    Arc::new(resolved.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::LiveSessions;

    fn subject(name: &str) -> Subject {
        Subject::parse(name, None).unwrap()
    }

    fn table() -> PolicyTable {
        let listed = Domain::parse("example.com").unwrap();
        PolicyTable::new(
            DomainPolicy::of(Mode::Optional),
            [(listed, DomainPolicy::of(Mode::Disabled))],
        )
    }

    fn stored(names: &[&str], mode: Mode) -> HashMap<String, Terms> {
        let names = names.iter();
        names
            .map(|name| ((*name).to_owned(), Terms::of(mode)))
            .collect()
    }

    #[test]
    fn a_domain_that_is_not_listed_gets_the_default_and_a_child_inherits_nothing() {
        let table = table();
        let requirement = |name| table.requirement(&subject(name));
        assert_eq!(requirement("a@EXAMPLE.com"), Requirement::Disabled);
        assert_eq!(requirement("a@sub.example.com"), Requirement::Optional);
        assert_eq!(requirement("a@other.test"), Requirement::Optional);
    }

    #[test]
    fn the_store_speaks_for_a_domain_that_the_file_does_not_list_and_for_no_other() {
        let names = ["example.com", "other.test"];
        let table = table().with_stored(stored(&names, Mode::Required));
        let required = Requirement::Required(LiveSessions::NextLogin);
        let requirement = |name| table.requirement(&subject(name));
        assert_eq!(requirement("a@other.test"), required);
        assert_eq!(requirement("a@example.com"), Requirement::Disabled);
        assert_eq!(table.domain("other.test").1, Source::Store);
        assert_eq!(table.domain("example.com").1, Source::File);
        assert_eq!(table.domain("none.test").1, Source::Default);
        let counts = [Mode::Required, Mode::Optional, Mode::Disabled].map(|mode| table.count(mode));
        assert_eq!(counts, [1, 0, 1]);
    }

    #[test]
    fn a_new_default_reaches_what_the_store_does_not_say() {
        let before = table().with_stored(stored(&["other.test"], Mode::Required));
        let default = DomainPolicy {
            trusted_days: 7,
            ..DomainPolicy::of(Mode::Disabled)
        };
        let after = PolicyTable::new(default, []).with_stored_of(&before);
        assert_eq!(after.policy(&subject("a@other.test")).trusted_days, 7);
        assert_eq!(after.policy(&subject("a@other.test")).mode, Mode::Required);
        assert_eq!(after.policy(&subject("a@example.com")).mode, Mode::Disabled);
    }

    #[test]
    fn an_exception_asks_more_of_a_mailbox_and_never_less() {
        let table = table().with_stored(stored(&["strict.test"], Mode::Required));
        let exceptions = [
            ("a@strict.test", Mode::Disabled),
            ("a@example.com", Mode::Required),
        ];
        let exceptions = exceptions.map(|(name, mode)| (name.to_owned(), mode));
        let table = table.with_exceptions(HashMap::from(exceptions));
        let required = Requirement::Required(LiveSessions::NextLogin);
        assert_eq!(table.requirement(&subject("a@strict.test")), required);
        assert_eq!(table.requirement(&subject("a@example.com")), required);
        let ruled = |name| table.in_force(&subject(name)).source.name();
        assert_eq!(
            ruled("a@strict.test"),
            "store",
            "it asks no more than its domain"
        );
        assert_eq!(ruled("a@example.com"), "exception");
        assert_eq!(ruled("b@example.com"), "file");
        assert_eq!(ruled("b@other.test"), "default");
        let other = table.requirement(&subject("b@example.com"));
        assert_eq!(other, Requirement::Disabled);
    }

    #[test]
    fn of_a_domain_and_an_exception_the_stricter_always_wins() {
        let modes = [Mode::Disabled, Mode::Optional, Mode::Required];
        for domain in modes {
            for own in modes {
                let table = table().with_stored(stored(&["both.test"], domain));
                let exceptions = HashMap::from([("a@both.test".to_owned(), own)]);
                let table = table.with_exceptions(exceptions);
                let alice = subject("a@both.test");
                assert_eq!(table.requirement(&alice).mode(), domain.max(own));
                assert_eq!(table.policy(&alice).mode, domain.max(own));
                assert_eq!(table.exception(&alice), Some(own));
                assert_eq!(table.policy(&subject("b@both.test")).mode, domain);
            }
        }
    }

    #[test]
    fn a_file_that_is_read_again_changes_nothing_of_what_the_store_says() {
        let exceptions = HashMap::from([("a@example.com".to_owned(), Mode::Required)]);
        let before = table()
            .with_stored(stored(&["other.test"], Mode::Required))
            .with_exceptions(exceptions);
        let after = table().with_stored_of(&before);
        assert_eq!(after, before);
        assert_eq!(after.stored("other.test"), Some(&Terms::of(Mode::Required)));
        assert_eq!(after.stored("example.com"), None);
        assert_eq!(
            after.exception(&subject("a@example.com")),
            Some(Mode::Required)
        );
        // And under another default.
        let default = DomainPolicy::of(Mode::Disabled);
        let after = PolicyTable::new(default, []).with_stored_of(&before);
        assert_eq!(after.stored("other.test"), before.stored("other.test"));
        assert_eq!(
            after.exception(&subject("a@example.com")),
            Some(Mode::Required)
        );
    }

    #[test]
    fn each_domain_is_listed_and_counted_once_wherever_it_is_said() {
        let names = ["example.com", "other.test", "third.test"];
        let table = table().with_stored(stored(&names, Mode::Disabled));
        let mut listed: Vec<&str> = table.listed().collect();
        listed.sort_unstable();
        assert_eq!(listed, names);
        assert_eq!(table.count(Mode::Disabled), 3);
        assert_eq!((table.len(), table.is_empty()), (1, false));
        let none = PolicyTable::new(DomainPolicy::of(Mode::Required), []);
        assert_eq!((none.len(), none.is_empty()), (0, true));
        assert_eq!(none.listed().count(), 0);
    }

    #[test]
    fn every_source_has_a_name_of_its_own() {
        let names = Ruling::ALL.map(Ruling::name);
        assert_eq!(names, ["default", "file", "store", "exception"]);
    }
}
