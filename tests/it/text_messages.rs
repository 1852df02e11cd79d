//! Codes by text message: set-up, sign-in, and what limits them.

use std::sync::Arc;

use anyhow::{Result, ensure};
use http::StatusCode;
use vestibule::delivery::sms::SmsError;

use crate::support::house::{form_token, ring};
use crate::support::steps::{answer_message, ask_for_message, confirm_number, send_number};
use crate::support::{Browser, House};

const ALICE: &str = "alice@required.test";
const NUMBER: &str = "0151 12345678";

/// Signs in and sets up text messages.
async fn set_up(house: &House) -> Result<Browser> {
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let sent = send_number(&mut browser, NUMBER).await?;
    ensure!(
        sent.location() == "/mfa/enroll/sms/code",
        "not sent: {}",
        sent.text()
    );
    let done = confirm_number(&mut browser, &house.phone.code()?).await?;
    ensure!(
        done.location() == "/mfa/recovery",
        "not set up: {}",
        done.text()
    );
    Ok(browser)
}

#[tokio::test]
async fn a_number_is_set_up_by_its_code_and_the_next_login_asks_for_one() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    assert!(
        browser
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let page = other.get("/mfa/challenge").await?.text();
    assert!(page.contains("+49 ••• ••• 78"), "{page}");
    assert!(!page.contains("12345678"));
    let token = ask_for_message(&mut other).await?;
    assert!(answer_message(&mut other, &token, &house.phone.code()?).await?);
    assert!(
        other
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );
    Ok(())
}

#[tokio::test]
async fn who_signs_in_between_two_key_rotations_is_not_locked_out_by_a_number() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    for keys in [[2, 1].as_slice(), &[3, 2]] {
        house.gateway.ring.store(Arc::new(ring(keys)?));
        house.wait(60);
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let token = ask_for_message(&mut browser).await?;
        assert!(answer_message(&mut browser, &token, &house.phone.code()?).await?);
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    let before = house.phone.count();
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    other.get("/mfa/challenge").await?;
    other.get("/mfa/challenge?factor=sms&action=send").await?;
    assert_eq!(house.phone.count(), before);
    Ok(())
}

#[tokio::test]
async fn a_code_opens_once_and_only_the_login_it_was_sent_for() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    let (mut mine, mut theirs) = (house.browser(), house.browser());
    house.log_in(&mut mine, ALICE).await?;
    house.log_in(&mut theirs, ALICE).await?;
    let token = ask_for_message(&mut mine).await?;
    let code = house.phone.code()?;
    let foreign = form_token(&theirs.get("/mfa/challenge").await?.text())?;
    assert!(!answer_message(&mut theirs, &foreign, &code).await?);
    let before = mine.clone();
    assert!(answer_message(&mut mine, &token, &code).await?);
    let mut again = before;
    assert!(!answer_message(&mut again, &token, &code).await?);
    Ok(())
}

#[tokio::test]
async fn one_code_posted_many_times_at_once_is_accepted_once() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = ask_for_message(&mut browser).await?;
    let code = house.phone.code()?;
    let mut posts = Vec::new();
    for _ in 0..50 {
        let (mut browser, token, code) = (browser.clone(), token.clone(), code.clone());
        posts.push(tokio::spawn(async move {
            answer_message(&mut browser, &token, &code).await
        }));
    }
    let mut accepted = 0;
    for post in posts {
        accepted += usize::from(post.await??);
    }
    assert_eq!(accepted, 1);
    Ok(())
}

#[tokio::test]
async fn a_code_is_void_after_five_minutes_or_three_wrong_tries() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = ask_for_message(&mut browser).await?;
    let code = house.phone.code()?;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..3 {
        assert!(!answer_message(&mut browser, &token, wrong).await?);
    }
    assert!(!answer_message(&mut browser, &token, &code).await?);
    let mut late = house.browser();
    house.log_in(&mut late, ALICE).await?;
    let token = ask_for_message(&mut late).await?;
    let code = house.phone.code()?;
    house.wait(300);
    assert!(!answer_message(&mut late, &token, &code).await?);
    Ok(())
}

#[tokio::test]
async fn the_same_code_is_sent_again_after_a_pause() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    ask_for_message(&mut browser).await?;
    let (first, count) = (house.phone.code()?, house.phone.count());
    ask_for_message(&mut browser).await?;
    assert_eq!(house.phone.count(), count, "sent again at once");
    house.wait(30);
    let token = ask_for_message(&mut browser).await?;
    assert_eq!(house.phone.count(), count + 1);
    assert_eq!(house.phone.code()?, first);
    assert!(answer_message(&mut browser, &token, &first).await?);
    Ok(())
}

#[tokio::test]
async fn numbers_that_cost_or_are_elsewhere_get_no_message() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    for number in [
        "0900 1234567",
        "+43 664 1234567",
        "+881 612345678",
        "110",
        "12",
        "0151 12345678, +1 900 5550100",
    ] {
        let refused = send_number(&mut browser, number).await?;
        assert_eq!(refused.status, StatusCode::OK, "{number}");
    }
    assert_eq!(house.phone.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_mailbox_gets_no_more_messages_than_its_budget() -> Result<()> {
    let house = House::open().await?;
    set_up(&house).await?;
    for _ in 0..20 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        ask_for_message(&mut browser).await?;
    }
    assert_eq!(house.phone.count(), 6);
    Ok(())
}

#[tokio::test]
async fn a_gateway_that_fails_is_said_and_stops_nobody_with_recovery_codes() -> Result<()> {
    let house = House::open().await?;
    let mut enrolled = set_up(&house).await?;
    let page = enrolled.get("/mfa/recovery").await?.text();
    let mut texts = page.split(['<', '>']);
    let code = texts.find(|text| text.len() == 24 && text.matches('-').count() == 4);
    house.phone.fail(SmsError::Unavailable);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = ask_for_message(&mut browser).await?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code.unwrap_or_default()),
    ];
    assert_eq!(
        browser.post("/mfa/challenge", &form).await?.location(),
        "/mail"
    );
    Ok(())
}
