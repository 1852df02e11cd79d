//! `[listen]`: where browsers connect.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;
use serde::Deserialize;

use super::hsts::{self, Hsts};
use super::key_path::KeyPath;
use super::scope::Scope;

/// Where browsers connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// The address and port.
    pub address: SocketAddr,
    /// TLS; plain HTTP where there is none.
    pub tls: Option<TlsFiles>,
    /// Whose `X-Forwarded-*` header fields are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether plain HTTP may be spoken beyond this machine.
    pub allow_plain: bool,
    /// How long browsers keep to `https`, where they are told.
    pub hsts: Option<Hsts>,
    /// How many threads serve; one a processor where it is not set.
    pub workers: Option<usize>,
}

/// The files that TLS needs, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate and those between it and the root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    address: Option<String>,
    tls: Option<RawTls>,
    trusted_proxies: Option<Vec<Option<String>>>,
    allow_plain: Option<bool>,
    hsts: Option<String>,
    hsts_subdomains: Option<bool>,
    workers: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a table with certificate and key"
)]
struct RawTls {
    certificate: Option<String>,
    key: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Listen> {
        let address = scope.read(&at.key("address"), self.address.as_deref(), read_address);
        let wrong_address = self.address.is_some() && address.is_none();
        let address = address.unwrap_or(DEFAULT_ADDRESS);
        let plain = self.tls.is_none() && !scope.document.was_refused(&at.key("tls"));
        let tls = self.tls.map(|tls| tls.build(&at.key("tls"), scope));
        let allow_plain = self.allow_plain.unwrap_or_default();
        if plain && !wrong_address {
            check_plain(address, allow_plain, at, scope);
        }
        let proxies = at.key("trusted_proxies");
        let trusted_proxies =
            scope.read_each(&proxies, self.trusted_proxies.as_deref(), read_network);
        if trusted_proxies.iter().any(|net| net.prefix_len() == 0) {
            scope.warn(
                &proxies,
                "trusts everyone: anyone can then claim any address",
            );
        }
        let hsts = (self.hsts.as_deref(), self.hsts_subdomains);
        let hsts = hsts::build(hsts, at, scope);
        let workers = at.key("workers");
        let workers = self
            .workers
            .map(|given| scope.count(&workers, Some(given), 1, 1..=MAX_WORKERS));
        Some(Listen {
            address,
            tls: tls.unwrap_or_default(),
            trusted_proxies,
            allow_plain,
            hsts,
            workers,
        })
    }
}

impl RawTls {
    fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<TlsFiles> {
        let why = "TLS needs a certificate and its key";
        let certificate = scope.required(&at.key("certificate"), self.certificate, why);
        let key = scope.required(&at.key("key"), self.key, why);
        Some(TlsFiles {
            certificate: scope.path(certificate?),
            key: scope.path(key?),
        })
    }
}

fn check_plain(address: SocketAddr, allowed: bool, at: &KeyPath, scope: &mut Scope<'_>) {
    if address.ip().to_canonical().is_loopback() {
        return;
    }
    if allowed {
        scope.warn(
            &at.key("allow_plain"),
            format!("passwords and codes travel to {address} unencrypted"),
        );
    } else {
        scope.error(
            &at.key("address"),
            "plain HTTP beyond this machine; set listen.tls, or allow_plain = true where something \
             in front speaks TLS",
        );
    }
}

fn read_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not an address and port, such as \"127.0.0.1:8443\""))
}

pub(super) fn read_network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address
        .or_else(|_| text.parse())
        .map_err(|_| format!("{text:?} is not an address or a network, such as \"10.0.0.0/8\""))
}

const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8443);
const MAX_WORKERS: usize = 1024;
