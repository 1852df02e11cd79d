//! The real Roundcube behind the program, in a real browser: `tests/e2e/*.mjs`.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::support::lab::repository;
use crate::support::{GatewayProcess, Lab};

/// Runs a script of `tests/e2e` as `user`.
fn walk(script: &str, user: &str) -> Result<()> {
    let lab = Lab::get()?;
    let gateway = GatewayProcess::start(&lab.roundcube, "roundcube")?;
    let config = json!({ "base": gateway.base(), "user": user, "password": lab.password });
    walk_through(&gateway, script, &config)
}

/// Runs a script with `config` against a gateway.
fn walk_through(gateway: &GatewayProcess, script: &str, config: &Value) -> Result<()> {
    let walked = Command::new("node")
        .arg(repository().join(format!("tests/e2e/{script}.mjs")))
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

#[test]
#[ignore = "needs the lab: tests/run"]
fn with_the_control_panel_alone_a_domain_becomes_required_and_somebody_is_let_in_again()
-> Result<()> {
    let lab = Lab::get()?;
    let panel = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let site = ("", &*format!("listen = \"{panel}\"\n"));
    let gateway = GatewayProcess::start_with_site(&lab.roundcube, "roundcube", site)?;
    gateway.set_policy("\"required.test\" = \"required\"")?;
    // The file's change is noticed a moment later.
    let listed = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        let said = gateway.run("domain", &["set", "optional.test", "optional"]);
        said.is_ok()
    });
    ensure!(listed, "the domain cannot be set");
    let invited = gateway.run("admin", &["add", "carol"])?;
    let invitation = invited.lines().next().context("no invitation")?;
    let config = json!({
        "base": gateway.base(),
        "panel": format!("http://localhost:{}", panel.port()),
        "user": "user13@optional.test",
        "password": lab.password,
        "invitation": invitation,
    });
    walk_through(&gateway, "panel", &config)?;
    for text in [gateway.log(), gateway.audit()] {
        for secret in [invitation, "seven brown foxes"] {
            ensure!(!text.contains(secret), "a secret was written down");
        }
    }
    let shown = gateway.run("domain", &["list"])?;
    ensure!(shown.contains("optional.test"), "{shown}");
    Ok(())
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn the_instruction_sheet_for_sms_holds_line_by_line() -> Result<()> {
    let variable = |name: &str| env::var(name).with_context(|| format!("{name}: run tests/run"));
    let lab = Lab::get()?;
    let secrets = tempfile::tempdir()?;
    let password_file = secrets.path().join("kannel-password");
    fs::write(&password_file, variable("LAB_KANNEL_PASSWORD")?)?;
    fs::set_permissions(&password_file, fs::Permissions::from_mode(0o600))?;
    let sms = format!(
        "[sms]\ngateway = \"kannel\"\ncountries = [\"DE\", \"AT\"]\nsender = \"Vestibule\"\n[sms.kannel]\nurl = {:?}\n\
         user = {:?}\npassword_file = {password_file:?}",
        variable("LAB_KANNEL_URL")?,
        variable("LAB_KANNEL_USER")?,
    );
    let user = "user12@optional.test";
    let mail = notices(&lab, user, secrets.path())?;
    let more = format!("{sms}\n{mail}");
    let gateway = GatewayProcess::start_with(&lab.roundcube, "roundcube", &more)?;
    let config = json!({
        "base": gateway.base(),
        "user": user,
        "password": lab.password,
        "phone": "+491701110012",
        "typed": "0170 111 0012",
        "phoneLog": variable("LAB_SMS_LOG")?,
    });
    walk_through(&gateway, "sheet_sms", &config)?;
    for text in [gateway.log(), gateway.audit()] {
        ensure!(!text.contains("1701110012"), "the number was written down");
    }
    Ok(())
}

/// The lines of the configuration for notices through the lab's mail server, which takes mail from
/// whoever signs in to it.
fn notices(lab: &Lab, user: &str, folder: &Path) -> Result<String> {
    let variable = |name: &str| env::var(name).with_context(|| format!("{name}: run tests/run"));
    let smtp = variable("LAB_SMTP")?;
    let port = smtp.rsplit(':').next().context("LAB_SMTP has no port")?;
    let password_file = folder.join("mail-password");
    fs::write(&password_file, &lab.password)?;
    fs::set_permissions(&password_file, fs::Permissions::from_mode(0o600))?;
    Ok(format!(
        "[mail]\nhost = \"localhost\"\nport = {port}\ntls = \"starttls\"\nca = {ca:?}\n\
         user = {user:?}\npassword_file = {password_file:?}\nfrom = \"Security <{user}>\"\n",
        ca = variable("LAB_SMTP_CA")?,
    ))
}
