//! The overview.

use maud::{Markup, html};

use super::chart::{Bar, bars, line, permille};
use super::layout::{MFA, PanelFrame, Section, page};
use super::list::table;
use super::mailboxes::segment;
use crate::callout::{done, note, problem};
use crate::i18n::{PanelPhrase as P, Value};
use crate::icons::Icon;
use crate::moment::{moment, readable};

/// What the overview shows.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// When the mailboxes were counted; nothing: not yet.
    pub as_of: Option<String>,
    /// What should be looked at; nothing where that is not the visitor's business.
    pub warnings: Option<Vec<Warning>>,
    /// All mailboxes.
    pub all: Standing,
    /// How many signed in lately.
    pub lately: u64,
    /// With an app, with text messages, with recovery codes left.
    pub factors: [u64; 3],
    /// Adoption by day: the day, and how many of a thousand have a second factor.
    pub days: Vec<(String, u64)>,
    /// The largest domains.
    pub largest: Vec<(String, Standing)>,
    /// The required domains that are furthest from it.
    pub least: Vec<(String, Standing)>,
    /// What was counted, and in how many days.
    pub counted: Option<(u64, Counted)>,
    /// Text messages.
    pub sms: Option<Sms>,
    /// Mailboxes that take no more codes.
    pub suspended: Vec<Suspended>,
}

/// Mailboxes: how many, and how many have a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many.
    pub seen: u64,
    /// How many have a second factor.
    pub enrolled: u64,
}

/// Something that should be looked at.
#[derive(Clone, Debug)]
pub struct Warning {
    /// Which kind, by its name in the API.
    pub kind: String,
    /// The same in English, for a kind that is not known here.
    pub text: String,
    /// The time that it is about.
    pub at: Option<String>,
    /// What it is about.
    pub about: Option<String>,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Signed in with a second factor.
    pub signed_in: u64,
    /// Signed in in a trusted browser.
    pub trusted: u64,
    /// Signed in with a password alone.
    pub password: u64,
    /// Wrong passwords.
    pub refused: u64,
    /// Wrong codes.
    pub codes: u64,
    /// Suspensions.
    pub suspended: u64,
    /// Set-ups.
    pub enrolled: u64,
    /// Mailboxes that turned it off.
    pub unenrolled: u64,
}

/// Text messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sms {
    /// How many were sent of the day's budget.
    pub used: u64,
    /// The day's budget.
    pub budget: u64,
    /// How many were sent.
    pub sent: u64,
    /// How many codes came back.
    pub verified: u64,
    /// How many were over a budget.
    pub over: u64,
    /// How many the provider refused.
    pub failed: u64,
}

/// A mailbox that takes no more codes of some kind.
#[derive(Clone, Debug)]
pub struct Suspended {
    /// Its address.
    pub address: String,
    /// Which kind, by its name in the API.
    pub kind: String,
    /// Since when.
    pub since: Option<String>,
}

/// The page.
#[must_use]
pub fn overview(panel: &PanelFrame<'_>, model: &Overview) -> Markup {
    let body = html! {
        @if let Some(warnings) = &model.warnings { (look(panel, warnings)) }
        @if let Some(at) = &model.as_of {
            (adoption(panel, model, at))
            div.columns {
                (domains(panel, P::Largest, &model.largest, None))
                (domains(panel, P::Least, &model.least, Some(P::LeastNone)))
                (factors(panel, model))
                (sms(panel, model))
            }
        } @else {
            (note(Icon::Clock, &html! { (panel.text(P::NotCounted)) }))
        }
        @if let Some((days, counted)) = &model.counted { (happened(panel, *days, counted)) }
        @if !model.suspended.is_empty() { (suspended(panel, model)) }
    };
    page(panel, Section::Overview, &panel.text(P::NavOverview), &body)
}

fn look(panel: &PanelFrame<'_>, warnings: &[Warning]) -> Markup {
    html! {
        @if warnings.is_empty() {
            (done(&html! { (panel.text(P::WarningsNone)) }))
        } @else {
            section aria-labelledby="warnings" {
                h2 #warnings { (panel.text(P::Warnings)) }
                @for (place, warning) in warnings.iter().enumerate() {
                    (problem(&format!("warning-{place}"), &words(panel, warning)))
                }
            }
        }
    }
}

fn words(panel: &PanelFrame<'_>, warning: &Warning) -> Markup {
    let known = match warning.kind.as_str() {
        "aliases_unresolved" => Some(P::WarningAliases),
        "census_failed" => Some(P::WarningCensus),
        "certificate_ends" => Some(P::WarningCertificate),
        "certificate_unreadable" => Some(P::WarningCertificateUnreadable),
        "configuration_refused" => Some(P::WarningConfiguration),
        "keys_overdue" => Some(P::WarningKeys),
        "mail_waits" => Some(P::WarningMail),
        "policy_refused" => Some(P::WarningPolicy),
        "sms_alarm" => Some(P::WarningSms),
        _ => None,
    };
    let at = warning.at.as_deref().map(readable).unwrap_or_default();
    html! {
        @match known {
            Some(known) => { (panel.text_with(known, &[("at", Value::Text(&at))])) }
            None => { (warning.text) }
        }
        @if let Some(about) = &warning.about { " (" bdi { (about) } ")" }
    }
}

