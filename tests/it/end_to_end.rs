//! The real Roundcube behind the program, in a real browser: `tests/e2e/*.mjs`.

use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::support::lab::repository;
use crate::support::{GatewayProcess, Lab};

/// Runs a script of `tests/e2e` as `user`.
fn walk(mode: &str, user: &str) -> Result<()> {
    let lab = Lab::get()?;
    let gateway = GatewayProcess::start(&lab.roundcube, "roundcube")?;
    let config = json!({
        "base": gateway.base(),
        "user": user,
        "password": lab.password,
        "mode": mode,
    });
    let walked = Command::new("node")
        .arg(repository().join(format!("tests/e2e/{mode}.mjs")))
        .env("VESTIBULE_E2E", config.to_string())
        .output()?;
    ensure!(
        walked.status.success(),
        "{}\n{}\nThe gateway:\n{}",
        String::from_utf8_lossy(&walked.stdout),
        String::from_utf8_lossy(&walked.stderr),
        gateway.log(),
    );
    Ok(())
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn under_required_the_first_login_sets_up_an_app_and_the_next_one_asks_for_its_code() -> Result<()>
{
    walk("required", "user11@required.test")
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn under_optional_settings_security_turns_it_on_and_off() -> Result<()> {
    walk("optional", "user11@optional.test")
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn under_disabled_there_is_no_trace_of_us() -> Result<()> {
    walk("disabled", "user11@disabled.test")
}
