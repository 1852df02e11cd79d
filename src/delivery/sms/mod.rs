//! Text messages: one trait, a file for each gateway.
//!
//! To add a gateway: 1. a file here that implements [`Sms`], with every answer of the provider's
//! documentation mapped to [`SmsError`]; 2. its table in `config/sms/`; 3. a line in `app/sms.rs`;
//! 4. a contract test in `tests/it/sms/`.
//!
//! No gateway writes a number, a text or a provider's words to the log: the words may repeat the
//! text. Statuses and codes are enough.

mod alphabet;
mod command;
mod error;
mod failover;
mod http;
mod kannel;
mod outbox;
mod text;
mod twilio;
mod twilio_error;

pub use alphabet::Alphabet;
pub use command::{Command, CommandInput};
pub use error::{Rejection, SmsError};
pub use failover::Failover;
pub use http::{Http, HttpSuccess};
pub use kannel::Kannel;
pub use outbox::Outbox;
pub use text::code_text;
pub use twilio::{Twilio, TwilioSender};

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;

use crate::domain::phone::PhoneNumber;
use crate::secret::SecretText;

/// Sends text messages.
#[async_trait]
pub trait Sms: Send + Sync + Debug {
    /// Hands a message over. It ends within the gateway's time limit, whatever the provider does.
    ///
    /// # Errors
    /// When it was not taken, or may not have been.
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError>;

    /// Its name in configuration, logs and metrics.
    fn name(&self) -> &'static str;
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsMessage {
    /// Whom it is for.
    pub to: PhoneNumber,
    /// What it says. It holds a code.
    pub text: SecretText,
    /// How long it is of use: a network that cannot deliver it until then should drop it.
    pub validity: Duration,
}

/// A gateway has taken a message. That is not yet a phone that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The [name](Sms::name) of the gateway.
    pub gateway: &'static str,
    /// The provider's name for the message, where it gives one. For support; it is not secret.
    pub reference: Option<String>,
}

impl SmsMessage {
    /// Its validity in whole minutes, rounded down, at least one.
    fn minutes(&self) -> u64 {
        (self.validity.as_secs() / 60).max(1)
    }

    /// Its validity in whole seconds, at least one.
    fn seconds(&self) -> u64 {
        self.validity.as_secs().max(1)
    }
}
