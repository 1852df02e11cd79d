//! Where a code comes from, which decides how it is asked for.

use super::CodeProblem;
use crate::i18n::Phrase;

/// Where a code comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CodeKind {
    /// From an authenticator app.
    App,
    /// From an authenticator app or a text message.
    Either,
    /// From the list of recovery codes.
    Recovery,
    /// From the administrator, before the first set-up.
    Setup,
    /// From a text message.
    Sms,
}

impl CodeKind {
    /// The name of the form's field.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Setup => "setup_code",
            Self::App | Self::Either | Self::Recovery | Self::Sms => "code",
        }
    }

    pub(super) fn label(self) -> Phrase {
        match self {
            Self::App | Self::Either | Self::Sms => Phrase::CodeLabel,
            Self::Recovery => Phrase::CodeLabelRecovery,
            Self::Setup => Phrase::CodeLabelSetup,
        }
    }

    /// Whether the code is made of digits alone.
    pub(super) fn is_digits(self) -> bool {
        match self {
            Self::App | Self::Either | Self::Sms => true,
            Self::Recovery | Self::Setup => false,
        }
    }

    /// Whether the code may be on its way in a text message.
    pub(super) fn is_texted(self) -> bool {
        match self {
            Self::Either | Self::Sms => true,
            Self::App | Self::Recovery | Self::Setup => false,
        }
    }

    /// What is said of a code that was not taken; `others` tells of another way than this one.
    pub(super) fn problem(self, problem: CodeProblem, others: bool) -> Phrase {
        match problem {
            CodeProblem::Expired => self.expired(),
            CodeProblem::Malformed => self.malformed(),
            CodeProblem::OfferExpired => Phrase::CodeOfferExpired,
            CodeProblem::Suspended if others => Phrase::CodeSuspendedOthers,
            CodeProblem::Suspended => Phrase::CodeSuspended,
            CodeProblem::Used => self.used(),
            CodeProblem::Wait { .. } => Phrase::CodeWait,
            CodeProblem::Wrong => self.wrong(),
        }
    }

    fn expired(self) -> Phrase {
        match self {
            Self::Setup => Phrase::CodeExpiredSetup,
            Self::App => self.wrong(),
            Self::Recovery => self.used(),
            Self::Either | Self::Sms => Phrase::CodeExpired,
        }
    }

    fn malformed(self) -> Phrase {
        match self {
            Self::App | Self::Either | Self::Sms => Phrase::CodeMalformed,
            Self::Recovery => Phrase::CodeMalformedRecovery,
            Self::Setup => Phrase::CodeWrongSetup,
        }
    }

    fn used(self) -> Phrase {
        match self {
            Self::App => Phrase::CodeUsed,
            Self::Either => self.wrong(),
            Self::Recovery => Phrase::CodeUsedRecovery,
            Self::Setup => Phrase::CodeExpiredSetup,
            Self::Sms => Phrase::CodeUsedSms,
        }
    }

    fn wrong(self) -> Phrase {
        match self {
            Self::App => Phrase::CodeWrong,
            Self::Either => Phrase::CodeWrongAny,
            Self::Recovery => Phrase::CodeWrongRecovery,
            Self::Setup => Phrase::CodeWrongSetup,
            Self::Sms => Phrase::CodeWrongSms,
        }
    }
}
