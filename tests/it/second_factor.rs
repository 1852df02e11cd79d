//! The main path in front of the sample webmail: sign in, set up, be asked, sign out.

use anyhow::Result;
use http::StatusCode;

use crate::support::house::form_token;
use crate::support::{House, code_at};

const ALICE: &str = "alice@required.test";

#[tokio::test]
async fn a_password_alone_opens_nothing_under_required() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let login = house.log_in(&mut browser, ALICE).await?;
    assert_eq!(login.status, StatusCode::SEE_OTHER);
    assert_eq!(login.location(), "/mfa/challenge");
    let challenge = browser.get("/mfa/challenge").await?;
    assert_eq!(challenge.location(), "/mfa/enroll");

    let seen = house.webmail.requests_seen();
    let mail = browser.get("/mail").await?;
    assert_eq!(mail.location(), "/mfa/challenge");
    assert_eq!(
        browser.script("/mail/unread").await?.status,
        StatusCode::UNAUTHORIZED
    );
    let asset = browser.get("/static/app.js").await?;
    assert_eq!(asset.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        house.webmail.requests_seen(),
        seen,
        "something reached the webmail"
    );
    Ok(())
}

#[tokio::test]
async fn setting_up_an_app_opens_the_mailbox_and_the_next_login_asks_for_a_code() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    let mail = browser.get("/mail").await?;
    assert!(mail.text().contains("Private to alice@required.test"));

    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    assert!(
        other
            .get("/mail")
            .await?
            .location()
            .ends_with("/mfa/challenge")
    );
    house.wait(60);
    let answer = house
        .answer(&mut other, &code_at(&key, house.now())?)
        .await?;
    assert_eq!(answer.location(), "/mail");
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
async fn the_code_that_confirmed_the_set_up_is_not_a_login_code() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let answer = house
        .answer(&mut other, &code_at(&key, house.now())?)
        .await?;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("role=\"alert\""));
    assert_eq!(other.get("/mail").await?.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn one_code_posted_by_two_logins_at_once_opens_one_of_them() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    let code = code_at(&key, house.now())?;
    let mut posts = Vec::new();
    for _ in 0..5 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let page = browser.get("/mfa/challenge").await?.text();
        let token = form_token(&page)?;
        let code = code.clone();
        posts.push(tokio::spawn(async move {
            let form = [("form_token", token.as_str()), ("code", code.as_str())];
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
async fn under_optional_it_is_turned_on_in_settings_and_off_with_a_code() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let login = house.log_in(&mut browser, "alice@optional.test").await?;
    assert_eq!(login.location(), "/mail");
    let settings = browser.get("/settings").await?.text();
    assert!(settings.contains("href=\"/mfa/security\""), "{settings}");

    let page = browser.get("/mfa/enroll").await?.text();
    let key = crate::support::house::key_on(&page)?;
    let token = form_token(&page)?;
    let code = code_at(&key, house.now())?;
    let on = browser
        .post("/mfa/enroll", &[("form_token", &token), ("code", &code)])
        .await?;
    assert_eq!(on.location(), "/mfa/security?turned=on");
    assert!(
        browser
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );

    house.wait(60);
    let token = form_token(&browser.get("/mfa/security").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "off"),
        ("code", "000000"),
    ];
    assert_eq!(
        browser.post("/mfa/security", &form).await?.status,
        StatusCode::OK
    );
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "off"),
        ("code", &code),
    ];
    let off = browser.post("/mfa/security", &form).await?;
    assert_eq!(off.location(), "/mfa/security?turned=off");
    let mut other = house.browser();
    let login = house.log_in(&mut other, "alice@optional.test").await?;
    assert_eq!(login.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn setting_up_an_app_ends_every_other_session_of_the_mailbox() -> Result<()> {
    let house = House::open().await?;
    let (mut mine, mut theirs) = (house.browser(), house.browser());
    house.log_in(&mut theirs, "alice@optional.test").await?;
    assert_eq!(theirs.get("/mail").await?.status, StatusCode::OK);
    house.enroll(&mut mine, "alice@optional.test").await?;
    assert_eq!(theirs.get("/mail").await?.location(), "/");
    assert_eq!(mine.get("/mail").await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn under_disabled_nothing_of_ours_is_there() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let login = house.log_in(&mut browser, "alice@disabled.test").await?;
    assert_eq!(login.location(), "/mail");
    assert!(!browser.get("/settings").await?.text().contains("/mfa/"));
    for page in ["security", "enroll"] {
        let answer = browser.get(&format!("/mfa/{page}")).await?;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn an_enrollment_sleeps_while_the_domain_is_disabled_and_lives_again() -> Result<()> {
    let house = House::open().await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house.set_policy("\"required.test\" = \"disabled\"")?;
    let login = house.log_in(&mut house.browser(), ALICE).await?;
    assert_eq!(login.location(), "/mail");
    house.set_policy("\"required.test\" = \"optional\"")?;
    let login = house.log_in(&mut house.browser(), ALICE).await?;
    assert_eq!(login.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn signing_out_of_the_webmail_ends_our_session_too() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    let before = browser.clone();
    browser.get("/logout").await?;
    let mut stolen = before;
    assert_eq!(stolen.get("/mail").await?.location(), "/");
    Ok(())
}

#[tokio::test]
async fn switching_the_mailbox_inside_a_session_ends_the_login() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    // The profile forbids `/switch`; the same through a path that it does not know would be caught
    // by the tripwire: here the login form itself, sent inside the session.
    let denied = browser
        .get("/switch?user=bob@required.test&password=correct+horse")
        .await?;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let again = house.log_in(&mut browser, "bob@required.test").await?;
    assert_eq!(again.location(), "/mfa/challenge");
    assert_eq!(browser.get("/mail").await?.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn five_wrong_codes_make_the_right_one_wait() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    for _ in 0..5 {
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        house.answer(&mut browser, "000000").await?;
    }
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let code = code_at(&key, house.now())?;
    assert_eq!(
        house.answer(&mut browser, &code).await?.status,
        StatusCode::OK
    );
    house.wait(31);
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut browser, &code).await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn a_deep_link_survives_sign_in_and_challenge() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    let mut browser = house.browser();
    assert_eq!(browser.get("/mail/2").await?.location(), "/");
    house.log_in(&mut browser, ALICE).await?;
    let answer = house
        .answer(&mut browser, &code_at(&key, house.now())?)
        .await?;
    assert_eq!(answer.location(), "/mail/2");
    Ok(())
}
