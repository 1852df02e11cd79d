//! A domain that was disabled trusts no browser from before, also when its policy changed while the
//! program stood still.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use jiff::Timestamp;
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::house::form_token;
use crate::support::steps::{enroll, log_in};
use crate::support::{Browser, GatewayProcess, Meadow, code_at};

const ALICE: &str = "alice@required.test";

fn policy(mode: &str) -> String {
    format!("\"required.test\" = {{ mode = \"{mode}\", trusted_days = 30 }}")
}

fn now() -> Timestamp {
    SystemClock.now()
}

/// A browser that is not asked for a code, at a gateway that runs.
async fn trusted(gateway: &mut GatewayProcess) -> Result<Browser> {
    gateway.kill()?;
    gateway.set_policy(&policy("required"))?;
    gateway.spawn()?;
    let mut owner = gateway.browser();
    log_in(&mut owner, ALICE).await?;
    let key = enroll(&mut owner, now()).await?;
    let mut browser = gateway.browser();
    log_in(&mut browser, ALICE).await?;
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    // The app's next code: the one that is shown now has confirmed the set-up.
    let code = code_at(&key, now().checked_add(Duration::from_secs(30))?)?;
    let form = [
        ("form_token", token.as_str()),
        ("code", &code),
        ("trust", "yes"),
    ];
    let opened = browser.post("/mfa/challenge", &form).await?;
    ensure!(opened.location() == "/mail", "not in: {}", opened.text());
    ensure!(leads(&browser).await? == "/mail", "not trusted");
    Ok(browser)
}

/// Where a login in a copy of this browser leads.
async fn leads(browser: &Browser) -> Result<String> {
    let login = log_in(&mut browser.clone(), ALICE).await?;
    Ok(login.location().to_owned())
}

/// Waits until the program says that it has done with the domain's trust.
async fn swept(gateway: &GatewayProcess) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(20);
    while !gateway.log().contains("no browser is trusted there") {
        ensure!(Instant::now() < patience, "{}", gateway.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_disabled_while_the_program_stood_still_trusts_nobody_from_before() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let browser = trusted(&mut gateway).await?;
    gateway.kill()?;
    gateway.set_policy(&policy("disabled"))?;
    gateway.spawn()?;
    swept(&gateway).await?;
    gateway.kill()?;
    gateway.set_policy(&policy("required"))?;
    gateway.spawn()?;
    ensure!(
        leads(&browser).await? == "/mfa/challenge",
        "it is trusted still"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_is_killed_and_started_again_trusts_whom_it_trusted() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let browser = trusted(&mut gateway).await?;
    gateway.kill()?;
    gateway.spawn()?;
    ensure!(leads(&browser).await? == "/mail", "the trust is lost");
    Ok(())
}
