//! With half a session: the password was accepted, and the second factor is open.

use anyhow::{Context as _, Result, ensure};

use super::roundcube::joined;
use super::routes::{CHANGED, PROTOCOLS, Route, SHOWN};
use super::shape::Known;
use super::target::Target;
use crate::support::Browser;

const ENROLLED: &str = "user34@required.test";
const NEWCOMER: &str = "user35@required.test";
const ANONYMOUS: &str = "user36@required.test";
const CONTROL: &str = "user37@optional.test";

fn routes() -> impl Iterator<Item = &'static Route> {
    [SHOWN, CHANGED, PROTOCOLS].into_iter().flatten()
}

/// What a browser of the attacker's holds.
async fn held(target: &Target, browser: &Browser, user: &str) -> Result<Known> {
    let mut known = target.known(user).await?;
    let pairs = browser.cookies.clone().into_iter().collect::<Vec<_>>();
    known.cookie = joined(&pairs);
    Ok(known)
}

/// Tries every route: each must give nothing away, and reach nothing.
async fn attempt_all(target: &Target, mut known: Known, what: &str) -> Result<()> {
    let mut failures = Vec::new();
    for (number, route) in routes().enumerate() {
        known.agent = format!("{what} {number} of {}", target.host());
        let reply = target.send(&(route.request)(&known)).await?;
        let given = target.given_away(&known, &reply).await?;
        let asked = target.roundcube.asked(&known.agent).await?;
        if given.is_some() || !asked.is_empty() {
            failures.push(format!("{}: {given:?} {asked:?}", route.sentence));
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    ensure!(target.roundcube.language(&known.user).await? == "en");
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_route_answers_while_the_code_is_open() -> Result<()> {
    let target = Target::start()?;
    target.enroll(ENROLLED).await?;
    let mut half = target.gateway.browser();
    ensure!(target.log_in(&mut half, ENROLLED).await? == "/mfa/challenge");
    attempt_all(&target, held(&target, &half, ENROLLED).await?, "half").await?;
    // The session is still half a one: no route has ended or raised it.
    let challenge = half.get("/mfa/challenge").await?;
    ensure!(challenge.text().contains("name=\"code\""));
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_route_answers_while_the_set_up_is_open() -> Result<()> {
    let target = Target::start()?;
    let mut half = target.gateway.browser();
    target.log_in(&mut half, NEWCOMER).await?;
    ensure!(
        half.get("/mfa/enroll/app")
            .await?
            .text()
            .contains("secret=")
    );
    attempt_all(&target, held(&target, &half, NEWCOMER).await?, "new").await
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_route_answers_without_a_session() -> Result<()> {
    let target = Target::start()?;
    attempt_all(&target, target.known(ANONYMOUS).await?, "nobody").await?;
    let mut leaked = target.roundcube.known(ANONYMOUS, "reader").await?;
    leaked.host = target.host();
    attempt_all(&target, leaked, "leaked").await
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn the_same_routes_answer_in_a_whole_session() -> Result<()> {
    let target = Target::start()?;
    let mut whole = target.gateway.browser();
    target.log_in(&mut whole, CONTROL).await?;
    let known = held(&target, &whole, CONTROL).await?;
    let mut shown = 0;
    let mut reached = 0;
    for (number, route) in SHOWN.iter().enumerate() {
        let mut known = known.clone();
        known.agent = format!("whole {number} of {}", target.host());
        let reply = target.send(&(route.request)(&known)).await?;
        let given = target.given_away(&known, &reply).await;
        shown += usize::from(given.with_context(|| route.sentence)?.is_some());
        reached += usize::from(!target.roundcube.asked(&known.agent).await?.is_empty());
    }
    ensure!(
        shown >= 6 && reached >= 25,
        "{shown} shown, {reached} reached"
    );
    Ok(())
}
