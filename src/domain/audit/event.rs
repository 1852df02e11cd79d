//! What happened.

use super::{Outcome, named};

named! {
    /// What happened.
    Event {
        /// An administrator made a code that stands for the second factor once.
        AdminBypass = "admin_bypass",
        /// An administrator removed every second factor of a mailbox.
        AdminReset = "admin_reset",
        /// An administrator made a code that permits the first set-up.
        AdminSetupCode = "admin_setup_code",
        /// An administrator ended every session of a mailbox.
        AdminSignedOut = "admin_signed_out",
        /// An administrator let codes be typed again after too many wrong ones.
        AdminUnlocked = "admin_unlocked",
        /// An administrator was added.
        AdministratorAdded = "administrator_added",
        /// A code of an administrator was not accepted.
        AdministratorCodeRefused = "administrator_code_refused",
        /// A name and a password, or an invitation, led nowhere.
        AdministratorLoginFailed = "administrator_login_failed",
        /// They came too early after wrong ones.
        AdministratorLoginRefused = "administrator_login_refused",
        /// An administrator took another password.
        AdministratorPasswordChanged = "administrator_password_changed",
        /// An administrator was removed.
        AdministratorRemoved = "administrator_removed",
        /// An administrator was invited anew; what they signed in with is no good any more.
        AdministratorReset = "administrator_reset",
        /// An administrator has another role.
        AdministratorRoleSet = "administrator_role_set",
        /// An invited administrator set up a password and an app.
        AdministratorSetUp = "administrator_set_up",
        /// An administrator signed in to the control panel.
        AdministratorSignedIn = "administrator_signed_in",
        /// An administrator signed out.
        AdministratorSignedOut = "administrator_signed_out",
        /// An administrator ended every other session of their own.
        AdministratorSessionsEnded = "administrator_sessions_ended",
        /// Lines could not be written to the trail; the log has them.
        AuditGap = "audit_gap",
        /// Browsers are trusted no longer.
        BrowserDistrusted = "browser_distrusted",
        /// A browser need not be asked for some days.
        BrowserTrusted = "browser_trusted",
        /// A second factor was verified.
        CodeAccepted = "code_accepted",
        /// A code was wrong, already used, or came too early after others.
        CodeRefused = "code_refused",
        /// An authenticator was added.
        Enrolled = "enrolled",
        /// The set-up was put off, within its grace.
        EnrollmentPutOff = "enrollment_put_off",
        /// A mailbox is asked what its domain is asked.
        ExceptionEnded = "exception_ended",
        /// More is asked of a mailbox than of its domain.
        ExceptionSet = "exception_set",
        /// An authenticator was renamed, replaced or preferred.
        FactorChanged = "factor_changed",
        /// An authenticator was removed.
        FactorRemoved = "factor_removed",
        /// The webmail's session was no longer the one that was verified; the login ended.
        IdentityChanged = "identity_changed",
        /// The webmail accepted a password, and nothing more was needed.
        LoggedIn = "logged_in",
        /// The person or the webmail signed out.
        LoggedOut = "logged_out",
        /// A login could not be carried out: nobody was signed in.
        LoginAborted = "login_aborted",
        /// The webmail refused a password.
        LoginFailed = "login_failed",
        /// Too many wrong passwords were tried before; the webmail was not asked.
        LoginLimited = "login_limited",
        /// A login was ambiguous or came from another site; it was not forwarded.
        LoginRefused = "login_refused",
        /// The webmail accepted a password; a second factor is needed.
        PasswordAccepted = "password_accepted",
        /// The policy file was read again, and is in force.
        PolicyFileRead = "policy_file_read",
        /// The policy file has mistakes; the last good policy stays in force.
        PolicyFileRefused = "policy_file_refused",
        /// An administrator said what is asked of a domain's mailboxes.
        PolicySet = "policy_set",
        /// An administrator took back what was said of a domain.
        PolicyUnset = "policy_unset",
        /// A recovery code was used.
        RecoveryCodeUsed = "recovery_code_used",
        /// Recovery codes were made.
        RecoveryCodesMade = "recovery_codes_made",
        /// A code of an administrator permits the first set-up.
        SetupCodeAccepted = "setup_code_accepted",
        /// Every session of the mailbox was ended.
        SignedOutEverywhere = "signed_out_everywhere",
        /// Few of the codes come back that are sent by text message.
        SmsAlarm = "sms_alarm",
        /// A token for programs was made.
        TokenMade = "token_made",
        /// A token for programs was revoked.
        TokenRevoked = "token_revoked",
        /// The last authenticator was removed.
        Unenrolled = "unenrolled",
    }
}

