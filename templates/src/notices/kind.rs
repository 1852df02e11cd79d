//! Which changes a mailbox is told of.

use super::one_line;
use crate::i18n::{Locale, Phrase, Value};

/// Which change a mailbox is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind<'a> {
    /// The administrator has reset the second factor.
    AdminReset,
    /// A browser is trusted.
    BrowserTrusted {
        /// For how many days.
        days: u64,
    },
    /// An authenticator was added.
    FactorAdded {
        /// Its name.
        name: &'a str,
    },
    /// An authenticator was removed.
    FactorRemoved {
        /// Its name.
        name: &'a str,
    },
    /// An authenticator stands in the place of another.
    FactorReplaced {
        /// The new one's name.
        name: &'a str,
    },
    /// Codes go to another number.
    NumberChanged {
        /// The new number, masked.
        masked: &'a str,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u64,
    },
    /// There are new recovery codes.
    RecoveryRegenerated,
    /// The last authenticator was removed.
    TurnedOff,
}

impl NoticeKind<'static> {
    pub(super) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("admin-reset", Self::AdminReset),
        ("browser-trusted", Self::BrowserTrusted { days: 30 }),
        (
            "factor-added",
            Self::FactorAdded {
                name: "Anna’s phone",
            },
        ),
        (
            "factor-removed",
            Self::FactorRemoved {
                name: "Anna’s phone",
            },
        ),
        (
            "factor-replaced",
            Self::FactorReplaced {
                name: "Anna’s phone",
            },
        ),
        (
            "number-changed",
            Self::NumberChanged {
                masked: "+49 ••• ••• 67",
            },
        ),
        ("recovery-used", Self::RecoveryCodeUsed { left: 7 }),
        ("recovery-used-last", Self::RecoveryCodeUsed { left: 0 }),
        ("recovery-regenerated", Self::RecoveryRegenerated),
        ("turned-off", Self::TurnedOff),
    ];
}

impl NoticeKind<'_> {
    pub(super) fn title(self) -> Phrase {
        match self {
            Self::AdminReset => Phrase::MailAdminReset,
            Self::BrowserTrusted { .. } => Phrase::MailBrowserTrusted,
            Self::FactorAdded { .. } => Phrase::MailFactorAdded,
            Self::FactorRemoved { .. } => Phrase::MailFactorRemoved,
            Self::FactorReplaced { .. } => Phrase::MailFactorReplaced,
            Self::NumberChanged { .. } => Phrase::MailNumberChanged,
            Self::RecoveryCodeUsed { .. } => Phrase::MailRecoveryUsed,
            Self::RecoveryRegenerated => Phrase::MailRecoveryMade,
            Self::TurnedOff => Phrase::MailTurnedOff,
        }
    }

    /// What has happened and what it means.
    pub(super) fn lead(self, locale: Locale) -> String {
        let number =
            |phrase, name, value| locale.text_with(phrase, &[(name, Value::Number(value))]);
        let text = |phrase, name, value: &str| {
            locale.text_with(phrase, &[(name, Value::Text(&one_line(value)))])
        };
        match self {
            Self::AdminReset => locale.text(Phrase::MailAdminResetText),
            Self::BrowserTrusted { days } => number(Phrase::MailBrowserTrustedText, "days", days),
            Self::FactorAdded { name } => text(Phrase::MailFactorAddedText, "name", name),
            Self::FactorRemoved { name } => text(Phrase::MailFactorRemovedText, "name", name),
            Self::FactorReplaced { name } => text(Phrase::MailFactorReplacedText, "name", name),
            Self::NumberChanged { masked } => text(
                Phrase::MailNumberChangedText,
                "number",
                &left_to_right(masked),
            ),
            Self::RecoveryCodeUsed { left } => number(Phrase::MailRecoveryUsedText, "left", left),
            Self::RecoveryRegenerated => locale.text(Phrase::MailRecoveryMadeText),
            Self::TurnedOff => locale.text(Phrase::MailTurnedOffText),
        }
    }

    /// What to do if it was someone else.
    pub(super) fn not_you(self) -> Phrase {
        match self {
            Self::AdminReset => Phrase::MailNotYouReset,
            Self::BrowserTrusted { .. }
            | Self::FactorAdded { .. }
            | Self::FactorRemoved { .. }
            | Self::FactorReplaced { .. }
            | Self::NumberChanged { .. }
            | Self::RecoveryCodeUsed { .. }
            | Self::RecoveryRegenerated
            | Self::TurnedOff => Phrase::MailNotYou,
        }
    }
}

/// Isolated, since plain text has no other way to keep a number's order, and in one line.
fn left_to_right(number: &str) -> String {
    format!("\u{2066}{}\u{2069}", number.replace(' ', "\u{a0}"))
}
