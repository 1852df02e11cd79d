//! Why a typed code was not taken.

use maud::{Markup, html};

use super::CodeKind;
use crate::frame::Frame;
use crate::i18n::{Phrase, wait_text};
use crate::icons::{Icon, icon};

/// Why a typed code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It was right once and is too old, or was tried too often; another one has to be asked for.
    Expired,
    /// It does not look like a code, such as one without six digits.
    Malformed,
    /// The set-up took too long; the page shows a new key.
    OfferExpired,
    /// Too many codes were wrong, and only another way or an administrator can help. There is no
    /// field any more.
    Suspended,
    /// It was used before; only another one will do.
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
        ("expired", Self::Expired),
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
            Self::Expired
            | Self::Malformed
            | Self::OfferExpired
            | Self::Used
            | Self::Wait { .. }
            | Self::Wrong => true,
        }
    }

    fn wait(self) -> Option<u64> {
        if let Self::Wait { seconds } = self {
            Some(seconds)
        } else {
            None
        }
    }
}

/// A problem as a page shows it.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// The page's frame.
    pub(super) frame: &'a Frame<'a>,
    /// Where the code comes from.
    pub(super) kind: CodeKind,
    /// Whether there is another way than this code.
    pub(super) others: bool,
    /// The id of the element that says what is wrong.
    pub(super) id: &'a str,
}

impl Shown<'_> {
    /// The problem in words.
    ///
    /// The clock that counts down stands beside the alert and not in it, so that a screen reader
    /// does not read out every second.
    pub(super) fn problem(&self, problem: CodeProblem) -> Markup {
        let frame = self.frame;
        let wait = problem.wait();
        html! {
            div {
                div.callout.problem data-problem {
                    (icon(Icon::Alert))
                    div {
                        p role="alert" id=(self.id) {
                            (frame.text(self.kind.problem(problem, self.others)))
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
}
