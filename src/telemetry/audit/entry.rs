//! What is known of an event, before it becomes a line.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Serialize;

use super::escape::{ascii_json, cut};
use super::line::Line;
use crate::domain::audit::{Event, Reason};
use crate::domain::policy::InForce;
use crate::domain::session::{Claims, Method};

/// What is known of an event. Nothing in it is ever a secret.
#[derive(Debug, Clone)]
pub struct AuditEntry<'a> {
    /// What happened.
    pub event: Event,
    /// When.
    pub time: Timestamp,
    /// Why it ended as it did.
    pub reason: Option<Reason>,
    /// Who did it, where that is not the mailbox's owner.
    pub actor: Option<&'a str>,
    /// The domain that it concerns, where it concerns no mailbox.
    pub domain: Option<&'a str>,
    /// Whose mailbox, where it is known.
    pub subject: Option<&'a str>,
    /// Another name than the subject: as it was sent to the webmail, or as the webmail shows it.
    pub name: Option<&'a str>,
    /// Which request it was; absent where it was none.
    pub origin: Option<Origin<'a>>,
    /// Which login, where there is one.
    pub login: Option<String>,
    /// How the person has proved who they are so far.
    pub methods: &'a [Method],
    /// What the policy asks of the mailbox at this time, and where it says so.
    pub policy: Option<InForce>,
    /// Where it stands in the journal of changes.
    pub journal: Option<JournalPlace<'a>>,
    /// Why an administrator did it, in their words.
    pub why: Option<&'a str>,
    /// More about it, in words for the operator.
    pub detail: Option<&'a str>,
}

/// Which request it was.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The request's id.
    pub request: &'a str,
    /// Who asked.
    pub client: IpAddr,
    /// The site's first host.
    pub site: &'a str,
}

/// A place in the journal of changes.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct JournalPlace<'a> {
    /// The number of the line there.
    pub number: u64,
    /// Its hash.
    pub hash: &'a str,
}

/// The line's form. A change of meaning takes a new `v`; new fields do not.
#[derive(Serialize)]
struct Form<'a> {
    v: u8,
    time: String,
    event: &'static str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<IpAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    methods: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Policy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<JournalPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

#[derive(Serialize)]
struct Policy {
    mode: &'static str,
    source: &'static str,
}

impl<'a> AuditEntry<'a> {
    /// An event of which nothing more is known.
    #[must_use]
    pub const fn of(event: Event, time: Timestamp) -> Self {
        Self {
            event,
            time,
            reason: None,
            actor: None,
            domain: None,
            subject: None,
            name: None,
            origin: None,
            login: None,
            methods: &[],
            policy: None,
            journal: None,
            why: None,
            detail: None,
        }
    }

    /// With what a session says of itself.
    #[must_use]
    pub fn about(self, claims: &'a Claims) -> Self {
        Self {
            subject: Some(claims.subject.as_str()),
            login: Some(claims.login.to_string()),
            methods: &claims.methods,
            ..self
        }
    }

    /// As one line: printable ASCII, and short enough for one datagram to a syslog.
    #[must_use]
    pub fn line(&self) -> Line {
        let domain = self.domain.or_else(|| domain_of(self.subject?));
        let form = Form {
            v: VERSION,
            time: format!("{:.3}", self.time),
            event: self.event.name(),
            outcome: self.event.outcome().name(),
            reason: self.reason.map(Reason::name),
            actor: self.actor.map(|text| cut(text, MAX_NAME)),
            domain: domain.map(|text| cut(text, MAX_NAME)),
            subject: self.subject.map(|text| cut(text, MAX_NAME)),
            name: self.name.map(|text| cut(text, MAX_NAME)),
            site: self.origin.map(|origin| cut(origin.site, MAX_NAME)),
            client: self.origin.map(|origin| origin.client.to_canonical()),
            request: self.origin.map(|origin| origin.request),
            login: self.login.as_deref(),
            methods: self.methods.iter().map(|own| own.name.word()).collect(),
            policy: self.policy.map(|policy| Policy {
                mode: policy.mode.word(),
                source: policy.source.name(),
            }),
            journal: self.journal,
            why: self.why.map(|text| cut(text, MAX_WHY)),
            detail: self.detail.map(|text| cut(text, MAX_DETAIL)),
        };
        Line {
            event: self.event,
            time: self.time,
            subject: form.subject.map(str::to_owned),
            json: ascii_json(&form),
        }
    }
}

fn domain_of(subject: &str) -> Option<&str> {
    subject.rsplit_once('@').map(|(_, domain)| domain)
}

const VERSION: u8 = 1;
/// In bytes as they are written. Together they stay below the 8 KiB that a syslog takes.
const MAX_NAME: usize = 640;
const MAX_WHY: usize = 1500;
const MAX_DETAIL: usize = 2000;
