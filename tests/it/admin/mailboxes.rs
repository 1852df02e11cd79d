//! How a mailbox stands, and how its owner is let in again.

use anyhow::{Context as _, Result};
use http::{Method, StatusCode};
use serde_json::json;
use vestibule::store::{Expected, Key, Store as _};

use super::ALICE;
use crate::support::house::{form_token, recovery_codes_on};
use crate::support::{Api, Browser, House, MailServer, code_at};

const SHOWN: &str = "/api/v1/mailboxes/alice@required.test";

async fn act(api: &Api, what: &str) -> Result<crate::support::api::Reply> {
    let body = json!({ "reason": "lost phone, seen in person" });
    api.post(&format!("{SHOWN}/{what}"), body).await
}

/// Types a code where a recovery code is typed; where that leads.
async fn recover(browser: &mut Browser, code: &str) -> Result<String> {
    let page = browser.get("/mfa/challenge?factor=recovery").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code),
    ];
    let answer = browser.post("/mfa/challenge", &form).await?;
    Ok(answer.location().to_owned())
}

#[tokio::test]
async fn a_mailbox_is_shown_with_its_state_and_without_its_secrets() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    house.log_in(&mut browser, ALICE).await?;
    house.answer(&mut browser, "000000").await?;
    let reply = api.get(SHOWN).await?;
    for secret in codes.iter().chain([&key]) {
        assert!(!reply.text.contains(secret.as_str()), "{}", reply.text);
    }
    let shown = reply.json()?;
    assert_eq!(shown["mode"], "required");
    assert_eq!(shown["source"], "file");
    assert_eq!(shown["enrolled"], true);
    assert_eq!(shown["authenticators"][0]["kind"], "totp");
    assert_eq!(shown["recovery_codes_left"], 10);
    assert_eq!(shown["failures"][0]["count"], 1);
    assert_eq!(shown["activity"][0]["event"], "code_refused");
    let list = api.get("/api/v1/domains/required.test/mailboxes").await?;
    let list = list.json()?;
    assert_eq!(list["items"][0]["address"], ALICE);
    assert_eq!(list["items"][0]["factors"], json!(["totp"]));
    Ok(())
}

#[tokio::test]
async fn a_reset_removes_the_factors_ends_the_sessions_and_is_told() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    let api = Api::of(&house).await?;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    let done = act(&api, "reset").await?;
    assert_eq!(done.json()?, json!({ "was_enrolled": true }));
    let mut waited = 0;
    while browser.get("/mail").await?.status == StatusCode::OK {
        waited += 1;
        assert!(waited < 1000, "the session goes on");
    }
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let asked = other.get("/mfa/challenge").await?;
    assert_eq!(asked.location(), "/mfa/enroll");
    assert_eq!(api.get(SHOWN).await?.json()?["enrolled"], false);
    let newer = house.enroll(&mut house.browser(), ALICE).await?;
    assert_ne!(newer, key);
    let mut third = house.browser();
    house.log_in(&mut third, ALICE).await?;
    assert_ne!(recover(&mut third, &codes[0]).await?, "/mail");
    house.postman.as_ref().context("no postman")?.round().await;
    let letters = server.letters();
    let told = letters
        .iter()
        .any(|letter| letter.text.contains("has reset"));
    assert!(told, "{letters:#?}");
    let again = act(&api, "reset").await?;
    assert_eq!(again.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn a_mailbox_whose_record_cannot_be_read_is_closed_until_a_reset_makes_a_new_one()
-> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    let key = Key::new("enrollment", "required.test/alice").context("no key")?;
    let entry = house.store.get(&key).await?.context("no record")?;
    let expected = Expected::Version(entry.version);
    house.store.put_if(&key, expected, "{".into(), None).await?;
    // The count of changes goes with it, and what was counted lately is forgotten.
    house.wait(26 * 60 * 60);
    let refused = house.log_in(&mut house.browser(), ALICE).await?;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(api.get(SHOWN).await?.json()?["damaged"], true);
    assert_eq!(act(&api, "reset").await?.status, StatusCode::OK);
    assert_eq!(api.get(SHOWN).await?.json()?["damaged"], false);
    house.enroll(&mut house.browser(), ALICE).await?;
    Ok(())
}

