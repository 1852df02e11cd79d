//! What is wrong in the program and around it, for the administrator's overview.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use jiff::Timestamp;
use x509_parser::parse_x509_certificate;

use crate::admin;
use crate::config::Config;
use crate::config::keys::KeyFile;
use crate::domain::time::between;
use crate::domain::warning::Warning;
use crate::gateway::Gateway;
use crate::gateway::listener::Certificate;

/// Keeps what only the program as a whole knows: what was refused, and how old things are.
#[derive(Debug)]
pub(super) struct Lookout {
    gateway: Arc<Gateway>,
    /// The first hosts of the sites that resolve no other names.
    unresolved: Vec<String>,
    certificate: Option<Arc<Certificate>>,
    policy_refused: ArcSwapOption<Timestamp>,
    configuration_refused: ArcSwapOption<Timestamp>,
    key_made: ArcSwapOption<Timestamp>,
}

impl Lookout {
    /// Looks after `gateway`.
    pub(super) fn new(
        config: &Config,
        gateway: &Arc<Gateway>,
        certificate: Option<Arc<Certificate>>,
    ) -> Arc<Self> {
        let sites = config.sites.iter();
        let unresolved = sites.filter(|site| site.userdb.is_none() && site.aliases_file.is_none());
        let lookout = Arc::new(Self {
            gateway: Arc::clone(gateway),
            unresolved: unresolved
                .filter_map(|site| site.hosts.first().cloned())
                .collect(),
            certificate,
            policy_refused: ArcSwapOption::empty(),
            configuration_refused: ArcSwapOption::empty(),
            key_made: ArcSwapOption::empty(),
        });
        lookout.key_made(KeyFile::read(&config.keys).ok().as_ref());
        lookout
    }

    /// The policy file was read: whether it is in force.
    pub(super) fn policy_read(&self, good: bool) {
        self.policy_refused.store(self.unless(good));
    }

    /// The configuration was read again, with the policy file: whether it is in force.
    pub(super) fn configuration_read(&self, good: bool) {
        self.configuration_refused.store(self.unless(good));
        if good {
            self.policy_read(true);
        }
    }

    /// These keys are in force, where they are known.
    pub(super) fn key_made(&self, keys: Option<&KeyFile>) {
        let sealing = keys.and_then(|file| file.keys().first());
        let made = sealing.map(|key| Arc::new(key.created));
        self.key_made.store(made);
    }

    fn unless(&self, good: bool) -> Option<Arc<Timestamp>> {
        (!good).then(|| Arc::new(self.gateway.clock.now()))
    }

    fn certificate(&self, now: Timestamp) -> Option<Warning> {
        let current = self.certificate.as_ref()?.current();
        let Some(at) = current.cert.first().and_then(|own| end_of(own)) else {
            return Some(Warning::CertificateUnreadable);
        };
        (between(now, at) < RENEWED_BEFORE).then_some(Warning::CertificateEnds { at })
    }
}

impl admin::Lookout for Lookout {
    fn warnings(&self, now: Timestamp) -> Vec<Warning> {
        let at = |time: &ArcSwapOption<Timestamp>| time.load().as_deref().copied();
        let made = at(&self.key_made).filter(|made| between(*made, now) > KEY_AGE);
        let sms = self.gateway.sms.as_ref();
        let raised = sms.map(|channel| channel.watch.raised());
        let sites = self.unresolved.iter().cloned();
        let mut warnings: Vec<Warning> = self.certificate(now).into_iter().collect();
        warnings.extend(at(&self.policy_refused).map(|at| Warning::PolicyRefused { at }));
        warnings
            .extend(at(&self.configuration_refused).map(|at| Warning::ConfigurationRefused { at }));
        let raised = raised.unwrap_or_default().into_iter();
        warnings.extend(raised.map(|scope| Warning::SmsAlarm { scope }));
        warnings.extend(made.map(|made| Warning::KeysOverdue { made }));
        warnings.extend(sites.map(|site| Warning::AliasesUnresolved { site }));
        warnings
    }
}

/// When a certificate ends (RFC 5280 §4.1.2.5).
fn end_of(certificate: &[u8]) -> Option<Timestamp> {
    let (_, read) = parse_x509_certificate(certificate).ok()?;
    Timestamp::from_second(read.validity().not_after.timestamp()).ok()
}

/// Whatever renews certificates has had several chances by then.
const RENEWED_BEFORE: Duration = Duration::from_secs(21 * 24 * 60 * 60);
/// A key that seals is used for a year or two at most (SP 800-57 part 1 rev. 5, §5.3.6).
const KEY_AGE: Duration = Duration::from_secs(365 * 24 * 60 * 60);
