//! The domains, and what is asked of them.

use maud::{Markup, html};

use super::field::{Field, Kind};
use super::layout::{MFA, Outcome, PanelFrame, Section, page};
use super::list::{pager, table};
use super::mode::{ModeKind, choice};
use crate::callout::{done, problem};
use crate::i18n::PanelPhrase as P;

/// What the list of domains shows.
#[derive(Clone, Debug)]
pub struct Domains {
    /// What is asked of domains that are not listed; nothing where that is not the visitor's business.
    pub default: Option<ModeKind>,
    /// Which are shown.
    pub filter: Filter,
    /// The domains.
    pub lines: Vec<DomainLine>,
    /// The address of the list's beginning, where this is not it.
    pub first: Option<String>,
    /// The address of the next part.
    pub next: Option<String>,
    /// Whether the visitor may change something.
    pub changes: bool,
    /// What was done before.
    pub done: Option<Outcome>,
    /// What undoes it, for a minute.
    pub undo: Option<String>,
    /// What could not be saved, and why.
    pub failed: Vec<(String, String)>,
    /// Whether nothing was selected.
    pub none_selected: bool,
}

/// Which domains are shown.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those with this in their name.
    pub contains: String,
    /// Those with this policy.
    pub mode: Option<ModeKind>,
}

/// A domain in the list.
#[derive(Clone, Debug)]
pub struct DomainLine {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub mode: ModeKind,
    /// Whether it is said in the policy file.
    pub in_file: bool,
}

/// The page. It posts the selected domains to `settings/webmail/mfa/selected`.
#[must_use]
pub fn domains(panel: &PanelFrame<'_>, model: &Domains) -> Markup {
    let body = html! {
        p.lead { (panel.text(P::MfaLead)) }
        (outcome(panel, model))
        @if let Some(mode) = model.default {
            section.panel {
                div.heading {
                    h2 { (panel.text(P::DefaultTitle)) }
                    (mode.badge(panel))
                }
                p.soft { (panel.text(mode.help())) " " (panel.text(P::DefaultFile)) }
            }
        }
        (tools(panel, model))
        @if model.changes && !model.lines.is_empty() {
            (panel.form(&format!("{MFA}/selected"), &html! {
                (listed(panel, model))
                (pager(panel, model.first.as_deref(), model.next.as_deref()))
                section.panel {
                    h2 { (panel.text(P::SelectedSet)) }
                    (choice(panel, None))
                    button.primary type="submit" { (panel.text(P::Continue)) }
                }
            }))
        } @else {
            (listed(panel, model))
            (pager(panel, model.first.as_deref(), model.next.as_deref()))
        }
    };
    page(panel, Section::Settings, &panel.text(P::MfaTitle), &body)
}

fn outcome(panel: &PanelFrame<'_>, model: &Domains) -> Markup {
    html! {
        @if let Some(outcome) = model.done {
            div.done {
                (done(&html! { (panel.outcome_text(outcome)) }))
                @if let Some(id) = &model.undo { (undo(panel, id)) }
            }
        }
        @if !model.failed.is_empty() {
            (problem("not-saved", &html! {
                (panel.text(P::NotSaved))
                @for (domain, why) in &model.failed { br; bdi { (domain) } ": " (why) }
            }))
        }
        @if model.none_selected {
            (problem("none-selected", &html! { (panel.text(P::SelectedNone)) }))
        }
    }
}

/// What takes back what was just saved.
pub(super) fn undo(panel: &PanelFrame<'_>, id: &str) -> Markup {
    panel.form(
        &format!("{MFA}/undo"),
        &html! {
            input type="hidden" name="id" value=(id);
            button.secondary type="submit" { (panel.text(P::Undo)) }
            span.caption { (panel.text(P::UndoHelp)) }
        },
    )
}

fn tools(panel: &PanelFrame<'_>, model: &Domains) -> Markup {
    let mut modes = vec![("", panel.text(P::AnyPolicy))];
    modes.extend(ModeKind::ALL.map(|mode| (mode.word(), panel.text(mode.name()))));
    let chosen = model.filter.mode.map_or("", ModeKind::word);
    html! {
        div.tools {
            form.line method="get" action=(panel.frame.address(MFA)) role="search" {
                (Field::optional(panel, "contains", P::FindDomain).value(&model.filter.contains))
                (Field::optional(panel, "mode", P::Policy).value(chosen).kind(Kind::One(&modes)))
                button.secondary type="submit" { (panel.text(P::Search)) }
            }
            form.line method="get" action=(panel.frame.address(&format!("{MFA}/open"))) {
                (Field::line(panel, "domain", P::OpenDomain))
                button.secondary type="submit" { (panel.text(P::OpenSubmit)) }
            }
            @if model.changes {
                a.quiet href=(panel.frame.address(&format!("{MFA}/import"))) {
                    (panel.text(P::Import))
                }
            }
        }
    }
}

fn listed(panel: &PanelFrame<'_>, model: &Domains) -> Markup {
    let rows: Vec<Markup> = model
        .lines
        .iter()
        .map(|line| row(panel, line, model.changes))
        .collect();
    let all = [P::Select, P::Domain, P::Policy, P::Managed];
    let heads = if model.changes {
        &all[..]
    } else {
        all.get(1..).unwrap_or_default()
    };
    table(panel, P::Domains, heads, &rows)
}

fn row(panel: &PanelFrame<'_>, line: &DomainLine, changes: bool) -> Markup {
    let name = line.name.as_str();
    let words = panel.text_with(
        P::SelectDomain,
        &[("domain", crate::i18n::Value::Text(name))],
    );
    let managed = if line.in_file {
        P::ManagedFile
    } else {
        P::ManagedPanel
    };
    html! {
        @if changes {
            td.tick {
                @if !line.in_file {
                    input type="checkbox" name="domain" value=(name) aria-label=(words);
                }
            }
        }
        td {
            a href=(panel.frame.address(&format!("{MFA}/domain/{name}"))) { bdi { (name) } }
        }
        td { (line.mode.badge(panel)) }
        td { (panel.text(managed)) }
    }
}
