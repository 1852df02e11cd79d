//! The duties of an intermediary with a request's fields: RFC 9110 §7.6 and what stands around it.

use anyhow::Result;
use http::{Method, StatusCode};

use crate::support::raw::field;
use crate::support::steps::enter;
use crate::support::{Browser, Echo, House, Raw};

const CAROL: &str = "alice@disabled.test";

/// A browser in a mailbox that has no second factor.
async fn inside(house: &House) -> Result<Browser> {
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    Ok(browser)
}

/// What the webmail sees of a request with these fields.
async fn echoed(house: &House, fields: &[(&str, &str)]) -> Result<Echo> {
    let mut browser = inside(house).await?;
    let answer = browser.send(Method::GET, "/echo", fields, "").await?;
    assert_eq!(answer.status, StatusCode::OK);
    Echo::read(&answer.text())
}

/// The cookies of a browser as a field.
fn cookie(browser: &Browser) -> String {
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("Cookie: {}\r\n", pairs.join("; "))
}

#[tokio::test]
async fn what_any_connection_field_names_ends_here() -> Result<()> {
    let house = House::open().await?;
    let fields = [
        ("connection", "keep-alive, X-One"),
        ("connection", "x-two , ,X-THREE"),
        ("x-one", "1"),
        ("x-two", "2"),
        ("x-three", "3"),
        ("x-four", "4"),
    ];
    let echo = echoed(&house, &fields).await?;
    for name in ["x-one", "x-two", "x-three", "keep-alive", "connection"] {
        assert!(echo.all(name).is_empty(), "{name}: {echo:?}");
    }
    assert_eq!(echo.all("x-four"), ["4"]);
    Ok(())
}

