//! `[admin]`: where administrators connect.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// Where administrators connect. Nowhere, unless it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admin {
    /// The address for the API, with tokens.
    pub listen: Option<SocketAddr>,
    /// The Unix socket for the command line.
    pub socket: Option<PathBuf>,
    /// Where browsers find the control panel, where that is not `listen`.
    pub url: Option<String>,
}

impl Admin {
    /// Where browsers find the control panel, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let listen = self.listen.map(|address| format!("http://{address}"));
        self.url.clone().or(listen)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    listen: Option<String>,
    socket: Option<String>,
    url: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Admin {
        Admin {
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
