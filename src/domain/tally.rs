//! What is counted of sign-ins, factors and messages, a day at a time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::audit::Event;
use super::session::{Claims, MethodName};

/// Something that is counted. The name of each is stable: it is in the store and in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tally {
    /// A code was refused in a login that was not verified yet.
    ChallengeFailed,
    /// An authenticator was added.
    Enrolled,
    /// An authenticator was removed, and another is left.
    FactorRemoved,
    /// A login was ambiguous or came from another site.
    LoginRefused,
    /// The webmail accepted a password, and a second factor was asked for or had to be set up.
    PasswordAccepted,
    /// The webmail refused a password.
    PasswordRefused,
    /// A sign-in with a code of an app.
    SignInApp,
    /// A sign-in with the password alone.
    SignInPasswordOnly,
    /// A sign-in with a recovery code, or a code of the administrator.
    SignInRecoveryCode,
    /// A sign-in with a code by text message.
    SignInSms,
    /// A sign-in in a trusted browser.
    SignInTrustedBrowser,
    /// The provider did not take a text message.
    SmsNotSent,
    /// A text message was refused, since a budget is exhausted.
    SmsOverBudget,
    /// A text message was sent.
    SmsSent,
    /// A code by text message came back.
    SmsVerified,
    /// The last attempt that a mailbox had with a kind of factor was made.
    Suspended,
    /// The last authenticator of a mailbox was removed.
    Unenrolled,
}

impl Tally {
    /// All of them; each stands at its [`index`](Self::index).
    pub const ALL: [Self; 17] = [
        Self::ChallengeFailed,
        Self::Enrolled,
        Self::FactorRemoved,
        Self::LoginRefused,
        Self::PasswordAccepted,
        Self::PasswordRefused,
        Self::SignInApp,
        Self::SignInPasswordOnly,
        Self::SignInRecoveryCode,
        Self::SignInSms,
        Self::SignInTrustedBrowser,
        Self::SmsNotSent,
        Self::SmsOverBudget,
        Self::SmsSent,
        Self::SmsVerified,
        Self::Suspended,
        Self::Unenrolled,
    ];