#[tokio::test]
async fn a_bypass_opens_the_mailbox_once_and_within_its_time() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let given = act(&api, "bypass").await?.json()?;
    let code = given["code"].as_str().context("no code")?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert_eq!(recover(&mut browser, code).await?, "/mail");
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    assert_ne!(recover(&mut other, code).await?, "/mail", "a second time");
    let shown = api.get(SHOWN).await?.json()?;
    assert_eq!(
        shown["recovery_codes_left"], 10,
        "the own codes are untouched"
    );

    let given = act(&api, "bypass").await?.json()?;
    let late = given["code"].as_str().context("no code")?;
    house.wait(15 * 60);
    let mut third = house.browser();
    house.log_in(&mut third, ALICE).await?;
    assert_ne!(recover(&mut third, late).await?, "/mail", "too late");
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut third, &code).await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn a_bypass_is_good_for_its_own_mailbox_alone_and_a_reset_takes_it_back() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for name in [ALICE, "bob@required.test"] {
        house.enroll(&mut house.browser(), name).await?;
    }
    let given = act(&api, "bypass").await?.json()?;
    let code = given["code"].as_str().context("no code")?;
    let mut browser = house.browser();
    house.log_in(&mut browser, "bob@required.test").await?;
    assert_ne!(recover(&mut browser, code).await?, "/mail");
    act(&api, "reset").await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert_ne!(recover(&mut browser, code).await?, "/mail");
    Ok(())
}

#[tokio::test]
async fn a_bypass_helps_whoever_has_mistyped_their_recovery_codes_too_often() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let mut browser = house.browser();
    for _ in 0..50 {
        house.wait(60 * 60);
        house.log_in(&mut browser, ALICE).await?;
        recover(&mut browser, "AAAA-AAAA-AAAA-AAAA-AAAA").await?;
    }
    let given = act(&api, "bypass").await?.json()?;
    let code = given["code"].as_str().context("no code")?;
    assert_eq!(recover(&mut browser, code).await?, "/mail");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bypass_that_many_logins_type_at_once_opens_one_of_them() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let given = act(&api, "bypass").await?.json()?;
    let code = given["code"].as_str().context("no code")?.to_owned();
    let mut posts = Vec::new();
    for _ in 0..5 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let code = code.clone();
        posts.push(tokio::spawn(
            async move { recover(&mut browser, &code).await },
        ));
    }
    let mut opened = 0;
    for post in posts {
        opened += usize::from(post.await?? == "/mail");
    }
    assert_eq!(opened, 1);
    Ok(())
}

#[tokio::test]
async fn a_suspended_mailbox_is_unlocked_and_its_codes_count_again() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    for _ in 0..50 {
        house.wait(60 * 60);
        house.log_in(&mut browser, ALICE).await?;
        house.answer(&mut browser, "000000").await?;
    }
    let failures = api.get(SHOWN).await?.json()?["failures"].clone();
    assert_eq!(failures[0]["suspended"], true, "{failures}");
    house.wait(60 * 60);
    house.log_in(&mut browser, ALICE).await?;
    let code = code_at(&key, house.now())?;
    assert_ne!(house.answer(&mut browser, &code).await?.location(), "/mail");
    assert_eq!(act(&api, "unlock").await?.status, StatusCode::NO_CONTENT);
    assert_eq!(house.answer(&mut browser, &code).await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn whoever_is_signed_out_everywhere_signs_in_with_the_same_factors() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    assert_eq!(act(&api, "sign-out").await?.status, StatusCode::NO_CONTENT);
    let mut waited = 0;
    while browser.get("/mail").await?.status == StatusCode::OK {
        waited += 1;
        assert!(waited < 1000, "the session goes on");
    }
    house.wait(60);
    house.log_in(&mut browser, ALICE).await?;
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut browser, &code).await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn nothing_is_done_without_a_reason() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    for what in ["reset", "unlock", "bypass", "sign-out", "setup-code"] {
        let path = format!("{SHOWN}/{what}");
        for body in [
            json!({ "reason": " " }),
            json!({}),
            json!({ "reason": "a\nb" }),
        ] {
            let reply = api.ask(Method::POST, &path, &[], Some(body)).await?;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        }
    }
    assert_eq!(api.get(SHOWN).await?.json()?["enrolled"], true);
    Ok(())
}
