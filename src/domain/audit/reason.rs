//! Why an event ended as it did.

use super::named;

named! {
    /// Why an event ended as it did.
    Reason {
        /// The login form could be read in more than one way, or not at all.
        Ambiguous = "ambiguous",
        /// The login form came from another site's page.
        CrossSite = "cross_site",
        /// The code was sent too long ago.
        Expired = "expired",
        /// Our own code, or the machine, did what it should not; the log says more.
        Internal = "internal",
        /// The policy asks nothing of this mailbox.
        MfaDisabled = "mfa_disabled",
        /// A first authenticator must be set up.
        MustEnroll = "must_enroll",
        /// A second factor must be verified.
        MustVerify = "must_verify",
        /// The webmail opened a mailbox, and whose it is could not be established.
        NoMailbox = "no_mailbox",
        /// The mailbox has no such factor.
        NotEnrolled = "not_enrolled",
        /// Its owner asked for it on our pages.
        Person = "person",
        /// The store did not answer, or a record in it cannot be used.
        Store = "store",
        /// No code of this kind is taken after too many wrong ones.
        Suspended = "suspended",
        /// The browser is trusted for this mailbox.
        TrustedBrowser = "trusted_browser",
        /// It came too early after wrong ones.
        TooEarly = "too_early",
        /// The code was used before.
        Used = "used",
        /// The webmail did not answer, or in a way that its profile does not know.
        Webmail = "webmail",
        /// The webmail refused the name or the password.
        WebmailRefused = "webmail_refused",
        /// The webmail ended its session.
        WebmailSignedOut = "webmail_signed_out",
        /// The code is not the right one.
        Wrong = "wrong",
    }
}
