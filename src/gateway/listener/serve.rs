//! One worker's accept loop, and HTTP on each connection.
//!
//! The protocol is chosen by ALPN, never by looking at the first bytes: hyper-util's detecting
//! server has no time limit for those.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use http::header::CONNECTION;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::crowd::Crowd;
use super::guard::Guarded;
use super::metered::Metered;
use super::pulse::{Answer, Beat, Pulse};
use super::strict::Strict;
use crate::gateway::answer::plain;
use crate::gateway::handle::Link;
use crate::gateway::state::{HttpLimits, Worker};

/// What an accept loop needs besides its worker.
#[derive(Clone)]
pub struct Door {
    /// TLS, unless the listener is plain.
    pub tls: Option<TlsAcceptor>,
    /// How many connections are open in all workers.
    pub connections: Arc<Semaphore>,
    /// How many of those each visitor has.
    pub crowd: Crowd,
    /// Stops accepting, and lets running requests end.
    pub stop: CancellationToken,
}

/// Accepts connections until it is told to stop, and then lets running requests end, for at most
/// the drain time.
pub async fn serve(worker: Arc<Worker>, listener: TcpListener, door: Door) {
    let tracker = TaskTracker::new();
    while let Some((stream, peer)) = next(&listener, &door).await {
        let Ok(permit) = Arc::clone(&door.connections).try_acquire_owned() else {
            // Closing at once is what tells a balancer to try elsewhere.
            tracing::warn!(%peer, "too many connections; this one is closed");
            continue;
        };
        let place = door.crowd.enter(peer.ip(), worker.most_of(peer.ip()));
        let Some(place) = place else {
            tracing::debug!(%peer, "too many connections of one visitor; this one is closed");
            continue;
        };
        let (worker, door) = (Arc::clone(&worker), door.clone());
        tracker.spawn(async move {
            connection(worker, stream, peer, door).await;
            drop((permit, place));
        });
    }
    drop(listener);
    let drain = worker.gateway.http.drain;
    tracker.close();
    worker.tunnels.close();
    let ended = timeout(drain, async {
        tracker.wait().await;
        worker.tunnels.wait().await;
    });
    if ended.await.is_err() {
        tracing::warn!("some connections did not end in time and are cut off");
    }
}

/// The next connection; nothing when the loop is to stop.
async fn next(listener: &TcpListener, door: &Door) -> Option<(TcpStream, SocketAddr)> {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = door.stop.cancelled() => return None,
        };
        match accepted {
            Ok(accepted) => return Some(accepted),
            // Out of descriptors, mostly: others will be given back.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(worker: Arc<Worker>, stream: TcpStream, peer: SocketAddr, door: Door) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let limits = worker.gateway.http.clone();
    let link = Arc::new(Link::new(worker, peer, door.tls.is_some()));
    let stream = Guarded::new(stream, limits.head, limits.write.clone());
    let Some(acceptor) = &door.tls else {
        return http1(link, stream, &limits, &door).await;
    };
    // What the kinds of connection need apart is not kept for all of them.
    Box::pin(secure(link, stream, acceptor, &door)).await;
}

async fn secure(link: Arc<Link>, stream: Guarded<TcpStream>, acceptor: &TlsAcceptor, door: &Door) {
    let peer = link.peer;
    let limits = link.worker.gateway.http.clone();
    match timeout(limits.handshake, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => {
            let stream = Guarded::new(stream, limits.head, limits.write.clone());
            if stream.get_ref().get_ref().1.alpn_protocol() == Some(b"h2") {
                Box::pin(http2(link, stream, &limits, &door.stop)).await;
            } else {
                Box::pin(http1(link, stream, &limits, door)).await;
            }
        }
        Ok(Err(error)) => tracing::debug!(%peer, %error, "a TLS handshake failed"),
        Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
    }
}

