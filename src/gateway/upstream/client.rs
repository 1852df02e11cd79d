//! The client for one webmail in one worker: a small pool, and one retry where it is safe.

use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{Method, Request, Response, Version};
use hyper::body::Incoming;
use thiserror::Error;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;

use super::connection::{Connection, SendFailure};
use super::{Origin, Stream, TlsTrust, UpstreamBody};
use crate::gateway::body::{BodyError, RequestBody};

/// How long the webmail may take, and how many idle connections are kept to it.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// To accept a connection, TLS included.
    pub connect: Duration,
    /// To begin its answer, after the last of the request was sent.
    pub head: Duration,
    /// Between two parts of its answer.
    pub pause: Duration,
    /// How long a connection is kept idle: less than the webmail itself keeps it.
    pub idle: Duration,
    /// How many idle connections a worker keeps.
    pub pool: usize,
}

/// Why the webmail gave no answer.
#[derive(Debug, Error)]
pub enum UpstreamError {
    /// Nothing listens there, or it is not who it should be.
    #[error("the webmail cannot be reached: {0}")]
    Connect(std::io::Error),
    /// It took too long.
    #[error("the webmail did not answer in time")]
    Timeout,
    /// What it sent is not HTTP, or it broke off.
    #[error("the webmail's answer could not be read: {0}")]
    Protocol(hyper::Error),
    /// The request's own body broke off on its way through.
    #[error("the request broke off: {0}")]
    Request(BodyError),
}

/// Sends requests to one webmail.
pub struct Client {
    origin: Origin,
    tls: Option<TlsConnector>,
    timeouts: Timeouts,
    pool: Arc<Pool>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// Idle connections, the one used last on top.
#[derive(Debug)]
pub(super) struct Pool {
    idle: Mutex<Vec<Connection>>,
    size: usize,
    age: Duration,
}

impl Client {
    /// A client for `origin`; `trust` is asked where it speaks TLS.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(
        origin: Origin,
        trust: &TlsTrust,
        timeouts: Timeouts,
    ) -> Result<Self, rustls::Error> {
        let tls = if origin.tls {
            let config = rustls::ClientConfig::builder()
                .with_root_certificates(Arc::clone(trust))
                .with_no_client_auth();
            Some(TlsConnector::from(Arc::new(config)))
        } else {
            None
        };
        let pool = Arc::new(Pool {
            idle: Mutex::new(Vec::new()),
            size: timeouts.pool,
            age: timeouts.idle,
        });
        Ok(Self {
            origin,
            tls,
            timeouts,
            pool,
        })
    }

    /// Sends `request` (its URI in origin-form) and gives the answer as it begins.
    ///
    /// # Errors
    /// When there is none. What is not idempotent is never sent twice (RFC 9110 §9.2.2).
    pub async fn send(
        &self,
        mut request: Request<RequestBody>,
    ) -> Result<Response<UpstreamBody>, UpstreamError> {
        *request.version_mut() = Version::HTTP_11;
        while let Some(mut connection) = self.pool.take() {
            let again = repeatable(&request, connection.idle_since);
            match self.exchange(&mut connection, request).await? {
                Ok(response) => return Ok(self.answer(response, connection)),
                // The webmail closed the connection while it was idle.
                Err(failure) => match (failure.unsent, again) {
                    (Some(unsent), _) => request = unsent,
                    // Once, and not on another connection that may be just as old.
                    (None, Some(again)) => {
                        request = again;
                        break;
                    }
                    (None, None) => return Err(reason(failure.error)),
                },
            }
        }
        let mut connection = self.connect().await?;
        match self.exchange(&mut connection, request).await? {
            Ok(response) => Ok(self.answer(response, connection)),
            Err(failure) => Err(reason(failure.error)),
        }
    }

    /// Sends a request that may leave HTTP, on a connection of its own.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send_upgrade(
        &self,
        mut request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, UpstreamError> {
        *request.version_mut() = Version::HTTP_11;
        let connection = self.connect().await?;
        timeout(self.timeouts.head, connection.send_upgrade(request))
            .await
            .map_err(|_| UpstreamError::Timeout)?
            .map_err(|failure| reason(failure.error))
    }

    /// The body of an answer that was not driven inline.
    #[must_use]
    pub fn detached(&self, incoming: Incoming) -> UpstreamBody {
        UpstreamBody::new(incoming, None, Arc::clone(&self.pool), self.timeouts.pause)
    }

    async fn exchange(
        &self,
        connection: &mut Connection,
        mut request: Request<RequestBody>,
    ) -> Result<Result<Response<Incoming>, SendFailure>, UpstreamError> {
        let moved = request.body_mut().watch();
        let mut answer = pin!(connection.send(request));
        loop {
            match timeout(self.timeouts.head, answer.as_mut()).await {
                Ok(answer) => return Ok(answer),
                // An upload takes as long as it moves.
                Err(_)
                    if moved
                        .as_ref()
                        .is_some_and(|m| m.swap(false, Ordering::Relaxed)) => {}
                Err(_) => return Err(UpstreamError::Timeout),
            }
        }
    }

    fn answer(
        &self,
        response: Response<Incoming>,
        connection: Connection,
    ) -> Response<UpstreamBody> {
        response.map(|incoming| {
            let pool = Arc::clone(&self.pool);
            UpstreamBody::new(incoming, Some(connection), pool, self.timeouts.pause)
        })
    }

    async fn connect(&self) -> Result<Connection, UpstreamError> {
        let stream = timeout(
            self.timeouts.connect,
            Stream::connect(&self.origin, self.tls.as_ref()),
        )
        .await
        .map_err(|_| UpstreamError::Timeout)?
        .map_err(UpstreamError::Connect)?;
        Connection::open(stream)
            .await
            .map_err(UpstreamError::Protocol)
    }
}

impl Pool {
    /// A connection that is still good, the one used last first.
    fn take(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut connection) = idle.pop() {
            if connection.idle_since.elapsed() >= self.age {
                // All below are older still.
                idle.clear();
                return None;
            }
            if connection.is_ready() {
                return Some(connection);
            }
        }
        None
    }

    pub(super) fn put(&self, mut connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.size {
            connection.idle_since = Instant::now();
            idle.push(connection);
        }
    }
}

/// Whether it was the webmail or the browser that broke off.
fn reason(error: hyper::Error) -> UpstreamError {
    if error.is_user() {
        UpstreamError::Request(error.into())
    } else {
        UpstreamError::Protocol(error)
    }
}

/// A copy of a request that may be sent again, where the connection has been idle for long enough
/// that the webmail may just be closing it.
fn repeatable(request: &Request<RequestBody>, idle_since: Instant) -> Option<Request<RequestBody>> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let bodiless = matches!(request.body(), RequestBody::Empty);
    if !safe || !bodiless || idle_since.elapsed() < FRESH {
        return None;
    }
    let mut copy = Request::new(RequestBody::Empty);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}

const FRESH: Duration = Duration::from_millis(500);
