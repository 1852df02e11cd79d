//! From a configuration to a gateway, with what it takes from outside.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use arc_swap::ArcSwap;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::{Config, Limits};
use crate::domain::seal::KeyRing;
use crate::gateway::allowance::Allowance;
use crate::gateway::factors::SmsChannel;
use crate::gateway::guesses::Guesses;
use crate::gateway::identity::Names;
use crate::gateway::live::Live;
use crate::gateway::portal;
use crate::gateway::site::{Site, Sites};
use crate::gateway::upstream::{Origin, Timeouts, TlsTrust};
use crate::gateway::{Gateway, HttpLimits};
use crate::random::Random;
use crate::store::Store;
use crate::store::records::{
    ActivityRecords, AttemptRecords, BudgetRecords, BypassRecords, EnrollmentRecords, EpochRecords,
    GraceRecords, JournalRecords, NoticeRecords, RevocationRecords, SentCodeRecords,
    TrustedRecords,
};
use crate::telemetry::{Audit, Tallies};

/// What a gateway takes from outside.
pub struct Outside {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Where enrollments and counters are kept.
    pub store: Arc<dyn Store>,
    /// The keys.
    pub ring: KeyRing,
    /// How codes get to phones, where they do.
    pub sms: Option<SmsChannel>,
    /// The audit trail.
    pub audit: Arc<Audit>,
}

/// Puts a gateway together.
///
/// # Errors
/// When a file that the configuration names cannot be used.
pub fn build(config: &Config, outside: Outside) -> anyhow::Result<Gateway> {
    let store = || Arc::clone(&outside.store);
    let hsts = config.listen.hsts.map(|hsts| hsts.field().try_into());
    Ok(Gateway {
        sites: sites(config)?,
        mount: Arc::from(config.portal.path.as_str()),
        portal: portal::router(&config.portal.path),
        ring: Arc::new(ArcSwap::from_pointee(outside.ring)),
        policy: Arc::new(ArcSwap::from_pointee(config.policy.table.clone())),
        session: config.session,
        http: http_limits(&config.limits),
        trusted: config.listen.trusted_proxies.clone(),
        hsts: hsts.transpose()?,
        clock: outside.clock,
        random: outside.random,
        enrollments: EnrollmentRecords::new(store()),
        attempts: AttemptRecords::new(store()),
        guesses: Guesses::new(config.login_limits.clone()),
        epochs: EpochRecords::new(store()),
        revocations: RevocationRecords::new(store()),
        grace: GraceRecords::new(store()),
        bypasses: BypassRecords::new(store()),
        journal: JournalRecords::new(store()),
        activity: ActivityRecords::new(store()),
        sent_codes: SentCodeRecords::new(store()),
        budgets: BudgetRecords::new(store()),
        notices: config.mail.as_ref().map(|_| NoticeRecords::new(store())),
        sms: outside.sms,
        trusted_browsers: TrustedRecords::new(store()),
        hashing: Semaphore::new(HASHES_AT_ONCE),
        live: Arc::new(Live::default()),
        audit: outside.audit,
        tallies: Tallies::default(),
    })
}

fn sites(config: &Config) -> anyhow::Result<Sites> {
    let mut sites = Sites::default();
    for site in &config.sites {
        let trust = match (&site.upstream_ca, site.upstream.tls) {
            (Some(file), _) => authorities(file)?,
            (None, true) => system_authorities(),
            (None, false) => TlsTrust::new(RootCertStore::empty()),
        };
        let host = site
            .upstream
            .host
            .trim_start_matches('[')
            .trim_end_matches(']');
        let built = Site {
            index: 0,
            name: site.hosts.first().cloned().unwrap_or_default(),
            profile: site.profile.as_ref().clone(),
            default_domain: site.default_domain.clone(),
            names: Names {
                aliases: ArcSwap::from_pointee(site.aliases.clone()),
                userdb: site.userdb.clone(),
            },
            upstream: Origin {
                tls: site.upstream.tls,
                host: host.to_owned(),
                port: site.upstream.port,
            },
            trust,
        };
        sites.add(built, &site.hosts);
    }
    Ok(sites)
}

pub(super) fn authorities(file: &Path) -> anyhow::Result<TlsTrust> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(file);
    for certificate in certificates.with_context(|| file.display().to_string())? {
        let certificate = certificate.with_context(|| file.display().to_string())?;
        roots
            .add(certificate)
            .with_context(|| file.display().to_string())?;
    }
    Ok(TlsTrust::new(roots))
}

pub(super) fn system_authorities() -> TlsTrust {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in found.errors {
        tracing::warn!(%error, "some of the system's authorities cannot be read");
    }
    let (_, ignored) = roots.add_parsable_certificates(found.certs);
    tracing::debug!(ignored, "system authorities that were not understood");
    TlsTrust::new(roots)
}

/// Each takes some MiB while it is computed.
const HASHES_AT_ONCE: usize = 4;

fn http_limits(limits: &Limits) -> HttpLimits {
    HttpLimits {
        head: limits.head_timeout,
        idle: limits.idle_timeout,
        body: Allowance::new(limits.body_timeout, limits.least_rate),
        write: Allowance::new(limits.write_timeout, limits.least_rate),
        handshake: limits.head_timeout,
        head_bytes: limits.header_bytes,
        login_bytes: limits.login_body_bytes,
        connections: limits.connections,
        connections_of_one: limits.connections_of_one,
        connections_kept: limits.connections_kept,
        drain: limits.drain,
        upstream: Timeouts {
            connect: limits.upstream_connect,
            head: limits.upstream_head,
            pause: limits.upstream_head,
            idle: limits.upstream_idle,
            pool: limits.upstream_pool,
        },
    }
}
