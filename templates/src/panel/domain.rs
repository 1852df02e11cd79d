//! One domain, and everything that is asked of it.

use maud::{Markup, html};

use super::field::{Field, Kind, own_code};
use super::layout::{MFA, Outcome, PanelFrame, Section, page};
use super::mode::{ModeKind, choice};
use crate::callout::{done, note, problem};
use crate::i18n::{PanelPhrase as P, Value};
use crate::icons::Icon;
use crate::moment::moment;

/// What a domain's page shows.
#[derive(Clone, Debug)]
pub struct DomainPage {
    /// The domain.
    pub name: String,
    /// What is asked, as the form holds it.
    pub values: DomainValues,
    /// Whether it is said in the policy file.
    pub in_file: bool,
    /// Whether something is said of it in the control panel, by whom and when.
    pub said: Option<(String, String)>,
    /// Whether the visitor may change it.
    pub changes: bool,
    /// Which version of what is said the form is about.
    pub version: String,
    /// What is wrong, and with which field.
    pub problem: Option<DomainProblem>,
    /// What is wrong with the code for taking it from the list.
    pub unset_problem: Option<String>,
    /// What was done before.
    pub done: Option<Outcome>,
    /// What undoes it, for a minute.
    pub undo: Option<String>,
}

/// The fields of the form, as text; an empty one is as for all domains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainValues {
    /// The policy.
    pub mode: String,
    /// What may be set up: `app` or `both`.
    pub factors: String,
    /// For how many days a browser may be trusted.
    pub trusted_days: String,
    /// For how many hours the set-up may wait.
    pub grace_hours: String,
    /// Who may set up first.
    pub guard: String,
    /// The networks of a guard, one in each line.
    pub networks: String,
    /// What becomes of live sessions.
    pub live_sessions: String,
    /// The countries of text messages, with commas.
    pub sms_countries: String,
    /// How many text messages are sent in a day.
    pub sms_per_day: String,
    /// How to reach the administrator.
    pub contact: String,
    /// Why, for the journal.
    pub reason: String,
}

/// What is wrong with what was sent.
#[derive(Clone, Debug)]
pub enum DomainProblem {
    /// Somebody else has changed it meanwhile.
    Changed,
    /// A field, by its name in the API, and what is wrong with it.
    Field(String, String),
}

impl DomainValues {
    /// The form's fields by name.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("mode", &self.mode),
            ("factors", &self.factors),
            ("trusted_days", &self.trusted_days),
            ("grace_hours", &self.grace_hours),
            ("guard", &self.guard),
            ("networks", &self.networks),
            ("live_sessions", &self.live_sessions),
            ("sms_countries", &self.sms_countries),
            ("sms_per_day", &self.sms_per_day),
            ("contact", &self.contact),
            ("reason", &self.reason),
        ]
    }
}

/// The page. It posts to `settings/webmail/mfa/domain/<name>`.
#[must_use]
pub fn domain(panel: &PanelFrame<'_>, model: &DomainPage) -> Markup {
    let at = format!("{MFA}/domain/{}", model.name);
    let mode = ModeKind::of(&model.values.mode);
    let body = html! {
        @if let Some(outcome) = model.done {
            div.done {
                (done(&html! { (panel.outcome_text(outcome)) }))
                @if let Some(id) = &model.undo { (super::domains::undo(panel, id)) }
            }
        }
        (problems(panel, model))
        @if let Some((who, at)) = &model.said {
            @let at = crate::moment::readable(at);
            p.soft { (panel.text_with(P::SaidBy, &[
                ("who", Value::Text(who)), ("at", Value::Text(&at)),
            ])) }
        }
        @if model.in_file {
            (note(Icon::Lock, &html! { (panel.text(P::InFile)) }))
        }
        @if model.changes && !model.in_file {
            (panel.form(&at, &fields(panel, model, mode)))
            @if model.said.is_some() {
                details.action open[model.unset_problem.is_some()] {
                    summary { (panel.text(P::Unset)) }
                    p { (panel.text(P::UnsetHelp)) }
                    (panel.form(&format!("{at}/unset"), &html! {
                        input type="hidden" name="version" value=(model.version);
                        (own_code(panel, "unset-code", model.unset_problem.as_deref()))
                        button.danger type="submit" { (panel.text(P::Unset)) }
                    }))
                }
            }
        } @else {
            (read_only(panel, model, mode))
        }
        div.aside {
            a.quiet href=(panel.frame.address(&format!("mailboxes?q=@{}", model.name))) {
                (panel.text(P::ItsMailboxes))
            }
        }
    };
    page(panel, Section::Settings, &model.name, &body)
}

fn problems(panel: &PanelFrame<'_>, model: &DomainPage) -> Markup {
    html! {
        @match &model.problem {
            Some(DomainProblem::Changed) => {
                (problem("changed", &html! { (panel.text(P::Changed)) }))
            }
            Some(DomainProblem::Field(name, what)) => {
                (problem("wrong", &html! { (panel.text(P::FieldWrong)) " " bdi { (name) } ": " (what) }))
            }
            None => {}
        }
    }
}

fn fields(panel: &PanelFrame<'_>, model: &DomainPage, mode: Option<ModeKind>) -> Markup {
    html! {
        input type="hidden" name="version" value=(model.version);
        (choice(panel, mode))
        details open[matches!(model.problem, Some(DomainProblem::Field(..)))] {
            summary { (panel.text(P::Details)) }
            (more(panel, model))
        }
        button.primary type="submit" { (panel.text(P::Save)) }
    }
}

