//! A page of the webmail with one element more, rewritten as it streams through.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use lol_html::html_content::ContentType;
use lol_html::send::{Element, HtmlRewriter, Settings};
use lol_html::{ElementContentHandlers, MemorySettings, OutputSink, Selector};

/// Appends some HTML to the first element of a page that a selector finds. All else passes as it
/// is, byte for byte, however the page is cut into parts.
pub struct Rewriter {
    /// Nothing when the page has ended, or could not be rewritten any further.
    rewriter: Option<HtmlRewriter<'static, Output>>,
    output: Output,
    /// Whether the rest of the page passes as it is.
    passing: bool,
}

impl Rewriter {
    /// Appends `html` to the first element that `selector` finds; nothing where that is not a
    /// selector.
    #[must_use]
    pub fn new(selector: &str, html: String) -> Option<Self> {
        let selector = selector.parse::<Selector>().ok()?;
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
        Some(Self {
            rewriter: Some(HtmlRewriter::new(settings, output.clone())),
            output,
            passing: false,
        })
    }

    /// Reads the next part of the page. After an error the rewriter must not be used again: the
    /// rest passes as it is.
    pub fn write(&mut self, data: Bytes) {
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

    /// The page has ended.
    pub fn end(&mut self) {
        self.passing = false;
        if let Some(rewriter) = self.rewriter.take()
            && let Err(error) = rewriter.end()
        {
            tracing::warn!(%error, "a settings page could not be rewritten to its end");
        }
    }

    /// The next part of the page as the browser gets it, where there is one yet.
    pub fn take(&mut self) -> Option<Bytes> {
        self.output.pop()
    }

    /// Whether there is nothing more to read of the page.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.rewriter.is_none() && !self.passing
    }
}

impl fmt::Debug for Rewriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rewriter").finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "<li>entry</li>";

    fn rewritten(page: &str, size: usize) -> String {
        let mut rewriter = Rewriter::new("ul#menu", ENTRY.to_owned()).unwrap();
        let mut read = Vec::new();
        for part in page.as_bytes().chunks(size) {
            rewriter.write(Bytes::copy_from_slice(part));
            while let Some(bytes) = rewriter.take() {
                read.extend_from_slice(&bytes);
            }
        }
        rewriter.end();
        while let Some(bytes) = rewriter.take() {
            read.extend_from_slice(&bytes);
        }
        assert!(rewriter.has_ended());
        String::from_utf8(read).unwrap()
    }

    #[test]
    fn the_first_element_gets_the_entry_however_the_page_is_cut() {
        let page = "<ul id=menu><li>a</li></ul><ul id=menu></ul>";
        let expected = "<ul id=menu><li>a</li><li>entry</li></ul><ul id=menu></ul>";
        for size in [1, 2, 7, 1000] {
            assert_eq!(rewritten(page, size), expected, "{size}");
        }
    }

    #[test]
    fn a_page_that_takes_too_much_memory_passes_as_it_is() {
        let tag = format!("<p a=\"{}\">", "x".repeat(3 * MAX_MEMORY));
        let page = format!("<html>{tag}<ul id=menu></ul>é</html>");
        for size in [64 * 1024, MAX_MEMORY / 2, page.len()] {
            let read = rewritten(&page, size).replace(ENTRY, "");
            assert!(read == page, "{} of {} bytes", read.len(), page.len());
        }
    }

    #[test]
    fn what_is_no_selector_rewrites_nothing() {
        assert!(Rewriter::new("ul[", String::new()).is_none());
    }
}
