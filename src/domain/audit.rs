//! What is worth remembering about sign-ins and changes.

/// What happened. The name of each is stable: logs and alarms are built on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A code was wrong, already used, or came too early after others.
    CodeRefused,
    /// A second factor was verified.
    CodeAccepted,
    /// An authenticator was added.
    Enrolled,
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
    /// The last authenticator was removed.
    Unenrolled,
}

impl Event {
    /// Its name in the audit log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CodeAccepted => "code_accepted",
            Self::CodeRefused => "code_refused",
            Self::Enrolled => "enrolled",
            Self::IdentityChanged => "identity_changed",
            Self::LoggedIn => "logged_in",
            Self::LoggedOut => "logged_out",
            Self::LoginFailed => "login_failed",
            Self::LoginRefused => "login_refused",
            Self::PasswordAccepted => "password_accepted",
            Self::Unenrolled => "unenrolled",
        }
    }
}
