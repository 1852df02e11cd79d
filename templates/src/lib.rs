//! Vestibule's pages: pure functions from typed view models to HTML.
//!
//! A page knows nothing of requests, sessions or stores. The gateway fills a view model, calls the
//! page's function with a [`Frame`], and sends the markup. Everything works without script, and
//! under this policy, which is why no page has a script, a style or an image of its own:
//!
//! ```text
//! Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';
//!   img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
//! ```
//!
//! A view model that holds a secret or a token does not print itself: it has no `Debug`.
//!
//! [`HARDENING`] has that policy, and what else every page is sent with.
//!
//! To add a page: 1. its messages in the files of `config/locales/*` and in [`i18n::Phrase`]; 2. a
//! module with the view model, its `samples()` and the function; 3. a line in [`gallery()`]. The
//! tests then look at it in every language.

pub mod assets;
pub mod i18n;

mod account;
mod callout;
mod challenge;
mod code;
mod contact;
mod enroll;
mod form;
mod frame;
mod gallery;
mod icons;
mod layout;
mod link;
mod message;
mod moment;
mod notices;
pub mod panel;
mod progress;
mod recovery;
mod security;
mod sentence;
mod sms;

pub use challenge::{Challenge, ChallengeFactor, MessagesNote, OtherWay, TrustOffer, challenge};
pub use code::CodeProblem;
pub use enroll::{Choose, Enroll, Grace, Guard, MethodOption, choose, enroll, guard};
pub use frame::Frame;
pub use gallery::{gallery, mail_gallery};
pub use i18n::Locale;
pub use message::{Message, MessageKind, message};
pub use notices::{NoticeKind, NoticeMail, RenderedMail, mail};
pub use progress::Progress;
pub use recovery::{RecoveryCodes, recovery_codes};
pub use security::{
    Activity, ActivityLine, AuthenticatorKind, AuthenticatorLine, Confirm, FactorState, Notice,
    OpenForm, Outcome, RecoveryLine, Removal, Security, SecurityAction, TrustedLine, security,
};
pub use sms::{CountryOption, NumberProblem, SmsCode, SmsNumber, SmsStatus, sms_code, sms_number};

use i18n::Phrase;

/// The fields that every page is sent with.
pub const HARDENING: [(&str, &str); 7] = [
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    // `no-referrer` would make the page's own forms say `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// What the webmail's settings call the way to the security page.
#[must_use]
pub fn settings_entry_label(locale: Locale) -> String {
    locale.text(Phrase::SettingsEntry)
}

/// What an authenticator app is called in a list of authenticators.
#[must_use]
pub fn authenticator_app_label(locale: Locale) -> String {
    locale.text(Phrase::AuthenticatorApp)
}

/// What text messages are called in a list of authenticators.
#[must_use]
pub fn text_message_label(locale: Locale) -> String {
    locale.text(Phrase::TextMessage)
}
