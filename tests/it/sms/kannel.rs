//! Kannel's `sendsms`, as measured on Debian's Kannel 1.4.5.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use vestibule::delivery::sms::{Kannel, Rejection, Sms as _, SmsError};
use vestibule::domain::sms::Sender;
use vestibule::secret::SecretText;

use super::peer::Manner;
use super::{CODE_TEXT, LIMIT, NASTY_TEXT, Peer, SHORT, client, message};

const PATH: &str = "/cgi-bin/sendsms";

fn kannel(peer: &Peer, limit: Duration) -> Result<Kannel> {
    Ok(Kannel {
        url: peer.url(PATH)?,
        user: "vestibule".to_owned(),
        password: SecretText::new("hunter2".to_owned()),
        from: Sender::parse("12345"),
        smsc: None,
        client: client(limit),
    })
}

#[tokio::test]
async fn number_and_password_are_in_header_fields_and_the_text_is_the_body() -> Result<()> {
    let peer = Peer::answering(202, "0: Accepted for delivery").await?;
    let accepted = kannel(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await?;
    assert_eq!(accepted.gateway, "kannel");
    let request = peer.only()?;
    assert_eq!(request.line, "POST /cgi-bin/sendsms HTTP/1.1");
    for (name, value) in [
        ("x-kannel-username", "vestibule"),
        ("x-kannel-password", "hunter2"),
        ("x-kannel-from", "12345"),
        ("x-kannel-to", "+491701234567"),
        ("x-kannel-coding", "0"),
        ("x-kannel-validity", "5"),
        ("content-type", "text/plain; charset=UTF-8"),
        ("x-kannel-smsc", ""),
    ] {
        assert_eq!(request.header(name), value, "{name}");
    }
    assert_eq!(request.body, CODE_TEXT);
    Ok(())
}

#[tokio::test]
async fn a_text_beyond_the_small_alphabet_is_sent_in_the_large_one() -> Result<()> {
    let peer = Peer::answering(202, "3: Queued for later delivery").await?;
    let text = "123456 رمزك\n\n@h.test #123456";
    kannel(&peer, LIMIT)?.send(&message(text)?).await?;
    let request = peer.only()?;
    assert_eq!(request.header("x-kannel-coding"), "2");
    assert_eq!(request.body, text);
    Ok(())
}

#[tokio::test]
async fn nothing_in_a_text_adds_a_receiver_or_a_field() -> Result<()> {
    let peer = Peer::answering(202, "0: Accepted for delivery").await?;
    kannel(&peer, LIMIT)?.send(&message(NASTY_TEXT)?).await?;
    let request = peer.only()?;
    assert_eq!(request.header("x-kannel-to"), "+491701234567");
    assert_eq!(request.body, NASTY_TEXT);
    Ok(())
}

#[tokio::test]
async fn every_answer_has_its_meaning() -> Result<()> {
    let blocked = "Number(s) has/have been denied by white- and/or black-lists.";
    for (status, body, expected) in [
        (
            403,
            "Authorization failed for sendsms",
            SmsError::Misconfigured,
        ),
        (
            400,
            "Missing receiver(s) number(s), rejected",
            SmsError::Misconfigured,
        ),
        (404, "", SmsError::Misconfigured),
        (302, "", SmsError::Misconfigured),
        (403, blocked, SmsError::Rejected(Rejection::Blocked)),
        (
            403,
            "Not routable. Do not try again.",
            SmsError::Rejected(Rejection::Unreachable),
        ),
        (
            503,
            "Temporal failure, try again later.",
            SmsError::Unavailable,
        ),
        (500, "", SmsError::Unknown),
        (500, "0: Accepted for delivery", SmsError::Unknown),
        (200, "0: Accepted for delivery", SmsError::Unknown),
        (200, "<html>Welcome to the hotel</html>", SmsError::Unknown),
        (202, "", SmsError::Unknown),
        (202, "4: whatever", SmsError::Unknown),
    ] {
        let peer = Peer::answering(status, body).await?;
        let outcome = kannel(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(expected), "{status} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_busy_provider_says_for_how_long() -> Result<()> {
    for (header, expected) in [
        ("Retry-After: 7\r\n", Some(Duration::from_secs(7))),
        ("Retry-After: 99999999\r\n", Some(Duration::from_secs(3600))),
        ("Retry-After: -1\r\n", None),
        ("", None),
    ] {
        let peer = Peer::start(Manner::Answer(429, header, String::new())).await?;
        let outcome = kannel(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        let expected = SmsError::Throttled {
            retry_after: expected,
        };
        assert_eq!(outcome, Err(expected), "{header}");
    }
    Ok(())
}

#[tokio::test]
async fn a_provider_that_does_not_end_is_left_in_time() -> Result<()> {
    for manner in [Manner::Hang, Manner::Mute, Manner::Trickle] {
        let peer = Peer::start(manner.clone()).await?;
        let began = Instant::now();
        let outcome = kannel(&peer, SHORT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(SmsError::Unknown), "{manner:?}");
        ensure!(
            began.elapsed() < SHORT * 5,
            "{manner:?}: {:?}",
            began.elapsed()
        );
        ensure!(peer.count() <= 1, "sent again");
    }
    Ok(())
}

#[tokio::test]
async fn a_provider_that_breaks_off_is_not_asked_again() -> Result<()> {
    for manner in [Manner::Close, Manner::Garbage, Manner::Flood] {
        let peer = Peer::start(manner.clone()).await?;
        let outcome = kannel(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(SmsError::Unknown), "{manner:?}");
        ensure!(peer.count() == 1, "{manner:?}: {} requests", peer.count());
    }
    Ok(())
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() -> Result<()> {
    let peer = Peer::answering(202, "").await?;
    let kannel = kannel(&peer, LIMIT)?;
    drop(peer);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let outcome = kannel.send(&message(CODE_TEXT)?).await;
    assert_eq!(outcome, Err(SmsError::Unavailable));
    Ok(())
}

#[tokio::test]
async fn nothing_that_is_printed_has_a_secret_in_it() -> Result<()> {
    let peer = Peer::answering(202, "").await?;
    let message = message(CODE_TEXT)?;
    let shown = format!("{:?} {message:?}", kannel(&peer, LIMIT)?);
    for secret in ["hunter2", "123456", "491701234567"] {
        ensure!(!shown.contains(secret), "{secret} in {shown}");
    }
    shown
        .contains("+49 ••• ••• 67")
        .then_some(())
        .context("no masked number")?;
    Ok(())
}
