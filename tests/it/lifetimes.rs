//! How long sessions last, and what counts as using one.

use anyhow::Result;
use http::StatusCode;

use crate::support::{House, code_at};

const ALICE: &str = "alice@required.test";
const HOUR: u64 = 60 * 60;

#[tokio::test]
async fn a_session_that_nobody_uses_ends_after_an_hour() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    house.wait(HOUR - 1);
    assert_eq!(browser.get("/mail").await?.status, StatusCode::OK);
    house.wait(HOUR);
    assert_eq!(browser.get("/mail").await?.location(), "/");
    Ok(())
}

#[tokio::test]
async fn a_session_in_use_goes_on_and_ends_after_twelve_hours_all_the_same() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    for _ in 0..23 {
        house.wait(HOUR / 2);
        assert_eq!(browser.get("/mail").await?.status, StatusCode::OK);
    }
    house.wait(HOUR / 2);
    assert_eq!(browser.get("/mail").await?.location(), "/");
    Ok(())
}

#[tokio::test]
async fn the_webmails_own_polls_do_not_keep_a_session_alive() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    for _ in 0..3 {
        house.wait(HOUR / 4);
        assert_eq!(browser.script("/mail/unread").await?.status, StatusCode::OK);
    }
    house.wait(HOUR / 4);
    assert_eq!(
        browser.script("/mail/unread").await?.status,
        StatusCode::UNAUTHORIZED
    );
    Ok(())
}

#[tokio::test]
async fn a_login_that_waits_a_quarter_of_an_hour_for_its_code_starts_over() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    house.wait(HOUR / 4);
    assert_eq!(browser.get("/mfa/challenge").await?.location(), "/");
    house.log_in(&mut browser, ALICE).await?;
    let answer = house
        .answer(&mut browser, &code_at(&key, house.now())?)
        .await?;
    assert_eq!(answer.location(), "/mail");
    Ok(())
}
