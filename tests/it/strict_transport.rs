//! Browsers that have come over TLS are told to keep to it (RFC 6797).

use anyhow::{Result, ensure};
use http::Method;
use rustls::version::TLS13;

use crate::support::raw::field;
use crate::support::{Authority, House, Meadow, Raw};

const FIELD: &str = "strict-transport-security";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_tls_every_answer_tells_the_browser_to_keep_to_it() -> Result<()> {
    let (meadow, authority) = (Meadow::open().await?, Authority::new()?);
    authority.renew()?;
    let gateway = meadow.gateway(&authority.listen())?;
    for target in ["/", "/mail", "/mfa/security", "/mfa/assets/x", "/nothing"] {
        let stream = authority
            .connect(gateway.address(), &["http/1.1"], &[&TLS13])
            .await?;
        let mut raw = Raw::over(stream);
        raw.send(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .await?;
        let head = raw.head().await?;
        let said = field(&head, FIELD);
        ensure!(said == Some("max-age=31536000"), "{target}: {head}");
    }
    Ok(())
}

#[tokio::test]
async fn over_plain_http_no_answer_says_it_and_over_a_trusted_proxys_tls_it_does() -> Result<()> {
    let house = House::with("[listen]\ntrusted_proxies = [\"127.0.0.1\"]").await?;
    for target in ["/", "/mfa/challenge"] {
        let plain = house.browser().get(target).await?;
        ensure!(!plain.headers.contains_key(FIELD), "{target}");
        let said = [("x-forwarded-proto", "https")];
        let mut browser = house.browser();
        let secure = browser.send(Method::GET, target, &said, "").await?;
        ensure!(secure.headers[FIELD] == "max-age=31536000", "{target}");
    }
    let elsewhere = [("x-forwarded-proto", "https"), ("host", "evil.test")];
    let mut browser = house.browser();
    let stranger = browser.send(Method::GET, "/", &elsewhere, "").await?;
    ensure!(!stranger.headers.contains_key(FIELD));
    let off = House::with("[listen]\ntrusted_proxies = [\"127.0.0.1\"]\nhsts = \"off\"").await?;
    let said = [("x-forwarded-proto", "https")];
    let mut browser = off.browser();
    let secure = browser.send(Method::GET, "/", &said, "").await?;
    ensure!(!secure.headers.contains_key(FIELD));
    Ok(())
}
