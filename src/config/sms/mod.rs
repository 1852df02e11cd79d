//! `[sms]`: how text messages are sent, and where to.

mod budgets;
mod command;
mod endpoint;
mod http;
mod kannel;
mod outbox;
mod twilio;

pub use command::{Command, CommandInput};
pub use http::{Http, Success};
pub use kannel::Kannel;
pub use outbox::Outbox;
pub use twilio::{Twilio, TwilioSender};

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;
use super::secret_file::{SecretFile, credential};
use crate::domain::phone::{Countries, Country};
use crate::domain::sms::Sender;
use crate::domain::sms_alarm::Alarm;
use crate::domain::sms_budget::Limits;

/// How text messages are sent, and where to.
#[derive(Debug, Clone)]
pub struct Sms {
    /// What sends them.
    pub gateway: Gateway,
    /// What is asked where that cannot.
    pub fallback: Option<Gateway>,
    /// The countries that messages are sent to.
    pub countries: Countries,
    /// The country that a number without a country code is of. One of `countries`.
    pub default_country: Country,
    /// Whom messages are from, where the gateway lets us say so.
    pub sender: Option<Sender>,
    /// How long each gateway may take.
    pub timeout: Duration,
    /// The authorities that a gateway's certificate may come from, in PEM; the system's where not
    /// set.
    pub ca: Option<PathBuf>,
    /// How many messages may be sent.
    pub budgets: Limits,
    /// When it is suspicious how few codes come back.
    pub alarm: Alarm,
}

/// What sends messages.
#[derive(Debug, Clone)]
pub enum Gateway {
    /// A program.
    Command(Command),
    /// A provider that takes one POST.
    Http(Http),
    /// A Kannel.
    Kannel(Kannel),
    /// Nothing: they are kept.
    Outbox(Outbox),
    /// Twilio.
    Twilio(Twilio),
}

impl Sms {
    /// The gateways, the first one first.
    pub fn gateways(&self) -> impl Iterator<Item = &Gateway> {
        std::iter::once(&self.gateway).chain(&self.fallback)
    }

    /// The files that secrets are read from.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretFile> {
        self.gateways().filter_map(Gateway::secret)
    }
}

impl Gateway {
    const fn secret(&self) -> Option<&SecretFile> {
        match self {
            Self::Command(_) | Self::Outbox(_) => None,
            Self::Http(http) => http.secret.as_ref(),
            Self::Kannel(kannel) => Some(&kannel.password),
            Self::Twilio(twilio) => Some(&twilio.secret),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    gateway: Option<String>,
    fallback: Option<String>,
    countries: Option<Vec<Option<String>>>,
    default_country: Option<String>,
    sender: Option<String>,
    timeout: Option<String>,
    ca: Option<String>,
    budgets: Option<budgets::RawBudgets>,
    alarm: Option<budgets::RawAlarm>,
    allow_plain: Option<bool>,
    command: Option<command::Raw>,
    http: Option<http::Raw>,
    kannel: Option<kannel::Raw>,
    outbox: Option<outbox::Raw>,
    twilio: Option<twilio::Raw>,
}

/// What the tables of all gateways need to know.
struct Shared<'a> {
    at: &'a KeyPath,
    allow_plain: bool,
    credentials: Option<&'a Path>,
    sender: Option<&'a Sender>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Command,
    Http,
    Kannel,
    Outbox,
    Twilio,
}

impl Raw {
    pub(super) fn build(
        self,
        at: &KeyPath,
        scope: &mut Scope<'_>,
        credentials: Option<&Path>,
    ) -> Option<Sms> {
        let sender = scope.read(&at.key("sender"), self.sender.as_deref(), read_sender);
        let countries = self.countries(&at.key("countries"), scope);
        let default_country = self.default_country(&countries, &at.key("default_country"), scope);
        let timeout = at.key("timeout");
        let timeout = scope.duration(&timeout, self.timeout.as_deref(), DEFAULT_TIMEOUT);
        if timeout > MAX_TIMEOUT {
            scope.error(
                &at.key("timeout"),
                "must be at most 60s: somebody waits for it",
            );
        }
        let budgets = self.budgets.clone().unwrap_or_default();
        let alarm = self.alarm.clone().unwrap_or_default();
        let ca = self.ca.as_ref().map(|path| scope.path(path));
        let shared = Shared {
            at,
            allow_plain: self.allow_plain.unwrap_or_default(),
            credentials,
            sender: sender.as_ref(),
        };
        let (first, second) = self.kinds(at, scope);
        self.note_unused(&[first, second], at, scope);
        let gateway = first.and_then(|kind| self.gateway(kind, &shared, scope));
        let fallback = second.map(|kind| self.gateway(kind, &shared, scope));
        Some(Sms {
            gateway: gateway?,
            // Where it is wrong, that is an error, and nothing is made of it.
            fallback: fallback.flatten(),
            countries,
            default_country: default_country?,
            sender,
            timeout,
            ca,
            budgets: budgets.build(&at.key("budgets"), scope),
            alarm: alarm.build(&at.key("alarm"), scope),
        })
    }

