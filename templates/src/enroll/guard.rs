//! Who may set up the first authenticator: who has a code from the administrator.

use maud::{Markup, html};

use crate::account::enrolling;
use crate::code::{CodeForm, CodeKind, CodeProblem};
use crate::contact::contact;
use crate::form::way_out;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::layout;

/// What the question for a set-up code shows.
#[derive(Clone, Copy)]
pub struct Guard<'a> {
    /// The mailbox that the authenticator will be for.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether the policy asks for the set-up, so that the only other way on is to sign out.
    pub forced: bool,
    /// Why the last set-up code was not taken.
    pub problem: Option<CodeProblem>,
    /// How to reach the administrator.
    pub contact: Option<&'a str>,
}

impl Guard<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let forced = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            forced: true,
            problem: None,
            contact: Some("Help desk, room 12\n+49 30 555 0123, helpdesk@example.com"),
        };
        let plain = Self {
            forced: false,
            contact: None,
            ..forced
        };
        let problems = CodeProblem::SAMPLES.iter().map(|(name, problem)| {
            let problem = Some(*problem);
            (format!("guard-{name}"), Self { problem, ..forced })
        });
        [
            ("guard".to_owned(), plain),
            ("guard-forced".to_owned(), forced),
        ]
        .into_iter()
        .chain(problems)
        .collect()
    }
}

/// The page that asks for a set-up code. It posts `form_token` and `setup_code` to `enroll/guard`.
#[must_use]
pub fn guard(frame: &Frame<'_>, guard: &Guard<'_>) -> Markup {
    let body = html! {
        p.lead { (frame.text(Phrase::GuardLead)) }
        @if let Some(text) = guard.contact { (contact(text)) }
        (enrolling(frame, guard.forced, guard.subject))
        (CodeForm {
            kind: CodeKind::Setup,
            problem: guard.problem,
            focus: true,
            ..CodeForm::new(frame, "enroll/guard", guard.form_token)
        })
        div.aside { (way_out(frame, guard.form_token, guard.forced)) }
    };
    layout::page(frame, &frame.text(Phrase::GuardTitle), &body)
}
