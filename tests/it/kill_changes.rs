//! SIGKILL in the middle of a change: the old factor opens the mailbox or the new one, never both,
//! never neither, and what was told as done is done.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::Mutex;
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::random::{SystemRandom, bytes};

use crate::support::house::{form_token, key_on, recovery_codes_on};
use crate::support::meadow::{Meadow, PROFILE};
use crate::support::steps::{
    answer, answer_message, ask_for_message, confirm_number, log_in, send_number,
};
use crate::support::{Browser, GatewayProcess, between, code_at};

const KILLS: usize = 20;
const CLIENTS: usize = 4;
const MAILBOXES: usize = 400;

/// What was done to a mailbox, as far as the client was told.
struct Trace {
    mailbox: String,
    /// A key of an app, or a number.
    old: String,
    /// What the change was to put in its place, once that was known.
    new: Option<String>,
    /// Whether it was told as done.
    replaced: bool,
    /// One of the first recovery codes.
    code: String,
    /// Whether others were told to be in their place.
    regenerated: bool,
    /// Whether the gateway was there to the end.
    whole: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_gateway_in_a_change_leaves_the_old_factor_or_the_new_one() -> Result<()> {
    let mailboxes: Vec<_> = (0..MAILBOXES).map(mailbox).collect();
    let meadow = Meadow::start(&mailboxes).await?;
    let sms = "[sms]\ngateway = \"outbox\"\ncountries = [\"DE\"]\n[sms.outbox]\nfile = \"outbox\"";
    let mut gateway = GatewayProcess::start_with(&meadow.origin(), PROFILE, sms)?;
    let outbox = gateway.folder().join("outbox");
    let next = Arc::new(AtomicUsize::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let traces = Arc::new(Mutex::new(Vec::new()));
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (next, stop, traces) = (Arc::clone(&next), Arc::clone(&stop), Arc::clone(&traces));
        let (fresh, outbox) = (gateway.browser(), outbox.clone());
        clients.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= MAILBOXES {
                    break;
                }
                if let Some(trace) = walk(fresh.clone(), number, &outbox).await {
                    traces.lock().await.push(trace);
                }
                // A dead gateway is waited for.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }));
    }
    for number in 0..KILLS {
        let [random] = bytes::<1>(&SystemRandom)?;
        // On a busy machine a whole change takes longer than that: some kills come late.
        let late = if number % 4 == 3 { 2000 } else { 100 };
        tokio::time::sleep(Duration::from_millis(late + u64::from(random))).await;
        gateway.kill()?;
        gateway.spawn()?;
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await?;
    }
    let traces = Arc::into_inner(traces).context("a client still runs")?;
    let traces = traces.into_inner();
    let torn = traces.iter().filter(|trace| !trace.whole).count();
    let told = traces.iter().filter(|trace| trace.replaced).count();
    ensure!(torn > 0 && told > 0, "{torn} torn, {told} told as done");
    for trace in traces {
        let at = format!("{}, replaced: {}", trace.mailbox, trace.replaced);
        check(&trace, &gateway.browser(), &outbox)
            .await
            .context(at)?;
    }
    Ok(())
}

fn mailbox(number: usize) -> String {
    format!("m{number}@required.test")
}

/// Every other mailbox has a number; the others have an app.
async fn walk(mut browser: Browser, number: usize, outbox: &Path) -> Option<Trace> {
    let mut trace = Trace {
        mailbox: mailbox(number),
        old: String::new(),
        new: None,
        replaced: false,
        code: String::new(),
        regenerated: false,
        whole: false,
    };
    let by_message = number % 2 == 1;
    let numbers = [2 * number, 2 * number + 1].map(|own| format!("+4915{:09}", own * 1_000_003));
    // What died before it was set up is told by another test.
    let set_up = async {
        if by_message {
            set_up_number(&mut browser, &mut trace, &numbers[0], outbox).await
        } else {
            set_up_app(&mut browser, &mut trace).await
        }
    };
    set_up.await.ok()?;
    let changed = async {
        if by_message {
            change_number(&mut browser, &mut trace, &numbers[1], outbox).await?;
            regenerate(&mut browser, &mut trace, Some(outbox)).await
        } else {
            replace_app(&mut browser, &mut trace).await?;
            regenerate(&mut browser, &mut trace, None).await
        }
    };
    trace.whole = changed.await.is_ok();
    Some(trace)
}

async fn set_up_app(browser: &mut Browser, trace: &mut Trace) -> Result<()> {
    log_in(browser, &trace.mailbox).await?;
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, step(-1)?)?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    trace.old = key;
    keep_codes(browser, trace, done.location()).await
}

async fn set_up_number(
    browser: &mut Browser,
    trace: &mut Trace,
    number: &str,
    outbox: &Path,
) -> Result<()> {
    log_in(browser, &trace.mailbox).await?;
    send_number(browser, number).await?;
    let done = confirm_number(browser, &code_to(outbox, number)?).await?;
    number.clone_into(&mut trace.old);
    keep_codes(browser, trace, done.location()).await
}

async fn keep_codes(browser: &mut Browser, trace: &mut Trace, told: &str) -> Result<()> {
    ensure!(told == "/mfa/recovery", "not set up: {told:?}");
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    trace.code = codes.into_iter().next().context("no recovery codes")?;
    Ok(())
}

async fn replace_app(browser: &mut Browser, trace: &mut Trace) -> Result<()> {
    let code = code_at(&trace.old, step(0)?)?;
    let permitted = ask(browser, "replace", &code).await?;
    ensure!(permitted == "/mfa/enroll", "not permitted: {permitted}");
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, step(-1)?)?;
    trace.new = Some(key);
    let form = [("form_token", token.as_str()), ("code", &code)];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    replaced(trace, done.location())
}

