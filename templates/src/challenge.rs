//! The second step of a sign-in.

use maud::{Markup, html};

use crate::account::account;
use crate::code_form::{Button, CodeForm};
use crate::code_problem::CodeProblem;
use crate::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::layout;

/// What the second step of a sign-in shows.
#[derive(Clone, Copy)]
pub struct Challenge<'a> {
    /// The mailbox that is signing in.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
}

impl Challenge<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            problem: None,
        };
        let problems = CodeProblem::SAMPLES.iter().map(|(name, problem)| {
            let problem = Some(*problem);
            (format!("challenge-{name}"), Self { problem, ..plain })
        });
        std::iter::once(("challenge".to_owned(), plain))
            .chain(problems)
            .collect()
    }
}

/// The page that asks for a code. It posts `form_token` and `code` to `challenge`.
#[must_use]
pub fn challenge(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    let open = challenge
        .problem
        .is_none_or(CodeProblem::leaves_another_try);
    let body = html! {
        @if open {
            p.lead { (frame.text(Phrase::ChallengeLead)) }
        }
        (account(frame, Phrase::SigningInAs, challenge.subject))
        (CodeForm {
            frame,
            page: "challenge",
            token: challenge.form_token,
            problem: challenge.problem,
            focus: true,
            action: None,
            submit: Phrase::ChallengeSubmit,
            button: Button::Primary,
        })
        div.aside {
            details {
                summary { (frame.text(Phrase::ChallengeLost)) }
                p { (frame.text(Phrase::ChallengeLostHelp)) }
            }
            (form::sign_out(frame, challenge.form_token, Phrase::ChallengeOther))
        }
    };
    layout::page(frame, &frame.text(Phrase::ChallengeTitle), &body)
}
