//! Twilio's Messages resource, by its documentation: www.twilio.com/docs/messaging/api/message-resource,
//! www.twilio.com/docs/usage/requests-to-twilio and www.twilio.com/docs/api/errors.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE64;
use vestibule::delivery::sms::{Rejection, Sms as _, SmsError, Twilio, TwilioSender};
use vestibule::domain::sms::Sender;
use vestibule::secret::SecretText;

use super::peer::{Manner, Received};
use super::{CODE_TEXT, LIMIT, NASTY_TEXT, Peer, SHORT, client, message};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const KEY: &str = "SK0123456789abcdef0123456789abcdef";
const SERVICE: &str = "MG0123456789abcdef0123456789abcdef";
const MESSAGE: &str = "SM0123456789abcdef0123456789abcdef";

fn twilio(peer: &Peer, limit: Duration) -> Result<Twilio> {
    Ok(Twilio {
        url: peer.url("")?,
        account: ACCOUNT.to_owned(),
        api_key: None,
        secret: SecretText::new("hunter2".to_owned()),
        from: TwilioSender::From(Sender::parse("+4915112345678").context("a sender")?),
        client: client(limit),
    })
}

/// The documentation's answer to a message.
fn resource(status: &str, error_code: &str) -> String {
    format!(
        r#"{{
  "account_sid": "{ACCOUNT}",
  "api_version": "2010-04-01",
  "body": "{{}}",
  "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
  "date_sent": null,
  "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
  "direction": "outbound-api",
  "error_code": {error_code},
  "error_message": null,
  "from": "+4915112345678",
  "num_media": "0",
  "num_segments": "1",
  "price": null,
  "price_unit": null,
  "messaging_service_sid": "{SERVICE}",
  "sid": "{MESSAGE}",
  "status": "{status}",
  "subresource_uris": {{}},
  "to": "+491701234567",
  "uri": "/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}.json"
}}"#
    )
}

/// The documentation's form of an error.
fn error(code: u32, status: u16) -> String {
    format!(
        r#"{{"code": {code}, "message": "about +491701234567", "more_info": "https://www.twilio.com/docs/errors/{code}", "status": {status}}}"#
    )
}

fn fields(request: &Received) -> BTreeMap<String, String> {
    form_urlencoded::parse(request.body.as_bytes())
        .into_owned()
        .collect()
}

