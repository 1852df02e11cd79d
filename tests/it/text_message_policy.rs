//! What the policy says of text messages: where to, how many, and when they are done with.

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;

use crate::support::house::{form_token, key_on, recovery_codes_on};
use crate::support::{Answer, Browser, House, code_at};

const ALICE: &str = "alice@required.test";
const OUTBOX: &str = "[sms]\ngateway = \"outbox\"\ncountries = [\"DE\", \"AT\"]\n";

async fn send_number(browser: &mut Browser, country: &str, number: &str) -> Result<Answer> {
    let token = form_token(&browser.get("/mfa/enroll/sms").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("country", country),
        ("number", number),
    ];
    browser.post("/mfa/enroll/sms", &form).await
}

/// Signs in and sets up a number; gives the recovery codes.
async fn set_up(house: &House, name: &str) -> Result<Vec<String>> {
    let mut browser = house.browser();
    house.log_in(&mut browser, name).await?;
    let sent = send_number(&mut browser, "DE", "0151 12345678").await?;
    ensure!(sent.location() == "/mfa/enroll/sms/code", "{}", sent.text());
    let token = form_token(&browser.get("/mfa/enroll/sms/code").await?.text())?;
    let code = house.phone.code()?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    browser.post("/mfa/enroll/sms/code", &form).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    ensure!(codes.len() == 10, "not set up");
    Ok(codes)
}

/// Asks for a code at the challenge and types it; where that leads.
async fn pass_by_sms(house: &House, browser: &mut Browser) -> Result<String> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let ask = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("action", "send"),
    ];
    browser.post("/mfa/challenge", &ask).await?;
    let code = house.phone.code()?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("code", code.as_str()),
    ];
    let answer = browser.post("/mfa/challenge", &form).await?;
    Ok(answer.location().to_owned())
}

