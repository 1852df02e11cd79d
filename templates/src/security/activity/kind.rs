//! What may happen to a mailbox.

use super::ActivityLine;
use crate::i18n::Phrase;

macro_rules! activities {
    ($($(#[$doc:meta])* $name:ident => $phrase:ident,)+) => {
        /// What may happen to a mailbox.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Activity {
            $($(#[$doc])* $name,)+
        }

        impl Activity {
            /// Everything that may happen.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Everything that may happen, one line each.
            pub(in crate::security) const SAMPLES: &'static [ActivityLine<'static>] = &[$(
                ActivityLine { what: Self::$name, ..ActivityLine::SAMPLE },
            )+];

            pub(super) const fn phrase(self) -> Phrase {
                match self {
                    $(Self::$name => Phrase::$phrase,)+
                }
            }
        }
    };
}

activities! {
    /// The administrator has reset the second factor.
    AdminReset => ActivityAdminReset,
    /// A browser is no longer trusted.
    BrowserRevoked => ActivityBrowserRevoked,
    /// A browser is trusted.
    BrowserTrusted => ActivityBrowserTrusted,
    /// A code was typed at a sign-in.
    Code => ActivityCode,
    /// An authenticator was added.
    FactorAdded => ActivityFactorAdded,
    /// Another authenticator is asked for first.
    FactorPreferred => ActivityFactorPreferred,
    /// An authenticator was removed.
    FactorRemoved => ActivityFactorRemoved,
    /// An authenticator has another name.
    FactorRenamed => ActivityFactorRenamed,
    /// An authenticator was replaced.
    FactorReplaced => ActivityFactorReplaced,
    /// Codes go to another number.
    NumberChanged => ActivityNumberChanged,
    /// New recovery codes were made.
    RecoveryMade => ActivityRecoveryMade,
    /// A recovery code was typed.
    RecoveryUsed => ActivityRecoveryUsed,
    /// Someone signed in, or tried to.
    SignedIn => ActivitySignedIn,
    /// Someone signed out.
    SignedOut => ActivitySignedOut,
    /// Every session was ended.
    SignedOutEverywhere => ActivitySignedOutEverywhere,
    /// Someone signed in with the password alone, in a trusted browser.
    TrustedSignIn => ActivityTrustedSignIn,
    /// The second factor was turned off.
    TurnedOff => ActivityTurnedOff,
}
