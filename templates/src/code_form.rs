//! The form that takes a code.

use maud::{Markup, Render, html};

use crate::code_problem::{CodeProblem, PROBLEM_ID, code_problem};
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;

/// The form that takes a code: what was wrong with the last one, the field and the button.
pub(crate) struct CodeForm<'a> {
    /// The page's frame.
    pub(crate) frame: &'a Frame<'a>,
    /// The portal's page that takes the code.
    pub(crate) page: &'a str,
    /// What shows that the form came from this page.
    pub(crate) token: &'a str,
    /// Why the last code was not taken.
    pub(crate) problem: Option<CodeProblem>,
    /// Whether typing the code is what the page is for.
    pub(crate) focus: bool,
    /// What the code is for, where the page takes codes for several ends.
    pub(crate) action: Option<&'a str>,
    /// The words on the button.
    pub(crate) submit: Phrase,
    /// The button's style.
    pub(crate) button: Button,
}

/// What pressing a button means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Button {
    /// It takes something away.
    Danger,
    /// It leads on.
    Primary,
}

impl Render for CodeForm<'_> {
    fn render(&self) -> Markup {
        let open = self.problem.is_none_or(CodeProblem::leaves_another_try);
        html! {
            @if let Some(problem) = self.problem {
                (code_problem(self.frame, problem))
            }
            @if open {
                (form(self.frame, self.page, self.token, &self.fields()))
            }
        }
    }
}

impl CodeForm<'_> {
    /// The field takes more than six characters, since codes are pasted with spaces and words.
    fn fields(&self) -> Markup {
        let wrong = self.problem.is_some();
        html! {
            @if let Some(action) = self.action {
                input type="hidden" name="action" value=(action);
            }
            label for="code" { (self.frame.text(Phrase::CodeLabel)) }
            input.code #code type="text" name="code" dir="ltr" required maxlength="64"
                inputmode="numeric" autocomplete="one-time-code" autocapitalize="off"
                spellcheck="false" enterkeyhint="go" autofocus[self.focus || wrong]
                aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then_some(PROBLEM_ID)];
            button.(self.button.class()) type="submit" { (self.frame.text(self.submit)) }
        }
    }
}

impl Button {
    fn class(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Primary => "primary",
        }
    }
}
