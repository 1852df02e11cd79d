//! The visitor's own account.

use maud::{Markup, html};

use super::field::{Field, own_code};
use super::layout::{Outcome, PanelFrame, Section, page};
use super::set_up::PasswordProblem;
use crate::callout::problem;
use crate::i18n::PanelPhrase as P;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The name.
    pub name: &'a str,
    /// What was done before.
    pub done: Option<Outcome>,
    /// What is wrong.
    pub problem: Option<AccountProblem<'a>>,
}

/// Why a change is not made.
#[derive(Clone, Copy, Debug)]
pub enum AccountProblem<'a> {
    /// The code, in these words.
    Code(&'a str),
    /// The new password.
    New(PasswordProblem),
    /// The present password or the code.
    Old,
}

/// The page. It posts to `account/password` and `account/others`.
#[must_use]
pub fn account(panel: &PanelFrame<'_>, model: &Account<'_>) -> Markup {
    let said = model.problem.map(|what| match what {
        AccountProblem::Code(words) => ("code", words.to_owned()),
        AccountProblem::New(what) => (what.field(), panel.text(what.words())),
        AccountProblem::Old => ("old", panel.text(P::AccountPasswordWrong)),
    });
    let wrong = |field: &str| {
        let about = said.as_ref().filter(|(name, _)| *name == field);
        about.map(|(_, what)| what.as_str())
    };
    let password = html! {
        input type="hidden" name="username" autocomplete="username" value=(model.name);
        (Field::password(panel, "old", (P::AccountPasswordOld, "current-password"))
            .problem(wrong("old")))
        (Field::password(panel, "new", (P::SetUpPassword, "new-password"))
            .help(P::SetUpPasswordHelp).problem(wrong("new")))
        (Field::password(panel, "again", (P::SetUpAgain, "new-password")).problem(wrong("again")))
        (own_code(panel, "code", wrong("code")))
        button.primary type="submit" { (panel.text(P::AccountPassword)) }
    };
    let body = html! {
        (panel.outcome(model.done))
        @if let Some((_, what)) = &said {
            (problem("account-wrong", &html! { (what) }))
        }
        section.panel {
            h2 { (panel.text(P::AccountPassword)) }
            (panel.form("account/password", &password))
        }
        (panel.form("account/others", &html! {
            button.secondary type="submit" { (panel.text(P::AccountOthers)) }
        }))
    };
    page(panel, Section::Account, &panel.text(P::AccountTitle), &body)
}
