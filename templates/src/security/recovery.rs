//! How many recovery codes are left.

use maud::{Markup, html};

use super::change::Change;
use super::{Security, SecurityAction};
use crate::callout;
use crate::code::Button;
use crate::frame::Frame;
use crate::i18n::{Phrase, Value};
use crate::icons::Icon;
use crate::moment::moment;

/// How many recovery codes are left. With a `total` of none, they were never made.
#[derive(Clone, Copy, Debug)]
pub struct RecoveryLine<'a> {
    /// How many are left.
    pub left: u64,
    /// How many there were.
    pub total: u64,
    /// When they were made (RFC 3339, UTC).
    pub made: Option<&'a str>,
    /// Whether so few are left that new ones should be made.
    pub warn: bool,
}

/// The section of the security page.
pub(super) fn section(
    frame: &Frame<'_>,
    security: &Security<'_>,
    line: &RecoveryLine<'_>,
) -> Markup {
    let made = line.total > 0;
    let change = Change {
        action: SecurityAction::Regenerate,
        about: None,
        title: if made {
            Phrase::RecoveryRegenerate
        } else {
            Phrase::RecoveryMake
        },
        help: made.then_some(Phrase::RecoveryRegenerateHelp),
        before: None,
        button: Button::Primary,
    };
    html! {
        section.panel aria-labelledby="recovery" {
            h2 #recovery { (frame.text(Phrase::RecoveryCodes)) }
            @if made { (count(frame, line)) } @else { p { (frame.text(Phrase::RecoveryNone)) } }
            (change.fold(frame, security))
        }
    }
}

/// The count in words, and as marks of which the used ones are struck.
fn count(frame: &Frame<'_>, line: &RecoveryLine<'_>) -> Markup {
    let values = [
        ("left", Value::Number(line.left)),
        ("total", Value::Number(line.total)),
    ];
    let total = line.total.min(MOST);
    html! {
        div.marks aria-hidden="true" {
            @for mark in 0..total { span.used[mark >= line.left] {} }
        }
        div {
            p { (frame.locale.text_with(Phrase::RecoveryLeft, &values)) }
            @if let Some(made) = line.made {
                p.caption { (frame.text(Phrase::RecoveryMade)) " " (moment(made)) }
            }
        }
        @if line.warn {
            (callout::note(Icon::Alert, &html! { (frame.text(Phrase::RecoveryWarn)) }))
        }
    }
}

/// As many marks fit.
const MOST: u64 = 20;
