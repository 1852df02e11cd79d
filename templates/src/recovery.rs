//! The recovery codes, shown once.

use maud::{Markup, html};

use crate::account::account;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::progress::{Progress, progress};
use crate::{layout, link};

/// What the page with the recovery codes shows.
#[derive(Clone, Copy)]
pub struct RecoveryCodes<'a> {
    /// The mailbox that they open.
    pub subject: &'a str,
    /// What shows that the form came from this page.
    pub form_token: &'a str,
    /// The codes.
    pub codes: &'a [&'a str],
    /// Whether they replace earlier ones.
    pub replaced: bool,
    /// Where the codes can be downloaded as a file; without it, the script makes the file.
    pub download_href: Option<&'a str>,
    /// How far the set-up has come.
    pub progress: Option<Progress>,
}

impl RecoveryCodes<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let first = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            codes: &[
                "K7QM-2XRD-9TWB-HC4N",
                "PV3J-8NGE-5MKA-Z6YS",
                "D2TR-W9CX-7HQF-4BJM",
                "Y6SN-3KVE-A8PG-T5RD",
                "B4HW-M7QZ-2JXC-9NKV",
                "G8YF-5TDP-R3SA-K6EM",
                "X9CJ-4BNR-V7WH-2QTG",
                "S5KE-Z8MD-3FYP-7HXB",
                "N3VA-6RGT-K9JW-5CQS",
                "T7PX-9HFM-4DZE-8YKN",
            ],
            replaced: false,
            download_href: None,
            progress: Progress::THIRD_SAMPLE,
        };
        let replaced = Self {
            replaced: true,
            download_href: Some("/mfa/recovery/download"),
            progress: None,
            ..first
        };
        vec![
            ("recovery".to_owned(), first),
            ("recovery-replaced".to_owned(), replaced),
        ]
    }
}

/// The page with the recovery codes. It posts `form_token`, `action=saved` and `saved=yes` to
/// `recovery`.
#[must_use]
pub fn recovery_codes(frame: &Frame<'_>, recovery: &RecoveryCodes<'_>) -> Markup {
    let lead = if recovery.replaced {
        Phrase::RecoveryLeadReplaced
    } else {
        Phrase::RecoveryLead
    };
    let body = html! {
        p.lead { (frame.text(lead)) }
        (progress(frame, recovery.progress))
        (account(frame, Phrase::SignedInAs, recovery.subject))
        ol.codes #codes dir="ltr" aria-label=(frame.text(Phrase::RecoveryCodes)) {
            @for code in recovery.codes { li { code { (code) } } }
        }
        (ways_to_keep(frame, recovery))
        p.soft { (frame.text(Phrase::RecoveryKeep)) }
        (form(frame, "recovery", recovery.form_token, &saved(frame)))
    };
    layout::page(frame, &frame.text(Phrase::RecoveryTitle), &body)
}

/// What keeps the codes. All but a link needs the script, which shows the buttons.
fn ways_to_keep(frame: &Frame<'_>, recovery: &RecoveryCodes<'_>) -> Markup {
    let copied = frame.text(Phrase::Copied);
    html! {
        div.keep {
            button.secondary type="button" hidden data-copy="codes" data-copied=(copied) {
                (frame.text(Phrase::Copy))
            }
            @if let Some(href) = recovery.download_href {
                a.secondary href=(link::web(href)) download=(FILE) {
                    (frame.text(Phrase::RecoveryDownload))
                }
            } @else {
                button.secondary type="button" hidden data-download="codes" data-file=(FILE) {
                    (frame.text(Phrase::RecoveryDownload))
                }
            }
            button.secondary type="button" hidden data-print {
                (frame.text(Phrase::RecoveryPrint))
            }
        }
    }
}

fn saved(frame: &Frame<'_>) -> Markup {
    html! {
        input type="hidden" name="action" value="saved";
        label.check {
            input type="checkbox" name="saved" value="yes" required;
            span { (frame.text(Phrase::RecoverySaved)) }
        }
        button.primary type="submit" data-continue { (frame.text(Phrase::Continue)) }
    }
}

/// What the file is called.
const FILE: &str = "recovery-codes.txt";
