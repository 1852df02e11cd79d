//! How long a session lasts, by a clock that the tests move.

use anyhow::Result;
use http::StatusCode;

use crate::support::house::form_token;
use crate::support::steps::{answer, enter, log_in};
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@required.test";
const CAROL: &str = "alice@disabled.test";
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

async fn inside(house: &House) -> Result<Browser> {
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    Ok(browser)
}

async fn is_in(browser: &mut Browser) -> Result<bool> {
    Ok(browser.get("/mail").await?.status == StatusCode::OK)
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_after_the_idle_time() -> Result<()> {
    let house = House::open().await?;
    let browser = inside(&house).await?;
    house.wait(HOUR - 1);
    assert!(is_in(&mut browser.clone()).await?);
    house.wait(1);
    let answer = browser.clone().get("/mail").await?;
    assert_eq!(answer.location(), "/");
    Ok(())
}

#[tokio::test]
async fn use_keeps_a_session_going() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let first = browser.cookies["__Host-vestibule"].clone();
    for _ in 0..10 {
        house.wait(50 * MINUTE);
        assert!(is_in(&mut browser).await?);
    }
    assert_ne!(browser.cookies["__Host-vestibule"], first);
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_used_often_gets_few_new_cookies() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let mut issued = 0;
    for _ in 0..60 {
        house.wait(MINUTE);
        let answer = browser.get("/mail").await?;
        let cookies = answer.set_cookies();
        issued += cookies
            .iter()
            .filter(|c| c.starts_with("__Host-vestibule="))
            .count();
    }
    assert!((1..=4).contains(&issued), "{issued}");
    Ok(())
}

#[tokio::test]
async fn the_pages_own_polls_do_not_keep_a_session_going() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    for _ in 0..59 {
        house.wait(MINUTE);
        let poll = browser.script("/mail/unread").await?;
        assert_eq!(poll.status, StatusCode::OK);
        assert_eq!(poll.set_cookies(), [""; 0]);
    }
    house.wait(MINUTE);
    let poll = browser.script("/mail/unread").await?;
    assert_eq!(poll.status, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn the_busiest_session_ends_at_the_absolute_end() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    for _ in 0..23 {
        house.wait(30 * MINUTE);
        assert!(is_in(&mut browser).await?);
    }
    house.wait(30 * MINUTE - 1);
    assert!(is_in(&mut browser).await?);
    house.wait(1);
    assert!(!is_in(&mut browser).await?);
    Ok(())
}

#[tokio::test]
async fn the_ends_are_settable() -> Result<()> {
    let house = House::with("[session]\nabsolute = \"2h\"\nidle = \"10m\"").await?;
    let browser = inside(&house).await?;
    house.wait(10 * MINUTE);
    assert!(!is_in(&mut browser.clone()).await?);
    Ok(())
}

#[tokio::test]
async fn a_login_waits_a_quarter_of_an_hour_for_its_code() -> Result<()> {
    let house = House::open().await?;
    let key = house
        .enroll(&mut house.browser(), "alice@required.test")
        .await?;
    house.wait(MINUTE);
    let (mut early, mut late) = (house.browser(), house.browser());
    log_in(&mut early, "alice@required.test").await?;
    log_in(&mut late, "alice@required.test").await?;
    house.wait(15 * MINUTE - 1);
    let code = code_at(&key, house.now())?;
    assert_eq!(answer(&mut early, &code).await?.location(), "/mail");
    let page = late.get("/mfa/challenge").await?;
    assert_eq!(page.status, StatusCode::OK);
    house.wait(1);
    assert_eq!(late.get("/mfa/challenge").await?.location(), "/");
    assert_eq!(late.get("/mail").await?.location(), "/");
    Ok(())
}

#[tokio::test]
async fn an_older_cookie_of_a_login_that_was_signed_out_is_worth_nothing() -> Result<()> {
    let house = House::open().await?;
    let mut browser = inside(&house).await?;
    let old = browser.clone();
    house.wait(50 * MINUTE);
    assert!(is_in(&mut browser).await?);
    browser.get("/logout").await?;
    assert!(!is_in(&mut old.clone()).await?);
    Ok(())
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() -> Result<()> {
    let house = House::open().await?;
    let (mut here, mut there) = (house.browser(), house.browser());
    let key = house.enroll(&mut there, ALICE).await?;
    house.wait(60);
    house.log_in(&mut here, ALICE).await?;
    house
        .answer(&mut here, &code_at(&key, house.now())?)
        .await?;
    assert_eq!(there.get("/mail").await?.status, StatusCode::OK);
    let token = form_token(&here.get("/mfa/security").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "sign_out_everywhere"),
    ];
    here.post("/mfa/security", &form).await?;
    assert_eq!(there.get("/mail").await?.location(), "/");
    assert_eq!(here.get("/mail").await?.location(), "/");
    Ok(())
}
