//! The webmail's response body, which drives its connection while it is read.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use thiserror::Error;
use tokio::time::{Instant, Sleep};

use super::client::Pool;
use super::connection::Connection;
use crate::gateway::body::BodyError;

/// The webmail's response body. Its connection goes back to the pool when the body has been read.
#[derive(Debug)]
pub struct UpstreamBody {
    incoming: Incoming,
    /// Whether the end has been read: of a chunked body `incoming` does not say so.
    ended: bool,
    connection: Option<Connection>,
    pool: Arc<Pool>,
    pause: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

/// The webmail paused for too long in the middle of a body.
#[derive(Debug, Error)]
#[error("the webmail's answer paused for too long")]
struct AnswerTimeout;

impl UpstreamBody {
    pub(super) fn new(
        incoming: Incoming,
        connection: Option<Connection>,
        pool: Arc<Pool>,
        pause: Duration,
    ) -> Self {
        let mut body = Self {
            incoming,
            ended: false,
            connection,
            pool,
            pause,
            timer: None,
        };
        // A response without a body may never be polled.
        body.give_back();
        body
    }

    fn give_back(&mut self) {
        if !self.is_end_stream() {
            return;
        }
        if let Some(mut connection) = self.connection.take() {
            if connection.is_ready() {
                self.pool.put(connection);
            } else {
                self.connection = Some(connection);
            }
        }
    }
}

impl http_body::Body for UpstreamBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        // Twice: asking for a frame is what tells the connection to read the next one.
        for _ in 0..2 {
            if let Some(connection) = &mut this.connection {
                connection.drive(cx);
            }
            if let Poll::Ready(frame) = Pin::new(&mut this.incoming).poll_frame(cx) {
                this.timer = None;
                this.ended = frame.is_none();
                this.give_back();
                return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
            }
        }
        let deadline = || Box::pin(tokio::time::sleep_until(Instant::now() + this.pause));
        match this.timer.get_or_insert_with(deadline).as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(AnswerTimeout.into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

impl Drop for UpstreamBody {
    fn drop(&mut self) {
        self.give_back();
    }
}
