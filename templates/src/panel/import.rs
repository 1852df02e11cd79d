//! Importing a list of domains.

use maud::{Markup, html};

use super::confirm::{Affected, affected};
use super::field::{Field, Kind, own_code};
use super::layout::{MFA, PanelFrame, Section, page};
use super::list::table;
use super::mode::ModeKind;
use crate::callout::problem;
use crate::i18n::{PanelPhrase as P, Value};

/// What importing shows.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The list, as it was typed.
    pub list: String,
    /// What is wrong with which line.
    pub problems: Vec<(u64, ImportProblem)>,
    /// What is wrong with the list as a whole.
    pub refused: Option<ImportProblem>,
    /// What would be done, once nothing is wrong.
    pub lines: Vec<ImportLine>,
    /// Who is affected where a second factor will be required, as far as that was counted.
    pub affected: Option<Affected>,
    /// Whether saving takes a code, and what is wrong with the one that was typed.
    pub code: Option<Option<String>>,
}

/// What is wrong with a line, or the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportProblem {
    /// It names no domain.
    Domain,
    /// There is nothing in it.
    Empty,
    /// The domain is managed in the policy file.
    InFile,
    /// It has too many lines.
    Long,
    /// It names no policy.
    Mode,
    /// The domain stood there before.
    Twice,
}

/// What would be done with a domain.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// The domain.
    pub domain: String,
    /// What will be asked.
    pub mode: ModeKind,
    /// What that means for it.
    pub outcome: ImportOutcome,
}

/// What a line means for its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// Another policy.
    Change,
    /// It was not listed.
    New,
    /// Nothing.
    Same,
}

/// How far saving has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// How many are saved.
    pub done: u64,
    /// Of how many.
    pub all: u64,
}

impl ImportProblem {
    const fn words(self) -> P {
        match self {
            Self::Domain => P::ImportDomain,
            Self::Empty => P::ImportEmpty,
            Self::InFile => P::InFile,
            Self::Long => P::ImportLong,
            Self::Mode => P::ImportMode,
            Self::Twice => P::ImportTwice,
        }
    }
}

/// The page. It posts to `settings/webmail/mfa/import`, and what is to be saved to
/// `settings/webmail/mfa/selected`.
#[must_use]
pub fn import(panel: &PanelFrame<'_>, model: &Import) -> Markup {
    let fields = html! {
        (Field::optional(panel, "list", P::ImportList).value(&model.list)
            .kind(Kind::Lines { rows: 12 }))
        div.field {
            label for="file" { (panel.text(P::ImportFile)) }
            input type="file" id="file" data-into="list" accept=".csv,.txt,text/csv,text/plain";
        }
        button.primary type="submit" { (panel.text(P::ImportCheck)) }
    };
    let body = html! {
        p.lead { (panel.text(P::ImportLead)) }
        pre.example dir="ltr" { "example.com,required\nexample.org,optional" }
        (problems(panel, model))
        @if model.lines.is_empty() {
            (panel.form(&format!("{MFA}/import"), &fields))
        } @else {
            (planned(panel, model))
        }
    };
    page(panel, Section::Settings, &panel.text(P::ImportTitle), &body)
}

fn problems(panel: &PanelFrame<'_>, model: &Import) -> Markup {
    html! {
        @if let Some(what) = model.refused {
            (problem("refused", &html! { (panel.text(what.words())) }))
        }
        @if !model.problems.is_empty() {
            (problem("refused-lines", &html! {
                (panel.text(P::ImportRefused))
                @for (line, what) in &model.problems {
                    br;
                    (panel.text_with(P::ImportLine, &[("line", Value::Number(*line))]))
                    ": " (panel.text(what.words()))
                }
            }))
        }
    }
}

fn planned(panel: &PanelFrame<'_>, model: &Import) -> Markup {
    let row = |line: &ImportLine| {
        let outcome = match line.outcome {
            ImportOutcome::Change => P::ImportChange,
            ImportOutcome::New => P::ImportNew,
            ImportOutcome::Same => P::ImportSame,
        };
        html! {
            td { bdi { (line.domain) } }
            td { (line.mode.badge(panel)) }
            td { (panel.text(outcome)) }
        }
    };
    let rows: Vec<Markup> = model.lines.iter().take(SHOWN).map(row).collect();
    let more = model.lines.len().saturating_sub(SHOWN);
    let back = panel.frame.address(&format!("{MFA}/import"));
    html! {
        (table(panel, P::ImportList, &[P::Domain, P::Policy, P::State], &rows))
        @if more > 0 { p.soft { "+ " (more) } }
        @if let Some(who) = &model.affected { (affected(panel, who, ModeKind::Required, None)) }
        (panel.form(&format!("{MFA}/import/save"), &html! {
            input type="hidden" name="list" value=(model.list);
            @if let Some(problem) = &model.code {
                p { (panel.text(P::ConfirmLess)) }
                (own_code(panel, "code", problem.as_deref()))
            }
            div.buttons {
                button.primary type="submit" { (panel.text(P::ImportSave)) }
                a.secondary href=(back) { (panel.text(P::GoBack)) }
            }
        }))
    }
}

/// The page while a list is saved. It refreshes by itself.
#[must_use]
pub fn import_progress(panel: &PanelFrame<'_>, model: Progress) -> Markup {
    let values = [
        ("done", Value::Number(model.done)),
        ("all", Value::Number(model.all)),
    ];
    let said = panel.text_with(P::ImportProgress, &values);
    let body = html! {
        p #saving { (said) }
        progress.wide value=(model.done) max=(model.all.max(1)) aria-labelledby="saving" { (said) }
        p.caption { (panel.text(P::ImportWait)) }
    };
    page(
        panel,
        Section::Settings,
        &panel.text(P::ImportRunning),
        &body,
    )
}

const SHOWN: usize = 200;