#[tokio::test]
async fn a_connection_field_cannot_remove_what_the_gateway_says() -> Result<()> {
    let house = House::open().await?;
    let named = "cookie, host, via, x-forwarded-for, x-forwarded-proto, forwarded";
    let echo = echoed(&house, &[("connection", named)]).await?;
    assert_eq!(echo.all("x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(echo.all("x-forwarded-proto"), ["http"]);
    assert_eq!(echo.all("host").len(), 1);
    assert_eq!(echo.all("via").len(), 1);
    assert!(echo.all("cookie")[0].contains("sample_session="));
    Ok(())
}

#[tokio::test]
async fn fields_of_one_connection_end_here() -> Result<()> {
    let house = House::open().await?;
    let fields = [
        ("te", "trailers"),
        ("trailer", "x-sum"),
        ("keep-alive", "timeout=5"),
        ("proxy-connection", "keep-alive"),
        ("proxy-authorization", "Basic eDp5"),
        ("proxy-authenticate", "Basic"),
        ("http2-settings", "AAMAAABk"),
    ];
    let echo = echoed(&house, &fields).await?;
    for (name, _) in fields {
        assert!(echo.all(name).is_empty(), "{name}: {echo:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_upgrade_that_is_none_of_ours_is_not_asked_for_upstream() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let fields = [
        ("connection", "Upgrade, HTTP2-Settings"),
        ("upgrade", "h2c"),
        ("http2-settings", "AAMAAABk"),
    ];
    let answer = browser.send(Method::GET, "/echo", &fields, "").await?;
    let echo = Echo::read(&answer.text())?;
    for name in ["upgrade", "connection", "http2-settings"] {
        assert!(echo.all(name).is_empty(), "{name}: {echo:?}");
    }
    Ok(())
}

#[tokio::test]
async fn via_is_added_and_earlier_hops_stay() -> Result<()> {
    let house = House::open().await?;
    assert_eq!(echoed(&house, &[]).await?.all("via"), ["1.1 vestibule"]);
    let before = [("via", "1.0 cache"), ("via", "1.1 shield (x)")];
    let echo = echoed(&house, &before).await?;
    assert_eq!(
        echo.all("via"),
        ["1.0 cache, 1.1 shield (x), 1.1 vestibule"]
    );
    Ok(())
}

#[tokio::test]
async fn the_gateway_says_continue_itself() -> Result<()> {
    let house = House::open().await?;
    let browser = inside(&house).await?;
    let mut raw = Raw::connect(house.address).await?;
    let head = format!(
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\
         Expect: 100-continue\r\n{}\r\n",
        cookie(&browser)
    );
    raw.send(head).await?;
    assert!(raw.head().await?.starts_with("http/1.1 100"));
    raw.send("12345").await?;
    let (head, body) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(body, "5");
    let seen = house.webmail.log();
    let upload = seen.iter().find(|seen| seen.target == "/upload");
    assert!(upload.is_some_and(|seen| !seen.headers.contains_key("expect")));
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_refused_is_not_asked_for() -> Result<()> {
    let house = House::open().await?;
    let mut raw = Raw::connect(house.address).await?;
    let head = "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\
                Expect: 100-continue\r\n\r\n";
    raw.send(head).await?;
    assert!(raw.head().await?.starts_with("http/1.1 401"));
    Ok(())
}

#[tokio::test]
async fn options_with_no_forward_left_is_answered_here() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let seen = house.webmail.requests_seen();
    let last = [("max-forwards", "0")];
    let answer = browser.send(Method::OPTIONS, "/echo", &last, "").await?;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers.contains_key("allow"));
    assert_eq!(house.webmail.requests_seen(), seen);

    let three = [("max-forwards", "3")];
    let answer = browser.send(Method::OPTIONS, "/echo", &three, "").await?;
    assert_eq!(Echo::read(&answer.text())?.all("max-forwards"), ["2"]);
    let answer = browser.send(Method::GET, "/echo", &three, "").await?;
    assert_eq!(Echo::read(&answer.text())?.all("max-forwards"), ["3"]);
    Ok(())
}

/// What a browser could claim about itself.
const CLAIMS: [(&str, &str); 7] = [
    ("x-forwarded-for", "203.0.113.7"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "evil.test"),
    ("x-forwarded-port", "1"),
    ("forwarded", "for=203.0.113.7;host=evil.test"),
    ("x-real-ip", "203.0.113.7"),
    ("x_forwarded_for", "203.0.113.7"),
];

#[tokio::test]
async fn what_a_browser_says_of_its_address_is_replaced() -> Result<()> {
    let house = House::open().await?;
    let echo = echoed(&house, &CLAIMS).await?;
    let host = house.browser().host;
    assert_eq!(echo.all("x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(echo.all("x-forwarded-proto"), ["http"]);
    assert_eq!(echo.all("x-forwarded-host"), [host.as_str()]);
    let forwarded = format!("for=127.0.0.1;host=\"{host}\";proto=http");
    assert_eq!(echo.all("forwarded"), [forwarded.as_str()]);
    for name in ["x-forwarded-port", "x-real-ip", "x_forwarded_for"] {
        assert!(echo.all(name).is_empty(), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_trusted_proxy_is_believed_about_the_address_and_the_scheme() -> Result<()> {
    let house = House::with("[listen]\ntrusted_proxies = [\"127.0.0.0/8\"]").await?;
    let echo = echoed(&house, &CLAIMS).await?;
    assert_eq!(echo.all("x-forwarded-for"), ["203.0.113.7"]);
    assert_eq!(echo.all("x-forwarded-proto"), ["https"]);
    // The host is what the request itself says.
    assert_eq!(
        echo.all("x-forwarded-host"),
        [house.browser().host.as_str()]
    );
    assert!(echo.all("forwarded")[0].starts_with("for=203.0.113.7;"));
    Ok(())
}

#[tokio::test]
async fn the_host_and_the_target_reach_the_webmail_as_they_were_written() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let host = [("host", "LocalHost:8443")];
    let target = "/echo?a=%7e&b=+%2F;c=%C3%A9&d";
    let answer = browser.send(Method::GET, target, &host, "").await?;
    let echo = Echo::read(&answer.text())?;
    assert_eq!(echo.all("host"), ["LocalHost:8443"]);
    assert_eq!(echo.target(), target);
    Ok(())
}

#[tokio::test]
async fn a_chunked_body_passes_without_its_trailers_and_ends_the_connection() -> Result<()> {
    let house = House::open().await?;
    let browser = inside(&house).await?;
    let mut raw = Raw::connect(house.address).await?;
    // What follows is not looked at: nothing after this is read.
    for _ in 0..2 {
        let request = format!(
            "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\
             Trailer: X-Late, Cookie\r\n{}\r\n3;extension=1\r\nabc\r\n4\r\ndefg\r\n0\r\n\
             X-Late: 1\r\nCookie: sample_auth=planted\r\n\r\n\
             GET /static/app.js HTTP/1.1\r\nHost: localhost\r\nX-Smuggled: 1\r\n\r\n",
            cookie(&browser)
        );
        raw.send(request).await?;
        let (head, body) = raw.answer().await?;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert_eq!(field(&head, "connection"), Some("close"));
        assert_eq!(body, "7");
        assert_eq!(
            raw.rest().await?,
            "",
            "a request after the last was answered"
        );
        raw = Raw::connect(house.address).await?;
    }
    for seen in house.webmail.log() {
        assert!(!seen.headers.contains_key("x-late"));
        assert!(!seen.headers.contains_key("x-smuggled"));
        assert!(!(seen.target == "/upload" && seen.headers.contains_key("content-length")));
    }
    Ok(())
}

#[tokio::test]
async fn a_client_of_http_1_0_is_answered_and_left() -> Result<()> {
    let house = House::open().await?;
    let browser = inside(&house).await?;
    let mut raw = Raw::connect(house.address).await?;
    let request = format!(
        "GET /sse HTTP/1.0\r\nHost: localhost\r\n{}\r\n",
        cookie(&browser)
    );
    raw.send(request).await?;
    let head = raw.head().await?;
    assert!(head.starts_with("http/1.0 200"), "{head}");
    assert_eq!(field(&head, "transfer-encoding"), None);
    let body = raw.rest().await?;
    assert!(
        body.starts_with("id: 1\n") && body.ends_with("data: {\"unread\":3}\n\n"),
        "{body}"
    );
    let echo = echoed(&house, &[]).await?;
    assert!(!echo.names().is_empty());
    Ok(())
}
