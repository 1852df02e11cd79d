//! The form that takes a code.

use maud::{Markup, Render, html};

use super::problem::Shown;
use super::{CodeKind, CodeProblem};
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;

/// The form that takes a code: what was wrong with the last one, the field and the button.
#[derive(Clone, Copy)]
pub(crate) struct CodeForm<'a> {
    /// The page's frame.
    pub(crate) frame: &'a Frame<'a>,
    /// The portal's page that takes the code.
    pub(crate) page: &'a str,
    /// What shows that the form came from this page.
    pub(crate) token: &'a str,
    /// Where the code comes from.
    pub(crate) kind: CodeKind,
    /// The id of the field, where a page has several.
    pub(crate) id: &'a str,
    /// What else the form says of itself: names and values.
    pub(crate) hidden: &'a [(&'a str, &'a str)],
    /// Fields that stand before the code.
    pub(crate) before: Option<&'a Markup>,
    /// Fields that stand after the code.
    pub(crate) after: Option<&'a Markup>,
    /// Why the last code was not taken.
    pub(crate) problem: Option<CodeProblem>,
    /// Whether there is another way than this code.
    pub(crate) others: bool,
    /// Whether typing the code is what the page is for.
    pub(crate) focus: bool,
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

impl<'a> CodeForm<'a> {
    /// The only form of a page, for a code from an authenticator app.
    pub(crate) fn new(frame: &'a Frame<'a>, page: &'a str, token: &'a str) -> Self {
        Self {
            frame,
            page,
            token,
            kind: CodeKind::App,
            id: "code",
            hidden: &[],
            before: None,
            after: None,
            problem: None,
            others: false,
            focus: false,
            submit: Phrase::Continue,
            button: Button::Primary,
        }
    }

    fn problem_id(&self) -> String {
        format!("{}-problem", self.id)
    }

    /// The field takes more than six characters, since codes are pasted with spaces and words.
    fn fields(&self) -> Markup {
        let wrong = self.problem.is_some();
        let digits = self.kind.is_digits();
        html! {
            @for (name, value) in self.hidden {
                input type="hidden" name=(name) value=(value);
            }
            @if let Some(before) = self.before { (before) }
            label for=(self.id) { (self.frame.text(self.kind.label())) }
            input.code[digits].letters[!digits] type="text" id=(self.id) name=(self.kind.field())
                dir="ltr" required maxlength="64" inputmode=(if digits { "numeric" } else { "text" })
                autocomplete="one-time-code" autocapitalize="off" spellcheck="false"
                enterkeyhint="go" autofocus[self.focus || wrong]
                data-sms[self.focus && self.kind.is_texted()]
                aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then(|| self.problem_id())];
            @if let Some(after) = self.after { (after) }
            button.(self.button.class()) type="submit" { (self.frame.text(self.submit)) }
        }
    }
}

impl Render for CodeForm<'_> {
    fn render(&self) -> Markup {
        let open = self.problem.is_none_or(CodeProblem::leaves_another_try);
        let id = self.problem_id();
        let shown = Shown {
            frame: self.frame,
            kind: self.kind,
            others: self.others,
            id: &id,
        };
        html! {
            div.code-form {
                @if let Some(problem) = self.problem { (shown.problem(problem)) }
                @if open { (form(self.frame, self.page, self.token, &self.fields())) }
            }
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
