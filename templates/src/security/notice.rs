//! What has just been done.

use crate::i18n::Phrase;

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A browser is no longer trusted.
    BrowserRevoked,
    /// No browser is trusted any more.
    BrowsersRevoked,
    /// An authenticator was added.
    FactorAdded,
    /// Another authenticator is asked for first.
    FactorPreferred,
    /// An authenticator was removed.
    FactorRemoved,
    /// An authenticator has another name.
    FactorRenamed,
    /// An authenticator was replaced.
    FactorReplaced,
    /// Codes go to another number.
    NumberChanged,
    /// There are new recovery codes.
    RecoveryMade,
    /// The second factor was turned off.
    TurnedOff,
    /// The second factor was turned on.
    TurnedOn,
}

impl Notice {
    pub(super) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("browser-revoked", Self::BrowserRevoked),
        ("browsers-revoked", Self::BrowsersRevoked),
        ("added", Self::FactorAdded),
        ("preferred", Self::FactorPreferred),
        ("removed", Self::FactorRemoved),
        ("renamed", Self::FactorRenamed),
        ("replaced", Self::FactorReplaced),
        ("number-changed", Self::NumberChanged),
        ("recovery-made", Self::RecoveryMade),
        ("turned-on", Self::TurnedOn),
    ];

    pub(super) fn phrase(self) -> Phrase {
        match self {
            Self::BrowserRevoked => Phrase::NoticeBrowserRevoked,
            Self::BrowsersRevoked => Phrase::NoticeBrowsersRevoked,
            Self::FactorAdded => Phrase::NoticeAdded,
            Self::FactorPreferred => Phrase::NoticePreferred,
            Self::FactorRemoved => Phrase::NoticeRemoved,
            Self::FactorRenamed => Phrase::NoticeRenamed,
            Self::FactorReplaced => Phrase::NoticeReplaced,
            Self::NumberChanged => Phrase::NoticeNumberChanged,
            Self::RecoveryMade => Phrase::NoticeRecoveryMade,
            Self::TurnedOff => Phrase::SecurityTurnedOff,
            Self::TurnedOn => Phrase::SecurityTurnedOn,
        }
    }
}
