//! What an administrator is there for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::rights::Rights;

/// What an administrator is there for. It says what they may do, and to whose mailboxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Role {
    /// Everything, for all domains.
    Operator,
    /// Policies of, and help for, the mailboxes of these domains.
    DomainAdministrator {
        /// The domains, as A-labels.
        domains: BTreeSet<String>,
    },
    /// To look, and no more.
    Reader {
        /// The domains, as A-labels; all where there are none named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        domains: Option<BTreeSet<String>>,
    },
}

impl Role {
    /// The role of this name, with these domains; nothing where they do not go together.
    #[must_use]
    pub fn parse(name: &str, domains: Option<BTreeSet<String>>) -> Option<Self> {
        match (name, domains) {
            ("operator", None) => Some(Self::Operator),
            ("domain_administrator", Some(domains)) if !domains.is_empty() => {
                Some(Self::DomainAdministrator { domains })
            }
            ("reader", domains) => Some(Self::Reader { domains }),
            (_, _) => None,
        }
    }

    /// Its name in the API.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::DomainAdministrator { .. } => "domain_administrator",
            Self::Reader { .. } => "reader",
        }
    }

    /// What it may do.
    #[must_use]
    pub const fn rights(&self) -> Rights {
        match self {
            Self::Operator => Rights::ALL,
            Self::DomainAdministrator { .. } => Rights {
                operate: false,
                ..Rights::ALL
            },
            Self::Reader { .. } => Rights::READ,
        }
    }

    /// To whose mailboxes; all where there are none named.
    #[must_use]
    pub const fn domains(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Operator => None,
            Self::DomainAdministrator { domains } => Some(domains),
            Self::Reader { domains } => domains.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_gives_what_it_says_and_nobody_administers_no_domain() {
        let some = || Some(BTreeSet::from(["example.com".to_owned()]));
        assert_eq!(Role::parse("operator", None).unwrap().rights(), Rights::ALL);
        let domain = Role::parse("domain_administrator", some()).unwrap();
        assert!(domain.rights().reset && domain.rights().policy && !domain.rights().operate);
        assert_eq!(domain.domains(), some().as_ref());
        let names = ["operator", "domain_administrator", "reader"];
        let read = |name: &str| Role::parse(name, (name != "operator").then(some).flatten());
        assert_eq!(names.map(|name| read(name).unwrap().name()), names);
        let narrow = read("reader").unwrap();
        assert_eq!(narrow.domains(), some().as_ref());
        assert_eq!(read("operator").unwrap().domains(), None);
        let reader = Role::parse("reader", None).unwrap();
        assert_eq!(reader.domains(), None);
        assert_eq!(reader.rights().names(), ["read"]);
        for (name, domains) in [
            ("operator", some()),
            ("domain_administrator", None),
            ("domain_administrator", Some(BTreeSet::new())),
            ("root", None),
        ] {
            assert_eq!(Role::parse(name, domains), None, "{name}");
        }
    }
}
