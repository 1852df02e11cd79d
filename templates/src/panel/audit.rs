//! The audit.

use maud::{Markup, html};

use super::field::Field;
use super::layout::{PanelFrame, Section, page};
use super::list::{pager, table};
use crate::callout::{done, problem};
use crate::i18n::{PanelPhrase as P, Value};
use crate::moment::moment;

/// What the audit shows.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Only lines of this domain.
    pub domain: String,
    /// Only lines of this mailbox.
    pub mailbox: String,
    /// Only lines of this event.
    pub event: String,
    /// The lines, the newest first.
    pub lines: Vec<AuditLine>,
    /// The address of the newest, where they are not shown.
    pub first: Option<String>,
    /// The address of those before.
    pub next: Option<String>,
    /// Whether it is whole, where that was asked.
    pub verification: Option<Verification>,
    /// The address where the verification goes on.
    pub older: Option<String>,
    /// The address of the whole as JSON lines.
    pub export: String,
}

/// A line.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its place.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What: the name of an event.
    pub event: String,
    /// The mailbox, or the domain.
    pub whom: String,
    /// Why.
    pub reason: String,
    /// More about it.
    pub detail: String,
}

/// Whether the audit is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// A line was altered, or its neighbour is missing.
    Broken {
        /// Which.
        line: u64,
    },
    /// Nothing is missing so far, and older lines are still to be looked at.
    Part {
        /// The oldest that was looked at.
        line: u64,
    },
    /// Nothing is missing.
    Whole {
        /// How many lines there are.
        lines: u64,
    },
}

/// The page.
#[must_use]
pub fn audit(panel: &PanelFrame<'_>, model: &Audit) -> Markup {
    let rows: Vec<Markup> = model.lines.iter().map(row).collect();
    let heads = [
        P::AuditWhen,
        P::AuditWho,
        P::AuditWhat,
        P::AuditWhom,
        P::AuditWhy,
    ];
    let body = html! {
        p.lead { (panel.text(P::AuditLead)) }
        (verification(panel, model.verification, model.older.as_deref()))
        div.tools {
            form.line method="get" action=(panel.frame.address("audit")) role="search" {
                (Field::optional(panel, "domain", P::AuditDomain).value(&model.domain))
                (Field::optional(panel, "mailbox", P::AuditMailbox).value(&model.mailbox))
                (Field::optional(panel, "event", P::AuditEvent).value(&model.event))
                button.secondary type="submit" { (panel.text(P::Search)) }
            }
            a.quiet href=(panel.frame.address("audit?verify=yes")) { (panel.text(P::AuditVerify)) }
            a.quiet href=(crate::link::web(&model.export)) { (panel.text(P::AuditExport)) }
        }
        (table(panel, P::AuditTitle, &heads, &rows))
        (pager(panel, model.first.as_deref(), model.next.as_deref()))
    };
    page(panel, Section::Audit, &panel.text(P::AuditTitle), &body)
}

fn verification(
    panel: &PanelFrame<'_>,
    verified: Option<Verification>,
    older: Option<&str>,
) -> Markup {
    html! {
        @match verified {
            Some(Verification::Whole { lines }) => {
                (done(&html! {
                    (panel.text_with(P::AuditWhole, &[("lines", Value::Number(lines))]))
                }))
            }
            Some(Verification::Part { line }) => {
                (done(&html! {
                    (panel.text_with(P::AuditPart, &[("line", Value::Number(line))]))
                    @if let Some(older) = older {
                        " " a href=(crate::link::web(older)) { (panel.text(P::AuditOlder)) }
                    }
                }))
            }
            Some(Verification::Broken { line }) => {
                (problem("broken", &html! {
                    (panel.text_with(P::AuditBroken, &[("line", Value::Number(line))]))
                }))
            }
            None => {}
        }
    }
}

fn row(line: &AuditLine) -> Markup {
    html! {
        td { (moment(&line.at)) " " span.caption { "#" (line.number) } }
        td { bdi { (line.actor) } }
        td { code { (line.event) } }
        td { bdi { (line.whom) } @if !line.detail.is_empty() { br; bdi.soft { (line.detail) } } }
        td { bdi { (line.reason) } }
    }
}
