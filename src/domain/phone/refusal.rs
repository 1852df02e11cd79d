//! Why a number is not taken.

use rlibphonenumber::PhoneNumberType;
use thiserror::Error;

/// Why a number is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneRefusal {
    /// No messages are sent to its country.
    #[error("no text messages are sent to the number's country")]
    Country,
    /// It is not a mobile phone's.
    #[error("the number is not a mobile phone's")]
    Line(LineKind),
    /// What was typed is not a phone number.
    #[error("this is not a phone number")]
    Malformed,
    /// It has no country code, and there is no country to read it in.
    #[error("the number has no country code")]
    NoCountry,
    /// Its country has no such numbers: a digit too many or too few, or a range that is not in use.
    #[error("there is no such number in its country")]
    Unassigned,
}

/// A kind of number that gets no codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A telephone in a building.
    Fixed,
    /// Not of a country: satellites and international networks (+870, +881, +882, +883 and others,
    /// ITU-T E.164 Annex A). Messages there cost many times as much.
    Global,
    /// Forwards to wherever its owner says. A known way to be paid for messages.
    Personal,
    /// Whoever calls or writes pays its owner.
    Premium,
    /// A pager.
    Pager,
    /// Caller and owner share the cost, or the owner pays.
    Shared,
    /// A company's, a voice mailbox's, or unknown.
    Other,
    /// Internet telephony, which does not show that a device is held (NIST SP 800-63B §5.1.3.1).
    Voip,
}

impl LineKind {
    /// Nothing for the two kinds that are taken: mobile numbers, and those of countries in which a
    /// number does not tell.
    pub(super) const fn refused(kind: PhoneNumberType) -> Option<Self> {
        match kind {
            PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => None,
            PhoneNumberType::FixedLine => Some(Self::Fixed),
            PhoneNumberType::TollFree | PhoneNumberType::SharedCost => Some(Self::Shared),
            PhoneNumberType::PremiumRate => Some(Self::Premium),
            PhoneNumberType::VoIP => Some(Self::Voip),
            PhoneNumberType::PersonalNumber => Some(Self::Personal),
            PhoneNumberType::Pager => Some(Self::Pager),
            PhoneNumberType::UAN | PhoneNumberType::VoiceMail | PhoneNumberType::Unknown => {
                Some(Self::Other)
            }
        }
    }
}
