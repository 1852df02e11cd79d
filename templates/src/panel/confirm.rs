//! Before a policy is saved: who is affected.

use maud::{Markup, html};

use super::domain::graces;
use super::field::{Field, Kind, own_code};
use super::layout::{MFA, PanelFrame, Section, page};
use super::mode::ModeKind;
use crate::i18n::{PanelPhrase as P, Value};
use crate::moment::readable;

/// What the page before a change shows.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The domains that change.
    pub domains: Vec<String>,
    /// What will be asked.
    pub mode: ModeKind,
    /// Who is affected.
    pub affected: Affected,
    /// Everything else that the form carries on.
    pub hidden: Vec<(String, String)>,
    /// For how many hours the set-up may wait, as the form holds it.
    pub grace_hours: String,
    /// What the form posts to.
    pub post: String,
    /// Where "go back" leads.
    pub back: String,
    /// Whether it takes a code, and what is wrong with the one that was typed.
    pub code: Option<Option<String>>,
}

/// Who is affected, among mailboxes that were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// How many mailboxes.
    pub seen: u64,
    /// How many have a second factor.
    pub enrolled: u64,
    /// How many have none.
    pub not_enrolled: u64,
    /// How many have signed in lately.
    pub lately: u64,
    /// When they were counted, where that was not now.
    pub as_of: Option<String>,
    /// Whether there may be more.
    pub partly: bool,
}

/// The page.
#[must_use]
pub fn confirm(panel: &PanelFrame<'_>, model: &Confirm) -> Markup {
    let fields = html! {
        input type="hidden" name="confirmed" value="yes";
        @for (name, value) in &model.hidden { input type="hidden" name=(name) value=(value); }
        @if model.mode == ModeKind::Required {
            @let options = graces(panel, &model.grace_hours);
            (Field::optional(panel, "grace_hours", P::Grace).help(P::GraceHelp)
                .value(&model.grace_hours).kind(Kind::One(&options)))
        }
        @if let Some(problem) = &model.code {
            p { (panel.text(P::ConfirmLess)) }
            (own_code(panel, "code", problem.as_deref()))
        }
        div.buttons {
            button.primary type="submit" { (panel.text(button(model.mode))) }
            a.secondary href=(crate::link::web(&model.back)) { (panel.text(P::GoBack)) }
        }
    };
    let body = html! {
        section.panel {
            div.heading {
                h2 { (names(model)) }
                (model.mode.badge(panel))
            }
            p { (panel.text(sentence(model.mode))) }
        }
        (affected(panel, &model.affected, model.mode, Some(model.domains.len())))
        (panel.form(&model.post, &fields))
    };
    page(
        panel,
        Section::Settings,
        &panel.text(P::ConfirmTitle),
        &body,
    )
}

/// The first few of them.
fn names(model: &Confirm) -> Markup {
    let more = model.domains.len().saturating_sub(SHOWN);
    html! {
        @for (place, name) in model.domains.iter().take(SHOWN).enumerate() {
            @if place > 0 { ", " }
            bdi { (name) }
        }
        @if more > 0 { " + " (more) }
    }
}

/// Who is affected when `mode` is asked, of how many domains.
pub(super) fn affected(
    panel: &PanelFrame<'_>,
    who: &Affected,
    mode: ModeKind,
    domains: Option<usize>,
) -> Markup {
    let rows = [
        (P::AffectedSeen, who.seen),
        (P::AffectedEnrolled, who.enrolled),
        (P::AffectedNot, who.not_enrolled),
        (P::AffectedLately, who.lately),
    ];
    let must = mode == ModeKind::Required && who.not_enrolled > 0;
    html! {
        section.panel aria-labelledby="affected" {
            h2 #affected { (panel.text(P::Affected)) }
            dl.numbers {
                @if let Some(count) = domains.filter(|count| *count > 1) {
                    div { dt { (panel.text(P::AffectedDomains)) } dd { (count) } }
                }
                @for (words, count) in rows {
                    div { dt { (panel.text(words)) } dd { (count) } }
                }
            }
            @if mode == ModeKind::Required {
                p { (panel.text(if must { P::AffectedMust } else { P::AffectedNone })) }
            }
            p.caption {
                (panel.text(P::AffectedHelp))
                @if who.partly { " " (panel.text(P::CountedPartly)) }
                @if let Some(at) = &who.as_of {
                    @let at = readable(at);
                    " " (panel.text_with(P::Counted, &[("as-of", Value::Text(&at))]))
                }
            }
        }
    }
}

const fn button(mode: ModeKind) -> P {
    match mode {
        ModeKind::Disabled => P::DoDisabled,
        ModeKind::Optional => P::DoOptional,
        ModeKind::Required => P::DoRequired,
    }
}

const fn sentence(mode: ModeKind) -> P {
    match mode {
        ModeKind::Disabled => P::ConfirmDisabled,
        ModeKind::Optional => P::ConfirmOptional,
        ModeKind::Required => P::ConfirmRequired,
    }
}

const SHOWN: usize = 5;

impl Confirm {
    /// Where a single domain's change is confirmed.
    #[must_use]
    pub fn domain_address(name: &str) -> String {
        format!("{MFA}/domain/{name}")
    }
}
