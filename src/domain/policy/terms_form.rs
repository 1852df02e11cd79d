//! Terms as they are written down: in the store, in the API, and on the command line.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use super::{DomainPolicy, Factors, Guard, LiveSessions, Mode, Terms};
use crate::domain::phone::{Countries, Country};

/// What is asked of a domain's mailboxes. What is left out is as in the default of all domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Terms)]
pub struct TermsForm {
    /// Whether a second factor is asked for: `required`, `optional` or `disabled`.
    #[schema(pattern = "^(required|optional|disabled)$")]
    pub mode: String,
    /// What becomes of live sessions when the domain becomes required: `next_login`, `step_up` or
    /// `sign_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^(next_login|step_up|sign_out)$")]
    pub live_sessions: Option<String>,
    /// What may be set up: `app`, and `sms` beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 2)]
    pub factors: Option<Vec<String>>,
    /// The countries (ISO 3166-1) whose numbers may be set up, among those that messages are sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 300)]
    pub sms_countries: Option<Vec<String>>,
    /// How many text messages the domain's mailboxes get in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub sms_per_day: Option<u32>,
    /// For how many days a browser may be trusted; 0: it is not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 365)]
    pub trusted_days: Option<u16>,
    /// For how many seconds after its first login a mailbox may put off the set-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 31_536_000)]
    pub grace_seconds: Option<u64>,
    /// Who may set up first: `none`, `admin_code` or `trusted_network`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^(none|admin_code|trusted_network)$")]
    pub guard: Option<String>,
    /// The networks of `trusted_network`, such as `10.0.0.0/8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub networks: Option<Vec<String>>,
    /// How to reach the administrator, as people see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub contact: Option<String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {message}")]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong with it.
    pub message: String,
}

