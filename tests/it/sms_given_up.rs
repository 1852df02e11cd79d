//! Text messages that are given up, by the policy or by the configuration: nobody is locked out by a
//! number, none goes on using it against the policy, and a stolen password gains nothing.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;
use vestibule::store::Store;

use crate::support::house::{PROFILE, form_token, key_on, posted_to, recovery_codes_on};
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@required.test";
const GIVEN_UP: &str = "\"required.test\" = { mode = \"required\", factors = [\"app\"] }";
const MASKED: &str = "+49 ••• ••• 78";

async fn log_in(house: &House) -> Result<Browser> {
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    Ok(browser)
}

/// Signs in and sets up a number; the recovery codes.
async fn set_up_number(house: &House) -> Result<Vec<String>> {
    let mut browser = log_in(house).await?;
    let token = form_token(&browser.get("/mfa/enroll/sms").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("country", "DE"),
        ("number", "0151 12345678"),
    ];
    browser.post("/mfa/enroll/sms", &form).await?;
    let token = form_token(&browser.get("/mfa/enroll/sms/code").await?.text())?;
    let code = house.phone.code()?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    browser.post("/mfa/enroll/sms/code", &form).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    ensure!(codes.len() == 10, "not set up");
    Ok(codes)
}

/// Sets up an app where that is permitted; its key, and where it leads.
async fn set_up_app(house: &House, browser: &mut Browser) -> Result<(String, String)> {
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    Ok((key, done.location().to_owned()))
}

/// Has a code sent at the challenge; the page's token.
async fn ask(browser: &mut Browser) -> Result<String> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("action", "send"),
    ];
    browser.post("/mfa/challenge", &form).await?;
    Ok(token)
}

/// Types a code of a kind into the challenge; where that leads.
async fn answer(browser: &mut Browser, factor: &str, code: &str) -> Result<String> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", factor),
        ("code", code),
        ("trust", "yes"),
    ];
    let answer = browser.post("/mfa/challenge", &form).await?;
    Ok(answer.location().to_owned())
}

/// A mailbox with a number and then an app, permitted by a recovery code; the app's key.
async fn number_and_app(house: &House) -> Result<String> {
    let codes = set_up_number(house).await?;
    let mut browser = log_in(house).await?;
    ask(&mut browser).await?;
    answer(&mut browser, "sms", &house.phone.code()?).await?;
    let page = browser
        .get("/mfa/challenge?for=add&factor=recovery")
        .await?;
    let (page, token) = (page.text(), form_token(&page.text())?);
    let code = codes.first().context("no code")?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code),
    ];
    browser.post(posted_to(&page)?, &form).await?;
    Ok(set_up_app(house, &mut browser).await?.0)
}

/// A house on the same store in which no message goes to Germany, some time later.
async fn silent(house: &House) -> Result<House> {
    let store = Arc::clone(&house.store) as Arc<dyn Store>;
    let sms = "[sms]\ngateway = \"outbox\"\ncountries = [\"AT\"]";
    let silent = House::built(sms, PROFILE, |_| store).await?;
    silent.wait(3600);
    Ok(silent)
}

async fn is_open(browser: &mut Browser) -> Result<bool> {
    Ok(browser.get("/mail").await?.status == StatusCode::OK)
}

#[tokio::test]
async fn a_code_that_was_on_its_way_is_worth_nothing_where_there_is_an_app() -> Result<()> {
    let house = House::open().await?;
    number_and_app(&house).await?;
    let mut browser = log_in(&house).await?;
    ask(&mut browser).await?;
    let code = house.phone.code()?;
    house.set_policy(GIVEN_UP)?;
    assert_eq!(answer(&mut browser, "sms", &code).await?, "/mfa/challenge");
    assert!(!is_open(&mut browser).await?);
    Ok(())
}