fn adoption(panel: &PanelFrame<'_>, model: &Overview, at: &str) -> Markup {
    let (seen, enrolled) = (model.all.seen, model.all.enrolled);
    let values = [
        ("enrolled", Value::Number(enrolled)),
        ("seen", Value::Number(seen)),
        ("percent", Value::Number(permille(enrolled, seen) / 10)),
    ];
    let at = readable(at);
    html! {
        section aria-labelledby="adoption" {
            h2 #adoption { (panel.text(P::Adoption)) }
            p { (panel.text_with(P::AdoptionNow, &values)) }
            @if model.days.len() > 1 {
                @let values: Vec<u64> = model.days.iter().map(|(_, value)| *value).collect();
                (line(&panel.text(P::AdoptionDays), &values))
                (days(panel, model))
            } @else {
                p.soft { (panel.text(P::AdoptionEarly)) }
            }
            p.caption { (panel.text_with(P::Counted, &[("as-of", Value::Text(&at))])) }
        }
    }
}

fn days(panel: &PanelFrame<'_>, model: &Overview) -> Markup {
    let row = |(day, value): &(String, u64)| {
        html! {
            td { (day) }
            td { (value / 10) "." (value % 10) }
        }
    };
    let rows: Vec<Markup> = model.days.iter().rev().map(row).collect();
    html! {
        details {
            summary { (panel.text(P::AsTable)) }
            (table(panel, P::AdoptionDays, &[P::Day, P::Percent], &rows))
        }
    }
}

fn domains(
    panel: &PanelFrame<'_>,
    title: P,
    all: &[(String, Standing)],
    none: Option<P>,
) -> Markup {
    let bar = |(name, standing): &(String, Standing)| Bar {
        name: html! {
            a href=(panel.frame.address(&format!("{MFA}/domain/{name}"))) { bdi { (name) } }
        },
        part: standing.enrolled,
        whole: standing.seen,
    };
    let shown: Vec<Bar> = all.iter().map(bar).collect();
    html! {
        section {
            h2 { (panel.text(title)) }
            @match none {
                Some(words) if all.is_empty() => { p.soft { (panel.text(words)) } }
                Some(_) | None => { (bars(&shown)) }
            }
        }
    }
}

fn factors(panel: &PanelFrame<'_>, model: &Overview) -> Markup {
    let [app, sms, recovery] = model.factors;
    let bar = |words, part| Bar {
        name: html! { (panel.text(words)) },
        part,
        whole: model.all.seen,
    };
    html! {
        section {
            h2 { (panel.text(P::FactorsUsed)) }
            (bars(&[
                bar(P::FactorApp, app),
                bar(P::FactorSms, sms),
                bar(P::FactorRecovery, recovery),
                bar(P::SignedIn, model.lately),
            ]))
        }
    }
}

fn sms(panel: &PanelFrame<'_>, model: &Overview) -> Markup {
    html! {
        @if let Some(sms) = model.sms {
            section {
                h2 { (panel.text(P::Sms)) }
                (bars(&[
                    Bar {
                        name: html! { (panel.text(P::SmsUsed)) },
                        part: sms.used,
                        whole: sms.budget,
                    },
                    Bar {
                        name: html! { (panel.text(P::SmsVerified)) },
                        part: sms.verified,
                        whole: sms.sent,
                    },
                ]))
                (numbers(panel, &[(P::SmsOver, sms.over), (P::SmsFailed, sms.failed)]))
            }
        }
    }
}

fn happened(panel: &PanelFrame<'_>, days: u64, counted: &Counted) -> Markup {
    let title = panel.text_with(P::LastDays, &[("days", Value::Number(days))]);
    html! {
        section {
            h2 { (title) }
            (numbers(panel, &[
                (P::CountSignedIn, counted.signed_in),
                (P::CountTrusted, counted.trusted),
                (P::CountPassword, counted.password),
                (P::CountRefused, counted.refused),
                (P::CountCodes, counted.codes),
                (P::CountSuspended, counted.suspended),
                (P::CountEnrolled, counted.enrolled),
                (P::CountUnenrolled, counted.unenrolled),
            ]))
        }
    }
}

fn numbers(panel: &PanelFrame<'_>, all: &[(P, u64)]) -> Markup {
    html! {
        dl.numbers {
            @for (words, count) in all {
                div { dt { (panel.text(*words)) } dd { (count) } }
            }
        }
    }
}

fn suspended(panel: &PanelFrame<'_>, model: &Overview) -> Markup {
    let row = |one: &Suspended| {
        html! {
            td {
                a href=(panel.frame.address(&format!("mailboxes/{}", segment(&one.address)))) {
                    bdi { (one.address) }
                }
            }
            td { code { (one.kind) } }
            td { @if let Some(at) = &one.since { (moment(at)) } }
        }
    };
    let rows: Vec<Markup> = model.suspended.iter().map(row).collect();
    html! {
        section {
            h2 { (panel.text(P::Suspended)) }
            (table(panel, P::Suspended, &[P::MailboxAddress, P::MailboxFactor, P::SuspendedSince], &rows))
        }
    }
}
