//! Two gateways.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use vestibule::delivery::sms::{Accepted, Failover, Outbox, Rejection, Sms, SmsError, SmsMessage};

use super::{CODE_TEXT, Peer, SHORT, client, message};
use crate::sms::peer::Manner;

/// Always gives the same answer.
#[derive(Debug)]
struct Fixed(SmsError);

#[async_trait::async_trait]
impl Sms for Fixed {
    async fn send(&self, _message: &SmsMessage) -> Result<Accepted, SmsError> {
        Err(self.0)
    }

    fn name(&self) -> &'static str {
        "fixed"
    }
}

#[tokio::test]
async fn the_second_is_asked_where_it_may_help() -> Result<()> {
    for (error, helps) in [
        (SmsError::Unavailable, true),
        (SmsError::Unknown, true),
        (SmsError::Misconfigured, true),
        (SmsError::Throttled { retry_after: None }, true),
        (SmsError::Rejected(Rejection::Unreachable), true),
        (SmsError::Rejected(Rejection::OptedOut), false),
        (SmsError::Rejected(Rejection::NoSuchNumber), false),
        (SmsError::Rejected(Rejection::NotMobile), false),
        (SmsError::Rejected(Rejection::Blocked), false),
    ] {
        let second = Outbox::to_memory();
        let both = Failover::new(Arc::new(Fixed(error)), Arc::new(second.clone()));
        let outcome = both.send(&message(CODE_TEXT)?).await;
        assert_eq!(second.take().len(), usize::from(helps), "{error:?}");
        match outcome {
            Ok(accepted) => assert_eq!((accepted.gateway, helps), ("outbox", true)),
            Err(refused) => assert_eq!((refused, helps), (error, false)),
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_second_is_left_alone_while_the_first_works() -> Result<()> {
    let (first, second) = (Outbox::to_memory(), Outbox::to_memory());
    let both = Failover::new(Arc::new(first.clone()), Arc::new(second.clone()));
    both.send(&message(CODE_TEXT)?).await?;
    assert_eq!((first.take().len(), second.take().len()), (1, 0));
    Ok(())
}

#[tokio::test]
async fn what_the_first_may_have_sent_stays_unknown_where_the_second_fails() -> Result<()> {
    for (first, second, expected) in [
        (SmsError::Unknown, SmsError::Unavailable, SmsError::Unknown),
        (SmsError::Unavailable, SmsError::Unknown, SmsError::Unknown),
        (
            SmsError::Unavailable,
            SmsError::Misconfigured,
            SmsError::Misconfigured,
        ),
    ] {
        let both = Failover::new(Arc::new(Fixed(first)), Arc::new(Fixed(second)));
        let outcome = both.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome.err(), Some(expected));
    }
    Ok(())
}

#[tokio::test]
async fn a_first_that_hangs_costs_its_time_limit_and_no_more() -> Result<()> {
    let peer = Peer::start(Manner::Hang).await?;
    let first = vestibule::delivery::sms::Kannel {
        url: peer.url("/cgi-bin/sendsms")?,
        user: "vestibule".to_owned(),
        password: vestibule::secret::SecretText::new("hunter2".to_owned()),
        from: None,
        smsc: None,
        client: client(SHORT),
    };
    let second = Outbox::to_memory();
    let both = Failover::new(Arc::new(first), Arc::new(second.clone()));
    let began = Instant::now();
    both.send(&message(CODE_TEXT)?).await?;
    ensure!(began.elapsed() < SHORT * 5, "{:?}", began.elapsed());
    assert_eq!(second.take().len(), 1);
    Ok(())
}
