//! The audit log: every login outcome and every change, one JSON line each.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::audit::Event;

/// Where audit lines go: a file of their own, and the log at level info, target `audit`.
#[derive(Debug, Default)]
pub struct Audit {
    file: Option<Mutex<File>>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct AuditEntry<'a> {
    /// When.
    pub time: Timestamp,
    /// What.
    pub event: Event,
    /// The request's id.
    pub request: &'a str,
    /// Who asked.
    pub client: IpAddr,
    /// The site's first host.
    pub site: &'a str,
    /// Whose mailbox, where it is known.
    pub subject: Option<&'a str>,
    /// Which login, where there is one.
    pub login: Option<String>,
    /// More about it, in words for the operator. Never a secret.
    pub detail: Option<&'a str>,
}

/// The line's form. A change of meaning takes a new `version`.
#[derive(Serialize)]
struct Line<'a> {
    version: u8,
    time: String,
    event: &'static str,
    request: &'a str,
    client: IpAddr,
    site: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

impl Audit {
    /// Appends to the file at `path`, which only its owner and group may read.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true).mode(0o640);
        Ok(Self {
            file: Some(Mutex::new(options.open(path)?)),
        })
    }

    /// Writes one line.
    pub fn record(&self, entry: &AuditEntry<'_>) {
        tracing::info!(
            target: "audit",
            event = entry.event.name(),
            request = entry.request,
            client = %entry.client,
            site = entry.site,
            subject = entry.subject,
            login = entry.login,
            detail = entry.detail,
        );
        if let Some(file) = &self.file
            && let Err(error) = append(file, entry)
        {
            tracing::error!(%error, "an audit line could not be written");
        }
    }
}

fn append(file: &Mutex<File>, entry: &AuditEntry<'_>) -> io::Result<()> {
    let line = Line {
        version: 1,
        time: entry.time.to_string(),
        event: entry.event.name(),
        request: entry.request,
        client: entry.client,
        site: entry.site,
        subject: entry.subject,
        login: entry.login.as_deref(),
        detail: entry.detail,
    };
    let mut bytes = serde_json::to_vec(&line)?;
    bytes.push(b'\n');
    // One write: with O_APPEND, lines of several processes do not mix.
    file.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .write_all(&bytes)
}
