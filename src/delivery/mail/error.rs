//! Why a mail was not taken.

use lettre::transport::smtp;
use thiserror::Error;

use crate::domain::notice::Refusal;

/// Why a mail was not taken. For the log: people are not told.
#[derive(Debug, Error)]
pub enum MailError {
    /// It cannot be written: an address is none.
    #[error("the mail cannot be written: {0}")]
    Letter(String),
    /// The server does not take this one.
    #[error("the mail server refuses it: {reason}")]
    Refused {
        /// For how long.
        refusal: Refusal,
        /// What it says.
        reason: String,
    },
    /// The server takes none: it is down, hangs, is not the one it should be, or refuses us.
    #[error("the mail server cannot be used: {0}")]
    Server(String),
}

impl From<smtp::Error> for MailError {
    fn from(error: smtp::Error) -> Self {
        let reason = sentence(&error);
        let Some(status) = error.status().map(u16::from) else {
            return Self::Server(reason);
        };
        match status {
            // RFC 5321 §3.8 and RFC 4954 §6: what concerns the connection and who we are.
            421 | 454 | 530 | 534 | 535 | 538 => Self::Server(reason),
            400..=499 => Self::Refused {
                refusal: Refusal::Transient,
                reason,
            },
            _ => Self::Refused {
                refusal: Refusal::Permanent,
                reason,
            },
        }
    }
}

/// The error with its causes. What the server says in it is one line.
fn sentence(error: &smtp::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text.replace(char::is_control, " ")
}
