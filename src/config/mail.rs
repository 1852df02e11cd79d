//! `[mail]`: how mailboxes are told of changes.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;
use super::secret_file::{SecretFile, credential};

/// How mailboxes are told of changes.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The mail server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection to it is protected.
    pub protection: Protection,
    /// Who we are to it, where it asks.
    pub login: Option<MailLogin>,
    /// Whom notices are from.
    pub from: Mailbox,
    /// The authorities that its certificate may come from, in PEM; the system's where not set.
    pub ca: Option<PathBuf>,
    /// How long handing over one mail may take.
    pub timeout: Duration,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (RFC 8314 §3.3).
    Implicit,
    /// Not at all.
    None,
    /// STARTTLS (RFC 3207), and nothing before it.
    StartTls,
}

/// A user of the mail server.
#[derive(Debug, Clone)]
pub struct MailLogin {
    /// The name.
    pub user: String,
    /// The file with the password.
    pub password: SecretFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    host: Option<String>,
    port: Option<u16>,
    tls: Option<String>,
    user: Option<String>,
    password_file: Option<String>,
    from: Option<String>,
    ca: Option<String>,
    timeout: Option<String>,
    allow_plain: Option<bool>,
}

impl Raw {
    pub(super) fn build(
        self,
        at: &KeyPath,
        scope: &mut Scope<'_>,
        credentials: Option<&Path>,
    ) -> Option<Mail> {
        let host = scope.read(
            &at.key("host"),
            Some(self.host.as_deref().unwrap_or(DEFAULT_HOST)),
            read_host,
        );
        let protection = host
            .as_deref()
            .and_then(|host| self.protection(host, at, scope));
        let why = "whom notices are from, such as \"Example <security@example.com>\"";
        let from = scope.required(&at.key("from"), self.from.as_deref(), why);
        let from = scope.read(&at.key("from"), from, read_sender);
        let login = self.login(at, scope, credentials);
        let timeout = at.key("timeout");
        let timeout = scope.duration(&timeout, self.timeout.as_deref(), DEFAULT_TIMEOUT);
        if timeout > MAX_TIMEOUT {
            scope.error(&at.key("timeout"), "must be at most 4m");
        }
        let ca = self.ca.as_ref().map(|path| scope.path(path));
        if ca.is_some() && protection == Some(Protection::None) {
            scope.warn(&at.key("ca"), "has no effect without TLS");
        }
        if self.port == Some(0) {
            scope.error(&at.key("port"), "must be from 1 to 65535");
        }
        let protection = protection?;
        Some(Mail {
            host: host?,
            port: self.port.unwrap_or(protection.port()),
            protection,
            login: login?,
            from: from?,
            ca,
            timeout,
        })
    }

    /// On this machine plain SMTP is the default: what a mail server has there is rarely a
    /// certificate that anyone could check.
    fn protection(&self, host: &str, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Protection> {
        let key = at.key("tls");
        let local = is_loopback(host);
        let chosen = match &self.tls {
            Some(word) => scope.read(&key, Some(word), Protection::read)?,
            None if local => Protection::None,
            None => Protection::StartTls,
        };
        if chosen == Protection::None && !local {
            if self.allow_plain.unwrap_or_default() {
                scope.warn(
                    &key,
                    "notices travel there unencrypted, and a password would",
                );
            } else {
                scope.error(
                    &key,
                    "plain SMTP beyond this machine; write \"starttls\" or \"implicit\", or \
                     allow_plain = true where the network is trusted",
                );
            }
        }
        Some(chosen)
    }

    /// Nothing where the keys are wrong, and no login where there is none.
    fn login(
        &self,
        at: &KeyPath,
        scope: &mut Scope<'_>,
        credentials: Option<&Path>,
    ) -> Option<Option<MailLogin>> {
        let key = at.key("password_file");
        let Some(user) = &self.user else {
            if self.password_file.is_some() {
                scope.error(&key, "has no effect without mail.user");
                return None;
            }
            return Some(None);
        };
        let file = self.password_file.as_deref();
        let credential = credential(credentials, "mail-password");
        let password = SecretFile::find(key.clone(), file, credential, scope);
        let why = "the file with the user's password, or a credential mail-password";
        let password = scope.required(&key, password, why)?;
        let user = user.clone();
        Some(Some(MailLogin { user, password }))
    }
}

impl Protection {
    /// The port that is meant where none is said (RFC 8314 §3.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2).
    const fn port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::None => 25,
            Self::StartTls => 587,
        }
    }

    fn read(word: &str) -> Result<Self, String> {
        match word {
            "implicit" => Ok(Self::Implicit),
            "none" => Ok(Self::None),
            "starttls" => Ok(Self::StartTls),
            _ => Err(format!(
                "{word:?} is neither \"starttls\", \"implicit\" nor \"none\""
            )),
        }
    }
}

fn read_host(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let address = text.parse::<IpAddr>().is_ok();
    if address || (!text.is_empty() && text.chars().all(plain)) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is not the name or the address of a server; the port has a key of its own"
        ))
    }
}

fn read_sender(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|_| {
        format!("{text:?} is not an address, such as \"Example <security@example.com>\"")
    })
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

const DEFAULT_HOST: &str = "127.0.0.1";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
/// Less than the time for which a notice is left to one node.
const MAX_TIMEOUT: Duration = Duration::from_secs(4 * 60);
