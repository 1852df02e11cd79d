//! Running a gateway: one single-threaded runtime a worker, and one for everything else.
//!
//! A connection, its upstream connection and their timers stay on one core: nothing on the path of
//! a request is shared between threads but what is read-only or rarely locked.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::Context as _;
use sd_notify::NotifyState;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::background::Background;
use super::lookout::Lookout;
use super::{reload, sockets, tallies};
use crate::config::Config;
use crate::gateway::listener::{Certificate, Crowd, Door, acceptor, load_certificate, serve};
use crate::gateway::{Gateway, Worker};
use crate::store::Store;

/// How a gateway runs.
pub struct Runtime {
    /// The configuration's file, for SIGHUP.
    pub file: PathBuf,
    /// The environment it was read with.
    pub environment: Vec<(String, String)>,
    /// Told once, when requests are answered: the address.
    pub ready: Box<dyn FnOnce(SocketAddr)>,
    /// Stops the gateway, besides the signals.
    pub stop: CancellationToken,
}

/// Runs until a signal or `runtime.stop` ends it, and running requests have ended.
///
/// # Errors
/// When it cannot start, or the store fails while it runs.
pub fn run(
    config: &Config,
    gateway: Gateway,
    store: &Arc<dyn Store>,
    runtime: Runtime,
) -> anyhow::Result<()> {
    let gateway = Arc::new(gateway);
    let main = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let background = main.block_on(Background::prepare(config, &gateway, store))?;
    let certificate = certificate(config)?;
    let stop = runtime.stop.clone();
    let door = Door {
        tls: certificate.clone().map(acceptor),
        connections: Arc::new(Semaphore::new(config.limits.connections)),
        crowd: Crowd::default(),
        stop: stop.clone(),
    };
    let workers = config.listen.workers.unwrap_or_else(processors);
    let sockets = sockets::listen(config.listen.address, workers)?;
    let address = match sockets.first() {
        Some(socket) => socket.local_addr()?,
        None => anyhow::bail!("there is nothing to listen on"),
    };
    refuse_plain(config, &address)?;
    // Before anything is answered: a signal that nobody waits for yet ends the program at once, and
    // open requests with it.
    let (mut hangup, mut terminate, mut interrupt) = {
        let _context = main.enter();
        (
            signal(SignalKind::hangup())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        )
    };
    let threads = start(&gateway, sockets, &door)?;
    let lookout = Lookout::new(config, &gateway, certificate.clone());

    let outcome = main.block_on(async {
        let mut background = background.start(config, (&gateway, store), &lookout);
        tell(&[NotifyState::Ready]);
        (runtime.ready)(address);
        tracing::info!(%address, workers, "answering requests");
        loop {
            tokio::select! {
                _ = hangup.recv() => {
                    tell_reloading();
                    // Whatever the configuration says: the file may have been moved away.
                    gateway.audit.reopen();
                    let told = (certificate.as_deref(), &*lookout);
                    reload::reload(&runtime.file, &runtime.environment, &gateway, told);
                    tell(&[NotifyState::Ready]);
                }
                _ = terminate.recv() => return Ok(()),
                _ = interrupt.recv() => return Ok(()),
                () = stop.cancelled() => return Ok(()),
                () = background.failed() => anyhow::bail!("the store has failed"),
            }
        }
    });
    tell(&[NotifyState::Stopping]);
    tracing::info!("stopping: open requests may end");
    stop.cancel();
    join(threads);
    main.block_on(tallies::finish(&gateway, store));
    outcome
}

fn join(threads: Vec<JoinHandle<()>>) {
    for thread in threads {
        if thread.join().is_err() {
            tracing::error!("a worker panicked");
        }
    }
}

/// A socket that systemd passes has an address that the configuration does not know.
fn refuse_plain(config: &Config, address: &SocketAddr) -> anyhow::Result<()> {
    let plain = config.listen.tls.is_none() && !config.listen.allow_plain;
    anyhow::ensure!(
        !plain || address.ip().to_canonical().is_loopback(),
        "plain HTTP on {address} would carry passwords unencrypted: set listen.tls, or \
         listen.allow_plain where something in front speaks TLS"
    );
    Ok(())
}

fn certificate(config: &Config) -> anyhow::Result<Option<Arc<Certificate>>> {
    let Some(files) = &config.listen.tls else {
        return Ok(None);
    };
    let key = load_certificate(&files.certificate, &files.key)?;
    Ok(Some(Certificate::new(key)))
}

fn start(
    gateway: &Arc<Gateway>,
    sockets: Vec<TcpListener>,
    door: &Door,
) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let mut threads = Vec::with_capacity(sockets.len());
    for (number, socket) in sockets.into_iter().enumerate() {
        let worker = Worker::new(Arc::clone(gateway))?;
        let door = door.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let thread = thread::Builder::new()
            .name(format!("worker-{number}"))
            .spawn(move || {
                runtime.block_on(async move {
                    match tokio::net::TcpListener::from_std(socket) {
                        Ok(listener) => serve(worker, listener, door).await,
                        Err(error) => tracing::error!(%error, "a worker cannot listen"),
                    }
                });
            })
            .context("start a worker")?;
        threads.push(thread);
    }
    Ok(threads)
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Tells systemd, where it listens.
fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}

fn tell_reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}
