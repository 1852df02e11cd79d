//! What has happened to the mailbox lately.

mod kind;

pub use kind::Activity;

use maud::{Markup, html};

use super::{Security, SecurityAction};
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::moment::moment;

/// Something that has happened.
#[derive(Clone, Copy, Debug)]
pub struct ActivityLine<'a> {
    /// When (RFC 3339, UTC).
    pub at: &'a str,
    /// What.
    pub what: Activity,
    /// The address from which it was done, if it was done over the web.
    pub address: Option<&'a str>,
    /// The browser in which it was done, such as `Firefox, Linux`.
    pub browser: Option<&'a str>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was refused.
    Refused,
    /// It was done.
    Succeeded,
}

impl ActivityLine<'static> {
    pub(super) const SAMPLE: Self = Self {
        at: "2026-11-24T07:58:00Z",
        what: Activity::SignedIn,
        address: Some("203.0.113.7"),
        browser: Some("Firefox, Linux"),
        outcome: Outcome::Succeeded,
    };
}

/// The section of the security page. The roles stand in the table because the style lays it out
/// anew on a narrow screen, where some browsers then take it for no table.
pub(super) fn section(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    html! {
        section.panel aria-labelledby="activity" {
            h2 #activity { (frame.text(Phrase::ActivityTitle)) }
            @if security.activity.is_empty() {
                p { (frame.text(Phrase::ActivityNone)) }
            } @else {
                table role="table" aria-labelledby="activity" {
                    thead role="rowgroup" {
                        tr role="row" {
                            @for head in HEADS {
                                th scope="col" role="columnheader" { (frame.text(head)) }
                            }
                        }
                    }
                    tbody role="rowgroup" {
                        @for line in security.activity { (row(frame, line)) }
                    }
                }
            }
            (everywhere(frame, security))
        }
    }
}

fn row(frame: &Frame<'_>, line: &ActivityLine<'_>) -> Markup {
    html! {
        tr role="row" {
            td role="cell" { (moment(line.at)) }
            td role="cell" {
                span.what { (frame.text(line.what.phrase())) } " "
                @match line.outcome {
                    Outcome::Refused => {
                        span.outcome.bad { (frame.text(Phrase::ActivityRefused)) }
                    }
                    Outcome::Succeeded => {
                        span.outcome { (frame.text(Phrase::ActivitySucceeded)) }
                    }
                }
            }
            td role="cell" {
                @if let Some(browser) = line.browser { span.browser { bdi { (browser) } } " " }
                @if let Some(address) = line.address { span.address { bdi { (address) } } }
            }
        }
    }
}

fn everywhere(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value=(SecurityAction::SignOutEverywhere.word());
        button.secondary type="submit" { (frame.text(Phrase::SignOutEverywhere)) }
        p.caption { (frame.text(Phrase::SignOutEverywhereHelp)) }
    };
    html! {
        div.last { (form(frame, "security", security.form_token, &fields)) }
    }
}

const HEADS: [Phrase; 3] = [
    Phrase::ActivityWhen,
    Phrase::ActivityWhat,
    Phrase::ActivityWhere,
];