impl Event {
    /// Whether it goes into the journal too: whoever changes what a mailbox is verified with, or what
    /// is asked of it, or who may say so.
    #[must_use]
    pub const fn is_change(self) -> bool {
        match self {
            Self::AdminBypass
            | Self::AdminReset
            | Self::AdminSetupCode
            | Self::AdminSignedOut
            | Self::AdminUnlocked
            | Self::AdministratorAdded
            | Self::AdministratorPasswordChanged
            | Self::AdministratorRemoved
            | Self::AdministratorReset
            | Self::AdministratorRoleSet
            | Self::AdministratorSetUp
            | Self::AdministratorSessionsEnded
            | Self::BrowserDistrusted
            | Self::BrowserTrusted
            | Self::Enrolled
            | Self::EnrollmentPutOff
            | Self::ExceptionEnded
            | Self::ExceptionSet
            | Self::FactorChanged
            | Self::FactorRemoved
            | Self::PolicySet
            | Self::PolicyUnset
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesMade
            | Self::SignedOutEverywhere
            | Self::TokenMade
            | Self::TokenRevoked
            | Self::Unenrolled => true,
            Self::AdministratorCodeRefused
            | Self::AdministratorLoginFailed
            | Self::AdministratorLoginRefused
            | Self::AdministratorSignedIn
            | Self::AdministratorSignedOut
            | Self::AuditGap
            | Self::CodeAccepted
            | Self::CodeRefused
            | Self::IdentityChanged
            | Self::LoggedIn
            | Self::LoggedOut
            | Self::LoginAborted
            | Self::LoginFailed
            | Self::LoginLimited
            | Self::LoginRefused
            | Self::PasswordAccepted
            | Self::PolicyFileRead
            | Self::PolicyFileRefused
            | Self::SetupCodeAccepted
            | Self::SmsAlarm => false,
        }
    }

    /// How it ended.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::AuditGap | Self::IdentityChanged | Self::PolicyFileRefused | Self::SmsAlarm => {
                Outcome::Alarm
            }
            Self::AdministratorCodeRefused
            | Self::AdministratorLoginFailed
            | Self::AdministratorLoginRefused
            | Self::CodeRefused
            | Self::LoginAborted
            | Self::LoginFailed
            | Self::LoginLimited
            | Self::LoginRefused => Outcome::Failure,
            Self::PasswordAccepted => Outcome::Pending,
            Self::AdminBypass
            | Self::AdminReset
            | Self::AdminSetupCode
            | Self::AdminSignedOut
            | Self::AdminUnlocked
            | Self::AdministratorAdded
            | Self::AdministratorPasswordChanged
            | Self::AdministratorRemoved
            | Self::AdministratorReset
            | Self::AdministratorRoleSet
            | Self::AdministratorSetUp
            | Self::AdministratorSignedIn
            | Self::AdministratorSignedOut
            | Self::AdministratorSessionsEnded
            | Self::BrowserDistrusted
            | Self::BrowserTrusted
            | Self::CodeAccepted
            | Self::Enrolled
            | Self::EnrollmentPutOff
            | Self::ExceptionEnded
            | Self::ExceptionSet
            | Self::FactorChanged
            | Self::FactorRemoved
            | Self::LoggedIn
            | Self::LoggedOut
            | Self::PolicyFileRead
            | Self::PolicySet
            | Self::PolicyUnset
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesMade
            | Self::SetupCodeAccepted
            | Self::SignedOutEverywhere
            | Self::TokenMade
            | Self::TokenRevoked
            | Self::Unenrolled => Outcome::Success,
        }
    }

    /// What was guessed at, where it is a guess at a mailbox that failed.
    #[must_use]
    pub const fn guess(self) -> Option<&'static str> {
        match self {
            Self::CodeRefused => Some("code"),
            Self::LoginFailed => Some("password"),
            Self::LoginLimited => Some("limit"),
            Self::AdminBypass
            | Self::AdminReset
            | Self::AdminSetupCode
            | Self::AdminSignedOut
            | Self::AdminUnlocked
            | Self::AdministratorAdded
            | Self::AdministratorCodeRefused
            | Self::AdministratorLoginFailed
            | Self::AdministratorLoginRefused
            | Self::AdministratorPasswordChanged
            | Self::AdministratorRemoved
            | Self::AdministratorReset
            | Self::AdministratorRoleSet
            | Self::AdministratorSetUp
            | Self::AdministratorSignedIn
            | Self::AdministratorSignedOut
            | Self::AdministratorSessionsEnded
            | Self::AuditGap
            | Self::BrowserDistrusted
            | Self::BrowserTrusted
            | Self::CodeAccepted
            | Self::Enrolled
            | Self::EnrollmentPutOff
            | Self::ExceptionEnded
            | Self::ExceptionSet
            | Self::FactorChanged
            | Self::FactorRemoved
            | Self::IdentityChanged
            | Self::LoggedIn
            | Self::LoggedOut
            | Self::LoginAborted
            | Self::LoginRefused
            | Self::PasswordAccepted
            | Self::PolicyFileRead
            | Self::PolicyFileRefused
            | Self::PolicySet
            | Self::PolicyUnset
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesMade
            | Self::SetupCodeAccepted
            | Self::SignedOutEverywhere
            | Self::SmsAlarm
            | Self::TokenMade
            | Self::TokenRevoked
            | Self::Unenrolled => None,
        }
    }
}
