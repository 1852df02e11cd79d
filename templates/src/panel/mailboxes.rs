//! Finding a mailbox.

use maud::{Markup, html};

use super::field::Field;
use super::layout::{PanelFrame, Section, page};
use super::list::{pager, table};
use crate::i18n::{PanelPhrase as P, Phrase};
use crate::moment::moment;

/// What the search shows.
#[derive(Clone, Debug, Default)]
pub struct Mailboxes {
    /// What was searched for.
    pub asked: String,
    /// What was found; nothing before something was asked.
    pub lines: Option<Vec<MailboxLine>>,
    /// The address of the search's beginning, where this is not it.
    pub first: Option<String>,
    /// The address of the next part.
    pub next: Option<String>,
    /// An address that is whole: it can be opened although it has not been seen.
    pub whole: Option<String>,
}

/// A mailbox that was found.
#[derive(Clone, Debug)]
pub struct MailboxLine {
    /// Its address.
    pub address: String,
    /// The kinds of its authenticators, by their names in the API.
    pub factors: Vec<String>,
    /// When it was last seen.
    pub seen: Option<String>,
}

/// The page.
#[must_use]
pub fn mailboxes(panel: &PanelFrame<'_>, model: &Mailboxes) -> Markup {
    let rows = model.lines.iter().flatten().map(|line| row(panel, line));
    let rows: Vec<Markup> = rows.collect();
    let body = html! {
        p.lead { (panel.text(P::MailboxesLead)) }
        div.tools {
            form.line method="get" action=(panel.frame.address("mailboxes")) role="search" {
                (Field::line(panel, "q", P::MailboxAddress).value(&model.asked))
                button.primary type="submit" { (panel.text(P::Search)) }
            }
        }
        @if model.lines.is_some() {
            (table(panel, P::MailboxesTitle, &[P::MailboxAddress, P::MailboxFactor, P::MailboxSeen], &rows))
            (pager(panel, model.first.as_deref(), model.next.as_deref()))
        }
        @if let Some(address) = &model.whole {
            p {
                (panel.text(P::MailboxUnknown)) " "
                a href=(panel.frame.address(&format!("mailboxes/{}", segment(address)))) {
                    (panel.text(P::MailboxOpen)) " " bdi { (address) }
                }
            }
        }
    };
    page(
        panel,
        Section::Mailboxes,
        &panel.text(P::MailboxesTitle),
        &body,
    )
}

fn row(panel: &PanelFrame<'_>, line: &MailboxLine) -> Markup {
    html! {
        td {
            a href=(panel.frame.address(&format!("mailboxes/{}", segment(&line.address)))) {
                bdi { (line.address) }
            }
        }
        td {
            @if line.factors.is_empty() {
                span.soft { (panel.text(P::StateOff)) }
            } @else {
                @for (place, kind) in line.factors.iter().enumerate() {
                    @if place > 0 { ", " }
                    (panel.text(factor(kind)))
                }
            }
        }
        td {
            @match &line.seen {
                Some(at) => { (moment(at)) }
                None => { span.soft { (panel.text(P::Never)) } }
            }
        }
    }
}

/// What a kind of authenticator is called.
pub(super) fn factor(kind: &str) -> Phrase {
    match kind {
        "sms" => Phrase::TextMessage,
        _ => Phrase::AuthenticatorApp,
    }
}

/// An address as one segment of a path (RFC 3986 §3.3).
pub(super) fn segment(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_segment() {
        assert_eq!(segment("a/b?c#d@x.test"), "a%2Fb%3Fc%23d@x.test");
        assert_eq!(segment("ü"), "%C3%BC");
    }
}
