//! What the running program warns of: what was refused, and what is old.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::Value;
use tokio::time::sleep;
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::api::get_at;
use crate::support::{Authority, GatewayProcess, Meadow};

/// The kinds of what is warned of now. Asked without the command line, which reads the same files.
async fn warned(gateway: &GatewayProcess) -> Result<Vec<String>> {
    let socket = gateway.folder().join("admin.sock");
    let shown = get_at(&socket, "/api/v1/overview").await?.json()?;
    let warnings = shown.get("warnings").and_then(Value::as_array);
    let warnings = warnings.into_iter().flatten();
    let kinds = warnings.filter_map(|warning| warning.get("kind")?.as_str());
    Ok(kinds.map(str::to_owned).collect())
}

/// Waits until `kind` is warned of, or is no longer: files and signals take their time.
async fn until(gateway: &GatewayProcess, kind: &str, wanted: bool) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let kinds = warned(gateway).await?;
        if kinds.iter().any(|own| own == kind) == wanted {
            return Ok(());
        }
        ensure!(Instant::now() < patience, "{kind}: {kinds:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_warned_of_three_weeks_before_its_end_and_until_it_is_renewed()
-> Result<()> {
    let (meadow, authority) = (Meadow::open().await?, Authority::new()?);
    authority.renew()?;
    let gateway = meadow.gateway(&authority.listen())?;
    until(&gateway, "certificate_ends", false).await?;
    for (days, warned) in [(20, true), (22, false), (20, true)] {
        authority.renew_for(days)?;
        gateway.hang_up()?;
        until(&gateway, "certificate_ends", warned).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_file_that_is_refused_is_warned_of_until_it_is_mended() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    until(&gateway, "policy_refused", false).await?;
    gateway.set_policy("\"required.test\" = \"requird\"")?;
    until(&gateway, "policy_refused", true).await?;
    gateway.hang_up()?;
    until(&gateway, "configuration_refused", true).await?;
    gateway.set_policy("\"required.test\" = \"required\"")?;
    until(&gateway, "policy_refused", false).await?;
    gateway.hang_up()?;
    until(&gateway, "configuration_refused", false).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_older_than_a_year_is_warned_of_until_there_is_a_newer_one() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    until(&gateway, "keys_overdue", false).await?;
    let file = gateway.folder().join("keys");
    let text = std::fs::read_to_string(&file)?;
    let this_year = SystemClock
        .now()
        .to_string()
        .chars()
        .take(4)
        .collect::<String>();
    let old = text.replace(&format!("created = \"{this_year}"), "created = \"2020");
    ensure!(old != text, "the key says not when it was made");
    std::fs::write(&file, old)?;
    gateway.hang_up()?;
    until(&gateway, "keys_overdue", true).await?;
    gateway.run("keys", &["rotate"])?;
    gateway.hang_up()?;
    until(&gateway, "keys_overdue", false).await
}
