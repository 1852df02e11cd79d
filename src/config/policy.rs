//! `[policy]` and the policy file: what each domain asks.

mod domain;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use domain::{RawDomain, RawTerms};

use super::document::Document;
use super::key_path::KeyPath;
use super::problem::Problems;
use super::scope::Scope;
use crate::domain::identity::Domain;
use crate::domain::phone::Countries;
use crate::domain::policy::{DomainPolicy, Mode, PolicyTable};

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

impl Policy {
    /// A domain narrows where messages go, and never widens it.
    pub(super) fn check_countries(&self, all: &Countries, at: &KeyPath, scope: &mut Scope<'_>) {
        let outside = |policy: &DomainPolicy| {
            let named = policy.sms_countries.as_ref()?.as_slice().iter();
            named.copied().find(|country| !all.contains(*country))
        };
        if let Some(country) = outside(&self.default) {
            let message = format!("{} is not one of sms.countries", country.code());
            scope.warn(&at.key("sms_countries"), message);
        }
        for name in self.table.listed() {
            let (policy, _) = self.table.domain(name);
            if policy.sms_countries == self.default.sms_countries {
                continue;
            }
            if let Some(country) = outside(policy) {
                let message = format!(
                    "{name}: sms_countries: {} is not one of sms.countries",
                    country.code()
                );
                scope.warn(&at.key("file"), message);
            }
        }
    }
}

/// Reads the policy file. A domain that it does not list gets `default`.
///
/// # Errors
/// All that is wrong with it.
pub fn load(file: &Path, default: &DomainPolicy) -> Result<PolicyTable, Problems> {
    build(Document::read(file)?, default)
}

/// Reads the `text` of a policy file that stands at `file`.
///
/// # Errors
/// All that is wrong with it.
pub fn read(file: &Path, text: String, default: &DomainPolicy) -> Result<PolicyTable, Problems> {
    build(Document::parse(file, text)?, default)
}

fn build(mut document: Document, default: &DomainPolicy) -> Result<PolicyTable, Problems> {
    let mut problems = Problems::default();
    let raw: RawFile = document.fill(&mut problems);
    let mut scope = Scope {
        document: &document,
        problems: &mut problems,
    };
    let domains = raw.build(default, &mut scope);
    if problems.has_errors() {
        Err(problems)
    } else {
        Ok(PolicyTable::new(default.clone(), domains))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    default: Option<String>,
    file: Option<String>,
    live_sessions: Option<String>,
    factors: Option<Vec<Option<String>>>,
    sms_countries: Option<Vec<Option<String>>>,
    sms_per_day: Option<u32>,
    trusted_days: Option<u16>,
    grace: Option<String>,
    guard: Option<String>,
    networks: Option<Vec<Option<String>>>,
    contact: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Policy> {
        let key = at.key("default");
        let why = "choose what a domain that is not listed asks: \"required\", \"optional\" or \
                   \"disabled\"";
        let mode = scope.required(&key, self.default.as_deref(), why);
        let mode = scope.read(&key, mode, domain::read_mode);
        let file = self.file.map(|file| scope.path(file));
        // Where the default is wrong, the file is read all the same, for what is wrong in it.
        let shipped = DomainPolicy::of(mode.unwrap_or(Mode::Required));
        let terms = RawTerms {
            live_sessions: self.live_sessions,
            factors: self.factors,
            sms_countries: self.sms_countries,
            sms_per_day: self.sms_per_day,
            trusted_days: self.trusted_days,
            grace: self.grace,
            guard: self.guard,
            networks: self.networks,
            contact: self.contact,
        };
        let default = terms.build(at, shipped, scope);
        let table = match &file {
            Some(file) => load(file, &default).map_err(|problems| scope.problems.extend(problems)),
            None => Ok(PolicyTable::new(default.clone(), [])),
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
    fn build(self, default: &DomainPolicy, scope: &mut Scope<'_>) -> Vec<(Domain, DomainPolicy)> {
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
