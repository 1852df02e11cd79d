//! `[admin]`: where administrators connect.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// Where administrators connect. Nowhere, unless it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    /// The address for the API, with tokens.
    pub listen: Option<SocketAddr>,
    /// The Unix socket for the command line.
    pub socket: Option<PathBuf>,
    /// Where browsers find the control panel, where that is not `listen`.
    pub url: Option<String>,
    /// How long it is from one count of the mailboxes to the next.
    pub census: Duration,
}

impl Admin {
    /// Where browsers find the control panel, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let listen = self.listen.map(|address| format!("http://{address}"));
        self.url.clone().or(listen)
    }
}

impl Default for Admin {
    fn default() -> Self {
        Self {
            listen: None,
            socket: None,
            url: None,
            census: Duration::from_secs(60 * 60),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    listen: Option<String>,
    socket: Option<String>,
    url: Option<String>,
    census: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Admin {
        let key = at.key("census");
        let census = scope.duration(&key, self.census.as_deref(), Admin::default().census);
        if !(LEAST..=MOST).contains(&census) {
            scope.error(&key, "must be from 1m to 24h");
        }
        Admin {
            census,
            listen: scope.read(&at.key("listen"), self.listen.as_deref(), read_address),
            socket: self.socket.map(|path| scope.path(path)),
            url: scope.read(&at.key("url"), self.url.as_deref(), read_url),
        }
    }
}

/// What is said there opens mailboxes: it never leaves this machine unencrypted.
fn read_address(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| {
        format!("{text:?} is not an address and a port, such as \"127.0.0.1:8444\"")
    })?;
    if address.ip().to_canonical().is_loopback() {
        Ok(address)
    } else {
        Err(format!(
            "{address} is not on this machine; put something that speaks TLS in front of a \
             loopback address"
        ))
    }
}

/// What is in front of a loopback address, and speaks TLS.
fn read_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let host = rest.strip_suffix('/').unwrap_or(rest);
    if host.is_empty() || host.contains(['/', '?', '#', '@']) || host.contains(char::is_whitespace)
    {
        return Err(format!(
            "{text:?} is not an address such as \"https://mfa-admin.example.com\""
        ));
    }
    Ok(format!("https://{host}"))
}
const LEAST: Duration = Duration::from_secs(60);
/// The overview shows how adoption goes day by day.
const MOST: Duration = Duration::from_secs(24 * 60 * 60);
