//! A page of the webmail with one element more, rewritten as it streams through.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;
use lol_html::html_content::ContentType;
use lol_html::send::{Element, HtmlRewriter, Settings};
use lol_html::{ElementContentHandlers, MemorySettings, OutputSink, Selector};

use crate::gateway::body::BodyError;
use crate::gateway::upstream::UpstreamBody;

/// A page with one element more.
pub struct RewrittenBody {
    page: UpstreamBody,
    /// Nothing when the page has ended, or could not be rewritten any further.
    rewriter: Option<HtmlRewriter<'static, Output>>,
    output: Output,
    /// Whether the rest of the page passes as it is.
    passing: bool,
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
        let Ok(selector) = selector.parse::<Selector>() else {
            return Err(Box::new(page));
        };
        let mut html = Some(html);
        let append = move |element: &mut Element<'_, '_>| {
            if let Some(html) = html.take() {
                element.append(&html, ContentType::Html);
            }
            Ok(())
        };
        let memory = MemorySettings::new()
            .with_max_allowed_memory_usage(MAX_MEMORY)
            .with_graceful_bail_out_on_memory_limit_exceeded(true);
        let handlers = ElementContentHandlers::default().element(append);
        let settings = Settings::new_send()
            .with_memory_settings(memory)
            .with_strict(false)
            .append_element_content_handler((Cow::Owned(selector), handlers));
        let output = Output::default();
        Ok(Self {
            page,
            rewriter: Some(HtmlRewriter::new(settings, output.clone())),
            output,
            passing: false,
        })
    }

    /// After an error the rewriter must not be used again: the rest passes as it is.
    fn write(&mut self, data: Bytes) {
        if self.passing {
            self.output.push(data);
        } else if let Some(rewriter) = &mut self.rewriter
            && let Err(error) = rewriter.write(&data)
        {
            tracing::warn!(%error, "a settings page could not be rewritten to its end");
            self.rewriter = None;
            self.passing = true;
        }
    }

    fn end(&mut self) {
        self.passing = false;
        if let Some(rewriter) = self.rewriter.take()
            && let Err(error) = rewriter.end()
        {
            tracing::warn!(%error, "a settings page could not be rewritten to its end");
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
            if let Some(bytes) = this.output.pop() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            if this.rewriter.is_none() && !this.passing {
                return Poll::Ready(None);
            }
            match Pin::new(&mut this.page).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        this.write(data);
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => this.end(),
            }
        }
    }
}

impl fmt::Debug for RewrittenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RewrittenBody").finish_non_exhaustive()
    }
}

/// Where the rewriter writes to, and the body reads from.
#[derive(Debug, Clone, Default)]
struct Output(Arc<Mutex<VecDeque<Bytes>>>);

impl Output {
    fn push(&self, bytes: Bytes) {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(bytes);
    }

    fn pop(&self) -> Option<Bytes> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.pop_front()
    }
}

impl OutputSink for Output {
    fn handle_chunk(&mut self, chunk: &[u8]) {
        if !chunk.is_empty() {
            self.push(Bytes::copy_from_slice(chunk));
        }
    }
}

const MAX_MEMORY: usize = 1024 * 1024;
