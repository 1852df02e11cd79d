//! A phone: the messages that it got, or the fault that keeps it from getting any.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use vestibule::delivery::sms::{Accepted, Sms, SmsError, SmsMessage};

/// A phone.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    messages: Mutex<Vec<(String, String)>>,
    fault: Mutex<Option<SmsError>>,
}

impl Phone {
    /// The six digits of the last message.
    pub(crate) fn code(&self) -> Result<String> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, text) = messages.last().context("no message came")?;
        let (_, code) = text.rsplit_once('#').context("no code in the message")?;
        Ok(code.to_owned())
    }

    /// The number of the last message.
    pub(crate) fn number(&self) -> Result<String> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, _) = messages.last().context("no message came")?;
        Ok(number.clone())
    }

    /// How many messages came.
    pub(crate) fn count(&self) -> usize {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.len()
    }

    /// Lets every message fail from now on.
    pub(crate) fn fail(&self, error: SmsError) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

#[async_trait]
impl Sms for Phone {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        if let Some(error) = *self.fault.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push((
            message.to.as_str().to_owned(),
            message.text.expose().to_owned(),
        ));
        Ok(Accepted {
            gateway: "phone",
            reference: None,
        })
    }

    fn name(&self) -> &'static str {
        "phone"
    }
}
