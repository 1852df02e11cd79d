//! The webmail's settings page as it streams to the browser, with our entry in it.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;

use super::rewriter::Rewriter;
use crate::gateway::body::BodyError;
use crate::gateway::upstream::UpstreamBody;

/// A page with one element more.
#[derive(Debug)]
pub struct RewrittenBody {
    page: UpstreamBody,
    rewriter: Rewriter,
}

impl RewrittenBody {
    /// Appends `html` to the first element that `selector` finds in `page`.
    ///
    /// # Errors
    /// The page itself, when that is not a selector.
    pub fn new(
        page: UpstreamBody,
        selector: &str,
        html: String,
    ) -> Result<Self, Box<UpstreamBody>> {
        match Rewriter::new(selector, html) {
            Some(rewriter) => Ok(Self { page, rewriter }),
            None => Err(Box::new(page)),
        }
    }
}

impl http_body::Body for RewrittenBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        loop {
            if let Some(bytes) = this.rewriter.take() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            if this.rewriter.has_ended() {
                return Poll::Ready(None);
            }
            match Pin::new(&mut this.page).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        this.rewriter.write(data);
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => this.rewriter.end(),
            }
        }
    }
}
