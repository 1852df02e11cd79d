//! Answers that are made while they are sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

/// What a download is made of.
static BLOCK: [u8; 64 << 10] = [b'.'; 64 << 10];

/// A body of so many bytes, which takes no memory whatever its length.
pub(super) struct Filler {
    left: u64,
}

impl Filler {
    /// A body of `length` bytes.
    pub(super) fn new(length: u64) -> Self {
        Self { left: length }
    }
}

impl Body for Filler {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX);
        let block = BLOCK.get(..wanted).unwrap_or(&BLOCK);
        if block.is_empty() {
            return Poll::Ready(None);
        }
        self.left = self.left.saturating_sub(block.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(block)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A body whose parts another task sends.
pub(super) struct Relay(pub(super) mpsc::Receiver<Bytes>);

impl Body for Relay {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let part = self.0.poll_recv(context);
        part.map(|part| part.map(|bytes| Ok(Frame::data(bytes))))
    }
}