    /// Its place in [`ALL`](Self::ALL).
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChallengeFailed => "challenge_failed",
            Self::Enrolled => "enrolled",
            Self::FactorRemoved => "factor_removed",
            Self::LoginRefused => "login_refused",
            Self::PasswordAccepted => "password_accepted",
            Self::PasswordRefused => "password_refused",
            Self::SignInApp => "sign_in_app",
            Self::SignInPasswordOnly => "sign_in_password_only",
            Self::SignInRecoveryCode => "sign_in_recovery_code",
            Self::SignInSms => "sign_in_sms",
            Self::SignInTrustedBrowser => "sign_in_trusted_browser",
            Self::SmsNotSent => "sms_not_sent",
            Self::SmsOverBudget => "sms_over_budget",
            Self::SmsSent => "sms_sent",
            Self::SmsVerified => "sms_verified",
            Self::Suspended => "suspended",
            Self::Unenrolled => "unenrolled",
        }
    }

    /// What an audit event counts as, in the login of `claims`. Sign-ins are not counted by an event
    /// but where they end: see [`of_sign_in`](Self::of_sign_in).
    #[must_use]
    pub fn of_event(event: Event, claims: Option<&Claims>) -> Option<Self> {
        match event {
            Event::CodeRefused => {
                let open = claims.is_some_and(|claims| !claims.has_second_factor());
                open.then_some(Self::ChallengeFailed)
            }
            Event::Enrolled => Some(Self::Enrolled),
            Event::FactorRemoved => Some(Self::FactorRemoved),
            Event::LoginFailed => Some(Self::PasswordRefused),
            Event::LoginRefused => Some(Self::LoginRefused),
            Event::PasswordAccepted => Some(Self::PasswordAccepted),
            Event::Unenrolled => Some(Self::Unenrolled),
            Event::AdminBypass
            | Event::AdminReset
            | Event::AdminSetupCode
            | Event::AdminSignedOut
            | Event::AdminUnlocked
            | Event::AdministratorAdded
            | Event::AdministratorCodeRefused
            | Event::AdministratorLoginFailed
            | Event::AdministratorLoginRefused
            | Event::AdministratorPasswordChanged
            | Event::AdministratorRemoved
            | Event::AdministratorReset
            | Event::AdministratorRoleSet
            | Event::AdministratorSetUp
            | Event::AdministratorSignedIn
            | Event::AdministratorSignedOut
            | Event::AdministratorSessionsEnded
            | Event::AuditGap
            | Event::BrowserDistrusted
            | Event::BrowserTrusted
            | Event::CodeAccepted
            | Event::EnrollmentPutOff
            | Event::ExceptionEnded
            | Event::ExceptionSet
            | Event::FactorChanged
            | Event::IdentityChanged
            | Event::LoggedIn
            | Event::LoggedOut
            | Event::LoginAborted
            | Event::LoginLimited
            | Event::PolicyFileRead
            | Event::PolicyFileRefused
            | Event::PolicySet
            | Event::PolicyUnset
            | Event::RecoveryCodeUsed
            | Event::RecoveryCodesMade
            | Event::SetupCodeAccepted
            | Event::SignedOutEverywhere
            | Event::SmsAlarm
            | Event::TokenMade
            | Event::TokenRevoked => None,
        }
    }

    /// What a finished sign-in counts as: by what was proved last.
    #[must_use]
    pub fn of_sign_in(claims: &Claims) -> Self {
        match claims.methods.last().map(|method| method.name) {
            Some(MethodName::Otp) => Self::SignInApp,
            Some(MethodName::RecoveryCode) => Self::SignInRecoveryCode,
            Some(MethodName::Sms) => Self::SignInSms,
            Some(MethodName::TrustedBrowser) => Self::SignInTrustedBrowser,
            Some(MethodName::Pwd) | None => Self::SignInPasswordOnly,
        }
    }
}

/// What was counted in one day (UTC).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTallies {
    format: u8,
    /// By name: a node keeps the counts of others that know more than it does.
    counts: BTreeMap<String, u64>,
}

impl Default for DayTallies {
    fn default() -> Self {
        Self {
            format: FORMAT,
            counts: BTreeMap::new(),
        }
    }
}

impl DayTallies {
    /// Adds what was counted since.
    pub fn add(&mut self, counted: &[(Tally, u64)]) {
        for (tally, count) in counted {
            let total = self.counts.entry(tally.name().to_owned()).or_default();
            *total = total.saturating_add(*count);
        }
    }

    /// How often.
    #[must_use]
    pub fn count(&self, tally: Tally) -> u64 {
        self.counts.get(tally.name()).copied().unwrap_or_default()
    }
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_tally_stands_at_its_place_and_has_a_name_of_its_own() {
        for (place, tally) in Tally::ALL.into_iter().enumerate() {
            assert_eq!(tally.index(), place);
        }
        let names: BTreeSet<_> = Tally::ALL.map(Tally::name).into();
        assert_eq!(names.len(), Tally::ALL.len());
    }

    #[test]
    fn a_day_keeps_the_counts_that_it_does_not_know() {
        let later = r#"{"format":1,"counts":{"sign_in_passkey":7,"enrolled":1}}"#;
        let mut day: DayTallies = serde_json::from_str(later).unwrap();
        day.add(&[(Tally::Enrolled, 2), (Tally::SmsSent, 3)]);
        assert_eq!(day.count(Tally::Enrolled), 3);
        assert_eq!(day.count(Tally::SmsSent), 3);
        let written = serde_json::to_string(&day).unwrap();
        assert!(written.contains("\"sign_in_passkey\":7"), "{written}");
    }
}
