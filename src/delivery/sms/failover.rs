//! Two gateways, so that one that is down keeps nobody out.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Accepted, Rejection, Sms, SmsError, SmsMessage};

/// Asks the second gateway where the first could not help.
///
/// That includes an [unknown](SmsError::Unknown) outcome, so a message may be sent twice, never
/// three times. Twice does no harm: both say the same code, which is stored once, works once and
/// ends at the same time. Not at all keeps somebody out of their mailbox, and a gateway that takes a
/// connection and then hangs looks just like one that has sent. What it costs is one more message,
/// so whoever counts messages against a budget counts two for a failover.
///
/// It takes as long as both time limits together, at most.
#[derive(Debug)]
pub struct Failover {
    first: Arc<dyn Sms>,
    second: Arc<dyn Sms>,
}

impl Failover {
    /// `second` is asked where `first` could not help.
    #[must_use]
    pub fn new(first: Arc<dyn Sms>, second: Arc<dyn Sms>) -> Self {
        Self { first, second }
    }
}

#[async_trait]
impl Sms for Failover {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let error = match self.first.send(message).await {
            Ok(accepted) => return Ok(accepted),
            Err(error) if is_final(error) => return Err(error),
            Err(error) => error,
        };
        let (first, second) = (self.first.name(), self.second.name());
        tracing::warn!(first, second, %error, "the second SMS gateway is asked");
        match self.second.send(message).await {
            Ok(accepted) => Ok(accepted),
            // The first may have sent it, and the page should say so.
            Err(_) if error == SmsError::Unknown => Err(error),
            Err(error) => Err(error),
        }
    }

    fn name(&self) -> &'static str {
        self.first.name()
    }
}

/// Whether no other gateway may help: a number that is none, or an owner who said stop.
const fn is_final(error: SmsError) -> bool {
    match error {
        SmsError::Rejected(Rejection::Unreachable)
        | SmsError::Misconfigured
        | SmsError::Throttled { .. }
        | SmsError::Unavailable
        | SmsError::Unknown => false,
        SmsError::Rejected(
            Rejection::Blocked
            | Rejection::NoSuchNumber
            | Rejection::NotMobile
            | Rejection::OptedOut,
        ) => true,
    }
}
