//! The security page of the settings.

mod factor;

pub use factor::{AuthenticatorLine, FactorState, Removal};

use maud::{Markup, html};

use crate::account::account;
use crate::code_problem::CodeProblem;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::{layout, link};

/// What the security page of the settings shows.
#[derive(Clone, Copy)]
pub struct Security<'a> {
    /// The mailbox that is signed in.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether signing in takes a second factor.
    pub state: FactorState<'a>,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
    /// What has just been done.
    pub notice: Option<Notice>,
    /// The way back to the mailbox.
    pub webmail_url: &'a str,
}

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The second factor was turned off.
    TurnedOff,
    /// The second factor was turned on.
    TurnedOn,
}

impl Security<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let off = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            state: FactorState::Off,
            problem: None,
            notice: None,
            webmail_url: "/",
        };
        let on = Self {
            state: FactorState::ON_SAMPLE,
            ..off
        };
        let required = Self {
            state: FactorState::REQUIRED_SAMPLE,
            ..off
        };
        let turned_on = Self {
            notice: Some(Notice::TurnedOn),
            ..on
        };
        let turned_off = Self {
            notice: Some(Notice::TurnedOff),
            ..off
        };
        let problems = CodeProblem::SAMPLES.iter().map(|(name, problem)| {
            let problem = Some(*problem);
            (format!("security-{name}"), Self { problem, ..on })
        });
        [
            ("security-off".to_owned(), off),
            ("security-on".to_owned(), on),
            ("security-required".to_owned(), required),
            ("security-turned-off".to_owned(), turned_off),
            ("security-turned-on".to_owned(), turned_on),
        ]
        .into_iter()
        .chain(problems)
        .collect()
    }
}

/// The security page. Its forms post to `security`: `form_token`, `action` (`on` or `off`) and, to
/// turn off, `code`.
#[must_use]
pub fn security(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let body = html! {
        (account(frame, Phrase::SignedInAs, security.subject))
        @if let Some(notice) = security.notice {
            p.callout.good role="status" {
                (icon(Icon::Check)) span { (frame.text(notice.phrase())) }
            }
        }
        (factor::section(frame, security))
        div.aside {
            a.quiet href=(link::web(security.webmail_url)) {
                (icon(Icon::Back)) (frame.text(Phrase::BackToMailbox))
            }
        }
    };
    layout::page(frame, &frame.text(Phrase::SecurityTitle), &body)
}

impl Notice {
    fn phrase(self) -> Phrase {
        match self {
            Self::TurnedOff => Phrase::SecurityTurnedOff,
            Self::TurnedOn => Phrase::SecurityTurnedOn,
        }
    }
}
