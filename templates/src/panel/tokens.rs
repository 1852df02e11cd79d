//! Tokens for programs.

use maud::{Markup, html};

use super::field::{Field, Kind, own_code};
use super::layout::{Outcome, PanelFrame, Section, page};
use super::list::{pager, table};
use crate::callout::problem;
use crate::i18n::{PanelPhrase as P, Value};
use crate::moment::moment;

/// What the list shows.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The tokens.
    pub lines: Vec<TokenLine>,
    /// The address of the list's beginning, where this is not it.
    pub first: Option<String>,
    /// The address of the next part.
    pub next: Option<String>,
    /// What was done before.
    pub done: Option<Outcome>,
    /// What is typed for a new one.
    pub values: TokenValues,
    /// What is wrong, and with which field.
    pub wrong: Option<(String, String)>,
}

/// A new token, as the form holds it.
#[derive(Clone, Debug, Default)]
pub struct TokenValues {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<String>,
    /// The domains, one in each line.
    pub domains: String,
    /// For how many days.
    pub days: String,
}

/// A token.
#[derive(Clone, Debug)]
pub struct TokenLine {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<String>,
    /// The domains; nothing: all.
    pub domains: Option<Vec<String>>,
    /// When it ends.
    pub ends: String,
}

/// The page. It posts to `tokens` and `tokens/<id>/revoke`.
#[must_use]
pub fn tokens(panel: &PanelFrame<'_>, model: &Tokens) -> Markup {
    let rows: Vec<Markup> = model.lines.iter().map(|line| row(panel, line)).collect();
    let heads = [
        P::TokenName,
        P::TokenRights,
        P::Domains,
        P::TokenEnds,
        P::TokenRevoke,
    ];
    let body = html! {
        p.lead { (panel.text(P::TokensLead)) }
        (panel.outcome(model.done))
        @if let Some((_, what)) = &model.wrong {
            (problem("token-wrong", &html! { (what) }))
        }
        (table(panel, P::TokensTitle, &heads, &rows))
        (pager(panel, model.first.as_deref(), model.next.as_deref()))
        section.panel {
            h2 { (panel.text(P::TokenMake)) }
            (panel.form("tokens", &fields(panel, model)))
        }
    };
    page(panel, Section::Tokens, &panel.text(P::TokensTitle), &body)
}

fn fields(panel: &PanelFrame<'_>, model: &Tokens) -> Markup {
    let values = &model.values;
    let days = DAYS.map(|(value, count)| {
        (
            value,
            panel.text_with(P::Days, &[("days", Value::Number(count))]),
        )
    });
    let wrong = |field: &str| {
        let about = model.wrong.as_ref().filter(|(name, _)| name == field);
        about.map(|(_, what)| what.as_str())
    };
    html! {
        (Field::line(panel, "name", P::TokenName).value(&values.name).problem(wrong("name")))
        fieldset {
            legend { (panel.text(P::TokenRights)) }
            @for (right, words) in RIGHTS {
                label.check {
                    input type="checkbox" name="rights" value=(right)
                        checked[values.rights.iter().any(|held| held == right)];
                    span { (panel.text(words)) }
                }
            }
        }
        (Field::optional(panel, "domains", P::TokenDomains).value(&values.domains)
            .kind(Kind::Lines { rows: 3 }).problem(wrong("domains")))
        (Field::line(panel, "days", P::TokenLifetime).value(&values.days).kind(Kind::One(&days)))
        (own_code(panel, "make-code", wrong("code")))
        button.primary type="submit" { (panel.text(P::TokenMake)) }
    }
}

fn row(panel: &PanelFrame<'_>, line: &TokenLine) -> Markup {
    html! {
        td { bdi { (line.name) } br; code.soft { (line.id) } }
        td { code { (line.rights.join(", ")) } }
        td {
            @match &line.domains {
                Some(all) => { bdi { (all.join(", ")) } }
                None => { (panel.text(P::AllDomains)) }
            }
        }
        td { (moment(&line.ends)) }
        td {
            details {
                summary { (panel.text(P::TokenRevoke)) }
                (panel.form(&format!("tokens/{}/revoke", line.id), &html! {
                    (own_code(panel, &format!("revoke-{}", line.id), None))
                    button.danger type="submit" { (panel.text(P::TokenRevoke)) }
                }))
            }
        }
    }
}

const RIGHTS: [(&str, P); 4] = [
    ("read", P::TokenRead),
    ("policy", P::TokenPolicy),
    ("reset", P::TokenReset),
    ("operate", P::TokenOperate),
];
const DAYS: [(&str, u64); 4] = [("30", 30), ("90", 90), ("180", 180), ("365", 365)];
