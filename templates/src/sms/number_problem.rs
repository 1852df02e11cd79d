//! Why a number was not taken.

use maud::{Markup, html};

use crate::callout;
use crate::frame::Frame;
use crate::i18n::{Phrase, wait_text};

/// Why a number was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberProblem {
    /// No message could be sent to it just now.
    CannotSend,
    /// No messages are sent to its country.
    CountryNotAllowed,
    /// It is not a mobile number of its country.
    NumberInvalid,
    /// It is of a kind that gets no codes, such as a premium number.
    NumberRefused,
    /// Too many messages were asked for.
    TooMany {
        /// How long to wait, in seconds.
        seconds: u64,
    },
}

impl NumberProblem {
    pub(super) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("cannot-send", Self::CannotSend),
        ("country", Self::CountryNotAllowed),
        ("invalid", Self::NumberInvalid),
        ("refused", Self::NumberRefused),
        ("too-many", Self::TooMany { seconds: 86_400 }),
    ];

    /// Whether another country has to be chosen, and not another number.
    pub(super) fn is_about_country(self) -> bool {
        match self {
            Self::CountryNotAllowed => true,
            Self::CannotSend | Self::NumberInvalid | Self::NumberRefused | Self::TooMany { .. } => {
                false
            }
        }
    }

    pub(super) fn words(self, frame: &Frame<'_>) -> Markup {
        let phrase = match self {
            Self::CannotSend => Phrase::NumberCannotSend,
            Self::CountryNotAllowed => Phrase::NumberCountryNotAllowed,
            Self::NumberInvalid => Phrase::NumberInvalid,
            Self::NumberRefused => Phrase::NumberRefused,
            Self::TooMany { .. } => Phrase::NumberTooMany,
        };
        let words = html! {
            (frame.text(phrase))
            @if let Self::TooMany { seconds } = self {
                " " (wait_text(frame.locale, seconds))
            }
        };
        callout::problem(PROBLEM_ID, &words)
    }
}

/// The element that says what is wrong.
pub(super) const PROBLEM_ID: &str = "number-problem";
