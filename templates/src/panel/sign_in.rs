//! Signing in.

use maud::{Markup, html};

use super::field::Field;
use super::layout::{Outcome, PanelFrame, door};
use crate::callout::problem;
use crate::code::{CodeForm, CodeProblem};
use crate::form::form;
use crate::i18n::{PanelPhrase as P, Phrase, wait_text};

/// What signing in shows.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The name that was typed.
    pub name: &'a str,
    /// Why the last try led nowhere.
    pub problem: Option<SignInProblem>,
    /// What was done before.
    pub done: Option<Outcome>,
    /// Where to go on to.
    pub to: &'a str,
}

/// Why a try to sign in, or an invitation, led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// It came too early after wrong ones.
    Wait {
        /// How long to wait, in seconds.
        seconds: u64,
    },
    /// Something of it is wrong.
    Wrong,
}

/// What asking for the code shows.
#[derive(Clone, Copy)]
pub struct SignInCode<'a> {
    /// What shows that the form came from this session.
    pub form_token: &'a str,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
    /// Where to go on to.
    pub to: &'a str,
}

impl SignInProblem {
    /// The problem in words; `wrong` says what is wrong.
    pub(super) fn words(self, panel: &PanelFrame<'_>, wrong: P) -> Markup {
        html! {
            @match self {
                Self::Wait { seconds } => {
                    (panel.text(P::SignInWait)) " " (wait_text(panel.frame.locale, seconds))
                }
                Self::Wrong => { (panel.text(wrong)) }
            }
        }
    }
}

/// The page that asks for name and password. It posts to `login`.
#[must_use]
pub fn sign_in(panel: &PanelFrame<'_>, model: &SignIn<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="to" value=(model.to);
        (Field {
            kind: super::field::Kind::Text { of: "text", autocomplete: "username", required: true },
            ..Field::line(panel, "name", P::SignInName).value(model.name)
        })
        (Field::password(panel, "password", (P::SignInPassword, "current-password")))
        button.primary type="submit" { (panel.text(P::SignInSubmit)) }
    };
    let body = html! {
        (panel.outcome(model.done))
        @if let Some(what) = model.problem {
            (problem("sign-in-problem", &what.words(panel, P::SignInWrong)))
        }
        (form(&panel.frame, "login", "", &fields))
        div.aside {
            a.quiet href=(panel.frame.address("setup")) { (panel.text(P::SignInInvited)) }
        }
    };
    door(panel, &panel.text(P::SignInTitle), &body)
}

/// The page that asks for the code. It posts to `login/code`.
#[must_use]
pub fn sign_in_code(panel: &PanelFrame<'_>, model: &SignInCode<'_>) -> Markup {
    let suspended = model.problem == Some(CodeProblem::Suspended);
    let code = CodeForm {
        problem: model.problem.filter(|_| !suspended),
        focus: true,
        hidden: &[("to", model.to)],
        ..CodeForm::new(&panel.frame, "login/code", model.form_token)
    };
    let out = html! { button.quiet type="submit" { (panel.text(Phrase::Cancel)) } };
    let body = html! {
        @if suspended {
            (problem("code-problem", &html! { (panel.text(P::CodeSuspended)) }))
        } @else {
            p.lead { (panel.text(P::CodeLead)) }
            (code)
        }
        div.aside { (form(&panel.frame, "logout", model.form_token, &out)) }
    };
    door(panel, &panel.text(P::CodeTitle), &body)
}
