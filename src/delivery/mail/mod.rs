//! Mail to mailboxes, through a mail server that takes submissions.

mod error;
mod smtp;

pub use error::MailError;
pub use smtp::{Login, Protection, Smtp, SmtpSettings};

use jiff::Timestamp;

/// A mail to one mailbox: the same words as plain text and as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The left part of its Message-ID, which stays when it is sent again.
    pub id: String,
    /// The mailbox.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// The subject, in one line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
}
