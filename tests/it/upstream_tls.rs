//! A webmail behind TLS is believed to be who its certificate says, and no other.

use anyhow::Result;
use http::StatusCode;

use crate::support::authority::quoted;
use crate::support::steps::enter;
use crate::support::{Authority, House, Relay};

/// A webmail that presents a certificate for `name`, from `issuer`, to a gateway that trusts `trusted`.
async fn house(name: &str, issuer: &Authority, trusted: &Authority) -> Result<(House, Relay)> {
    let relay = Relay::open().await?;
    relay.speak_tls(issuer.issue(name)?.acceptor()?);
    let (leading, authority) = (relay.clone(), quoted(&trusted.file()));
    let house = House::build("", move |webmail| {
        leading.lead_to(webmail);
        let port = leading.address.port();
        format!("\"https://localhost:{port}\"\nupstream_ca = {authority}")
    })
    .await?;
    Ok((house, relay))
}

#[tokio::test]
async fn a_webmail_with_a_certificate_of_its_own_authority_is_used() -> Result<()> {
    let authority = Authority::new()?;
    let (house, relay) = house("localhost", &authority, &authority).await?;
    let mut browser = house.browser();
    enter(&mut browser, "alice@disabled.test").await?;
    let before = relay.accepted();
    for _ in 0..3 {
        let answer = browser.get("/download/300000").await?;
        assert_eq!(answer.body.len(), 300_000);
    }
    assert_eq!(relay.accepted(), before, "a connection was not used again");
    Ok(())
}

#[tokio::test]
async fn a_webmail_with_another_certificate_gets_no_request() -> Result<()> {
    let (right, wrong) = (Authority::new()?, Authority::new()?);
    for (name, issuer) in [("localhost", &wrong), ("elsewhere.test", &right)] {
        let (house, _relay) = house(name, issuer, &right).await?;
        let answer = house.browser().get("/").await?;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{name}");
        assert_eq!(house.webmail.requests_seen(), 0, "{name}");
    }
    Ok(())
}
