//! Recovery codes: shown once, each good for one login.

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;

use crate::support::house::{form_token, recovery_codes_on};
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@required.test";

/// Signs in, sets up an app, and reads the recovery codes; gives the key and the codes.
async fn set_up(house: &House, browser: &mut Browser) -> Result<(String, Vec<String>)> {
    let key = house.enroll(browser, ALICE).await?;
    let page = browser.get("/mfa/recovery").await?;
    ensure!(
        page.status == StatusCode::OK,
        "no codes: {}",
        page.location()
    );
    let codes = recovery_codes_on(&page.text());
    ensure!(codes.len() == 10, "{} codes", codes.len());
    Ok((key, codes))
}

async fn recover(house: &House, browser: &mut Browser, code: &str) -> Result<bool> {
    let page = browser.get("/mfa/challenge?factor=recovery").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code),
    ];
    let answer = browser.post("/mfa/challenge", &form).await?;
    let _ = house;
    Ok(answer.location() == "/mail")
}

#[tokio::test]
async fn a_recovery_code_opens_the_mailbox_once() -> Result<()> {
    let house = House::open().await?;
    let (_, codes) = set_up(&house, &mut house.browser()).await?;
    let code = codes.first().context("no code")?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert!(!recover(&house, &mut browser, "AAAA-AAAA-AAAA-AAAA-AAAA").await?);
    assert!(recover(&house, &mut browser, &code.to_lowercase()).await?);
    assert!(
        browser
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    assert!(!recover(&house, &mut other, code).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_recovery_code_posted_by_many_logins_at_once_opens_one_of_them() -> Result<()> {
    let house = House::open().await?;
    let (_, codes) = set_up(&house, &mut house.browser()).await?;
    let code = codes.first().context("no code")?;
    let mut posts = Vec::new();
    for _ in 0..5 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let token = form_token(&browser.get("/mfa/challenge?factor=recovery").await?.text())?;
        let code = code.clone();
        posts.push(tokio::spawn(async move {
            let form = [
                ("form_token", token.as_str()),
                ("factor", "recovery"),
                ("code", code.as_str()),
            ];
            browser.post("/mfa/challenge", &form).await
        }));
    }
    let mut opened = 0;
    for post in posts {
        opened += usize::from(post.await??.location() == "/mail");
    }
    assert_eq!(opened, 1);
    Ok(())
}

#[tokio::test]
async fn recovery_codes_are_shown_until_they_are_saved_and_never_again() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let (_, codes) = set_up(&house, &mut browser).await?;
    let again = browser.get("/mfa/recovery").await?.text();
    assert_eq!(recovery_codes_on(&again), codes);
    let token = form_token(&again)?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "saved"),
        ("saved", "yes"),
    ];
    assert_eq!(
        browser.post("/mfa/recovery", &form).await?.location(),
        "/mail"
    );
    assert_eq!(
        browser.get("/mfa/recovery").await?.location(),
        "/mfa/security"
    );
    Ok(())
}

#[tokio::test]
async fn new_recovery_codes_take_a_code_and_kill_the_old_ones() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let (key, old) = set_up(&house, &mut browser).await?;
    house.wait(60);
    let token = form_token(&browser.get("/mfa/security").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "regenerate"),
        ("code", "000000"),
    ];
    assert_eq!(
        browser.post("/mfa/security", &form).await?.status,
        StatusCode::OK
    );
    let form = [
        ("form_token", token.as_str()),
        ("action", "regenerate"),
        ("code", &code),
    ];
    assert_eq!(
        browser.post("/mfa/security", &form).await?.location(),
        "/mfa/recovery"
    );
    let new = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    assert_eq!(new.len(), 10);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    assert!(!recover(&house, &mut other, &old[0]).await?);
    assert!(recover(&house, &mut other, &new[0]).await?);
    Ok(())
}
