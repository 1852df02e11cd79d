//! The policy file while the gateway runs: a good edit counts at once, a bad one not at all.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::house::{PASSWORD, form_token};
use crate::support::meadow::{Meadow, PROFILE};
use crate::support::{GatewayProcess, code_at, steps};

const MAILBOX: &str = "alice@optional.test";

#[tokio::test]
async fn an_edit_of_the_policy_file_counts_from_the_next_login_on() -> Result<()> {
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let gateway = GatewayProcess::start(&meadow.origin(), PROFILE)?;
    ensure!(
        log_in(&gateway).await? == "/mail",
        "optional asks nobody who has nothing"
    );
    gateway.set_policy("\"optional.test\" = \"required\"")?;
    becomes(&gateway, "/mfa/challenge").await?;
    gateway.set_policy("\"optional.test\" = \"disabled\"")?;
    becomes(&gateway, "/mail").await
}

#[tokio::test]
async fn a_bad_edit_keeps_the_last_good_policy_and_says_what_is_wrong() -> Result<()> {
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let gateway = GatewayProcess::start(&meadow.origin(), PROFILE)?;
    gateway.set_policy("\"optional.test\" = \"required\"")?;
    becomes(&gateway, "/mfa/challenge").await?;
    // In place, as some editors write.
    let file = gateway.folder().join("policy.toml");
    fs::write(&file, "[domains]\n\"optional.test\" = \"disabeld\"\n")?;
    let patience = Instant::now() + Duration::from_secs(10);
    while !gateway.log().contains("policy.toml:2: domains") {
        ensure!(
            Instant::now() < patience,
            "nothing is logged:\n{}",
            gateway.log()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    ensure!(
        log_in(&gateway).await? == "/mfa/challenge",
        "the last good policy is gone"
    );
    fs::remove_file(&file)?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    ensure!(
        log_in(&gateway).await? == "/mfa/challenge",
        "without a file everybody is let in"
    );
    Ok(())
}

/// Where a login leads.
async fn log_in(gateway: &GatewayProcess) -> Result<String> {
    let form = [("user", MAILBOX), ("password", PASSWORD)];
    let login = gateway.browser().post("/login", &form).await?;
    Ok(login.location().to_owned())
}

async fn becomes(gateway: &GatewayProcess, expected: &str) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(10);
    while Instant::now() < patience {
        if log_in(gateway).await? == expected {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("the edit does not count:\n{}", gateway.log())
}

#[tokio::test]
async fn a_domain_that_is_disabled_while_the_service_runs_loses_its_trusted_browsers() -> Result<()>
{
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let gateway = meadow.gateway("")?;
    let policy = |mode: &str| {
        let domain = format!("\"optional.test\" = {{ mode = \"{mode}\", trusted_days = 30 }}");
        gateway.set_policy(&domain)
    };
    policy("required")?;
    becomes(&gateway, "/mfa/challenge").await?;
    let mut browser = gateway.browser();
    steps::log_in(&mut browser, MAILBOX).await?;
    let key = steps::enroll(&mut browser, SystemClock.now()).await?;
    steps::log_in(&mut browser, MAILBOX).await?;
    let page = browser.get("/mfa/challenge").await?.text();
    // The code of the next step: this one's was used.
    let coming = SystemClock.now().checked_add(Duration::from_secs(30))?;
    let form = [
        ("form_token", form_token(&page)?),
        ("code", code_at(&key, coming)?),
        ("trust", "yes".to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post("/mfa/challenge", &form).await?;
    let trusted = steps::log_in(&mut browser, MAILBOX).await?;
    ensure!(trusted.location() == "/mail", "it is not trusted");
    policy("disabled")?;
    let patience = Instant::now() + Duration::from_secs(20);
    while !gateway
        .log()
        .contains("no browser is trusted there any more")
    {
        ensure!(Instant::now() < patience, "{}", gateway.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    policy("required")?;
    while steps::log_in(&mut browser, MAILBOX).await?.location() == "/mail" {
        ensure!(
            Instant::now() < patience,
            "trusted still: {}",
            gateway.log()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
