//! A provider that is described by its request.

use anyhow::{Context as _, Result};
use vestibule::delivery::sms::{Http, HttpSuccess, Sms as _, SmsError};
use vestibule::domain::sms::{BodyForm, Form, HeaderForm, Sender};
use vestibule::secret::SecretText;

use super::peer::Manner;
use super::{CODE_TEXT, LIMIT, NASTY_TEXT, Peer, SHORT, client, message};

const JSON: &str = r#"{"to": ["{digits}"], "from": "{from}", "text": "{text}", "ttl": {seconds}}"#;

fn provider(peer: &Peer, kind: BodyForm, body: &str) -> Result<Http> {
    Ok(Http {
        url: peer.url("/v1/send?channel=sms")?,
        headers: vec![("x-api-key".parse()?, HeaderForm::parse("key {secret}")?)],
        body: Form::parse(kind, body)?,
        from: Sender::parse("Example"),
        user: None,
        secret: Some(SecretText::new("hunter2".to_owned())),
        success: HttpSuccess {
            statuses: Vec::new(),
            value: None,
        },
        client: client(LIMIT),
    })
}

#[tokio::test]
async fn the_request_is_the_described_one() -> Result<()> {
    let peer = Peer::answering(200, "").await?;
    let provider = provider(&peer, BodyForm::Json, JSON)?;
    for text in [CODE_TEXT, NASTY_TEXT] {
        let peer = Peer::answering(200, "").await?;
        let provider = Http {
            url: peer.url("/v1/send?channel=sms")?,
            headers: provider.headers.clone(),
            body: provider.body.clone(),
            from: provider.from.clone(),
            user: None,
            secret: provider.secret.clone(),
            success: provider.success.clone(),
            client: client(LIMIT),
        };
        provider.send(&message(text)?).await?;
        let request = peer.only()?;
        assert_eq!(request.line, "POST /v1/send?channel=sms HTTP/1.1");
        assert_eq!(request.header("content-type"), "application/json");
        assert_eq!(request.header("x-api-key"), "key hunter2");
        let body: serde_json::Value = serde_json::from_str(&request.body)?;
        let expected = serde_json::json!({
            "to": ["491701234567"], "from": "Example", "text": text, "ttl": 300,
        });
        assert_eq!(body, expected);
    }
    Ok(())
}

#[tokio::test]
async fn a_form_and_a_user_work_as_well() -> Result<()> {
    let peer = Peer::answering(202, "").await?;
    let form = "to={to}&text={text}&from={from}";
    let provider = Http {
        user: Some("api".to_owned()),
        headers: Vec::new(),
        ..provider(&peer, BodyForm::Form, form)?
    };
    provider.send(&message(NASTY_TEXT)?).await?;
    let request = peer.only()?;
    let pair = data_encoding::BASE64.encode(b"api:hunter2");
    assert_eq!(request.header("authorization"), format!("Basic {pair}"));
    let fields: Vec<(String, String)> = form_urlencoded::parse(request.body.as_bytes())
        .into_owned()
        .collect();
    let expected = [
        ("to", "+491701234567"),
        ("text", NASTY_TEXT),
        ("from", "Example"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields, expected);
    Ok(())
}

#[tokio::test]
async fn success_is_what_was_said_it_looks_like() -> Result<()> {
    let place = Some(("/messages/0/status".to_owned(), "0".to_owned()));
    for (statuses, value, status, body, expected) in [
        (vec![], None, 204, "", None),
        (vec![202], None, 200, "", Some(SmsError::Unknown)),
        (vec![], None, 401, "", Some(SmsError::Misconfigured)),
        (vec![], None, 500, "", Some(SmsError::Unknown)),
        (
            vec![],
            place.clone(),
            200,
            r#"{"messages": [{"status": "0"}]}"#,
            None,
        ),
        (
            vec![],
            place.clone(),
            200,
            r#"{"messages": [{"status": 0}]}"#,
            None,
        ),
        (
            vec![],
            place.clone(),
            200,
            r#"{"messages": [{"status": "4"}]}"#,
            Some(SmsError::Unavailable),
        ),
        (vec![], place.clone(), 200, "{}", Some(SmsError::Unknown)),
        (vec![], place.clone(), 200, "OK 0", Some(SmsError::Unknown)),
    ] {
        let peer = Peer::answering(status, body).await?;
        let provider = Http {
            success: HttpSuccess { statuses, value },
            ..provider(&peer, BodyForm::Json, JSON)?
        };
        let outcome = provider.send(&message(CODE_TEXT)?).await;
        assert_eq!(outcome.err(), expected, "{status} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_redirect_is_not_followed() -> Result<()> {
    let other = Peer::answering(200, "").await?;
    let location = format!("Location: {}\r\n", other.url("/")?);
    let location: &'static str = Box::leak(location.into_boxed_str());
    let peer = Peer::start(Manner::Answer(307, location, String::new())).await?;
    let outcome = provider(&peer, BodyForm::Json, JSON)?
        .send(&message(CODE_TEXT)?)
        .await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    assert_eq!(other.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_key_that_no_header_can_have_is_noticed_before_anything_is_sent() -> Result<()> {
    let peer = Peer::answering(200, "").await?;
    let provider = Http {
        secret: Some(SecretText::new("a\r\nX-Evil: 1".to_owned())),
        ..provider(&peer, BodyForm::Json, JSON)?
    };
    let outcome = provider.send(&message(CODE_TEXT)?).await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    assert_eq!(peer.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_provider_that_hangs_is_left_in_time() -> Result<()> {
    let peer = Peer::start(Manner::Hang).await?;
    let provider = Http {
        client: client(SHORT),
        ..provider(&peer, BodyForm::Json, JSON)?
    };
    let sending = provider.send(&message(CODE_TEXT)?).await;
    assert_eq!(sending.err(), Some(SmsError::Unknown));
    let shown = format!("{provider:?}");
    shown
        .find("hunter2")
        .is_none()
        .then_some(())
        .context(shown)?;
    Ok(())
}