#[tokio::test]
async fn a_trusted_browser_does_not_put_off_what_must_be_replaced() -> Result<()> {
    let house = House::open().await?;
    let policy = |rest: &str| {
        format!("\"required.test\" = {{ mode = \"required\", trusted_days = 30{rest} }}")
    };
    house.set_policy(&policy(""))?;
    set_up_number(&house).await?;
    let mut browser = log_in(&house).await?;
    ask(&mut browser).await?;
    let code = house.phone.code()?;
    assert_eq!(answer(&mut browser, "sms", &code).await?, "/mail");
    let trusted = house.log_in(&mut browser, ALICE).await?;
    assert_eq!(trusted.location(), "/mail");
    house.set_policy(&policy(", factors = [\"app\"]"))?;
    let asked = house.log_in(&mut browser, ALICE).await?;
    assert_eq!(asked.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn under_required_the_app_beside_a_number_that_was_given_up_is_not_removed() -> Result<()> {
    let house = House::open().await?;
    let key = number_and_app(&house).await?;
    house.set_policy(GIVEN_UP)?;
    let mut browser = log_in(&house).await?;
    answer(&mut browser, "app", &code_at(&key, house.now())?).await?;
    let page = browser.get("/mfa/security").await?.text();
    let mut ids: Vec<_> = page.split("name=\"id\" value=\"").skip(1).collect();
    ids.dedup_by_key(|rest| rest.get(..16));
    let mut removed = 0;
    for id in ids.iter().filter_map(|rest| rest.get(..16)) {
        house.wait(60);
        let token = form_token(&browser.get("/mfa/security").await?.text())?;
        let code = code_at(&key, house.now())?;
        let form = [
            ("form_token", token.as_str()),
            ("action", "remove"),
            ("id", id),
            ("code", &code),
        ];
        let answer = browser.post("/mfa/security", &form).await?;
        removed += usize::from(answer.location() == "/mfa/security?done=remove");
    }
    assert_eq!(removed, 1, "only the number may go");
    let mut other = log_in(&house).await?;
    let code = code_at(&key, house.now())?;
    assert_eq!(answer(&mut other, "app", &code).await?, "/mail");
    Ok(())
}

#[tokio::test]
async fn where_no_message_can_be_sent_a_recovery_code_leads_to_an_app() -> Result<()> {
    let house = House::open().await?;
    let codes = set_up_number(&house).await?;
    let silent = silent(&house).await?;
    let mut browser = log_in(&silent).await?;
    let page = browser.get("/mfa/challenge").await?.text();
    assert!(
        page.contains("no longer sent to your mobile number"),
        "{page}"
    );
    assert!(!page.contains(MASKED), "a code is offered: {page}");
    let to = answer(&mut browser, "recovery", &codes[0]).await?;
    assert_eq!(to, "/mfa/enroll");
    assert!(
        !is_open(&mut browser).await?,
        "open before the app is there"
    );
    set_up_app(&silent, &mut browser).await?;
    assert!(is_open(&mut browser).await?);
    assert_eq!(silent.phone.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_password_alone_sets_up_nothing_where_text_messages_are_given_up() -> Result<()> {
    let house = House::open().await?;
    set_up_number(&house).await?;
    let silent = silent(&house).await?;
    for (house, policy) in [
        (&house, GIVEN_UP),
        (&silent, GIVEN_UP),
        (&silent, "\"required.test\" = \"required\""),
        (&silent, "\"required.test\" = \"optional\""),
    ] {
        house.set_policy(policy)?;
        let mut thief = log_in(house).await?;
        let token = form_token(&thief.get("/mfa/challenge").await?.text())?;
        for page in [
            "enroll",
            "enroll/app",
            "enroll/sms",
            "enroll/guard",
            "security",
        ] {
            let path = format!("/mfa/{page}");
            let shown = thief.get(&path).await?;
            assert_eq!(shown.location(), "/mfa/challenge", "{page}: {policy}");
            let form = [
                ("form_token", token.as_str()),
                ("code", "000000"),
                ("action", "later"),
            ];
            let sent = thief.post(&path, &form).await?;
            assert_eq!(sent.location(), "/mfa/challenge", "{page}: {policy}");
        }
        assert!(!is_open(&mut thief).await?, "{policy}");
    }
    Ok(())
}

#[tokio::test]
async fn the_challenge_says_that_an_app_must_take_the_number_s_place() -> Result<()> {
    let house = House::open().await?;
    set_up_number(&house).await?;
    house.set_policy(GIVEN_UP)?;
    let mut browser = log_in(&house).await?;
    let page = browser.get("/mfa/challenge").await?.text();
    assert!(page.contains(MASKED) && page.contains("giving up text messages"));
    Ok(())
}
