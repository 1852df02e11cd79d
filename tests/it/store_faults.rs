//! A change that meets a store failing at any call leaves the old state or the new one, never
//! neither: what a crash or a power loss in the middle of it would leave.

use anyhow::{Result, ensure};
use http::StatusCode;
use vestibule::store::memory::Fault;

use crate::support::house::{form_token, key_on, recovery_codes_on};
use crate::support::{Browser, House, between, code_at};

const ALICE: &str = "alice@required.test";
const FAULTS: [Fault; 3] = [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied];
/// More than any of these requests makes.
const CALLS: u64 = 12;
/// No call fails.
const NEVER: u64 = u64::MAX / 2;

/// Whether an app with this key opens the mailbox, in a browser of its own.
async fn app_opens(house: &House, key: &str) -> Result<bool> {
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let code = code_at(key, house.now())?;
    let answer = house.answer(&mut browser, &code).await?;
    Ok(answer.location() == "/mail")
}

/// Whether this recovery code opens the mailbox, in a browser of its own.
async fn recovery_opens(house: &House, code: &str) -> Result<bool> {
    // Not slowed down by the last wrong code.
    house.wait(600);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let page = browser.get("/mfa/challenge?factor=recovery").await?.text();
    let form = [
        ("form_token", form_token(&page)?),
        ("factor", "recovery".to_owned()),
        ("code", code.to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    Ok(browser.post("/mfa/challenge", &form).await?.location() == "/mail")
}

/// Asks on the settings page for a change, with a code of the app.
async fn ask(
    house: &House,
    browser: &mut Browser,
    (action, key): (&str, &str),
    (call, fault): (u64, Fault),
) -> Result<String> {
    house.wait(60);
    let page = browser.get("/mfa/security").await?.text();
    let (token, code) = (form_token(&page)?, code_at(key, house.now())?);
    let form = [
        ("form_token", token.as_str()),
        ("action", action),
        ("id", between(&page, "name=\"id\" value=\"", "\"")?),
        ("code", &code),
    ];
    house.store.fail_at(call, fault);
    let answer = browser.post("/mfa/security", &form).await?;
    house.store.fail_at(NEVER, fault);
    Ok(answer.location().to_owned())
}

#[tokio::test]
async fn a_replacement_that_fails_leaves_the_old_app_or_the_new_one() -> Result<()> {
    let mut outcomes = [0, 0];
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            let mut browser = house.browser();
            let old = house.enroll(&mut browser, ALICE).await?;
            let permitted = ask(&house, &mut browser, ("replace", &old), (NEVER, fault)).await?;
            ensure!(permitted == "/mfa/enroll", "not permitted: {permitted}");
            let page = browser.get("/mfa/enroll/app").await?.text();
            let (new, token) = (key_on(&page)?, form_token(&page)?);
            let code = code_at(&new, house.now())?;
            let form = [("form_token", token.as_str()), ("code", &code)];
            house.store.fail_at(call, fault);
            let told = browser.post("/mfa/enroll/app", &form).await?;
            house.store.fail_at(NEVER, fault);
            let (by_old, by_new) = (
                app_opens(&house, &old).await?,
                app_opens(&house, &new).await?,
            );
            ensure!(
                by_old != by_new,
                "{fault:?} at call {call}: the old one opens: {by_old}, the new one: {by_new}"
            );
            let done = told.location() == "/mfa/security?done=replaced";
            ensure!(
                !done || by_new,
                "{fault:?} at call {call}: told and not done"
            );
            outcomes = [
                outcomes[0] + usize::from(by_old),
                outcomes[1] + usize::from(by_new),
            ];
        }
    }
    ensure!(outcomes.into_iter().all(|count| count > 0), "{outcomes:?}");
    Ok(())
}

#[tokio::test]
async fn new_recovery_codes_that_fail_leave_the_old_ones_or_show_the_new_ones() -> Result<()> {
    let mut outcomes = [0, 0];
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            let mut browser = house.browser();
            let key = house.enroll(&mut browser, ALICE).await?;
            let old = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
            let token = form_token(&browser.get("/mfa/recovery").await?.text())?;
            let saved = [
                ("form_token", token.as_str()),
                ("action", "saved"),
                ("saved", "yes"),
            ];
            browser.post("/mfa/recovery", &saved).await?;
            let told = ask(&house, &mut browser, ("regenerate", &key), (call, fault)).await?;
            let shown = browser.get("/mfa/recovery").await?.text();
            let new = recovery_codes_on(&shown);
            let by_old = recovery_opens(&house, &old[0]).await?;
            let by_new = match new.first() {
                Some(code) => recovery_opens(&house, code).await?,
                None => false,
            };
            ensure!(
                by_old != by_new,
                "{fault:?} at call {call}: old {by_old}, new {by_new}, told {told:?}"
            );
            outcomes = [
                outcomes[0] + usize::from(by_old),
                outcomes[1] + usize::from(by_new),
            ];
        }
    }
    ensure!(outcomes.into_iter().all(|count| count > 0), "{outcomes:?}");
    Ok(())
}

#[tokio::test]
async fn a_set_up_that_fails_leaves_a_mailbox_that_is_set_up_or_not_and_never_open() -> Result<()> {
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            house.store.fail_at(call + 4, fault);
            // It may fail or not; what counts is what is there afterwards.
            let done = house.enroll(&mut house.browser(), ALICE).await;
            house.store.fail_at(NEVER, fault);
            let mut browser = house.browser();
            let login = house.log_in(&mut browser, ALICE).await?;
            ensure!(
                login.location() == "/mfa/challenge",
                "{fault:?} at call {call}"
            );
            let challenge = browser.get("/mfa/challenge").await?;
            let asked = challenge.status == StatusCode::OK;
            ensure!(
                asked || challenge.location() == "/mfa/enroll",
                "{fault:?} at call {call}: {}",
                challenge.status
            );
            ensure!(
                asked || done.is_err(),
                "{fault:?} at call {call}: an enrollment is lost"
            );
        }
    }
    Ok(())
}