fn more(panel: &PanelFrame<'_>, model: &DomainPage) -> Markup {
    let values = &model.values;
    let default = || ("", panel.text(P::AsDefault));
    let select = |options: &[(&'static str, P)]| {
        let mut all = vec![default()];
        all.extend(
            options
                .iter()
                .map(|(value, words)| (*value, panel.text(*words))),
        );
        all
    };
    let factors = select(&[("app", P::FactorsApp), ("both", P::FactorsBoth)]);
    let guard = select(&[
        ("none", P::GuardNone),
        ("admin_code", P::GuardCode),
        ("trusted_network", P::GuardNetwork),
    ]);
    let live = select(&[
        ("next_login", P::LiveNext),
        ("step_up", P::LiveStepUp),
        ("sign_out", P::LiveSignOut),
    ]);
    let grace = graces(panel, &values.grace_hours);
    let wrong = |names: &[&str]| match &model.problem {
        Some(DomainProblem::Field(name, what)) if names.iter().any(|one| name.contains(one)) => {
            Some(what.as_str())
        }
        Some(DomainProblem::Field(..) | DomainProblem::Changed) | None => None,
    };
    html! {
        div.grid {
            (Field::optional(panel, "grace_hours", P::Grace).help(P::GraceHelp)
                .value(&values.grace_hours).kind(Kind::One(&grace)).problem(wrong(&["grace"])))
            (Field::optional(panel, "factors", P::Factors).value(&values.factors)
                .kind(Kind::One(&factors)).problem(wrong(&["factors"])))
            (Field::optional(panel, "trusted_days", P::TrustedDays).help(P::TrustedDaysHelp)
                .value(&values.trusted_days).problem(wrong(&["trusted_days"])))
            (Field::optional(panel, "live_sessions", P::Live).value(&values.live_sessions)
                .kind(Kind::One(&live)).problem(wrong(&["live_sessions"])))
            (Field::optional(panel, "guard", P::Guard).value(&values.guard)
                .kind(Kind::One(&guard)).problem(wrong(&["guard"])))
            (Field::optional(panel, "networks", P::Networks).help(P::NetworksHelp)
                .value(&values.networks).kind(Kind::Lines { rows: 3 })
                .problem(wrong(&["networks"])))
            (Field::optional(panel, "sms_countries", P::Countries).help(P::CountriesHelp)
                .value(&values.sms_countries).problem(wrong(&["sms_countries"])))
            (Field::optional(panel, "sms_per_day", P::SmsPerDay).value(&values.sms_per_day)
                .problem(wrong(&["sms_per_day"])))
            (Field::optional(panel, "contact", P::Contact).help(P::ContactHelp)
                .value(&values.contact).kind(Kind::Lines { rows: 3 })
                .problem(wrong(&["contact"])))
            (Field {
                value: &values.reason,
                kind: Kind::Text { of: "text", autocomplete: "off", required: false },
                ..Field::line(panel, "reason", P::Reason).help(P::ReasonHelp)
                    .problem(wrong(&["reason"]))
            })
        }
    }
}

/// The times that can be chosen, and the one that is.
pub(super) fn graces<'a>(panel: &PanelFrame<'_>, chosen: &'a str) -> Vec<(&'a str, String)> {
    let hours = |hours: u64| {
        if hours.is_multiple_of(24) {
            panel.text_with(P::Days, &[("days", Value::Number(hours / 24))])
        } else {
            panel.text_with(P::Hours, &[("hours", Value::Number(hours))])
        }
    };
    let mut all = vec![
        ("", panel.text(P::AsDefault)),
        ("0", panel.text(P::GraceNone)),
    ];
    let known = GRACES.iter().map(|(value, count)| (*value, hours(*count)));
    all.extend(known);
    // One that was set by other means stays as it is.
    if let Ok(count) = chosen.parse::<u64>()
        && !all.iter().any(|(value, _)| *value == chosen)
    {
        all.push((chosen, hours(count)));
    }
    all
}

/// What is asked, for those who may only look.
fn read_only(panel: &PanelFrame<'_>, model: &DomainPage, mode: Option<ModeKind>) -> Markup {
    let values = model
        .values
        .pairs()
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && !matches!(*name, "mode" | "reason"));
    html! {
        @if let Some(mode) = mode {
            section.panel {
                div.heading { h2 { (panel.text(P::Policy)) } (mode.badge(panel)) }
                p.soft { (panel.text(mode.help())) }
            }
        }
        dl.facts {
            @for (name, value) in values {
                dt { (panel.text(label(name))) }
                dd { bdi { (value) } }
            }
        }
        @if let Some((_, at)) = &model.said { p.caption { (moment(at)) } }
    }
}

fn label(name: &str) -> P {
    match name {
        "factors" => P::Factors,
        "trusted_days" => P::TrustedDays,
        "grace_hours" => P::Grace,
        "guard" => P::Guard,
        "networks" => P::Networks,
        "live_sessions" => P::Live,
        "sms_countries" => P::Countries,
        "sms_per_day" => P::SmsPerDay,
        _ => P::Contact,
    }
}

const GRACES: [(&str, u64); 6] = [
    ("24", 24),
    ("72", 72),
    ("168", 168),
    ("336", 336),
    ("720", 720),
    ("1440", 1440),
];
