//! The SMS gateways, each against a provider that answers as its documentation says, and against
//! ones that hang, fail, lie and trickle.

mod command;
mod configured;
mod failover;
mod http;
mod kannel;
mod network;
mod peer;
mod tls;
mod twilio;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use rustls::RootCertStore;
use vestibule::delivery::HttpClient;
use vestibule::delivery::sms::SmsMessage;
use vestibule::domain::phone::PhoneNumber;
use vestibule::secret::SecretText;

use peer::Peer;

const CODE_TEXT: &str = "123456 is your code for h.test. Never share it.\n\n@h.test #123456";

/// What would add a field, a receiver, a header or a command, where it is not escaped.
const NASTY_TEXT: &str = "\"}&To=+15005550006\r\nX-Kannel-To: +1 +2%0a {to} {secret} $(id) `id` ;é";

fn message(text: &str) -> Result<SmsMessage> {
    Ok(SmsMessage {
        to: PhoneNumber::parse("+49 170 1234567", None)?,
        text: SecretText::new(text.to_owned()),
        validity: Duration::from_secs(300),
    })
}

fn client(limit: Duration) -> HttpClient {
    HttpClient::new(Arc::new(RootCertStore::empty()), limit)
}

/// Long enough for a busy machine, short enough to wait for.
const LIMIT: Duration = Duration::from_secs(2);
const SHORT: Duration = Duration::from_millis(300);
