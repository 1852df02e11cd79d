//! Fields of the control panel's forms.

use maud::{Markup, Render, html};

use super::layout::PanelFrame;
use crate::i18n::PanelPhrase as P;

/// A field with its label, what it means, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    /// The page's frame.
    pub(super) panel: &'a PanelFrame<'a>,
    /// The id, unique in the page.
    pub(super) id: &'a str,
    /// The name that is posted.
    pub(super) name: &'a str,
    /// The label.
    pub(super) label: P,
    /// What it means.
    pub(super) help: Option<P>,
    /// What is wrong with it.
    pub(super) problem: Option<&'a str>,
    /// What it holds.
    pub(super) value: &'a str,
    /// What it is.
    pub(super) kind: Kind<'a>,
}

/// What a field is.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    /// Some lines.
    Lines {
        /// How many are shown.
        rows: u8,
    },
    /// One of these values and words.
    One(&'a [(&'a str, String)]),
    /// A line.
    Text {
        /// The input's type.
        of: &'a str,
        /// What browsers fill in.
        autocomplete: &'a str,
        /// Whether something must be said.
        required: bool,
    },
}

impl<'a> Field<'a> {
    /// A line that must be filled in.
    pub(super) const fn line(panel: &'a PanelFrame<'a>, name: &'a str, label: P) -> Self {
        Self {
            panel,
            id: name,
            name,
            label,
            help: None,
            problem: None,
            value: "",
            kind: Kind::Text {
                of: "text",
                autocomplete: "off",
                required: true,
            },
        }
    }

    /// A line that may stay empty.
    pub(super) const fn optional(panel: &'a PanelFrame<'a>, name: &'a str, label: P) -> Self {
        Self {
            kind: Kind::Text {
                of: "text",
                autocomplete: "off",
                required: false,
            },
            ..Self::line(panel, name, label)
        }
    }

    /// A password.
    pub(super) const fn password(
        panel: &'a PanelFrame<'a>,
        name: &'a str,
        (label, autocomplete): (P, &'a str),
    ) -> Self {
        Self {
            kind: Kind::Text {
                of: "password",
                autocomplete,
                required: true,
            },
            ..Self::line(panel, name, label)
        }
    }

    /// With this value.
    pub(super) const fn value(self, value: &'a str) -> Self {
        Self { value, ..self }
    }

    /// With this meaning.
    pub(super) const fn help(self, help: P) -> Self {
        Self {
            help: Some(help),
            ..self
        }
    }

    /// With this id.
    pub(super) const fn id(self, id: &'a str) -> Self {
        Self { id, ..self }
    }

    /// Of this kind.
    pub(super) const fn kind(self, kind: Kind<'a>) -> Self {
        Self { kind, ..self }
    }

    /// With what is wrong with it, if `problem` is about it.
    pub(super) fn problem(self, problem: Option<&'a str>) -> Self {
        Self { problem, ..self }
    }

    fn described(&self) -> Option<String> {
        let help = self.help.map(|_| format!("{}-help", self.id));
        let problem = self.problem.map(|_| format!("{}-problem", self.id));
        match (problem, help) {
            (Some(problem), Some(help)) => Some(format!("{problem} {help}")),
            (problem, help) => problem.or(help),
        }
    }

    fn input(&self) -> Markup {
        let described = self.described();
        let wrong = self.problem.map(|_| "true");
        html! {
            @match self.kind {
                Kind::Lines { rows } => {
                    textarea id=(self.id) name=(self.name) rows=(rows) spellcheck="false"
                        aria-invalid=[wrong] aria-describedby=[described] { (self.value) }
                }
                Kind::One(options) => {
                    select id=(self.id) name=(self.name) aria-invalid=[wrong]
                        aria-describedby=[described] {
                        @for (value, words) in options {
                            option value=(value) selected[*value == self.value] { (words) }
                        }
                    }
                }
                Kind::Text { of, autocomplete, required } => {
                    input.text type=(of) id=(self.id) name=(self.name) value=(self.value)
                        autocomplete=(autocomplete) autocapitalize="off" spellcheck="false"
                        maxlength="500" required[required] aria-invalid=[wrong]
                        aria-describedby=[described];
                }
            }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        html! {
            div.field {
                label for=(self.id) { (self.panel.text(self.label)) }
                @if let Some(help) = self.help {
                    p.caption id=(format!("{}-help", self.id)) { (self.panel.text(help)) }
                }
                @if let Some(problem) = self.problem {
                    p.wrong id=(format!("{}-problem", self.id)) { (problem) }
                }
                (self.input())
            }
        }
    }
}

/// Why, for the audit.
pub(super) fn reason(panel: &PanelFrame<'_>, id: &str, problem: Option<&str>) -> Markup {
    let field = Field::line(panel, "reason", P::Reason)
        .help(P::ReasonHelp)
        .id(id)
        .problem(problem);
    html! { (field) }
}

/// The visitor's own code.
pub(super) fn own_code(panel: &PanelFrame<'_>, id: &str, problem: Option<&str>) -> Markup {
    let described = match problem {
        Some(_) => format!("{id}-problem {id}-help"),
        None => format!("{id}-help"),
    };
    html! {
        div.field {
            label for=(id) { (panel.text(P::OwnCode)) }
            p.caption id=(format!("{id}-help")) { (panel.text(P::OwnCodeHelp)) }
            @if let Some(problem) = problem {
                p.wrong id=(format!("{id}-problem")) { (problem) }
            }
            input.text.short type="text" id=(id) name="code" dir="ltr" required maxlength="64"
                inputmode="numeric" autocomplete="one-time-code" autocapitalize="off"
                spellcheck="false" aria-invalid=[problem.map(|_| "true")]
                aria-describedby=(described);
        }
    }
}