#[tokio::test]
async fn the_request_is_the_documented_one() -> Result<()> {
    let peer = Peer::answering(201, &resource("queued", "null")).await?;
    let accepted = twilio(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await?;
    assert_eq!(accepted.gateway, "twilio");
    assert_eq!(accepted.reference.as_deref(), Some(MESSAGE));
    let request = peer.only()?;
    let line = format!("POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1");
    assert_eq!(request.line, line);
    let pair = format!("{ACCOUNT}:hunter2");
    let basic = format!("Basic {}", BASE64.encode(pair.as_bytes()));
    assert_eq!(request.header("authorization"), basic);
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request.header("content-type"), form);
    let expected = [
        ("Body", CODE_TEXT),
        ("From", "+4915112345678"),
        ("To", "+491701234567"),
        ("ValidityPeriod", "300"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields(&request), BTreeMap::from(expected));
    Ok(())
}

#[tokio::test]
async fn an_api_key_and_a_messaging_service_stand_in_for_token_and_number() -> Result<()> {
    let peer = Peer::answering(201, &resource("accepted", "null")).await?;
    let twilio = Twilio {
        api_key: Some(KEY.to_owned()),
        from: TwilioSender::MessagingService(SERVICE.to_owned()),
        ..twilio(&peer, LIMIT)?
    };
    twilio.send(&message(CODE_TEXT)?).await?;
    let request = peer.only()?;
    let pair = BASE64.encode(format!("{KEY}:hunter2").as_bytes());
    assert_eq!(request.header("authorization"), format!("Basic {pair}"));
    ensure!(request.line.contains(ACCOUNT), "{}", request.line);
    let fields = fields(&request);
    assert_eq!(
        fields.get("MessagingServiceSid").map(String::as_str),
        Some(SERVICE)
    );
    assert_eq!(fields.get("From"), None);
    Ok(())
}

#[tokio::test]
async fn nothing_in_a_text_adds_a_field() -> Result<()> {
    let peer = Peer::answering(201, &resource("queued", "null")).await?;
    twilio(&peer, LIMIT)?.send(&message(NASTY_TEXT)?).await?;
    let request = peer.only()?;
    let names: Vec<_> = form_urlencoded::parse(request.body.as_bytes()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let fields = fields(&request);
    assert_eq!(fields.get("To").map(String::as_str), Some("+491701234567"));
    assert_eq!(fields.get("Body").map(String::as_str), Some(NASTY_TEXT));
    Ok(())
}

#[tokio::test]
async fn a_validity_is_never_more_than_twilio_takes() -> Result<()> {
    let peer = Peer::answering(201, &resource("queued", "null")).await?;
    let mut message = message(CODE_TEXT)?;
    message.validity = Duration::from_secs(100_000);
    twilio(&peer, LIMIT)?.send(&message).await?;
    let fields = fields(&peer.only()?);
    assert_eq!(
        fields.get("ValidityPeriod").map(String::as_str),
        Some("36000")
    );
    Ok(())
}

#[tokio::test]
async fn every_documented_error_has_its_meaning() -> Result<()> {
    let throttled = |seconds: Option<u64>| SmsError::Throttled {
        retry_after: seconds.map(Duration::from_secs),
    };
    for (status, code, expected) in [
        (401, 20003, SmsError::Misconfigured),
        (404, 20404, SmsError::Misconfigured),
        (400, 21211, SmsError::Rejected(Rejection::NoSuchNumber)),
        (400, 21265, SmsError::Rejected(Rejection::NoSuchNumber)),
        (400, 21214, SmsError::Rejected(Rejection::Unreachable)),
        (403, 21408, SmsError::Rejected(Rejection::Unreachable)),
        (400, 21612, SmsError::Rejected(Rejection::Unreachable)),
        (400, 21610, SmsError::Rejected(Rejection::OptedOut)),
        (400, 21614, SmsError::Rejected(Rejection::NotMobile)),
        (400, 21635, SmsError::Rejected(Rejection::NotMobile)),
        (400, 21606, SmsError::Misconfigured),
        (400, 21608, SmsError::Misconfigured),
        (400, 21705, SmsError::Misconfigured),
        (400, 90007, SmsError::Misconfigured),
        (429, 20429, throttled(Some(3))),
        (400, 21611, throttled(Some(3))),
        (503, 20503, SmsError::Unavailable),
        // Not known: the status decides.
        (400, 29999, SmsError::Misconfigured),
        (429, 29999, throttled(Some(3))),
        (500, 20500, SmsError::Unknown),
        (500, 29999, SmsError::Unknown),
    ] {
        let manner = Manner::Answer(status, "Retry-After: 3\r\n", error(code, status));
        let peer = Peer::start(manner).await?;
        let outcome = twilio(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(expected), "{status} {code}");
    }
    Ok(())
}

#[tokio::test]
async fn a_message_that_is_created_and_has_failed_is_not_accepted() -> Result<()> {
    for (status, code, expected) in [
        ("failed", "30002", SmsError::Misconfigured),
        ("failed", "30007", SmsError::Misconfigured),
        ("undelivered", "30003", SmsError::Unavailable),
        (
            "undelivered",
            "30004",
            SmsError::Rejected(Rejection::Blocked),
        ),
        (
            "undelivered",
            "30005",
            SmsError::Rejected(Rejection::NoSuchNumber),
        ),
        (
            "undelivered",
            "30006",
            SmsError::Rejected(Rejection::NotMobile),
        ),
        ("failed", "null", SmsError::Unavailable),
        ("teleported", "null", SmsError::Unknown),
    ] {
        let peer = Peer::answering(201, &resource(status, code)).await?;
        let outcome = twilio(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(expected), "{status} {code}");
    }
    Ok(())
}

#[tokio::test]
async fn a_provider_that_lies_is_not_believed() -> Result<()> {
    let good = resource("queued", "null");
    for (status, body) in [
        (200, good.as_str()),
        (202, good.as_str()),
        (500, good.as_str()),
        (201, "OK"),
        (201, ""),
        (201, "{}"),
        (201, "[]"),
        (201, r#"{"sid": "x\" }", "status": "queued"}"#),
        (200, "<html>"),
    ] {
        let peer = Peer::answering(status, body).await?;
        let outcome = twilio(&peer, LIMIT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(SmsError::Unknown), "{status} {body:.60}");
    }
    for manner in [Manner::Hang, Manner::Trickle, Manner::Close] {
        let peer = Peer::start(manner.clone()).await?;
        let outcome = twilio(&peer, SHORT)?.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome, Err(SmsError::Unknown), "{manner:?}");
        assert_eq!(peer.count(), 1);
    }
    Ok(())
}
