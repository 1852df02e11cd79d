//! One domain of the policy file: a mode, and the terms that go with it.

use std::fmt;

use ipnet::IpNet;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::super::sms::read_country;
use crate::domain::phone::Countries;
use crate::domain::policy::{DomainPolicy, Factors, Guard, LiveSessions, Mode};

/// `"required"`, or `{ mode = "required", live_sessions = "step_up" }`.
#[derive(Debug)]
pub(super) enum RawDomain {
    Table(Box<RawDomainTable>),
    Word(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawDomainTable {
    mode: Option<String>,
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

/// All but the mode: in `[policy]` for every domain, and in the policy file for one.
#[derive(Debug, Default)]
pub(super) struct RawTerms {
    pub(super) live_sessions: Option<String>,
    pub(super) factors: Option<Vec<Option<String>>>,
    pub(super) sms_countries: Option<Vec<Option<String>>>,
    pub(super) sms_per_day: Option<u32>,
    pub(super) trusted_days: Option<u16>,
    pub(super) grace: Option<String>,
    pub(super) guard: Option<String>,
    pub(super) networks: Option<Vec<Option<String>>>,
    pub(super) contact: Option<String>,
}

impl RawDomain {
    pub(super) fn build(
        self,
        at: &KeyPath,
        default: &DomainPolicy,
        scope: &mut Scope<'_>,
    ) -> Option<DomainPolicy> {
        let (key, mode, terms) = match self {
            Self::Word(word) => (at.clone(), Some(word), RawTerms::default()),
            Self::Table(table) => {
                let key = at.key("mode");
                let why = "\"required\", \"optional\" or \"disabled\"";
                let mode = scope.required(&key, table.mode.clone(), why);
                (key, mode, table.terms())
            }
        };
        let mode = scope.read(&key, mode.as_deref(), read_mode);
        let policy = terms.build(at, default.clone(), scope);
        Some(DomainPolicy {
            mode: mode?,
            ..policy
        })
    }
}

impl RawDomainTable {
    fn terms(self) -> RawTerms {
        RawTerms {
            live_sessions: self.live_sessions,
            factors: self.factors,
            sms_countries: self.sms_countries,
            sms_per_day: self.sms_per_day,
            trusted_days: self.trusted_days,
            grace: self.grace,
            guard: self.guard,
            networks: self.networks,
            contact: self.contact,
        }
    }
}

impl RawTerms {
    /// The policy of `base`, with what is said here.
    pub(super) fn build(
        self,
        at: &KeyPath,
        base: DomainPolicy,
        scope: &mut Scope<'_>,
    ) -> DomainPolicy {
        let key = at.key("live_sessions");
        let live_sessions = scope.read(&key, self.live_sessions.as_deref(), read_live_sessions);
        let key = at.key("trusted_days");
        if self.trusted_days > Some(DomainPolicy::MAX_TRUSTED_DAYS) {
            let most = DomainPolicy::MAX_TRUSTED_DAYS;
            scope.error(&key, format!("must be at most {most}"));
        }
        let none = "takes sms out of everybody's reach; take it out of factors instead";
        if self.sms_per_day == Some(0) {
            scope.error(&at.key("sms_per_day"), none);
        }
        if self.sms_countries.as_ref().is_some_and(Vec::is_empty) {
            scope.error(&at.key("sms_countries"), none);
        }
        let countries = self.sms_countries.map(|codes| {
            let key = at.key("sms_countries");
            Countries::new(scope.read_each(&key, Some(&codes), read_country))
        });
        let grace = scope.duration(&at.key("grace"), self.grace.as_deref(), base.grace);
        DomainPolicy {
            mode: base.mode,
            live_sessions: live_sessions.unwrap_or(base.live_sessions),
            factors: factors(self.factors, &at.key("factors"), scope).unwrap_or(base.factors),
            sms_countries: countries.or(base.sms_countries),
            sms_per_day: self.sms_per_day.or(base.sms_per_day),
            trusted_days: self.trusted_days.unwrap_or(base.trusted_days),
            grace,
            guard: guard(self.guard.as_deref(), self.networks, at, scope).unwrap_or(base.guard),
            contact: self.contact.or(base.contact),
        }
    }
}

fn factors(
    names: Option<Vec<Option<String>>>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<Factors> {
    let names = names?;
    let mut factors = Factors {
        app: false,
        sms: false,
    };
    for (index, name) in names.iter().enumerate() {
        match name.as_deref() {
            Some("app") => factors.app = true,
            Some("sms") => factors.sms = true,
            Some(name) => scope.error(
                &at.index(index),
                format!("{name:?} is none of \"app\", \"sms\""),
            ),
            None => {}
        }
    }
    if !factors.app && factors.sms {
        // SP 800-63B-4 §3.1.3.3: an alternative to a restricted authenticator must be offered.
        scope.error(
            at,
            "text messages alone are not enough: \"app\" must be offered too",
        );
    } else if !factors.app {
        scope.error(at, "must not be empty");
    }
    Some(factors)
}

fn guard(
    word: Option<&str>,
    networks: Option<Vec<Option<String>>>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<Guard> {
    let key = at.key("networks");
    let named = networks.is_some();
    let mut known = Vec::new();
    for (index, network) in networks.into_iter().flatten().flatten().enumerate() {
        let parse = |text: &str| {
            let address = || text.parse::<std::net::IpAddr>().map(IpNet::from);
            let network = text.parse::<IpNet>().or_else(|_| address());
            network.map_err(|_| format!("{text:?} is no network such as \"10.0.0.0/8\""))
        };
        known.extend(scope.read(&key.index(index), Some(&network), parse));
    }
    let guard = match word? {
        "none" => Guard::None,
        "admin_code" => Guard::AdminCode,
        "trusted_network" if named => Guard::TrustedNetwork(known),
        "trusted_network" => {
            scope.missing(&key, "the networks from which people may set up");
            return None;
        }
        other => {
            let message =
                format!("{other:?} is none of \"none\", \"admin_code\", \"trusted_network\"");
            scope.error(&at.key("guard"), message);
            return None;
        }
    };
    if named && word != Some("trusted_network") {
        scope.error(&key, "goes with guard = \"trusted_network\"");
    }
    Some(guard)
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
                table.map(|table| RawDomain::Table(Box::new(table)))
            }
        }

        deserializer.deserialize_any(WordOrTable)
    }
}

pub(super) fn read_mode(word: &str) -> Result<Mode, String> {
    Mode::parse(word).ok_or_else(|| {
        format!("{word:?} is not a mode; write \"required\", \"optional\" or \"disabled\"")
    })
}

fn read_live_sessions(word: &str) -> Result<LiveSessions, String> {
    LiveSessions::parse(word)
        .ok_or_else(|| format!("{word:?} is none of \"next_login\", \"step_up\", \"sign_out\""))
}