    fn kinds(&self, at: &KeyPath, scope: &mut Scope<'_>) -> (Option<Kind>, Option<Kind>) {
        let key = at.key("gateway");
        let why =
            "what sends messages: \"http\", \"twilio\", \"kannel\", \"command\" or \"outbox\"";
        let first = scope.required(&key, self.gateway.as_deref(), why);
        let first = scope.read(&key, first, Kind::read);
        let key = at.key("fallback");
        let second = scope.read(&key, self.fallback.as_deref(), Kind::read);
        if second.is_some() && first == second {
            scope.error(&key, "is the gateway itself; a fallback is another one");
        }
        (first, second)
    }

    fn gateway(&self, kind: Kind, shared: &Shared<'_>, scope: &mut Scope<'_>) -> Option<Gateway> {
        let at = shared.at.key(kind.word());
        match kind {
            Kind::Command => {
                let raw = self.command.clone().unwrap_or_default();
                raw.build(&at, scope).map(Gateway::Command)
            }
            Kind::Http => {
                let raw = self.http.clone().unwrap_or_default();
                raw.build(&at, shared, scope).map(Gateway::Http)
            }
            Kind::Kannel => {
                let raw = self.kannel.clone().unwrap_or_default();
                raw.build(&at, shared, scope).map(Gateway::Kannel)
            }
            Kind::Outbox => {
                let raw = self.outbox.clone().unwrap_or_default();
                Some(Gateway::Outbox(raw.build(&at, scope)))
            }
            Kind::Twilio => {
                let raw = self.twilio.clone().unwrap_or_default();
                raw.build(&at, shared, scope).map(Gateway::Twilio)
            }
        }
    }

    fn note_unused(&self, used: &[Option<Kind>], at: &KeyPath, scope: &mut Scope<'_>) {
        for (kind, there) in [
            (Kind::Command, self.command.is_some()),
            (Kind::Http, self.http.is_some()),
            (Kind::Kannel, self.kannel.is_some()),
            (Kind::Outbox, self.outbox.is_some()),
            (Kind::Twilio, self.twilio.is_some()),
        ] {
            if there && !used.contains(&Some(kind)) {
                let key = at.key(kind.word());
                scope.warn(&key, "has no effect: it is neither gateway nor fallback");
            }
        }
    }

    fn countries(&self, at: &KeyPath, scope: &mut Scope<'_>) -> Countries {
        if self.countries.as_ref().is_none_or(Vec::is_empty) {
            scope.missing(
                at,
                "the countries that messages are sent to, such as [\"DE\", \"AT\"]; each one that \
                 is not needed is one more to be defrauded in",
            );
        }
        Countries::new(scope.read_each(at, self.countries.as_deref(), read_country))
    }

    /// The first country, unless another one is named.
    fn default_country(
        &self,
        countries: &Countries,
        at: &KeyPath,
        scope: &mut Scope<'_>,
    ) -> Option<Country> {
        let first = countries.as_slice().first().copied();
        if self.default_country.is_none() {
            return first;
        }
        let named = scope.read(at, self.default_country.as_deref(), read_country)?;
        if !countries.contains(named) {
            scope.error(at, "is not one of sms.countries");
        }
        Some(named)
    }
}

impl Shared<'_> {
    /// The credential of the service manager that is used where no file is named.
    fn credential(&self, name: &str) -> Option<PathBuf> {
        credential(self.credentials, name)
    }
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Http => "http",
            Self::Kannel => "kannel",
            Self::Outbox => "outbox",
            Self::Twilio => "twilio",
        }
    }

    fn read(word: &str) -> Result<Self, String> {
        let all = [
            Self::Command,
            Self::Http,
            Self::Kannel,
            Self::Outbox,
            Self::Twilio,
        ];
        let found = all.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| {
            format!(
                "there is no gateway {word:?}; write \"http\", \"twilio\", \"kannel\", \"command\" \
                 or \"outbox\""
            )
        })
    }
}

pub(super) fn read_country(text: &str) -> Result<Country, String> {
    Country::parse(text).ok_or_else(|| {
        format!("{text:?} is not a country's two letters (ISO 3166-1), such as \"DE\"")
    })
}

fn read_sender(text: &str) -> Result<Sender, String> {
    Sender::parse(text).ok_or_else(|| {
        format!(
            "{text:?} is neither a number of at most 15 digits nor a name of at most 11 letters, \
             digits and spaces"
        )
    })
}

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_TIMEOUT: Duration = Duration::from_secs(60);