async fn change_number(
    browser: &mut Browser,
    trace: &mut Trace,
    number: &str,
    outbox: &Path,
) -> Result<()> {
    let code = message(browser, "change_number", &trace.old, outbox).await?;
    let permitted = ask(browser, "change_number", &code).await?;
    ensure!(permitted == "/mfa/enroll/sms", "not permitted: {permitted}");
    trace.new = Some(number.to_owned());
    send_number(browser, number).await?;
    let done = confirm_number(browser, &code_to(outbox, number)?).await?;
    replaced(trace, done.location())
}

fn replaced(trace: &mut Trace, told: &str) -> Result<()> {
    trace.replaced = told == "/mfa/security?done=replaced";
    ensure!(trace.replaced, "not replaced: {told:?}");
    Ok(())
}

async fn regenerate(browser: &mut Browser, trace: &mut Trace, outbox: Option<&Path>) -> Result<()> {
    let own = trace.new.clone().context("nothing to confirm with")?;
    let code = match outbox {
        Some(outbox) => message(browser, "regenerate", &own, outbox).await?,
        None => code_at(&own, step(0)?)?,
    };
    let told = ask(browser, "regenerate", &code).await?;
    trace.regenerated = told == "/mfa/recovery";
    ensure!(trace.regenerated, "no new codes: {told:?}");
    Ok(())
}

/// Asks on the settings page for a change; where that leads.
async fn ask(browser: &mut Browser, action: &str, code: &str) -> Result<String> {
    let page = browser.get("/mfa/security").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("action", action),
        ("id", between(&page, "name=\"id\" value=\"", "\"")?),
        ("code", code),
    ];
    let answer = browser.post("/mfa/security", &form).await?;
    Ok(answer.location().to_owned())
}

/// Has a code sent to confirm a change with.
async fn message(
    browser: &mut Browser,
    action: &str,
    number: &str,
    outbox: &Path,
) -> Result<String> {
    let token = form_token(&browser.get("/mfa/security").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "send_code"),
        ("for", action),
    ];
    let answer = browser.post("/mfa/security", &form).await?;
    ensure!(answer.status == 200, "not sent: {}", answer.status);
    code_to(outbox, number)
}

/// The code of the last message to `number`.
fn code_to(outbox: &Path, number: &str) -> Result<String> {
    let messages = fs::read_to_string(outbox)?;
    let mut messages = messages.lines().rev();
    // A line that was being written when the gateway was killed is no message.
    let text = messages.find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        {
            let field = |name: &str| message.get(name).and_then(Value::as_str);
            (field("to") == Some(number)).then(|| field("text").map(str::to_owned))?
        }
    });
    let text = text.with_context(|| format!("no message to {number}"))?;
    let (_, code) = text.rsplit_once('#').context("no code in the message")?;
    Ok(code.to_owned())
}

async fn check(trace: &Trace, fresh: &Browser, outbox: &Path) -> Result<()> {
    let (by_old, by_new) = if trace.old.starts_with('+') {
        number_that_opens(trace, fresh.clone(), outbox).await?
    } else {
        let by_old = app_opens(fresh.clone(), &trace.mailbox, &trace.old).await?;
        let by_new = match &trace.new {
            Some(new) => app_opens(fresh.clone(), &trace.mailbox, new).await?,
            None => false,
        };
        (by_old, by_new)
    };
    ensure!(
        by_old != by_new,
        "the old opens: {by_old}, the new: {by_new}"
    );
    ensure!(!trace.replaced || by_new, "told as done, and not done");
    if trace.regenerated {
        let by_code = recovery_opens(fresh.clone(), &trace.mailbox, &trace.code).await?;
        ensure!(!by_code, "an old recovery code opens");
    }
    Ok(())
}

async fn app_opens(mut browser: Browser, mailbox: &str, key: &str) -> Result<bool> {
    log_in(&mut browser, mailbox).await?;
    let code = code_at(key, step(1)?)?;
    Ok(answer(&mut browser, &code).await?.location() == "/mail")
}

/// Whether the old number opens the mailbox, and whether the new one does.
async fn number_that_opens(
    trace: &Trace,
    mut browser: Browser,
    outbox: &Path,
) -> Result<(bool, bool)> {
    let before = length(outbox);
    log_in(&mut browser, &trace.mailbox).await?;
    let token = ask_for_message(&mut browser).await?;
    let messages = fs::read_to_string(outbox)?;
    let message = messages.get(before..).context("no message came")?;
    let is_to = |number: &str| message.contains(&format!("\"{number}\""));
    let new = trace.new.as_deref();
    let number = new.filter(|new| is_to(new)).unwrap_or(&trace.old);
    let opens = answer_message(&mut browser, &token, &code_to(outbox, number)?).await?;
    let page = browser.get("/mfa/security").await?.text();
    ensure!(opens, "the code to {number} does not open the mailbox");
    ensure!(
        page.matches("name=\"action\" value=\"change_number\"")
            .count()
            == 1,
        "not one number"
    );
    Ok((number == trace.old, Some(number) == new))
}

async fn recovery_opens(mut browser: Browser, mailbox: &str, code: &str) -> Result<bool> {
    log_in(&mut browser, mailbox).await?;
    let page = browser.get("/mfa/challenge").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code),
    ];
    Ok(browser.post("/mfa/challenge", &form).await?.location() == "/mail")
}

fn length(outbox: &Path) -> usize {
    fs::read(outbox).map_or(0, |bytes| bytes.len())
}

/// A moment in the step of apps that is so many after the present one: each code is used once.
fn step(steps: i64) -> Result<Timestamp> {
    Ok(SystemClock
        .now()
        .checked_add(jiff::SignedDuration::from_secs(30 * steps))?)
}