impl TermsForm {
    /// The mode alone, by its word.
    #[must_use]
    pub fn of(mode: &str) -> Self {
        Self {
            mode: mode.to_owned(),
            live_sessions: None,
            factors: None,
            sms_countries: None,
            sms_per_day: None,
            trusted_days: None,
            grace_seconds: None,
            guard: None,
            networks: None,
            contact: None,
        }
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn read(&self) -> Result<Terms, FieldError> {
        let mode = read("mode", &self.mode, Mode::parse, MODES)?;
        let live_sessions = self.live_sessions.as_deref();
        let live_sessions = live_sessions
            .map(|word| read("live_sessions", word, LiveSessions::parse, LIVE_SESSIONS))
            .transpose()?;
        let most = DomainPolicy::MAX_TRUSTED_DAYS;
        ensure(
            self.trusted_days.is_none_or(|days| days <= most),
            "trusted_days",
            || format!("must be at most {most}"),
        )?;
        ensure(
            self.grace_seconds.is_none_or(|grace| grace <= MAX_GRACE),
            "grace_seconds",
            || format!("must be at most {MAX_GRACE}"),
        )?;
        ensure(self.sms_per_day != Some(0), "sms_per_day", || {
            "must be at least 1; take sms out of factors to send none".to_owned()
        })?;
        ensure(
            self.sms_countries
                .as_ref()
                .is_none_or(|all| !all.is_empty()),
            "sms_countries",
            || "must not be empty; take sms out of factors to send none".to_owned(),
        )?;
        let contact = self.contact.as_deref().map(str::trim);
        ensure(
            contact.is_none_or(|text| text.chars().count() <= MAX_CONTACT),
            "contact",
            || format!("must be at most {MAX_CONTACT} characters"),
        )?;
        ensure(
            contact.is_none_or(|text| !text.chars().any(|c| c.is_control() && c != '\n')),
            "contact",
            || "must not have control characters".to_owned(),
        )?;
        Ok(Terms {
            mode,
            live_sessions,
            factors: self.factors.as_deref().map(factors).transpose()?,
            sms_countries: self.sms_countries.as_deref().map(countries).transpose()?,
            sms_per_day: self.sms_per_day,
            trusted_days: self.trusted_days,
            grace: self.grace_seconds.map(Duration::from_secs),
            guard: self.guard()?,
            contact: contact.filter(|text| !text.is_empty()).map(str::to_owned),
        })
    }

    fn guard(&self) -> Result<Option<Guard>, FieldError> {
        let networks = self.networks.as_deref().unwrap_or_default();
        let word = self.guard.as_deref();
        ensure(
            networks.is_empty() || word == Some("trusted_network"),
            "networks",
            || "goes with guard \"trusted_network\"".to_owned(),
        )?;
        Ok(match word {
            None => None,
            Some("none") => Some(Guard::None),
            Some("admin_code") => Some(Guard::AdminCode),
            Some("trusted_network") => {
                ensure(
                    !networks.is_empty() && networks.len() <= MAX_NETWORKS,
                    "networks",
                    || format!("must name from 1 to {MAX_NETWORKS} networks"),
                )?;
                let networks = networks.iter().map(|text| network(text));
                Some(Guard::TrustedNetwork(networks.collect::<Result<_, _>>()?))
            }
            Some(word) => {
                return Err(wrong("guard", word, "none, admin_code or trusted_network"));
            }
        })
    }
}

impl From<&Terms> for TermsForm {
    fn from(terms: &Terms) -> Self {
        let (guard, networks) = match &terms.guard {
            None => (None, None),
            Some(Guard::None) => (Some("none"), None),
            Some(Guard::AdminCode) => (Some("admin_code"), None),
            Some(Guard::TrustedNetwork(networks)) => (Some("trusted_network"), Some(networks)),
        };
        let networks = networks.map(|all| all.iter().map(ToString::to_string).collect());
        Self {
            mode: terms.mode.word().to_owned(),
            live_sessions: terms.live_sessions.map(|live| live.word().to_owned()),
            factors: terms.factors.map(names),
            sms_countries: terms.sms_countries.as_ref().map(codes),
            sms_per_day: terms.sms_per_day,
            trusted_days: terms.trusted_days,
            grace_seconds: terms.grace.map(|grace| grace.as_secs()),
            guard: guard.map(str::to_owned),
            networks,
            contact: terms.contact.clone(),
        }
    }
}

impl From<&DomainPolicy> for TermsForm {
    /// Everything that applies, said or not.
    fn from(policy: &DomainPolicy) -> Self {
        Self::from(&Terms {
            mode: policy.mode,
            live_sessions: Some(policy.live_sessions),
            factors: Some(policy.factors),
            sms_countries: policy.sms_countries.clone(),
            sms_per_day: policy.sms_per_day,
            trusted_days: Some(policy.trusted_days),
            grace: Some(policy.grace),
            guard: Some(policy.guard.clone()),
            contact: policy.contact.clone(),
        })
    }
}

fn names(factors: Factors) -> Vec<String> {
    let names = [("app", factors.app), ("sms", factors.sms)].into_iter();
    let allowed = names.filter(|(_, allowed)| *allowed);
    allowed.map(|(name, _)| name.to_owned()).collect()
}

fn factors(names: &[String]) -> Result<Factors, FieldError> {
    let mut factors = Factors {
        app: false,
        sms: false,
    };
    for name in names {
        match name.as_str() {
            "app" => factors.app = true,
            "sms" => factors.sms = true,
            other => return Err(wrong("factors", other, "app or sms")),
        }
    }
    // SP 800-63B-4 §3.1.3.3: an alternative to a restricted authenticator must be offered.
    ensure(factors.app, "factors", || {
        "must have app in it: text messages alone are not enough".to_owned()
    })?;
    Ok(factors)
}

fn countries(codes: &[String]) -> Result<Countries, FieldError> {
    let read = codes.iter().map(|code| {
        let known = "a country's two letters (ISO 3166-1), such as DE";
        Country::parse(code).ok_or_else(|| wrong("sms_countries", code, known))
    });
    Ok(Countries::new(read.collect::<Result<_, _>>()?))
}

fn codes(countries: &Countries) -> Vec<String> {
    let each = countries.as_slice().iter();
    each.map(|country| country.code().to_owned()).collect()
}

fn network(text: &str) -> Result<ipnet::IpNet, FieldError> {
    let address = || text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
    let network = text.parse().or_else(|_| address());
    network.map_err(|_| wrong("networks", text, "a network such as 10.0.0.0/8"))
}

fn read<T>(
    field: &'static str,
    word: &str,
    parse: impl Fn(&str) -> Option<T>,
    known: &str,
) -> Result<T, FieldError> {
    parse(word).ok_or_else(|| wrong(field, word, known))
}

fn wrong(field: &'static str, word: &str, known: &str) -> FieldError {
    FieldError {
        field,
        message: format!("{word:?} is not {known}"),
    }
}

fn ensure(
    holds: bool,
    field: &'static str,
    message: impl FnOnce() -> String,
) -> Result<(), FieldError> {
    if holds {
        return Ok(());
    }
    Err(FieldError {
        field,
        message: message(),
    })
}

const MODES: &str = "required, optional or disabled";
const LIVE_SESSIONS: &str = "next_login, step_up or sign_out";
const MAX_GRACE: u64 = 365 * 24 * 60 * 60;
const MAX_CONTACT: usize = 500;
const MAX_NETWORKS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn form(json: &str) -> Result<TermsForm, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn terms_survive_being_written_down() {
        for json in [
            r#"{"mode":"required"}"#,
            r#"{"mode":"optional","live_sessions":"step_up","factors":["app"],"sms_countries":["AT","DE"],"sms_per_day":50,"trusted_days":30,"grace_seconds":1209600,"guard":"trusted_network","networks":["10.0.0.0/8"],"contact":"Room 12\nHelp"}"#,
        ] {
            let read = form(json).unwrap().read().unwrap();
            let again = serde_json::to_string(&TermsForm::from(&read)).unwrap();
            assert_eq!(again, json);
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        for (json, field) in [
            (r#"{"mode":"Required"}"#, "mode"),
            (
                r#"{"mode":"required","live_sessions":"x"}"#,
                "live_sessions",
            ),
            (r#"{"mode":"required","factors":["sms"]}"#, "factors"),
            (r#"{"mode":"required","factors":[]}"#, "factors"),
            (r#"{"mode":"required","factors":["app","x"]}"#, "factors"),
            (r#"{"mode":"required","trusted_days":366}"#, "trusted_days"),
            (
                r#"{"mode":"required","grace_seconds":31536001}"#,
                "grace_seconds",
            ),
            (r#"{"mode":"required","sms_countries":[]}"#, "sms_countries"),
            (r#"{"mode":"required","sms_per_day":0}"#, "sms_per_day"),
            (
                r#"{"mode":"required","sms_countries":["de"]}"#,
                "sms_countries",
            ),
            (r#"{"mode":"required","guard":"x"}"#, "guard"),
            (
                r#"{"mode":"required","guard":"trusted_network"}"#,
                "networks",
            ),
            (
                r#"{"mode":"required","networks":["10.0.0.0/8"]}"#,
                "networks",
            ),
            (
                r#"{"mode":"required","guard":"trusted_network","networks":["x"]}"#,
                "networks",
            ),
            (r#"{"mode":"required","contact":"a\u0000"}"#, "contact"),
        ] {
            let error = form(json).unwrap().read().unwrap_err();
            assert_eq!(error.field, field, "{json}");
        }
        assert!(form(r#"{"mode":"required","xyzzy":1}"#).is_err());
    }
}
