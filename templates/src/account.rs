//! Which mailbox a page is about.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};

/// The mailbox with the words before it, such as "Signed in as".
pub(crate) fn account(frame: &Frame<'_>, words: Phrase, subject: &str) -> Markup {
    html! {
        p.account {
            span.disc { (icon(Icon::Person)) }
            span {
                span.caption { (frame.text(words)) } " "
                bdi.subject { (subject) }
            }
        }
    }
}

/// The mailbox of a set-up, which is part of signing in where the policy asks for it.
pub(crate) fn enrolling(frame: &Frame<'_>, forced: bool, subject: &str) -> Markup {
    let words = if forced {
        Phrase::SigningInAs
    } else {
        Phrase::SignedInAs
    };
    account(frame, words, subject)
}
