//! Mails that tell a mailbox of a change. They hold no secret and no link.

mod html;
mod kind;
mod text;

pub use kind::NoticeKind;

use crate::i18n::{Locale, Phrase, Value};
use crate::moment::readable;

/// A change that a mailbox is told of.
#[derive(Clone, Copy, Debug)]
pub struct NoticeMail<'a> {
    /// The mailbox.
    pub subject: &'a str,
    /// What has changed.
    pub kind: NoticeKind<'a>,
    /// When (RFC 3339, UTC).
    pub at: &'a str,
    /// The address from which it was done, if it was done over the web.
    pub address: Option<&'a str>,
    /// The browser in which it was done, such as `Firefox, Linux`.
    pub browser: Option<&'a str>,
    /// How to reach the administrator.
    pub contact: Option<&'a str>,
}

/// A mail: one line of subject, and the same words twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    /// The subject, in one line.
    pub subject: String,
    /// The body as plain text; its lines end in a line feed.
    pub text: String,
    /// The body as HTML.
    pub html: String,
}

impl NoticeMail<'static> {
    /// The mail as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            kind: NoticeKind::RecoveryRegenerated,
            at: "2026-11-24T07:58:00Z",
            address: Some("203.0.113.7"),
            browser: Some("Firefox, Linux"),
            contact: Some("Help desk, room 12\n+49 30 555 0123, helpdesk@example.com"),
        };
        let unknown = Self {
            address: None,
            browser: None,
            contact: None,
            ..plain
        };
        NoticeKind::SAMPLES
            .iter()
            .map(|(name, kind)| {
                let kind = *kind;
                (format!("mail-{name}"), Self { kind, ..plain })
            })
            .chain(std::iter::once(("mail-unknown".to_owned(), unknown)))
            .collect()
    }
}

/// The mail in this language, from the webmail at `host`.
#[must_use]
pub fn mail(locale: Locale, host: &str, notice: &NoticeMail<'_>) -> RenderedMail {
    let title = locale.text(notice.kind.title());
    let subject = [("host", Value::Text(host)), ("title", Value::Text(&title))];
    let subject = locale.text_with(Phrase::MailSubject, &subject);
    let letter = Letter {
        locale,
        lead: notice.kind.lead(locale),
        facts: facts(locale, host, notice),
        not_you: locale.text(notice.kind.not_you()),
        contact: notice.contact,
        title,
    };
    RenderedMail {
        subject: one_line(&subject),
        text: text::render(&letter),
        html: html::render(&letter).into_string(),
    }
}

/// What a mail says, before it is set as text or as HTML.
struct Letter<'a> {
    locale: Locale,
    title: String,
    lead: String,
    /// Names and values.
    facts: Vec<(String, String)>,
    not_you: String,
    contact: Option<&'a str>,
}

fn facts(locale: Locale, host: &str, notice: &NoticeMail<'_>) -> Vec<(String, String)> {
    let known = |value: Option<&str>| match value {
        Some(value) => one_line(value),
        None => locale.text(Phrase::MailUnknown),
    };
    [
        (Phrase::MailMailbox, one_line(notice.subject)),
        (Phrase::MailSite, one_line(host)),
        (Phrase::MailTime, one_line(&readable(notice.at))),
        (Phrase::MailAddress, known(notice.address)),
        (Phrase::MailBrowser, known(notice.browser)),
    ]
    .into_iter()
    .map(|(name, value)| (locale.text(name), value))
    .collect()
}

/// A subject is a header and a fact is a line: neither may start another one.
fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(one_line("a\r\nBcc: b\u{0}c"), "a Bcc: b c");
        assert_eq!(one_line("Firefox, Linux"), "Firefox, Linux");
    }
}
