//! Why a message was not sent, as far as somebody can act on it.

use std::time::Duration;

use ::http::StatusCode;
use thiserror::Error;

use crate::delivery::http::{HttpFailure, Reply};

/// Why a message was not sent, or may not have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SmsError {
    /// The number can never get one from this gateway. The person needs another number.
    #[error("the number cannot get text messages: {0}")]
    Rejected(Rejection),
    /// The gateway does not let us: a wrong password, an unknown sender, an empty account. The
    /// operator must act; nothing was sent.
    #[error("the gateway refuses us; its configuration or account needs attention")]
    Misconfigured,
    /// Too many messages at a time; nothing was sent.
    #[error("the gateway takes no more messages for now")]
    Throttled {
        /// How long it asks to be left alone, where it says so; at most an hour.
        retry_after: Option<Duration>,
    },
    /// The gateway is not there; nothing was sent.
    #[error("the gateway is not available")]
    Unavailable,
    /// The message may have been sent: the answer did not come, or makes no sense.
    #[error("the gateway's answer is missing or unclear; the message may have been sent")]
    Unknown,
}

/// Why a number can never get a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Its owner or its network has blocked the sender.
    #[error("it has blocked the sender, or the network has")]
    Blocked,
    /// Not a number in use.
    #[error("it is not in use")]
    NoSuchNumber,
    /// A telephone in a building, or another that takes no messages.
    #[error("it is not a mobile phone's")]
    NotMobile,
    /// Its owner has asked this sender to stop.
    #[error("its owner has opted out")]
    OptedOut,
    /// This gateway does not reach its country or network. Another one may.
    #[error("the gateway does not reach it")]
    Unreachable,
}

impl SmsError {
    /// What an answer means by its status alone, where the provider says nothing better. Success is
    /// for the gateway to recognise: here it is unknown what a 2xx meant.
    pub(super) fn of_status(reply: &Reply) -> Self {
        match reply.status {
            StatusCode::TOO_MANY_REQUESTS => Self::Throttled {
                retry_after: reply.retry_after,
            },
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            // The request itself was wrong, or it is answered elsewhere.
            status if status.is_client_error() || status.is_redirection() => Self::Misconfigured,
            // A provider that fails may have failed after it sent.
            _ => Self::Unknown,
        }
    }
}

impl From<HttpFailure> for SmsError {
    fn from(failure: HttpFailure) -> Self {
        match failure {
            HttpFailure::Lost => Self::Unknown,
            HttpFailure::Unreached => Self::Unavailable,
        }
    }
}
