//! The browser's request body, with a limit on how long it may pause, and how slow it may be.

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use thiserror::Error;
use tokio::time::{Instant, Sleep};

use super::allowance::Allowance;
use super::body::BodyError;

/// The browser paused for too long in the middle of a body, or sent too little in too long a time.
#[derive(Debug, Error)]
#[error("the request's body came too slowly")]
pub struct BodyTimeout;

/// Why a body could not be read as a whole.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The browser broke it off, or paused for too long.
    #[error("the request's body broke off: {0}")]
    Broken(BodyError),
    /// It is longer than allowed.
    #[error("the request's body is too long")]
    TooLong,
}

/// The browser's request body.
#[derive(Debug)]
pub struct Incoming {
    body: hyper::body::Incoming,
    allowance: Allowance,
    timer: Option<Pin<Box<Sleep>>>,
    moved: Option<Arc<AtomicBool>>,
}

impl Incoming {
    /// A body that may keep us waiting as long as `allowance` says.
    #[must_use]
    pub const fn new(body: hyper::body::Incoming, allowance: Allowance) -> Self {
        Self {
            body,
            allowance,
            timer: None,
            moved: None,
        }
    }

    /// A flag that is raised whenever a part of the body has been read.
    pub fn watch(&mut self) -> Arc<AtomicBool> {
        Arc::clone(self.moved.get_or_insert_default())
    }

    /// Reads the whole body, of at most `limit` bytes.
    ///
    /// # Errors
    /// When it is longer, or breaks off.
    pub async fn read(self, limit: usize) -> Result<Bytes, ReadError> {
        match Limited::new(self, limit).collect().await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(ReadError::TooLong),
            Err(error) => Err(ReadError::Broken(error)),
        }
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            // Trailers are not merged into anything (RFC 9110 §6.5.1): they end here.
            this.timer = None;
            let data = |frame: &Option<Result<Frame<Bytes>, _>>| match frame {
                Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
                Some(Err(_)) | None => 0,
            };
            this.allowance.moved(Instant::now(), data(&frame));
            if let Some(moved) = &this.moved {
                moved.store(true, Ordering::Relaxed);
            }
            let frame = frame.map(|frame| frame.map_err(Into::into));
            return Poll::Ready(frame.filter(|frame| !matches!(frame, Ok(f) if f.is_trailers())));
        }
        // Armed only while the browser pauses.
        let until = this.allowance.wait(Instant::now());
        let deadline = || Box::pin(tokio::time::sleep_until(until));
        match this.timer.get_or_insert_with(deadline).as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(BodyTimeout.into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
