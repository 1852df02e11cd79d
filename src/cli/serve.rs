//! `vestibule serve`: runs the gateway.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::app::{Outside, Runtime, audit, build, channel, run as run_gateway};
use crate::clock::SystemClock;
use crate::config::keys::KeyFile;
use crate::config::{Config, Engine, LogFormat};
use crate::random::SystemRandom;
use crate::store::Store;
use crate::store::embedded::SledStore;

/// Runs the gateway until it is told to stop.
pub(super) fn run(
    config: &Config,
    file: PathBuf,
    environment: Vec<(String, String)>,
) -> anyhow::Result<()> {
    start_log(config.log.format);
    if !config.warnings.is_empty() {
        tracing::warn!("{}", config.warnings);
    }
    install_tls_provider();
    raise_descriptors();
    let clock = Arc::new(SystemClock);
    let ring = KeyFile::read(&config.keys)?.ring()?;
    let store: Arc<dyn Store> = match config.store.engine {
        Engine::Sled => Arc::new(SledStore::open(&config.store.path, clock.clone())?),
    };
    let outside = Outside {
        clock,
        random: Arc::new(SystemRandom),
        store: Arc::clone(&store),
        ring,
        sms: channel(config.sms.as_ref())?,
        audit: audit(&config.audit)?,
    };
    let gateway = build(config, outside)?;
    let runtime = Runtime {
        file,
        environment,
        ready: Box::new(|_| {}),
        stop: CancellationToken::new(),
    };
    run_gateway(config, gateway, &store, runtime)
}

/// Installs the TLS provider of this build for the whole process.
fn install_tls_provider() {
    #[cfg(feature = "aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(all(feature = "ring", not(feature = "aws-lc")))]
    let provider = rustls::crypto::ring::default_provider();
    // It fails only where one is installed already.
    let _ = provider.install_default();
}

/// As many descriptors as this process may have at all: each connection takes one, and one more
/// while the webmail is asked. Shells give 1,024 unless a program asks for more.
fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, most) {
        tracing::warn!(%error, "the limit on descriptors could not be raised");
    }
}

/// To the standard error, at level info unless `RUST_LOG` says otherwise.
fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let discreet = FilterFn::new(|about| !about.target().starts_with(INDISCREET));
    // It fails only where one is running already.
    let _ = match format {
        LogFormat::Json => log.json().finish().with(discreet).try_init(),
        LogFormat::Text => log.finish().with(discreet).try_init(),
    };
}

/// Logs the numbers that it reads, at level trace: not even `RUST_LOG` lets it.
const INDISCREET: &str = "rlibphonenumber";
