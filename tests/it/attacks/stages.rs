//! Steps that are left out, taken twice, or taken with what belongs to another step.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use http::Method;

use crate::support::house::{form_token, key_on};
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@required.test";
const MAIL: &str = "Private to";
const SESSION: &str = "__Host-vestibule";

async fn is_in(browser: &mut Browser) -> Result<bool> {
    Ok(browser.get("/mail").await?.text().contains(MAIL))
}

/// What is no code. Five of them make the sixth wait, so each is sent long after the one before.
const ANSWERS: [&str; 15] = [
    "",
    "code=",
    "code[]=000000",
    "code=null",
    "code=true",
    "code=000000&code=CODE",
    "code=CODE&code=CODE",
    "Code=CODE",
    "code=CODE&factor=sms",
    "code=CODE&factor=recovery",
    "code=CODE&factor=app&factor=app",
    "factor=app&action=verified",
    "stage=verified&verified=1",
    "code=0x0",
    "code=-1",
];

#[tokio::test]
async fn no_odd_answer_to_the_challenge_passes_it() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    for answer in ANSWERS {
        house.wait(3600);
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
        let code = code_at(&key, house.now())?;
        let form = format!("form_token={token}&{}", answer.replace("CODE", &code));
        let json = format!("{{\"form_token\":\"{token}\",\"code\":\"{code}\"}}");
        let query = format!("/mfa/challenge?{form}");
        let types = ["application/x-www-form-urlencoded", "application/json"];
        for (method, target, kind, body) in [
            (Method::POST, "/mfa/challenge", types[0], form.as_str()),
            (Method::POST, "/mfa/challenge", types[1], json.as_str()),
            (Method::POST, query.as_str(), types[0], ""),
            (Method::GET, query.as_str(), types[0], ""),
            (Method::PUT, "/mfa/challenge", types[0], form.as_str()),
        ] {
            let said = [
                ("content-type", kind),
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-dest", "document"),
            ];
            browser.send(method.clone(), target, &said, body).await?;
            ensure!(!is_in(&mut browser).await?, "{method} {target} {body}");
        }
    }
    // The right one does.
    house.wait(3600);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    house
        .answer(&mut browser, &code_at(&key, house.now())?)
        .await?;
    ensure!(is_in(&mut browser).await?);
    Ok(())
}

#[tokio::test]
async fn no_cookie_of_ours_stands_in_for_another() -> Result<()> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = { mode = \"required\", trusted_days = 30 }")?;
    let mut whole = house.browser();
    whole.get("/mail/2").await?;
    house.log_in(&mut whole, ALICE).await?;
    let mut all = whole.cookies.clone();
    let page = whole.get("/mfa/enroll/app").await?.text();
    all.extend(whole.cookies.clone());
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    whole.post("/mfa/enroll/app", &form).await?;
    all.extend(whole.cookies.clone());
    house.wait(60);
    let mut half = house.browser();
    house.log_in(&mut half, ALICE).await?;
    let pending = half.cookies.clone();
    let token = form_token(&half.get("/mfa/challenge").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("code", &code),
        ("trust", "yes"),
    ];
    half.post("/mfa/challenge", &form).await?;
    all.extend(half.cookies.clone());
    ensure!(is_in(&mut half).await?);
    let ours = all.iter().filter(|(name, _)| name.starts_with(SESSION));
    let ours: Vec<_> = ours.collect();
    let names: BTreeSet<_> = ours.iter().map(|(name, _)| name.as_str()).collect();
    for kind in ["", "-offer", "-codes", "-trusted"] {
        let name = format!("{SESSION}{kind}");
        ensure!(names.contains(name.as_str()), "no {name} in {names:?}");
    }
    for (name, value) in &ours {
        for other in &names {
            if name == other || !pending.contains_key(SESSION) {
                continue;
            }
            let mut browser = house.browser();
            browser.cookies = pending.clone();
            browser
                .cookies
                .insert((*other).to_owned(), (*value).clone());
            ensure!(!is_in(&mut browser).await?, "{name} as {other}");
        }
        let mut browser = house.browser();
        browser.cookies = pending.clone();
        browser.cookies.insert(SESSION.to_owned(), token.clone());
        ensure!(!is_in(&mut browser).await?, "a form's token as a session");
    }
    Ok(())
}

