//! A store that fails at any one call: nobody gets in by it, and no code is accepted twice.

use anyhow::{Result, ensure};
use http::StatusCode;
use vestibule::store::memory::Fault;

use crate::support::house::{form_token, key_on};
use crate::support::{Answer, Browser, House, code_at};

const ALICE: &str = "alice@required.test";
const FAULTS: [Fault; 3] = [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied];
/// More calls than any one request makes.
const CALLS: u64 = 14;

async fn opens(browser: &mut Browser) -> Result<bool> {
    let page = browser.get("/mail").await?;
    Ok(page.text().contains("Private to"))
}

fn let_in(answer: &Answer) -> bool {
    let inside = ["/mail", "/mfa/recovery"];
    answer.status == StatusCode::SEE_OTHER && inside.contains(&answer.location())
}

/// Every fault at every call, each in a house of its own.
fn everywhere() -> impl Iterator<Item = (u64, Fault)> {
    (1..=CALLS).flat_map(|call| FAULTS.map(|fault| (call, fault)))
}

#[tokio::test]
async fn a_login_while_the_store_fails_lets_nobody_in() -> Result<()> {
    let house = House::open().await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house
        .enroll(&mut house.browser(), "alice@optional.test")
        .await?;
    let mut failed = 0;
    for (call, fault) in everywhere() {
        for name in [ALICE, "alice@optional.test", "bob@required.test"] {
            let mut browser = house.browser();
            house.store.fail_at(call, fault);
            let login = house.log_in(&mut browser, name).await?;
            failed += usize::from(login.status == StatusCode::SERVICE_UNAVAILABLE);
            house.store.fail_at(u64::MAX / 2, fault);
            ensure!(
                !opens(&mut browser).await?,
                "{name}: {fault:?} at call {call}"
            );
        }
    }
    ensure!(failed >= 18, "{failed}");
    Ok(())
}

#[tokio::test]
async fn a_code_that_meets_a_failing_store_is_accepted_once_at_most() -> Result<()> {
    let mut outcomes = [0, 0];
    for (call, fault) in everywhere() {
        let house = House::open().await?;
        let key = house.enroll(&mut house.browser(), ALICE).await?;
        house.wait(60);
        let code = code_at(&key, house.now())?;
        let mut first = house.browser();
        house.log_in(&mut first, ALICE).await?;
        let token = form_token(&first.get("/mfa/challenge").await?.text())?;
        let form = [("form_token", token.as_str()), ("code", code.as_str())];
        house.store.fail_at(call, fault);
        let answer = first.post("/mfa/challenge", &form).await?;
        house.store.fail_at(u64::MAX / 2, fault);
        let accepted = let_in(&answer);
        ensure!(
            opens(&mut first).await? == accepted,
            "{fault:?} at call {call}"
        );
        let again = first.post("/mfa/challenge", &form).await?;
        let mut second = house.browser();
        house.log_in(&mut second, ALICE).await?;
        house.answer(&mut second, &code).await?;
        let times = [
            accepted,
            !accepted && let_in(&again),
            opens(&mut second).await?,
        ];
        let times = times.into_iter().filter(|time| *time).count();
        ensure!(times <= 1, "{times} times: {fault:?} at call {call}");
        outcomes = [
            outcomes[0] + usize::from(accepted),
            outcomes[1] + usize::from(!accepted),
        ];
    }
    ensure!(outcomes.into_iter().all(|count| count > 0), "{outcomes:?}");
    Ok(())
}

#[tokio::test]
async fn a_set_up_that_meets_a_failing_store_is_done_or_opens_nothing() -> Result<()> {
    for (call, fault) in everywhere() {
        let house = House::open().await?;
        let mut browser = house.browser();
        let mut other = house.browser();
        house.log_in(&mut other, "alice@optional.test").await?;
        house.log_in(&mut browser, ALICE).await?;
        let page = browser.get("/mfa/enroll/app").await?.text();
        let (token, code) = (form_token(&page)?, code_at(&key_on(&page)?, house.now())?);
        let form = [("form_token", token.as_str()), ("code", code.as_str())];
        house.store.fail_at(call, fault);
        let answer = browser.post("/mfa/enroll/app", &form).await?;
        house.store.fail_at(u64::MAX / 2, fault);
        ensure!(
            opens(&mut browser).await? == let_in(&answer),
            "{fault:?} at call {call}"
        );
        // Whatever was written, the password alone is not enough.
        let mut next = house.browser();
        house.log_in(&mut next, ALICE).await?;
        ensure!(!opens(&mut next).await?, "{fault:?} at call {call}");
        house.answer(&mut next, &code).await.ok();
        ensure!(
            !opens(&mut next).await?,
            "its code again: {fault:?} at call {call}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_turning_off_that_meets_a_failing_store_uses_its_code_up() -> Result<()> {
    for (call, fault) in everywhere() {
        let house = House::open().await?;
        let name = "alice@optional.test";
        let mut browser = house.browser();
        let key = house.enroll(&mut browser, name).await?;
        house.wait(60);
        let code = code_at(&key, house.now())?;
        let token = form_token(&browser.get("/mfa/security").await?.text())?;
        let form = [
            ("form_token", token.as_str()),
            ("action", "off"),
            ("code", &code),
        ];
        let kept = browser.clone();
        house.store.fail_at(call, fault);
        let answer = browser.post("/mfa/security", &form).await?;
        house.store.fail_at(u64::MAX / 2, fault);
        let off = answer.location().ends_with("turned=off");
        let mut next = house.browser();
        let login = house.log_in(&mut next, name).await?;
        ensure!(
            !off || let_in(&login),
            "told so and not done: {fault:?} at call {call}"
        );
        if !let_in(&login) {
            // Still on: unless the failure came before the code was looked at, it is used up.
            let early = answer.status == StatusCode::SERVICE_UNAVAILABLE;
            ensure!(early, "{fault:?} at call {call}: {}", answer.status);
            let first = house.answer(&mut next, &code).await?;
            let mut third = kept.clone();
            third.post("/mfa/security", &form).await?;
            let login = house.log_in(&mut house.browser(), name).await?;
            let again = let_in(&first) && let_in(&login);
            ensure!(!again, "accepted twice: {fault:?} at call {call}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_sign_out_that_meets_a_failing_store_ends_the_session_here_all_the_same() -> Result<()> {
    for (call, fault) in everywhere().filter(|(call, _)| *call < 4) {
        for own in [false, true] {
            let house = House::open().await?;
            let mut browser = house.browser();
            house.log_in(&mut browser, "alice@optional.test").await?;
            ensure!(opens(&mut browser).await?);
            let mut kept = browser.clone();
            let token = form_token(&browser.get("/mfa/security").await?.text())?;
            house.store.fail_at(call, fault);
            if own {
                browser
                    .post("/mfa/logout", &[("form_token", &token)])
                    .await?;
            } else {
                browser.get("/logout").await?;
            }
            house.store.fail_at(u64::MAX / 2, fault);
            ensure!(!opens(&mut kept).await?, "{fault:?} at call {call}");
        }
    }
    Ok(())
}
