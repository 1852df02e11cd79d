//! Why a typed code was not taken.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::{Phrase, wait_text};
use crate::icons::{Icon, icon};

/// Why a typed code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It does not have six digits.
    Malformed,
    /// The set-up took too long; the page shows a new key.
    OfferExpired,
    /// Too many codes were wrong, and only an administrator can help. There is no field any more.
    Suspended,
    /// It was used before; only the next one will do.
    Used,
    /// Some codes were wrong, and the next try has to wait.
    Wait {
        /// How long, in seconds.
        seconds: u64,
    },
    /// It is not the right one.
    Wrong,
}

impl CodeProblem {
    /// Every kind of problem.
    pub(crate) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("malformed", Self::Malformed),
        ("offer-expired", Self::OfferExpired),
        ("suspended", Self::Suspended),
        ("used", Self::Used),
        ("wait", Self::Wait { seconds: 45 }),
        ("wait-long", Self::Wait { seconds: 1800 }),
        ("wrong", Self::Wrong),
    ];

    /// Whether another code may be typed at all.
    pub(crate) fn leaves_another_try(self) -> bool {
        match self {
            Self::Suspended => false,
            Self::Malformed | Self::OfferExpired | Self::Used | Self::Wait { .. } | Self::Wrong => {
                true
            }
        }
    }

    fn phrase(self) -> Phrase {
        match self {
            Self::Malformed => Phrase::CodeMalformed,
            Self::OfferExpired => Phrase::CodeOfferExpired,
            Self::Suspended => Phrase::CodeSuspended,
            Self::Used => Phrase::CodeUsed,
            Self::Wait { .. } => Phrase::CodeWait,
            Self::Wrong => Phrase::CodeWrong,
        }
    }
}

/// The problem in words, which a code field refers to by [`PROBLEM_ID`].
///
/// The clock that counts down stands beside the alert and not in it, so that a screen reader does
/// not read out every second.
pub(crate) fn code_problem(frame: &Frame<'_>, problem: CodeProblem) -> Markup {
    let wait = match problem {
        CodeProblem::Wait { seconds } => Some(seconds),
        CodeProblem::Malformed
        | CodeProblem::OfferExpired
        | CodeProblem::Suspended
        | CodeProblem::Used
        | CodeProblem::Wrong => None,
    };
    html! {
        div {
            div.callout.problem data-problem {
                (icon(Icon::Alert))
                div {
                    p role="alert" id=(PROBLEM_ID) {
                        (frame.text(problem.phrase()))
                        @if let Some(seconds) = wait {
                            " " span data-wait-text { (wait_text(frame.locale, seconds)) }
                        }
                    }
                    @if let Some(seconds) = wait {
                        p.countdown data-wait=(seconds) hidden {
                            (frame.text(Phrase::WaitRemaining)) " "
                            bdi role="timer" {}
                        }
                    }
                }
            }
            @if wait.is_some() {
                div role="status" {
                    p.callout.good data-wait-over hidden {
                        (icon(Icon::Check)) span { (frame.text(Phrase::WaitOver)) }
                    }
                }
            }
        }
    }
}

/// The element that says what is wrong.
pub(crate) const PROBLEM_ID: &str = "code-problem";