#[tokio::test]
async fn two_domains_differ_in_countries_and_in_messages_a_day() -> Result<()> {
    let house = House::with(OUTBOX).await?;
    house.set_policy(
        "\"required.test\" = { mode = \"required\", sms_countries = [\"AT\", \"FR\"] }\n\
         \"optional.test\" = { mode = \"required\", sms_per_day = 1 }",
    )?;
    let mut strict = house.browser();
    house.log_in(&mut strict, ALICE).await?;
    let page = strict.get("/mfa/enroll/sms").await?.text();
    assert!(page.contains("value=\"AT\""), "{page}");
    for country in ["DE", "FR"] {
        assert!(!page.contains(&format!("value=\"{country}\"")), "{country}");
    }
    let refused = send_number(&mut strict, "DE", "0151 12345678").await?;
    assert_eq!(refused.status, StatusCode::OK, "a German number was taken");
    let french = send_number(&mut strict, "FR", "+33 6 12 34 56 78").await?;
    assert_eq!(french.status, StatusCode::OK, "wider than [sms]");
    assert_eq!(house.phone.count(), 0);
    let taken = send_number(&mut strict, "AT", "0664 1234567").await?;
    assert_eq!(taken.location(), "/mfa/enroll/sms/code");

    for (name, number, sent) in [
        ("alice@optional.test", "0151 12345678", true),
        ("bob@optional.test", "0151 12345679", false),
        ("bob@required.test", "0664 1234568", true),
    ] {
        let mut browser = house.browser();
        house.log_in(&mut browser, name).await?;
        let country = if number.starts_with("0664") {
            "AT"
        } else {
            "DE"
        };
        let answer = send_number(&mut browser, country, number).await?;
        let was = answer.location() == "/mfa/enroll/sms/code";
        assert_eq!(was, sent, "{name}: {}", answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn budgets_are_as_the_configuration_says() -> Result<()> {
    let house = House::with(&format!("{OUTBOX}[sms.budgets]\nmailbox_hour = 2\n")).await?;
    set_up(&house, ALICE).await?;
    for _ in 0..5 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        pass_by_sms(&house, &mut browser).await?;
    }
    assert_eq!(house.phone.count(), 2);
    Ok(())
}

/// Has this many messages sent to as many numbers, one a minute, and types no code.
async fn pump(house: &House, messages: u32) -> Result<()> {
    for number in 0..messages {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let number = format!("0151 1234{number:04}");
        send_number(&mut browser, "DE", &number).await?;
        house.wait(60);
    }
    Ok(())
}

fn alarms(house: &House) -> Result<usize> {
    Ok(house.audit()?.matches("\"sms_alarm\"").count())
}

const WIDE: &str = "[sms.budgets]\nmailbox_hour = 1000\nmailbox_day = 1000\nprefix_hour = 1000\nnumber_hour = 1000\n";

#[tokio::test]
async fn pumped_messages_raise_an_alarm_once_for_the_country_and_once_in_all() -> Result<()> {
    let house = House::with(&format!("{OUTBOX}{WIDE}")).await?;
    pump(&house, 20).await?;
    assert_eq!(alarms(&house)?, 0, "too early");
    pump(&house, 20).await?;
    let audit = house.audit()?;
    assert_eq!(alarms(&house)?, 2, "{audit}");
    assert!(
        audit.contains("DE: 20 sent, 0 verified in an hour"),
        "{audit}"
    );
    Ok(())
}

#[tokio::test]
async fn a_burst_that_nothing_follows_is_noticed_when_its_codes_are_void() -> Result<()> {
    let house = House::with(&format!("{OUTBOX}{WIDE}")).await?;
    for number in 0..20 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let number = format!("0151 1234{number:04}");
        send_number(&mut browser, "DE", &number).await?;
    }
    house.gateway.look_at_messages();
    assert_eq!(alarms(&house)?, 0, "too early");
    house.wait(7 * 60);
    house.gateway.look_at_messages();
    house.gateway.look_at_messages();
    assert_eq!(alarms(&house)?, 2, "once for the country and once in all");
    Ok(())
}

#[tokio::test]
async fn codes_that_come_back_raise_no_alarm() -> Result<()> {
    let house = House::with(&format!("{OUTBOX}{WIDE}")).await?;
    house.set_policy("\"required.test\" = \"required\"")?;
    set_up(&house, ALICE).await?;
    for _ in 0..40 {
        house.wait(60);
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        assert_eq!(pass_by_sms(&house, &mut browser).await?, "/mail");
    }
    assert_eq!(alarms(&house)?, 0);
    Ok(())
}

const APP_ALONE: &str = "\"required.test\" = { mode = \"required\", factors = [\"app\"] }\n\
                         \"optional.test\" = { mode = \"optional\", factors = [\"app\"] }";

#[tokio::test]
async fn a_number_alone_that_the_policy_has_done_with_is_replaced_before_anything_opens()
-> Result<()> {
    let house = House::open().await?;
    set_up(&house, ALICE).await?;
    house.set_policy(APP_ALONE)?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    // The password alone gets to no set-up.
    for page in ["/mfa/enroll", "/mfa/enroll/app", "/mfa/enroll/sms"] {
        let answer = browser.get(page).await?;
        assert_eq!(answer.location(), "/mfa/challenge", "{page}");
    }
    assert_eq!(pass_by_sms(&house, &mut browser).await?, "/mfa/enroll");
    assert_ne!(browser.get("/mail").await?.status, StatusCode::OK);
    assert_eq!(
        browser.get("/mfa/enroll/sms").await?.location(),
        "/mfa/enroll"
    );
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    assert_eq!(done.location(), "/mfa/security?done=replaced");
    assert_eq!(browser.get("/mail").await?.status, StatusCode::OK);

    house.wait(60);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let page = other.get("/mfa/challenge").await?.text();
    assert!(
        !page.contains("value=\"sms\""),
        "the number is offered still"
    );
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut other, &code).await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn under_optional_a_number_goes_on_until_its_owner_replaces_it() -> Result<()> {
    let house = House::open().await?;
    set_up(&house, "alice@optional.test").await?;
    house.set_policy(APP_ALONE)?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, "alice@optional.test").await?;
    assert_eq!(pass_by_sms(&house, &mut browser).await?, "/mail");
    let page = browser.get("/mfa/security").await?.text();
    assert!(page.contains("giving up text messages"), "{page}");
    Ok(())
}

#[tokio::test]
async fn where_there_is_an_app_too_the_number_is_not_asked_for_any_more() -> Result<()> {
    let house = House::open().await?;
    let codes = set_up(&house, ALICE).await?;
    // An app beside the number, permitted by a recovery code.
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    pass_by_sms(&house, &mut browser).await?;
    let page = browser
        .get("/mfa/challenge?for=add&factor=recovery")
        .await?;
    let token = form_token(&page.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", codes.first().context("no code")?),
    ];
    browser.post("/mfa/challenge?for=add", &form).await?;
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    browser.post("/mfa/enroll/app", &form).await?;

    house.set_policy(APP_ALONE)?;
    house.wait(120);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let (before, page) = (
        house.phone.count(),
        other.get("/mfa/challenge").await?.text(),
    );
    assert!(!page.contains("value=\"sms\""), "{page}");
    let ask = [
        ("form_token", form_token(&page)?),
        ("factor", "sms".to_owned()),
        ("action", "send".to_owned()),
    ];
    let ask = ask.each_ref().map(|(name, value)| (*name, value.as_str()));
    other.post("/mfa/challenge", &ask).await?;
    assert_eq!(house.phone.count(), before, "a code was sent");
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut other, &code).await?.location(), "/mail");
    Ok(())
}
