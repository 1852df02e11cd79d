//! One HTTP/1.1 connection to the webmail, driven by its user.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::Instant;

use super::Stream;
use crate::gateway::body::RequestBody;

/// A connection, and the handle to send on it.
#[derive(Debug)]
pub(super) struct Connection {
    sender: http1::SendRequest<RequestBody>,
    /// Nothing when it has ended: a future must not be polled after that.
    io: Option<http1::Connection<TokioIo<Stream>, RequestBody>>,
    /// When it was last given back to the pool.
    pub(super) idle_since: Instant,
}

/// A request that got no response.
#[derive(Debug)]
pub(super) struct SendFailure {
    pub(super) error: hyper::Error,
    /// The request itself, when nothing of it was written.
    pub(super) unsent: Option<Request<RequestBody>>,
}

impl Connection {
    pub(super) async fn open(stream: Stream) -> Result<Self, hyper::Error> {
        let (sender, io) = http1::Builder::new()
            .max_header_size(MAX_HEAD)
            // What a slow reader makes wait in memory: hyper would read four hundred KiB ahead.
            .max_buf_size(MAX_HEAD)
            .max_headers(MAX_HEADERS)
            .handshake(TokioIo::new(stream))
            .await?;
        Ok(Self {
            sender,
            io: Some(io),
            idle_since: Instant::now(),
        })
    }

    /// Sends `request` and drives the connection until the response's head is there.
    pub(super) async fn send(
        &mut self,
        request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, SendFailure> {
        let mut response = pin!(self.sender.try_send_request(request));
        let io = &mut self.io;
        poll_fn(|cx| {
            drive(io, cx);
            response.as_mut().poll(cx)
        })
        .await
        .map_err(|mut failure| SendFailure {
            unsent: failure.take_message(),
            error: failure.into_error(),
        })
    }

    /// Lets the connection read and write what it can.
    pub(super) fn drive(&mut self, cx: &mut Context<'_>) {
        drive(&mut self.io, cx);
    }

    /// Whether the next request may be sent on it.
    pub(super) fn is_ready(&mut self) -> bool {
        // Nobody waits for an idle connection: what it has to say is read when it is wanted.
        let mut cx = Context::from_waker(Waker::noop());
        drive(&mut self.io, &mut cx);
        self.io.is_some() && self.sender.is_ready()
    }

    /// The connection for a request that may leave HTTP, in a task of its own.
    pub(super) async fn send_upgrade(
        self,
        request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, SendFailure> {
        let Self { mut sender, io, .. } = self;
        if let Some(io) = io {
            tokio::spawn(async move {
                if let Err(error) = io.with_upgrades().await {
                    tracing::debug!(%error, "the connection for an upgrade ended");
                }
            });
        }
        sender
            .try_send_request(request)
            .await
            .map_err(|mut failure| SendFailure {
                unsent: failure.take_message(),
                error: failure.into_error(),
            })
    }
}

fn drive(io: &mut Option<http1::Connection<TokioIo<Stream>, RequestBody>>, cx: &mut Context<'_>) {
    let ended = match io {
        Some(connection) => match Pin::new(connection).poll(cx) {
            Poll::Pending => false,
            Poll::Ready(outcome) => {
                if let Err(error) = outcome {
                    tracing::debug!(%error, "an upstream connection ended");
                }
                true
            }
        },
        None => false,
    };
    if ended {
        *io = None;
    }
}

/// SOGo answers with cookies of 4 KiB and more.
const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 200;
