//! What the program knows of a code outlives it.

use std::time::Duration;

use anyhow::{Result, ensure};
use jiff::Timestamp;
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::steps::{answer, enroll, log_in};
use crate::support::{Meadow, code_at};

const ALICE: &str = "alice@required.test";

fn now() -> Timestamp {
    SystemClock.now()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_has_opened_a_mailbox_stays_used_when_the_program_is_killed() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let mut browser = gateway.browser();
    log_in(&mut browser, ALICE).await?;
    let key = enroll(&mut browser, now()).await?;
    let code = code_at(&key, now() + Duration::from_secs(30))?;
    let (mut first, mut second) = (gateway.browser(), gateway.browser());
    for browser in [&mut first, &mut second] {
        log_in(browser, ALICE).await?;
    }
    assert_eq!(answer(&mut first, &code).await?.location(), "/mail");
    gateway.kill()?;
    gateway.spawn()?;
    let refused = answer(&mut second, &code).await?;
    ensure!(refused.location().is_empty(), "a used code was accepted");
    assert_eq!(second.get("/mail").await?.location(), "/mfa/challenge");
    ensure!(first.get("/mail").await?.text().contains("Private to"));
    Ok(())
}
