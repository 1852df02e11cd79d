//! `[login_limits]`: how many wrong passwords may be tried.

use ipnet::IpNet;
use serde::Deserialize;

use super::key_path::KeyPath;
use super::listen::read_network;
use super::scope::Scope;
use crate::domain::login_limits::{LoginLimits, Rate};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    address: Option<RawRate>,
    network: Option<RawRate>,
    mailbox_from_network: Option<RawRate>,
    mailbox: Option<RawRate>,
    known_browser: Option<RawRate>,
    shared: Option<Vec<Option<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a table with failures and within"
)]
struct RawRate {
    failures: Option<u64>,
    within: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> LoginLimits {
        let or = LoginLimits::default();
        let mut rate = |key: &str, raw: Option<RawRate>, default: Rate| {
            raw.unwrap_or_default().build(&at.key(key), scope, default)
        };
        let here = (self.mailbox_from_network, or.mailbox_from_network);
        let known = (self.known_browser, or.known_browser);
        LoginLimits {
            address: rate("address", self.address, or.address),
            network: rate("network", self.network, or.network),
            mailbox_from_network: rate("mailbox_from_network", here.0, here.1),
            mailbox: rate("mailbox", self.mailbox, or.mailbox),
            known_browser: rate("known_browser", known.0, known.1),
            shared: match self.shared {
                None => or.shared,
                Some(shared) => read_networks(&shared, at, scope),
            },
        }
    }
}

impl RawRate {
    fn build(self, at: &KeyPath, scope: &mut Scope<'_>, default: Rate) -> Rate {
        let failures = usize::try_from(default.failures).unwrap_or(MOST);
        let failures = scope.count(&at.key("failures"), self.failures, failures, 1..=MOST);
        let within = at.key("within");
        Rate {
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
            within: scope.duration(&within, self.within.as_deref(), default.within),
        }
    }
}

fn read_networks(shared: &[Option<String>], at: &KeyPath, scope: &mut Scope<'_>) -> Vec<IpNet> {
    let key = at.key("shared");
    let networks = scope.read_each(&key, Some(shared), read_network);
    if networks.iter().any(|net| net.prefix_len() == 0) {
        scope.warn(&key, "is everyone: nobody is then counted by address");
    }
    networks
}

const MOST: usize = 1_000_000;
