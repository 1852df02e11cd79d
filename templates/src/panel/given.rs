//! A code or a token, shown once.

use maud::{Markup, html};

use super::layout::{PanelFrame, Section, page};
use crate::i18n::{PanelPhrase as P, Phrase, Value};
use crate::moment::moment;

/// What is shown once.
#[derive(Clone)]
pub struct Given {
    /// What it is.
    pub kind: GivenKind,
    /// For whom or what.
    pub whom: String,
    /// The code or token.
    pub code: String,
    /// Until when it is good.
    pub until: Option<String>,
    /// Where the way on leads.
    pub back: String,
    /// Where an invitation is typed.
    pub address: Option<String>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenKind {
    /// A code that stands for the second factor once.
    Bypass,
    /// An administrator's set-up code.
    Invitation,
    /// A code for a mailbox's first set-up.
    SetupCode,
    /// An API token.
    Token,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The page.
#[must_use]
pub fn given(panel: &PanelFrame<'_>, model: &Given) -> Markup {
    let (section, title) = match model.kind {
        GivenKind::Bypass => (Section::Mailboxes, P::BypassGiven),
        GivenKind::Invitation => (Section::Administrators, P::Invitation),
        GivenKind::SetupCode => (Section::Mailboxes, P::SetupCodeGiven),
        GivenKind::Token => (Section::Tokens, P::TokenMade),
    };
    let body = html! {
        p.lead { bdi { (model.whom) } }
        div.given {
            code.code #given dir="ltr" { (model.code) }
            button.secondary type="button" hidden data-copy="given"
                data-copied=(panel.text(Phrase::Copied)) { (panel.text(P::Shown)) }
        }
        p { (panel.text(P::CodeShownOnce)) }
        @if let Some(until) = &model.until {
            p { (panel.sentence(P::GoodUntil, "until", &moment(until))) }
        }
        @if let Some(address) = &model.address {
            p { (panel.text_with(P::InvitationHelp, &[
                ("name", Value::Text(&model.whom)), ("address", Value::Text(address)),
            ])) }
        }
        a.primary href=(crate::link::web(&model.back)) { (panel.text(Phrase::Continue)) }
    };
    page(panel, section, &panel.text(title), &body)
}
