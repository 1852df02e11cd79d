//! What all requests share, and what the requests of one worker share.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use http::HeaderValue;
use ipnet::IpNet;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::allowance::Allowance;
use super::error::GatewayError;
use super::factors::SmsChannel;
use super::guesses::Guesses;
use super::live::Live;
use super::site::Sites;
use super::upstream::{Client, Timeouts};
use super::visit::RequestId;
use crate::clock::Clock;
use crate::domain::policy::PolicyTable;
use crate::domain::seal::KeyRing;
use crate::domain::session::Limits;
use crate::random::{Random, RandomError, bytes};
use crate::store::records::{
    ActivityRecords, AttemptRecords, BudgetRecords, BypassRecords, EnrollmentRecords, EpochRecords,
    GraceRecords, JournalRecords, NoticeRecords, RevocationRecords, SentCodeRecords,
    TrustedRecords,
};
use crate::telemetry::{Audit, Tallies};

/// What all requests share.
#[derive(Debug)]
pub struct Gateway {
    /// The webmails.
    pub sites: Sites,
    /// Where our own pages are, such as `/mfa`.
    pub mount: Arc<str>,
    /// Our own pages: `portal::router(&mount)`.
    pub portal: axum::Router,
    /// The keys; replaced when they are rotated.
    pub ring: Arc<ArcSwap<KeyRing>>,
    /// The policy; replaced when its file or the store changes.
    pub policy: Arc<ArcSwap<PolicyTable>>,
    /// How long sessions last.
    pub session: Limits,
    /// Limits of HTTP.
    pub http: HttpLimits,
    /// Whose `X-Forwarded-*` are believed.
    pub trusted: Vec<IpNet>,
    /// What `Strict-Transport-Security` says over TLS, where it says anything.
    pub hsts: Option<HeaderValue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// What mailboxes have enrolled.
    pub enrollments: EnrollmentRecords,
    /// Failed attempts.
    pub attempts: AttemptRecords,
    /// Factor epochs.
    pub epochs: EpochRecords,
    /// Revoked logins.
    pub revocations: RevocationRecords,
    /// The passwords that were tried lately.
    pub guesses: Guesses,
    /// Trusted browsers.
    pub trusted_browsers: TrustedRecords,
    /// Deadlines of mailboxes that have not set up.
    pub grace: GraceRecords,
    /// Codes by which an administrator lets somebody in once.
    pub bypasses: BypassRecords,
    /// The journal of changes.
    pub journal: JournalRecords,
    /// What happened lately in mailboxes.
    pub activity: ActivityRecords,
    /// Codes sent by text message.
    pub sent_codes: SentCodeRecords,
    /// How many text messages were sent.
    pub budgets: BudgetRecords,
    /// Mails that wait to be sent, where there is a mail server.
    pub notices: Option<NoticeRecords>,
    /// How codes get to phones, where they do.
    pub sms: Option<SmsChannel>,
    /// How many slow hashes are computed at once.
    pub hashing: Semaphore,
    /// The epochs and revocations in memory.
    pub live: Arc<Live>,
    /// The audit trail.
    pub audit: Arc<Audit>,
    /// What is counted of sign-ins.
    pub tallies: Tallies,
}

/// Limits of HTTP towards the browser and the webmail.
#[derive(Debug, Clone)]
pub struct HttpLimits {
    /// For a request's head, from its first to its last byte, and for a new connection's first.
    pub head: Duration,
    /// Between two requests on a connection.
    pub idle: Duration,
    /// For a request's body to come.
    pub body: Allowance,
    /// For the browser to take what is written to it.
    pub write: Allowance,
    /// For a TLS handshake.
    pub handshake: Duration,
    /// The largest request head in bytes.
    pub head_bytes: usize,
    /// The largest login form in bytes.
    pub login_bytes: usize,
    /// How many connections at once.
    pub connections: usize,
    /// How many of those from one address.
    pub connections_of_one: usize,
    /// Up to how many open ones a connection of HTTP/1.1 outlives its answer.
    pub connections_kept: usize,
    /// How long running requests may take to end when the gateway stops.
    pub drain: Duration,
    /// Towards the webmail.
    pub upstream: Timeouts,
}

/// What the requests of one worker thread share: connections are never handed to another core.
#[derive(Debug)]
pub struct Worker {
    /// What all requests share.
    pub gateway: Arc<Gateway>,
    /// WebSockets, which outlive the connection they began on.
    pub tunnels: TaskTracker,
    clients: Vec<Client>,
    ids: AtomicU64,
}

impl Worker {
    /// A worker of `gateway`.
    ///
    /// # Errors
    /// When TLS to a webmail cannot be set up, or there is no randomness.
    pub fn new(gateway: Arc<Gateway>) -> Result<Arc<Self>, WorkerError> {
        let clients = gateway
            .sites
            .all()
            .iter()
            .map(|site| Client::new(site.upstream.clone(), &site.trust, gateway.http.upstream))
            .collect::<Result<_, _>>()?;
        let first = u64::from_be_bytes(bytes(gateway.random.as_ref())?);
        Ok(Arc::new(Self {
            gateway,
            clients,
            tunnels: TaskTracker::new(),
            ids: AtomicU64::new(first),
        }))
    }

    /// The client for the site of this index.
    ///
    /// # Errors
    /// When there is no such site.
    pub fn client(&self, index: usize) -> Result<&Client, GatewayError> {
        let client = self.clients.get(index);
        client.ok_or(GatewayError::Internal("a site without a client"))
    }

    /// How many connections the visitor at `peer` may have. What comes from this machine or from a
    /// trusted proxy comes from many.
    #[must_use]
    pub fn most_of(&self, peer: IpAddr) -> usize {
        let peer = peer.to_canonical();
        let many = peer.is_loopback() || self.gateway.trusted.iter().any(|net| net.contains(&peer));
        let http = &self.gateway.http;
        if many {
            http.connections
        } else {
            http.connections_of_one
        }
    }

    /// The next request's name: hard to guess, and different in every worker.
    pub fn next_id(&self) -> RequestId {
        let count = self.ids.fetch_add(1, Ordering::Relaxed);
        // An odd factor visits every number once.
        RequestId(count.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// Why a worker cannot start.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// TLS to a webmail cannot be set up.
    #[error("TLS to a webmail cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}
