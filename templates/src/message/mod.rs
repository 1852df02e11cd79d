//! A page that is one message: what happened and how to go on.

mod kind;

pub use kind::MessageKind;

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::{Phrase, wait_text};
use crate::{layout, link};

/// What a page that is one message shows.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// What happened.
    pub kind: MessageKind,
    /// Where the way on leads; the kind chooses its words.
    pub href: Option<&'a str>,
    /// What the request is called in the logs.
    pub request_id: Option<&'a str>,
}

impl Message<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let bare = Self {
            kind: MessageKind::NotFound,
            href: None,
            request_id: None,
        };
        MessageKind::SAMPLES
            .iter()
            .map(|(name, kind)| {
                let full = Self {
                    kind: *kind,
                    href: Some("/"),
                    request_id: Some("6f1c4e0a93b72d58"),
                };
                (format!("message-{name}"), full)
            })
            .chain(std::iter::once(("message-bare".to_owned(), bare)))
            .collect()
    }
}

/// The page.
#[must_use]
pub fn message(frame: &Frame<'_>, message: &Message<'_>) -> Markup {
    let words = message.kind.words();
    let body = html! {
        p.lead {
            (frame.text(words.help))
            @if let Some(seconds) = message.kind.wait() {
                " " (wait_text(frame.locale, seconds))
            }
        }
        @if let Some(href) = message.href {
            a.primary href=(link::web(href)) { (frame.text(words.way_on)) }
        }
        @if let Some(id) = message.request_id {
            p.request-id {
                (frame.text(Phrase::RequestId)) " "
                code dir="ltr" { (id) }
            }
        }
    };
    layout::page(frame, &frame.text(words.title), &body)
}
