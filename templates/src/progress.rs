//! How far a set-up has come.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::{Phrase, Value};

/// Which step of a set-up a page is, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// This step, counted from one.
    pub step: u64,
    /// How many there are.
    pub of: u64,
}

impl Progress {
    pub(crate) const FIRST_SAMPLE: Option<Self> = Self::sample(1);
    pub(crate) const SECOND_SAMPLE: Option<Self> = Self::sample(2);
    pub(crate) const THIRD_SAMPLE: Option<Self> = Self::sample(3);

    const fn sample(step: u64) -> Option<Self> {
        Some(Self { step, of: 3 })
    }
}

/// The step in words, and as a bar that decorates.
pub(crate) fn progress(frame: &Frame<'_>, progress: Option<Progress>) -> Markup {
    let Some(Progress { step, of }) = progress else {
        return html! {};
    };
    let of = of.min(MOST);
    let values = [("step", Value::Number(step)), ("of", Value::Number(of))];
    html! {
        div.progress {
            p.caption { (frame.locale.text_with(Phrase::Step, &values)) }
            div.bar aria-hidden="true" {
                @for part in 1..=of { span.reached[part <= step] {} }
            }
        }
    }
}

/// No set-up has more steps; the bar would not fit.
const MOST: u64 = 9;
