//! Whoever has no password, or no second factor: what they learn, and what they leave behind.

use anyhow::{Context as _, Result, ensure};
use http::{HeaderMap, Method};
use vestibule::store::Store as _;

use crate::support::{House, between};

const ALICE: &str = "alice@required.test";
const MAIL: &str = "Private to";

/// What an answer tells: all of it, but for what differs in any two answers.
fn told(status: u16, headers: &HeaderMap, body: &str, name: &str) -> (u16, Vec<String>, String) {
    let names = headers.keys().map(ToString::to_string).collect();
    (status, names, body.replace(name, "NAME"))
}

#[tokio::test]
async fn before_the_password_is_right_every_mailbox_looks_alike() -> Result<()> {
    let house = House::open().await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let mut answers = Vec::new();
    for name in [
        ALICE,
        "bob@required.test",
        "alice@optional.test",
        "alice@disabled.test",
        "nobody@required.test",
        "nobody@nowhere.test",
    ] {
        let mut browser = house.browser();
        let form = [("user", name), ("password", "wrong"), ("csrf", "stale")];
        let answer = browser.post("/login", &form).await?;
        ensure!(browser.cookies.is_empty(), "{name}: {:?}", browser.cookies);
        let status = answer.status.as_u16();
        let short = name.split('@').next().context("no name")?;
        let body = answer.text().replace(name, "NAME");
        let csrf = between(&body, "name=\"csrf\" value=\"", "\"")?;
        let body = body.replace(csrf, "CSRF");
        answers.push((name, told(status, &answer.headers, &body, short)));
    }
    let (_, first) = answers.first().context("no answer")?.clone();
    for (name, answer) in answers {
        ensure!(answer == first, "{name}: {answer:?} and not {first:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_mailbox_page_under_the_name_of_a_file_is_no_file() -> Result<()> {
    let house = House::open().await?;
    let mut half = house.browser();
    house.log_in(&mut half, ALICE).await?;
    for target in [
        "/mail/x.css",
        "/mail.css",
        "/mail;x.css",
        "/mail%3bx.css",
        "/mail?x=.css",
        "/mail?path=/assets/meadow.css",
        "/mail/assets/meadow.css",
        "/mail/1.png",
    ] {
        for mut browser in [house.browser(), half.clone()] {
            for script in [false, true] {
                let answer = if script {
                    browser.script(target).await?
                } else {
                    browser.get(target).await?
                };
                ensure!(!answer.status.is_success(), "{target}: {}", answer.text());
                ensure!(!answer.text().contains(MAIL), "{target}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn nobody_without_the_password_writes_a_record() -> Result<()> {
    let house = House::open().await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let before = house.store.list("", None, 10_000).await?;
    for round in 0..20 {
        for name in [ALICE, "bob@required.test", "nobody@nowhere.test"] {
            let mut browser = house.browser();
            let word = format!("wrong {round}");
            let form = [("user", name), ("password", word.as_str())];
            browser.post("/login", &form).await?;
            browser.get("/mail").await?;
            browser.get("/mfa/challenge").await?;
            let code = [("code", "000000"), ("form_token", "x")];
            browser.post("/mfa/challenge", &code).await?;
            let odd = [
                ("content-type", "text/plain"),
                ("cookie", "__Host-vestibule=x"),
            ];
            browser.send(Method::POST, "/login", &odd, "user=x").await?;
        }
    }
    let after = house.store.list("", None, 10_000).await?;
    ensure!(before == after, "{} and then {}", before.len(), after.len());
    Ok(())
}
