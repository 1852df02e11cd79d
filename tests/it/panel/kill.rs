//! What the control panel says is saved, is saved.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::house::{form_token, key_on};
use crate::support::panel::PASSWORD;
use crate::support::{Browser, Meadow, between, code_at};

const DOMAIN: &str = "/settings/webmail/mfa/domain/new.test";

#[tokio::test]
async fn a_kill_after_saved_loses_neither_the_policy_nor_the_session() -> Result<()> {
    let meadow = Meadow::open().await?;
    let panel = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let more = format!("listen = \"{panel}\"");
    let mut gateway = meadow.gateway(&more)?;
    let invited = gateway.run("admin", &["add", "carol"])?;
    let code = invited.lines().next().context("no invitation")?;
    let mut browser = Browser::new(panel);
    browser
        .post("/setup", &[("name", "carol"), ("invitation", code)])
        .await?;
    let page = browser.get("/setup/finish").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let form = [
        ("form_token", token.as_str()),
        ("new", PASSWORD),
        ("again", PASSWORD),
        ("code", &code_at(&key, SystemClock.now())?),
    ];
    let done = browser.post("/setup/finish", &form).await?;
    ensure!(done.location() == "/", "{}", done.text());

    for room in ["Room 1", "Room 2", "Room 3"] {
        let page = browser.get(DOMAIN).await?.text();
        let version = between(&page, "name=\"version\" value=\"", "\"")?.replace("&quot;", "\"");
        let token = form_token(&page)?;
        let form = [
            ("form_token", token.as_str()),
            ("version", &version),
            ("mode", "required"),
            ("contact", room),
            ("confirmed", "yes"),
        ];
        let saved = browser.post(DOMAIN, &form).await?;
        ensure!(saved.location().contains("saved="), "{}", saved.text());
        gateway.kill()?;
        gateway.spawn()?;
        let shown = gateway.run("domain", &["show", "new.test", "--json"])?;
        ensure!(
            shown.contains(&format!("\"contact\":\"{room}\"")),
            "{room}: {shown}"
        );
        let verified = gateway.run("audit", &["verify"])?;
        ensure!(verified.contains("whole"), "{verified}");
        thread::sleep(Duration::from_millis(50));
        let still = browser.get("/overview").await?;
        ensure!(still.status.is_success(), "{}", still.status);
    }
    Ok(())
}
