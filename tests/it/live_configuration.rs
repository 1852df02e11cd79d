//! What can be changed while the program runs, and what a mistake in it does.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use http::StatusCode;
use tokio::time::sleep;
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::steps::{answer, enroll, enter, log_in};
use crate::support::{GatewayProcess, Meadow, code_at};

const ALICE: &str = "alice@required.test";
const CAROL: &str = "alice@disabled.test";

/// Waits until the log has this in it.
async fn logged(gateway: &GatewayProcess, text: &str) -> Result<()> {
    let start = Instant::now();
    while !gateway.log().contains(text) {
        ensure!(
            start.elapsed() < Duration::from_secs(5),
            "no {text:?} in:\n{}",
            gateway.log()
        );
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_keys_sign_nobody_out_and_seal_from_then_on() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let mut before = gateway.browser();
    enter(&mut before, CAROL).await?;
    let keys = gateway.folder().join("keys");
    let old = fs::read(&keys)?;
    gateway.run("keys", &["rotate"])?;
    let new = fs::read(&keys)?;
    gateway.hang_up()?;
    logged(&gateway, "keys and certificate read again").await?;
    assert_eq!(before.get("/mail").await?.status, StatusCode::OK);
    let mut after = gateway.browser();
    enter(&mut after, CAROL).await?;

    // With the old ring alone, what was sealed since is worth nothing.
    gateway.kill()?;
    fs::write(&keys, old)?;
    gateway.spawn()?;
    assert_eq!(before.clone().get("/mail").await?.status, StatusCode::OK);
    assert_eq!(after.clone().get("/mail").await?.location(), "/");
    gateway.kill()?;
    fs::write(&keys, new)?;
    gateway.spawn()?;
    assert_eq!(before.get("/mail").await?.status, StatusCode::OK);
    assert_eq!(after.get("/mail").await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_foreign_key_ring_nobody_gets_in_and_nobody_enrolls_anew() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let mut verified = gateway.browser();
    log_in(&mut verified, ALICE).await?;
    let key = enroll(&mut verified, SystemClock.now()).await?;
    assert_eq!(verified.get("/mail").await?.status, StatusCode::OK);

    let keys = gateway.folder().join("keys");
    let aside = gateway.folder().join("keys.aside");
    gateway.kill()?;
    fs::rename(&keys, &aside)?;
    ensure!(gateway.spawn().is_err(), "it runs without keys");
    gateway.kill()?;
    gateway.run("keys", &["init"])?;
    gateway.spawn()?;
    assert_eq!(verified.clone().get("/mail").await?.location(), "/");
    let mut again = gateway.browser();
    let login = log_in(&mut again, ALICE).await?;
    if login.status != StatusCode::SERVICE_UNAVAILABLE {
        assert_eq!(login.location(), "/mfa/challenge");
        let next = code_at(&key, SystemClock.now() + Duration::from_secs(30))?;
        // The challenge itself needs no secret; the code cannot be compared to anything.
        let typed = answer(&mut again, &next).await?;
        assert_eq!(typed.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_ne!(again.get("/mail").await?.status, StatusCode::OK);
    let offered = again.get("/mfa/enroll").await?;
    ensure!(!offered.text().contains("secret="), "{}", offered.text());

    gateway.kill()?;
    fs::rename(&aside, &keys)?;
    gateway.spawn()?;
    assert_eq!(verified.get("/mail").await?.status, StatusCode::OK);
    Ok(())
}
