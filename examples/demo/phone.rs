//! The demo's phone: every text message is printed instead of sent.

use std::io::{self, Write as _};

use async_trait::async_trait;
use vestibule::delivery::sms::{Accepted, Sms, SmsError, SmsMessage};
use vestibule::domain::phone::{Countries, Country};
use vestibule::domain::sms_alarm::Alarm;
use vestibule::domain::sms_budget::Limits;
use vestibule::gateway::factors::{SmsChannel, SmsWatch};

/// Prints messages.
#[derive(Debug)]
struct PrintedPhone;

/// A channel on which every number of some countries gets its messages on the terminal.
pub(crate) fn channel() -> SmsChannel {
    let countries = ["DE", "AT", "CH", "GB", "US", "FR", "EG", "SA"];
    let countries = countries.into_iter().filter_map(Country::parse).collect();
    SmsChannel {
        gateway: std::sync::Arc::new(PrintedPhone),
        countries: Countries::new(countries),
        limits: Limits::default(),
        watch: SmsWatch::new(Alarm::default()),
    }
}

#[async_trait]
impl Sms for PrintedPhone {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let text = message.text.expose().replace('\n', "\n      ");
        let printed = writeln!(
            io::stdout(),
            "  SMS to {}:\n      {text}",
            message.to.as_str()
        );
        printed.map_err(|_| SmsError::Unavailable)?;
        Ok(Accepted {
            gateway: "terminal",
            reference: None,
        })
    }

    fn name(&self) -> &'static str {
        "terminal"
    }
}