#[tokio::test]
async fn each_step_up_gives_another_session_than_was_there_before() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    let mut attacker = house.browser();
    house.log_in(&mut attacker, "bob@optional.test").await?;
    let planted = attacker.cookies.clone();
    // The victim's browser has the attacker's cookies when its owner signs in.
    let mut victim = house.browser();
    victim.cookies = planted.clone();
    house.log_in(&mut victim, ALICE).await?;
    let pending = victim.cookies.clone();
    house
        .answer(&mut victim, &code_at(&key, house.now())?)
        .await?;
    ensure!(is_in(&mut victim).await?);
    let session = |held: &std::collections::BTreeMap<String, String>| held.get(SESSION).cloned();
    let three = [&planted, &pending, &victim.cookies];
    let three: BTreeSet<_> = three.into_iter().map(session).collect();
    ensure!(three.len() == 3, "a session stayed: {three:?}");
    attacker.cookies = planted;
    let page = attacker.get("/mail").await?.text();
    ensure!(!page.contains("alice@"), "{page}");
    Ok(())
}

#[tokio::test]
async fn every_set_up_has_a_key_of_its_own() -> Result<()> {
    let house = House::open().await?;
    let mut keys = BTreeSet::new();
    for round in 0..3 {
        let mut browser = house.browser();
        house.log_in(&mut browser, "alice@optional.test").await?;
        let key = key_on(&browser.get("/mfa/enroll/app").await?.text())?;
        ensure!(key.len() == 32, "less than 160 bits: {key}");
        ensure!(keys.insert(key), "a key came again in round {round}");
    }
    Ok(())
}

#[tokio::test]
async fn only_the_logins_own_cookies_reach_the_webmail_whatever_is_planted_beside_them()
-> Result<()> {
    let house = House::open().await?;
    let (mut alice, mut bob) = (house.browser(), house.browser());
    house.log_in(&mut alice, "alice@optional.test").await?;
    house.log_in(&mut bob, "bob@optional.test").await?;
    let held = |browser: &Browser, name: &str| browser.cookies.get(name).cloned();
    let echo = alice.get("/echo").await?.text();
    let (_, value) = echo.split_once("sample_session=").context("no session")?;
    let value = value.split([';', '"']).next().unwrap_or_default();
    let session = format!("sample_session={value}");
    let pairs = alice.cookies.iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    let own = pairs.collect::<Vec<_>>().join("; ");
    for planted in [
        held(&bob, "sample_session").unwrap_or_default(),
        held(&alice, "sample_session").unwrap_or_default(),
        "planted".to_owned(),
        String::new(),
    ] {
        for field in [
            format!("sample_session={planted}; {own}"),
            format!("{own}; sample_session={planted}"),
            format!("{own}; \"sample_session\"={planted}"),
            format!("{own}; sample_session.0={planted}; SAMPLE_SESSION={planted}"),
        ] {
            let said = [("cookie", field.as_str()), ("sec-fetch-dest", "document")];
            let mut browser = house.browser();
            let page = browser.send(Method::GET, "/echo", &said, "").await?.text();
            let own = page.replace(&session, "");
            ensure!(
                !own.to_lowercase().contains("sample_session"),
                "{field}: {page}"
            );
            ensure!(!page.contains("planted"), "{page}");
            let page = browser.send(Method::GET, "/mail", &said, "").await?.text();
            ensure!(!page.contains("bob@"), "{field}: {page}");
        }
    }
    Ok(())
}
