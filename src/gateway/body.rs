//! The bodies that pass through: requests to the webmail, and answers to the browser.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::incoming::Incoming;
use super::proxy::RewrittenBody;
use super::upstream::UpstreamBody;

/// Whatever broke a body off.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request to the webmail.
#[derive(Debug)]
pub enum RequestBody {
    /// None.
    Empty,
    /// Made by Vestibule.
    Full(Option<Bytes>),
    /// The browser's, as it arrives.
    Streamed(Incoming),
}

impl RequestBody {
    /// A flag that is raised whenever a part of the browser's body has passed.
    pub fn watch(&mut self) -> Option<Arc<AtomicBool>> {
        match self {
            Self::Streamed(incoming) => Some(incoming.watch()),
            Self::Empty | Self::Full(_) => None,
        }
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            Self::Empty => Poll::Ready(None),
            Self::Full(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Streamed(incoming) => Pin::new(incoming).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Full(bytes) => bytes.is_none(),
            Self::Streamed(incoming) => incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Empty => SizeHint::with_exact(0),
            Self::Full(bytes) => exact(bytes.as_ref()),
            Self::Streamed(incoming) => incoming.size_hint(),
        }
    }
}

/// The body of an answer to the browser.
#[derive(Debug)]
pub enum Body {
    /// Of the portal's pages.
    Page(axum::body::Body),
    /// Made by Vestibule.
    Full(Option<Bytes>),
    /// The webmail's settings page with our entry in it.
    Rewritten(Box<RewrittenBody>),
    /// The webmail's, as it arrives.
    Upstream(Box<UpstreamBody>),
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self::Full(None)
    }

    /// A body of `bytes`.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        Self::Full(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            Self::Full(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Page(page) => Pin::new(page).poll_frame(cx).map_err(Into::into),
            Self::Rewritten(body) => Pin::new(body.as_mut()).poll_frame(cx),
            Self::Upstream(body) => Pin::new(body.as_mut()).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Full(bytes) => bytes.is_none(),
            Self::Page(page) => page.is_end_stream(),
            Self::Rewritten(_) => false,
            Self::Upstream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Full(bytes) => exact(bytes.as_ref()),
            Self::Page(page) => page.size_hint(),
            Self::Rewritten(_) => SizeHint::default(),
            Self::Upstream(body) => body.size_hint(),
        }
    }
}

fn exact(bytes: Option<&Bytes>) -> SizeHint {
    SizeHint::with_exact(bytes.map_or(0, |bytes| bytes.len() as u64))
}