async fn http1<S>(link: Arc<Link>, stream: Guarded<S>, limits: &HttpLimits, door: &Door)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let pulse = Pulse::new();
    let stream = stream.between(Arc::clone(&pulse), limits.head, limits.idle);
    let mut stream = Strict::new(stream, link.peer, limits.head_bytes);
    let begun = tokio::select! {
        begun = stream.begun() => begun,
        () = door.stop.cancelled() => return,
    };
    if let Err(error) = begun {
        tracing::debug!(peer = %link.peer, %error, "a connection ended before it began");
        return;
    }
    let kept = || door.crowd.all() <= limits.connections_kept;
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_header_size(limits.head_bytes)
        .max_buf_size(limits.head_bytes)
        .max_headers(MAX_HEADERS)
        .serve_connection(
            TokioIo::new(stream),
            service_fn(|request| {
                let (answered, kept) = (answer(&link, pulse.begin(), request), &kept);
                async move {
                    let mut answered = answered.await;
                    if let Ok(response) = &mut answered
                        && !kept()
                        && response.status() != StatusCode::SWITCHING_PROTOCOLS
                    {
                        close(response.headers_mut());
                    }
                    answered
                }
            }),
        )
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    let outcome = tokio::select! {
        outcome = served.as_mut() => outcome,
        () = door.stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(peer = %link.peer, %error, "a connection ended early");
    }
}

async fn http2<S>(link: Arc<Link>, stream: S, limits: &HttpLimits, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let header_list = u32::try_from(limits.head_bytes).unwrap_or(u32::MAX);
    let pulse = Pulse::watching(limits.write.clone());
    let service = {
        let (link, pulse) = (Arc::clone(&link), Arc::clone(&pulse));
        service_fn(move |request| {
            let (link, beat) = (Arc::clone(&link), pulse.begin());
            async move { answer(&link, beat, request).await }
        })
    };
    let served = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_header_list_size(header_list)
        .max_concurrent_streams(MAX_STREAMS)
        .max_send_buf_size(SEND_BUFFER)
        // Whoever is in the middle of a frame or a head cannot answer a ping, so this is also what
        // limits how long those may take to arrive.
        .keep_alive_interval(limits.head)
        .keep_alive_timeout(limits.head / 2)
        .serve_connection(TokioIo::new(Metered::new(stream)), service);
    let mut served = std::pin::pin!(served);
    let mut look = tokio::time::interval(limits.write.limit().min(limits.idle));
    let mut ending = false;
    let outcome = loop {
        tokio::select! {
            outcome = served.as_mut() => break outcome,
            () = stop.cancelled(), if !ending => {
                ending = true;
                served.as_mut().graceful_shutdown();
            }
            () = pulse.is_abused() => {
                tracing::info!(peer = %link.peer, "a connection broke off too many requests and is cut");
                return;
            }
            _ = look.tick() => {
                let idle = pulse.is_idle(limits.idle);
                if pulse.is_stalled() || (idle && ending) {
                    tracing::debug!(peer = %link.peer, "a connection stood still and is cut");
                    return;
                }
                if idle {
                    ending = true;
                    served.as_mut().graceful_shutdown();
                }
            }
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(peer = %link.peer, %error, "a connection ended early");
    }
}

/// Where many connections are open, one that rests is not worth its memory.
fn close(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
}

/// A panic ends one request, and nobody else's.
async fn answer(
    link: &Link,
    beat: Beat,
    request: Request<hyper::body::Incoming>,
) -> Result<Response<Answer>, Infallible> {
    // hyper keeps room for this future while a connection is idle: in a box it is none.
    let handled = Box::pin(link.handle(request));
    let answered = AssertUnwindSafe(handled).catch_unwind().await;
    let answered = answered.unwrap_or_else(|_| {
        tracing::error!("a request panicked");
        plain(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.\n")
    });
    Ok(beat.answer(answered))
}

const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
const MAX_HEADERS: usize = 100;
const MAX_STREAMS: u32 = 100;
const SEND_BUFFER: usize = 256 * 1024;
