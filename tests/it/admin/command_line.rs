//! The command line on the running program's socket.

use anyhow::{Result, ensure};
use serde_json::Value;
use vestibule::clock::{Clock as _, SystemClock};

use super::ALICE;
use crate::support::{Meadow, steps};

const WHY: [&str; 2] = ["--reason", "lost phone"];

#[tokio::test]
async fn domains_are_set_listed_explained_and_unset() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    let set = [
        "set",
        "new.test",
        "optional",
        "--grace",
        "14d",
        "--trusted-days",
        "30",
    ];
    let said = gateway.run("domain", &set)?;
    assert!(
        said.starts_with("new.test: optional (it was required)\n"),
        "{said}"
    );
    let listed = gateway.run("domain", &["list"])?;
    let lines: Vec<_> = listed
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    assert!(
        lines.contains(&vec!["new.test", "optional", "store"]),
        "{listed}"
    );
    assert!(
        lines.contains(&vec!["required.test", "required", "file"]),
        "{listed}"
    );
    let shown = gateway.run("domain", &["show", "new.test", "--json"])?;
    let shown: Value = serde_json::from_str(&shown)?;
    assert_eq!(shown["stored"]["grace_seconds"], 14 * 24 * 60 * 60);
    let why = gateway.run("domain", &["list", "--explain", "any@new.test"])?;
    assert!(why.contains("as an administrator has set it"), "{why}");
    let why = gateway.run("domain", &["list", "--explain", ALICE])?;
    assert!(why.contains("as the policy file says"), "{why}");
    gateway.run("domain", &["unset", "new.test"])?;
    let why = gateway.run("domain", &["list", "--explain", "any@new.test"])?;
    assert!(why.contains("policy.default"), "{why}");
    for wrong in [
        &["set", "required.test", "disabled"][..],
        &["set", "new.test", "disbled"],
        &["set", "new.test", "required", "--factors", "sms"],
        &["unset", "new.test"],
    ] {
        assert!(gateway.run("domain", wrong).is_err(), "{wrong:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_mailbox_is_shown_reset_and_in_the_journal_while_the_service_runs() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    let mut browser = gateway.browser();
    steps::log_in(&mut browser, ALICE).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    let shown = gateway.run("user", &["show", ALICE])?;
    assert!(shown.contains("totp, without a name"), "{shown}");
    let listed = gateway.run("user", &["list", "required.test"])?;
    assert!(listed.contains(ALICE), "{listed}");
    let found = gateway.run("user", &["find", "ali"])?;
    assert!(found.contains(ALICE), "{found}");
    let found = gateway.run("user", &["find", "bob"])?;
    assert!(!found.contains('@'), "{found}");
    let reset = gateway.run("user", &[&["reset", ALICE][..], &WHY].concat())?;
    assert!(reset.contains("its second factors are removed"), "{reset}");
    let shown = gateway.run("user", &["show", ALICE])?;
    assert!(shown.contains("no second factor"), "{shown}");
    let code = gateway.run("user", &[&["setup-code", ALICE][..], &WHY].concat())?;
    assert_eq!(code.trim().len(), 14, "{code}");
    let told = gateway.run("audit", &["tail"])?;
    let events: Vec<_> = told
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(
        events,
        ["enrolled", "admin_reset", "admin_setup_code"],
        "{told}"
    );
    assert!(told.contains("lost phone"), "{told}");
    let whole = gateway.run("audit", &["verify"])?;
    assert!(
        whole.starts_with("the journal is whole: 3 lines"),
        "{whole}"
    );
    assert!(
        gateway.run("user", &["reset", ALICE]).is_err(),
        "without a reason"
    );
    Ok(())
}

#[tokio::test]
async fn a_token_is_made_listed_and_revoked() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    let make = [
        "make",
        "panel",
        "--rights",
        "read,policy",
        "--domain",
        "a.test",
    ];
    let token = gateway.run("token", &make)?;
    assert!(token.starts_with("vst_"), "{token}");
    let id = token.split('_').nth(1).unwrap_or_default();
    let listed = gateway.run("token", &["list"])?;
    assert!(
        listed.contains(id) && listed.contains("read, policy"),
        "{listed}"
    );
    gateway.run("token", &["revoke", id])?;
    assert!(!gateway.run("token", &["list"])?.contains(id));
    Ok(())
}

#[tokio::test]
async fn what_was_said_survives_a_kill_and_a_service_that_does_not_run_says_so() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    gateway.run("domain", &["set", "new.test", "disabled"])?;
    gateway.kill()?;
    let refused = gateway.run("domain", &["list"]);
    let refused = refused
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default();
    assert!(refused.contains("is it running"), "{refused}");
    gateway.spawn()?;
    let shown = gateway.run("domain", &["show", "new.test"])?;
    assert!(shown.contains("disabled"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn the_overview_is_shown_in_words_and_as_json() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    let mut browser = gateway.browser();
    steps::log_in(&mut browser, ALICE).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    let shown = gateway.run("overview", &["--days", "7"])?;
    let warning = "WARNING aliases_unresolved: localhost: ";
    assert!(shown.starts_with(warning), "{shown}");
    assert!(shown.contains("have not been counted yet"), "{shown}");
    assert!(shown.contains("In 7 days, until today (UTC)"), "{shown}");
    let json: Value = serde_json::from_str(&gateway.run("overview", &["--json"])?)?;
    assert_eq!(json["all_domains"], true);
    assert!(gateway.run("overview", &["--days", "401"]).is_err());
    Ok(())
}

#[tokio::test]
async fn what_was_counted_is_written_down_when_the_service_stops() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let mut browser = gateway.browser();
    steps::log_in(&mut browser, ALICE).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    ensure!(gateway.terminate()?.wait()?.success());
    gateway.spawn()?;
    let shown: Value = serde_json::from_str(&gateway.run("overview", &["--json"])?)?;
    assert_eq!(shown["counted"]["enrolled"], 1, "{shown}");
    assert_eq!(shown["counted"]["sign_in_app"], 1, "{shown}");
    Ok(())
}
