//! Trusted browsers: not asked at a login, asked at every change.

use anyhow::Result;
use vestibule::gateway::distrust::sweep;

use crate::support::house::form_token;
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@required.test";

/// A browser that Alice trusts for 30 days, after a sign-in with a code.
async fn trusted(house: &House) -> Result<Browser> {
    house.set_policy("\"required.test\" = { mode = \"required\", trusted_days = 30 }")?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("code", &code),
        ("trust", "yes"),
    ];
    assert_eq!(
        browser.post("/mfa/challenge", &form).await?.location(),
        "/mail"
    );
    Ok(browser)
}

#[tokio::test]
async fn a_trusted_browser_is_not_asked_until_its_days_are_over_or_it_is_revoked() -> Result<()> {
    let house = House::open().await?;
    let mut browser = trusted(&house).await?;

    house.wait(29 * 86_400);
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    let mut foreign = house.browser();
    assert_eq!(
        house.log_in(&mut foreign, ALICE).await?.location(),
        "/mfa/challenge"
    );
    let mut bob = browser.clone();
    bob.cookies.remove("__Host-vestibule");
    assert_eq!(
        house
            .log_in(&mut bob, "bob@required.test")
            .await?
            .location(),
        "/mfa/challenge"
    );
    let trusting = browser.clone();
    let token = form_token(&browser.get("/mfa/security").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "revoke_browsers"),
    ];
    browser.post("/mfa/security", &form).await?;
    assert_eq!(
        house.log_in(&mut browser, ALICE).await?.location(),
        "/mfa/challenge"
    );
    let mut kept = trusting;
    assert_eq!(
        house.log_in(&mut kept, ALICE).await?.location(),
        "/mfa/challenge"
    );
    Ok(())
}

#[tokio::test]
async fn a_trusted_browser_cannot_change_a_factor_without_a_code() -> Result<()> {
    let house = House::open().await?;
    let mut browser = trusted(&house).await?;
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    assert_eq!(
        browser.get("/mfa/enroll/app").await?.location(),
        "/mfa/challenge?for=add"
    );
    Ok(())
}

/// The first domain of the tests, with 30 trusted days.
fn policy(mode: &str) -> String {
    format!("\"required.test\" = {{ mode = \"{mode}\", trusted_days = 30 }}")
}

#[tokio::test]
async fn a_domain_that_was_disabled_trusts_nobody_from_before() -> Result<()> {
    let house = House::open().await?;
    let mut browser = trusted(&house).await?;
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    house.set_policy(&policy("disabled"))?;
    sweep(&house.gateway).await?;
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    house.set_policy(&policy("required"))?;
    sweep(&house.gateway).await?;
    let asked = house.log_in(&mut browser, ALICE).await?;
    assert_eq!(asked.location(), "/mfa/challenge", "trusted still");
    Ok(())
}

#[tokio::test]
async fn a_browser_that_is_trusted_anew_after_the_domain_is_turned_on_stays_so() -> Result<()> {
    let house = House::open().await?;
    house.set_policy(&policy("disabled"))?;
    sweep(&house.gateway).await?;
    house.wait(60);
    house.set_policy(&policy("required"))?;
    let mut browser = trusted(&house).await?;
    sweep(&house.gateway).await?;
    house.wait(60);
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    let page = browser.get("/mfa/security").await?.text();
    assert!(page.contains("revoke_browser"), "it is not listed");
    Ok(())
}

#[tokio::test]
async fn another_domain_that_is_disabled_changes_nothing() -> Result<()> {
    let house = House::open().await?;
    let mut browser = trusted(&house).await?;
    let others = format!("{}\n\"optional.test\" = \"disabled\"", policy("required"));
    house.set_policy(&others)?;
    sweep(&house.gateway).await?;
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    Ok(())
}
