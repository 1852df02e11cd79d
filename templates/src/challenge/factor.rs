//! Which second factor a challenge asks for.

use crate::code::CodeKind;
use crate::i18n::Phrase;
use crate::sms::{Delivery, SmsStatus};

/// Which second factor a challenge asks for.
#[derive(Clone, Copy, Debug)]
pub enum ChallengeFactor<'a> {
    /// A code from an authenticator app.
    App,
    /// A recovery code.
    Recovery,
    /// A code from a text message.
    Sms {
        /// The number, masked, such as `+49 ••• ••• 67`.
        masked: &'a str,
        /// How long another one has to wait, in seconds.
        resend_in: Option<u64>,
        /// Whether one was sent.
        status: SmsStatus,
    },
}

impl<'a> ChallengeFactor<'a> {
    /// Its word in the form's field `factor` and in the address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::App => APP,
            Self::Recovery => RECOVERY,
            Self::Sms { .. } => SMS,
        }
    }

    pub(super) fn kind(self) -> CodeKind {
        match self {
            Self::App => CodeKind::App,
            Self::Recovery => CodeKind::Recovery,
            Self::Sms { .. } => CodeKind::Sms,
        }
    }

    pub(super) fn title(self) -> Phrase {
        match self {
            Self::App | Self::Sms { .. } => Phrase::ChallengeTitle,
            Self::Recovery => Phrase::ChallengeTitleRecovery,
        }
    }

    /// What to do, where the delivery of a code does not say it.
    pub(super) fn lead(self) -> Option<Phrase> {
        match self {
            Self::App => Some(Phrase::ChallengeLead),
            Self::Recovery => Some(Phrase::ChallengeLeadRecovery),
            Self::Sms { .. } => None,
        }
    }

    pub(super) fn delivery(self) -> Option<Delivery<'a>> {
        match self {
            Self::App | Self::Recovery => None,
            Self::Sms {
                masked,
                resend_in,
                status,
            } => Some(Delivery {
                masked,
                status,
                resend_in,
            }),
        }
    }
}

pub(super) const APP: &str = "app";
pub(super) const RECOVERY: &str = "recovery";
pub(super) const SMS: &str = "sms";
