//! SIGKILL at any moment: nobody is signed out, nothing that was acknowledged is lost.
//!
//! `KILLS=1000 cargo nextest run -E 'test(killing_the_gateway_at_any_moment)' --no-capture`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use tokio::sync::Mutex;
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::random::{SystemRandom, bytes};

use crate::support::house::{PASSWORD, form_token, key_on};
use crate::support::meadow::{Meadow, PROFILE};
use crate::support::{Browser, GatewayProcess, code_at, size};

const KILLS: usize = 25;
const CLIENTS: usize = 4;
/// More than the clients can set up between two kills.
const MAILBOXES_A_KILL: usize = 160;

/// What a client was told is done.
struct Acknowledged {
    mailbox: String,
    browser: Browser,
    key: String,
    confirmed_with: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_gateway_at_any_moment_signs_nobody_out_and_loses_no_enrollment() -> Result<()>
{
    let kills = size("KILLS", KILLS)?;
    let count = MAILBOXES_A_KILL * kills;
    let mailboxes: Vec<_> = (0..count).map(|n| format!("m{n}@required.test")).collect();
    let meadow = Meadow::start(&mailboxes).await?;
    let mut gateway = GatewayProcess::start(&meadow.origin(), PROFILE)?;
    let next = Arc::new(AtomicUsize::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::new(Mutex::new(Vec::new()));
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (next, stop, told) = (Arc::clone(&next), Arc::clone(&stop), Arc::clone(&told));
        let fresh = gateway.browser();
        clients.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    break;
                }
                // A client that meets a dead gateway was told nothing.
                if let Ok(done) = set_up(fresh.clone(), format!("m{number}@required.test")).await {
                    told.lock().await.push(done);
                } else {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }));
    }
    for kill in 1..=kills {
        let [random] = bytes::<1>(&SystemRandom)?;
        tokio::time::sleep(Duration::from_millis(100 + u64::from(random))).await;
        // On a machine that is busy the clients come forward more slowly.
        let mut patience = 500;
        while told.lock().await.len() < kill && patience > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            patience -= 1;
        }
        gateway.kill()?;
        gateway.spawn()?;
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await?;
    }
    let told = Arc::into_inner(told)
        .context("a client still runs")?
        .into_inner();
    ensure!(told.len() >= kills, "only {} enrollments", told.len());
    let count = told.len();
    for done in told {
        check(done, gateway.browser()).await?;
    }
    println!("{kills} kills, {count} enrollments, none lost");
    Ok(())
}

/// Signs in, sets up an app, reads the mail.
async fn set_up(mut browser: Browser, mailbox: String) -> Result<Acknowledged> {
    let form = [("user", mailbox.as_str()), ("password", PASSWORD)];
    browser.post("/login", &form).await?;
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    ensure!(
        done.location() == "/mfa/recovery",
        "not enrolled: {}",
        done.status
    );
    Ok(Acknowledged {
        mailbox,
        browser,
        key,
        confirmed_with: code,
    })
}

async fn check(done: Acknowledged, mut fresh: Browser) -> Result<()> {
    let mailbox = &done.mailbox;
    let private = format!("Private to {mailbox}");
    let mut signed_in = done.browser;
    let mail = signed_in.get("/mail").await?;
    ensure!(mail.text().contains(&private), "{mailbox} was signed out");

    let form = [("user", mailbox.as_str()), ("password", PASSWORD)];
    let login = fresh.post("/login", &form).await?;
    ensure!(
        login.location() == "/mfa/challenge",
        "{mailbox} is not asked"
    );
    let page = fresh.get("/mfa/challenge").await?;
    ensure!(
        page.status == 200,
        "{mailbox} has lost its enrollment: {}",
        page.location()
    );
    let token = form_token(&page.text())?;
    let used = [
        ("form_token", token.as_str()),
        ("code", &done.confirmed_with),
    ];
    let refused = fresh.post("/mfa/challenge", &used).await?;
    ensure!(
        refused.location().is_empty(),
        "{mailbox}: a used code is accepted again"
    );
    let coming = now().checked_add(Duration::from_secs(30))?;
    let code = code_at(&done.key, coming)?;
    let right = [("form_token", token.as_str()), ("code", &code)];
    let accepted = fresh.post("/mfa/challenge", &right).await?;
    ensure!(
        accepted.location() == "/mail",
        "{mailbox}: the right code is refused"
    );
    Ok(())
}

fn now() -> Timestamp {
    SystemClock.now()
}
