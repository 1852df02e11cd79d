//! With the password alone.

use anyhow::{Context as _, Result, ensure};

use super::roundcube::{LIST, Roundcube, SAVE, german, token};
use super::shape::{Bare, Draft, Known, Shape};
use super::shapes;
use super::target::Target;
use super::wire::Reply;

const ENROLLED: &str = "user30@required.test";
const NEWCOMER: &str = "user31@required.test";
const CONTROL: &str = "user32@required.test";

/// Tries `shape` at the gateway, and says what got through.
async fn attempt(target: &Target, shape: &Shape, known: &Known) -> Result<Option<String>> {
    let reply = target.send(&(shape.request)(known)).await?;
    if let Some(given) = target.given_away(known, &reply).await? {
        return Ok(Some(given));
    }
    if let Some(given) = target.follow_up(known, &reply).await? {
        return Ok(Some(given));
    }
    let stop = target.stop(known).await?;
    if stop == shape.stop {
        return Ok(None);
    }
    Ok(Some(format!(
        "{stop:?} with {}, not {:?}",
        reply.status, shape.stop
    )))
}

async fn attempt_all(target: &Target, user: &str, leaked: bool) -> Result<()> {
    let mut failures = Vec::new();
    for (number, shape) in shapes().enumerate() {
        let mut known = if leaked {
            target.roundcube.known(user, "reader").await?
        } else {
            target.known(user).await?
        };
        known.host = target.host();
        // The same lab may have seen another run: the port tells them apart.
        known.agent = format!("attacker {number} {leaked} of {}", target.host());
        let attempted = attempt(target, shape, &known).await;
        if let Some(given) = attempted.with_context(|| shape.sentence)? {
            failures.push(format!("{}: {given}", shape.sentence));
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    ensure!(target.roundcube.language(user).await? == "en");
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_shape_of_the_login_opens_an_enrolled_mailbox_by_its_password() -> Result<()> {
    let target = Target::start()?;
    let mut honest = target.enroll(ENROLLED).await?;
    attempt_all(&target, ENROLLED, false).await?;
    attempt_all(&target, ENROLLED, true).await?;
    // The same check finds what it looks for when the second factor was given.
    let list = honest.script(LIST.trim_start_matches("GET ")).await?.text();
    ensure!(
        target
            .roundcube
            .lab
            .markers
            .iter()
            .any(|marker| list.contains(marker))
    );
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_shape_of_the_login_opens_a_mailbox_that_must_still_enroll() -> Result<()> {
    let target = Target::start()?;
    attempt_all(&target, NEWCOMER, true).await
}

/// Whether a reply of the bare webmail signs in, by the check that is made of the gateway's.
async fn signs_in(roundcube: &Roundcube, known: &Known, reply: &Reply) -> Result<bool> {
    let cookies = reply.cookies();
    Ok(!cookies.is_empty() && roundcube.opens(&cookies, &known.user).await?)
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn the_same_shapes_open_the_bare_webmail() -> Result<()> {
    let roundcube = Roundcube::get()?;
    let mut wrong = Vec::new();
    let mut opened = 0;
    for shape in shapes() {
        let known = roundcube.known(CONTROL, "control").await?;
        let reply = roundcube.send(&(shape.request)(&known)).await?;
        let opens = signs_in(&roundcube, &known, &reply).await?;
        opened += usize::from(opens);
        if opens != (shape.bare == Bare::Opens) {
            wrong.push(format!("{}: {}", shape.sentence, reply.status));
        }
    }
    ensure!(
        wrong.is_empty(),
        "{opened} opened; not as said:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_change_of_a_setting_is_seen_where_the_session_is_whole() -> Result<()> {
    let target = Target::start()?;
    let mut browser = target.gateway.browser();
    let user = "user33@optional.test";
    target.log_in(&mut browser, user).await?;
    let page = browser
        .get("/?_task=settings&_action=edit-prefs&_section=general")
        .await?;
    let reply = Reply {
        text: page.text(),
        ..Reply::default()
    };
    let mut known = target.known(user).await?;
    let pairs = browser.cookies.iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    known.cookie = pairs.collect::<Vec<_>>().join("; ");
    let save = Draft::form(&known, SAVE, &german(token(&reply)?));
    target.send(&save.bytes()).await?;
    ensure!(target.roundcube.language(user).await? == "de");
    Ok(())
}
