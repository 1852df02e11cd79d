//! What is worth remembering about sign-ins and changes.

/// What happened. The name of each is stable: logs and alarms are built on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Browsers are trusted no longer.
    BrowserDistrusted,
    /// A browser need not be asked for some days.
    BrowserTrusted,
    /// A code was wrong, already used, or came too early after others.
    CodeRefused,
    /// A second factor was verified.
    CodeAccepted,
    /// An authenticator was added.
    Enrolled,
    /// The set-up was put off, within its grace.
    EnrollmentPutOff,
    /// An authenticator was renamed, replaced or preferred.
    FactorChanged,
    /// An authenticator was removed.
    FactorRemoved,
    /// The webmail's session was no longer the one that was verified; the login ended.
    IdentityChanged,
    /// The webmail accepted a password, and nothing more was needed.
    LoggedIn,
    /// The webmail refused a password.
    LoginFailed,
    /// A login was ambiguous or came from another site; it was not forwarded.
    LoginRefused,
    /// The person or the webmail signed out.
    LoggedOut,
    /// The webmail accepted a password; a second factor is needed.
    PasswordAccepted,
    /// Recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// Every session of the mailbox was ended.
    SignedOutEverywhere,
    /// Few of the codes come back that are sent by text message.
    SmsAlarm,
    /// The last authenticator was removed.
    Unenrolled,
}

impl Event {
    /// Whether it changes what a mailbox is verified with: such events go into the journal too.
    #[must_use]
    pub const fn is_change(self) -> bool {
        match self {
            Self::BrowserDistrusted
            | Self::BrowserTrusted
            | Self::Enrolled
            | Self::EnrollmentPutOff
            | Self::FactorChanged
            | Self::FactorRemoved
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesMade
            | Self::SignedOutEverywhere
            | Self::Unenrolled => true,
            Self::CodeAccepted
            | Self::CodeRefused
            | Self::IdentityChanged
            | Self::LoggedIn
            | Self::LoggedOut
            | Self::LoginFailed
            | Self::LoginRefused
            | Self::PasswordAccepted
            | Self::SmsAlarm => false,
        }
    }

    /// Its name in the audit log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BrowserDistrusted => "browser_distrusted",
            Self::BrowserTrusted => "browser_trusted",
            Self::CodeAccepted => "code_accepted",
            Self::CodeRefused => "code_refused",
            Self::Enrolled => "enrolled",
            Self::EnrollmentPutOff => "enrollment_put_off",
            Self::FactorChanged => "factor_changed",
            Self::FactorRemoved => "factor_removed",
            Self::IdentityChanged => "identity_changed",
            Self::LoggedIn => "logged_in",
            Self::LoggedOut => "logged_out",
            Self::LoginFailed => "login_failed",
            Self::LoginRefused => "login_refused",
            Self::PasswordAccepted => "password_accepted",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::SmsAlarm => "sms_alarm",
            Self::Unenrolled => "unenrolled",
        }
    }
}
