//! `[policy]` and the policy file: what each domain asks.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::document::Document;
use super::key_path::KeyPath;
use super::problem::Problems;
use super::scope::Scope;
use crate::domain::identity::Domain;
use crate::domain::policy::{DomainPolicy, LiveSessions, Mode, PolicyTable};

/// What each domain asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What a domain asks that is not listed.
    pub default: DomainPolicy,
    /// The file with the domains, read again when it changes.
    pub file: Option<PathBuf>,
    /// All of it, as it was when the configuration was read.
    pub table: PolicyTable,
}

/// Reads the policy file. A domain that it does not list gets `default`.
///
/// # Errors
/// All that is wrong with it.
pub fn load(file: &Path, default: DomainPolicy) -> Result<PolicyTable, Problems> {
    let mut problems = Problems::default();
    let mut document = Document::read(file)?;
    let raw: RawFile = document.fill(&mut problems);
    let mut scope = Scope {
        document: &document,
        problems: &mut problems,
    };
    let domains = raw.build(default, &mut scope);
    if problems.has_errors() {
        Err(problems)
    } else {
        Ok(PolicyTable::new(default, domains))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    default: Option<String>,
    live_sessions: Option<String>,
    file: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Policy> {
        let key = at.key("default");
        let why = "choose what a domain that is not listed asks: \"required\", \"optional\" or \
                   \"disabled\"";
        let mode = scope.required(&key, self.default.as_deref(), why);
        let mode = scope.read(&key, mode, read_mode);
        let key = at.key("live_sessions");
        let live_sessions = scope.read(&key, self.live_sessions.as_deref(), read_live_sessions);
        let file = self.file.map(|file| scope.path(file));
        // Where the default is wrong, the file is read all the same, for what is wrong in it.
        let default = DomainPolicy {
            mode: mode.unwrap_or(Mode::Required),
            live_sessions: live_sessions.unwrap_or_default(),
        };
        let table = match &file {
            Some(file) => load(file, default).map_err(|problems| scope.problems.extend(problems)),
            None => Ok(PolicyTable::new(default, [])),
        };
        mode?;
        Some(Policy {
            default,
            file,
            table: table.ok()?,
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct RawFile {
    domains: Option<BTreeMap<String, Option<RawDomain>>>,
}

impl RawFile {
    fn build(self, default: DomainPolicy, scope: &mut Scope<'_>) -> Vec<(Domain, DomainPolicy)> {
        let at = KeyPath::top().key("domains");
        let mut first_names = HashMap::<Domain, String>::new();
        let mut domains = Vec::new();
        for (name, raw) in self.domains.unwrap_or_default() {
            let at = at.key(&name);
            let Ok(domain) = Domain::parse(&name) else {
                scope.error(&at, "not a domain name");
                continue;
            };
            if let Some(first) = first_names.insert(domain.clone(), name) {
                scope.error(&at, format!("the same domain as {first:?}"));
            }
            if let Some(policy) = raw.and_then(|raw| raw.build(&at, default, scope)) {
                domains.push((domain, policy));
            }
        }
        domains
    }
}

/// `"required"`, or `{ mode = "required", live_sessions = "step_up" }`.
#[derive(Debug)]
enum RawDomain {
    Table(RawDomainTable),
    Word(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct RawDomainTable {
    mode: Option<String>,
    live_sessions: Option<String>,
}

impl RawDomain {
    fn build(
        self,
        at: &KeyPath,
        default: DomainPolicy,
        scope: &mut Scope<'_>,
    ) -> Option<DomainPolicy> {
        let (mode, live_sessions) = match self {
            Self::Word(word) => (scope.read(at, Some(&word), read_mode), None),
            Self::Table(table) => {
                let key = at.key("mode");
                let why = "\"required\", \"optional\" or \"disabled\"";
                let mode = scope.required(&key, table.mode.as_deref(), why);
                let mode = scope.read(&key, mode, read_mode);
                let key = at.key("live_sessions");
                let word = table.live_sessions.as_deref();
                (mode, scope.read(&key, word, read_live_sessions))
            }
        };
        Some(DomainPolicy {
            mode: mode?,
            live_sessions: live_sessions.unwrap_or(default.live_sessions),
        })
    }
}

impl<'de> Deserialize<'de> for RawDomain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrTable;

        impl<'de> Visitor<'de> for WordOrTable {
            type Value = RawDomain;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"required\", \"optional\", \"disabled\", or a table with mode")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<RawDomain, E> {
                Ok(RawDomain::Word(word.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawDomain, A::Error> {
                let table = RawDomainTable::deserialize(MapAccessDeserializer::new(map));
                table.map(RawDomain::Table)
            }
        }

        deserializer.deserialize_any(WordOrTable)
    }
}

fn read_mode(word: &str) -> Result<Mode, String> {
    Mode::parse(word).ok_or_else(|| {
        format!("{word:?} is not a mode; write \"required\", \"optional\" or \"disabled\"")
    })
}

fn read_live_sessions(word: &str) -> Result<LiveSessions, String> {
    LiveSessions::parse(word)
        .ok_or_else(|| format!("{word:?} is none of \"next_login\", \"step_up\", \"sign_out\""))
}
