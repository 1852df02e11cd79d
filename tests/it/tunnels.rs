//! WebSockets: for verified sessions of our own pages, for as long as the session lasts.

use std::time::Duration;

use anyhow::Result;
use tokio::time::sleep;

use crate::support::raw::field;
use crate::support::steps::{enter, log_in};
use crate::support::{Browser, House, Raw, Relay};

const CAROL: &str = "alice@disabled.test";

/// Asks for a WebSocket with these fields besides the browser's cookies.
async fn ask(house: &House, browser: &Browser, fields: &str) -> Result<Raw> {
    let mut raw = Raw::connect(house.address).await?;
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let request = format!(
        "GET /ws HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n{fields}\r\n",
        browser.host,
        pairs.join("; ")
    );
    raw.send(request).await?;
    Ok(raw)
}

/// What a page of the webmail's own host sends.
fn fields(house: &House) -> String {
    format!(
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: http://{}\r\n",
        house.browser().host
    )
}

/// A mailbox without a second factor, and a WebSocket that carries bytes.
async fn tunnel(house: &House) -> Result<(Browser, Raw)> {
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    let mut raw = ask(house, &browser, &fields(house)).await?;
    let head = raw.head().await?;
    assert!(head.starts_with("http/1.1 101"), "{head}");
    assert_eq!(field(&head, "upgrade"), Some("websocket"));
    raw.send("hello").await?;
    assert_eq!(raw.until("hello").await?, "hello");
    Ok((browser, raw))
}

fn asked(house: &House) -> usize {
    let log = house.webmail.log();
    log.iter().filter(|seen| seen.target == "/ws").count()
}

#[tokio::test]
async fn a_verified_session_has_its_bytes_carried_both_ways() -> Result<()> {
    let house = House::open().await?;
    let (_browser, mut raw) = tunnel(&house).await?;
    let much = "x".repeat(300_000);
    raw.send(format!("{much}|")).await?;
    assert_eq!(raw.until("|").await?.len(), 300_001);
    Ok(())
}

#[tokio::test]
async fn nobody_else_reaches_the_webmail() -> Result<()> {
    let house = House::open().await?;
    let anonymous = house.browser();
    let mut pending = house.browser();
    log_in(&mut pending, "alice@required.test").await?;
    for browser in [anonymous, pending] {
        let mut raw = ask(&house, &browser, &fields(&house)).await?;
        let head = raw.head().await?;
        assert!(head.starts_with("http/1.1 401"), "{head}");
    }
    assert_eq!(asked(&house), 0);
    Ok(())
}

#[tokio::test]
async fn a_page_of_another_site_gets_none() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    let own = format!("Origin: http://{}\r\n", browser.host);
    for other in [
        "",
        "Origin: null\r\n",
        "Origin: http://evil.test\r\n",
        "Origin: http://localhost.evil.test\r\n",
    ] {
        let fields = fields(&house).replace(&own, other);
        let head = ask(&house, &browser, &fields).await?.head().await?;
        assert!(head.starts_with("http/1.1 403"), "{other}: {head}");
    }
    assert_eq!(asked(&house), 0);
    Ok(())
}

#[tokio::test]
async fn what_is_no_websocket_is_not_switched_to() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    let other = fields(&house).replace("Upgrade: websocket", "Upgrade: h2c");
    let head = ask(&house, &browser, &other).await?.head().await?;
    assert!(!head.starts_with("http/1.1 101"), "{head}");
    let with_body = format!("{}Content-Length: 4\r\n", fields(&house));
    let head = ask(&house, &browser, &with_body).await?.head().await?;
    assert!(head.starts_with("http/1.1 400"), "{head}");
    for seen in house.webmail.log() {
        assert!(!seen.headers.contains_key("upgrade"), "{seen:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_tunnel_ends_with_the_session() -> Result<()> {
    let house = House::open().await?;
    let (mut browser, mut raw) = tunnel(&house).await?;
    let signed_out = browser.get("/logout").await?;
    assert!(signed_out.status.is_redirection());
    assert!(raw.is_closed_within(Duration::from_secs(3)).await);
    Ok(())
}

#[tokio::test]
async fn a_tunnel_ends_when_the_policy_ends_the_session() -> Result<()> {
    let house = House::open().await?;
    let (browser, mut raw) = tunnel(&house).await?;
    house
        .set_policy("\"disabled.test\" = { mode = \"required\", live_sessions = \"sign_out\" }")?;
    assert!(raw.is_closed_within(Duration::from_secs(3)).await);
    let head = ask(&house, &browser, &fields(&house)).await?.head().await?;
    assert!(head.starts_with("http/1.1 401"), "{head}");
    Ok(())
}

#[tokio::test]
async fn a_tunnel_ends_at_the_absolute_end() -> Result<()> {
    let house = House::open().await?;
    let (_browser, mut raw) = tunnel(&house).await?;
    house.wait(11 * 3600);
    sleep(Duration::from_millis(1500)).await;
    raw.send("still").await?;
    assert_eq!(raw.until("still").await?, "still");
    house.wait(3600);
    assert!(raw.is_closed_within(Duration::from_secs(3)).await);
    Ok(())
}

#[tokio::test]
async fn bytes_before_the_webmail_has_switched_are_not_sent_on() -> Result<()> {
    let relay = Relay::open().await?;
    let house = House::behind(&relay, "").await?;
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    relay.play(move |stream| {
        let told = told.clone();
        async move {
            let mut raw = Raw::over(stream);
            raw.head().await?;
            told.send(raw.is_silent_for(Duration::from_millis(300)).await)?;
            raw.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                .await?;
            raw.until("early").await?;
            raw.send("late").await
        }
    });
    let mut raw = ask(&house, &browser, &fields(&house)).await?;
    raw.send("early").await?;
    assert_eq!(heard.recv().await, Some(true));
    assert!(raw.head().await?.starts_with("http/1.1 101"));
    assert_eq!(raw.until("late").await?, "late");
    Ok(())
}
