//! Two things at once: a login in the middle of a set-up.

use anyhow::{Result, ensure};
use vestibule::gateway::distrust::sweep;

use vestibule::store::memory::Fault;

use super::gate::{Call, Gate};
use crate::support::house::{PROFILE, form_token, key_on};
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@optional.test";

async fn house(gate: &Gate) -> Result<House> {
    House::built("", PROFILE, |store| gate.before(store)).await
}

/// The form that confirms a set-up, filled in.
async fn confirmation(house: &House, browser: &mut Browser) -> Result<[(&'static str, String); 2]> {
    house.log_in(browser, ALICE).await?;
    let page = browser.get("/mfa/enroll/app").await?.text();
    let code = code_at(&key_on(&page)?, house.now())?;
    Ok([("form_token", form_token(&page)?), ("code", code)])
}

async fn confirm(mut browser: Browser, form: [(&'static str, String); 2]) -> Result<Browser> {
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = browser.post("/mfa/enroll/app", &form).await?;
    ensure!(done.location().contains("/mfa/recovery"), "{}", done.text());
    Ok(browser)
}

/// A login by the password alone that began before the mailbox had a second factor.
async fn opens_nothing(mut browser: Browser) -> Result<()> {
    let page = browser.get("/mail").await?;
    ensure!(
        !page.text().contains("Private to"),
        "the early login goes on"
    );
    ensure!(["/", "/mfa/challenge"].contains(&page.location()));
    Ok(())
}

#[tokio::test]
async fn a_login_between_the_two_writes_of_a_set_up_does_not_outlive_it() -> Result<()> {
    let gate = Gate::new();
    let house = house(&gate).await?;
    let mut owner = house.browser();
    let form = confirmation(&house, &mut owner).await?;
    gate.arm(Call::Put, "enrollment/");
    let set_up = tokio::spawn(confirm(owner, form));
    gate.reached().await;
    let mut early = house.browser();
    house.log_in(&mut early, ALICE).await?;
    gate.release();
    let mut owner = set_up.await??;
    opens_nothing(early).await?;
    ensure!(owner.get("/mail").await?.text().contains("Private to"));
    Ok(())
}

#[tokio::test]
async fn a_login_that_reads_around_a_set_up_does_not_outlive_it() -> Result<()> {
    for prefix in ["epoch/", "enrollment/"] {
        let gate = Gate::new();
        let house = house(&gate).await?;
        let mut owner = house.browser();
        let form = confirmation(&house, &mut owner).await?;
        gate.arm(Call::Get, prefix);
        let mut early = house.browser();
        let early = {
            let form = [
                ("user", ALICE),
                ("password", crate::support::house::PASSWORD),
            ];
            let form = form.map(|(name, value)| (name, value.to_owned()));
            tokio::spawn(async move {
                let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
                early.post("/login", &form).await?;
                anyhow::Ok(early)
            })
        };
        gate.reached().await;
        confirm(owner, form).await?;
        gate.release();
        opens_nothing(early.await??).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_login_between_the_two_writes_of_a_set_up_that_dies_does_not_outlive_it() -> Result<()> {
    let mut set_up = [0, 0];
    for fault in [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied] {
        // With the first call after the login, the set-up's own, and with one of its later ones.
        for call in 1..=6 {
            let gate = Gate::new();
            let house = house(&gate).await?;
            let mut owner = house.browser();
            let form = confirmation(&house, &mut owner).await?;
            gate.arm(Call::Put, "enrollment/");
            let dying = tokio::spawn(confirm(owner, form));
            gate.reached().await;
            let mut early = house.browser();
            house.log_in(&mut early, ALICE).await?;
            house.store.fail_at(call, fault);
            gate.release();
            // It may be told as done or not; what counts is what is there afterwards.
            let told = dying.await?.is_ok();
            house.store.fail_at(u64::MAX / 2, fault);
            let login = house.log_in(&mut house.browser(), ALICE).await?;
            let asked = login.location() == "/mfa/challenge";
            ensure!(
                asked || !told,
                "{fault:?} at call {call}: told and not done"
            );
            if asked {
                opens_nothing(early).await?;
            }
            set_up[usize::from(asked)] += 1;
        }
    }
    ensure!(set_up.into_iter().all(|count| count > 0), "{set_up:?}");
    Ok(())
}

#[tokio::test]
async fn a_login_is_worth_what_this_node_asks_of_sessions() -> Result<()> {
    let house = House::open().await?;
    // A change that died before its write: the store forgets its epoch before this node does.
    house.gateway.live.raise_epoch(ALICE, 7, house.now());
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let page = browser.get("/mail").await?;
    ensure!(page.text().contains("Private to"), "{}", page.location());
    Ok(())
}

#[tokio::test]
async fn trust_that_is_given_while_the_domain_is_disabled_does_not_live_again() -> Result<()> {
    for record in ["trusting/", "trusted/"] {
        let gate = Gate::new();
        let house = house(&gate).await?;
        let policy = |mode| {
            let domain = format!("\"optional.test\" = {{ mode = \"{mode}\", trusted_days = 30 }}");
            house.set_policy(&domain)
        };
        policy("optional")?;
        let key = house.enroll(&mut house.browser(), ALICE).await?;
        house.wait(60);
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
        let code = code_at(&key, house.now())?;
        gate.arm(Call::Put, record);
        let trusting = tokio::spawn(async move {
            let form = [
                ("form_token", token.as_str()),
                ("code", &code),
                ("trust", "yes"),
            ];
            let answer = browser.post("/mfa/challenge", &form).await?;
            ensure!(answer.location() == "/mail", "not in: {}", answer.text());
            anyhow::Ok(browser)
        });
        gate.reached().await;
        policy("disabled")?;
        sweep(&house.gateway).await?;
        gate.release();
        let mut browser = trusting.await??;
        policy("optional")?;
        sweep(&house.gateway).await?;
        let login = house.log_in(&mut browser, ALICE).await?;
        ensure!(login.location() == "/mfa/challenge", "{record}: trusted");
    }
    Ok(())
}
