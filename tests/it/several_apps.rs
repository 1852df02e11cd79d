//! More than one authenticator: adding and replacing, with a code that was typed for it.

use anyhow::{Result, ensure};
use http::StatusCode;

use crate::support::house::{form_token, key_on, posted_to, recovery_codes_on};
use crate::support::{House, between, code_at};

const ALICE: &str = "alice@required.test";

#[tokio::test]
async fn another_app_takes_a_fresh_code_and_then_either_opens_the_mailbox() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let first = house.enroll(&mut browser, ALICE).await?;
    assert_eq!(
        browser.get("/mfa/enroll").await?.location(),
        "/mfa/challenge?for=add"
    );
    house.wait(60);
    let page = browser.get("/mfa/challenge?for=add").await?.text();
    let token = form_token(&page)?;
    let code = code_at(&first, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let permitted = browser.post(posted_to(&page)?, &form).await?;
    assert_eq!(permitted.location(), "/mfa/enroll");
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (second, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&second, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let added = browser.post("/mfa/enroll/app", &form).await?;
    assert_eq!(added.location(), "/mfa/security?done=added");
    for key in [&first, &second] {
        house.wait(60);
        let mut other = house.browser();
        house.log_in(&mut other, ALICE).await?;
        let code = code_at(key, house.now())?;
        assert_eq!(house.answer(&mut other, &code).await?.location(), "/mail");
    }
    Ok(())
}

#[tokio::test]
async fn without_the_phone_a_recovery_code_permits_a_new_app_which_removes_the_lost_one()
-> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let lost = house.enroll(&mut browser, ALICE).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    let page = browser.get("/mfa/challenge?for=add").await?.text();
    let marker = "challenge?for=add&amp;factor=recovery";
    ensure!(page.contains(marker), "no way on by a recovery code");
    let page = browser
        .get("/mfa/challenge?for=add&factor=recovery")
        .await?;
    let page = page.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", &codes[0]),
    ];
    let permitted = browser.post(posted_to(&page)?, &form).await?;
    assert_eq!(permitted.location(), "/mfa/enroll");
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let added = browser.post("/mfa/enroll/app", &form).await?;
    assert_eq!(added.location(), "/mfa/security?done=added");

    house.wait(60);
    let page = browser.get("/mfa/security").await?.text();
    let (token, code) = (form_token(&page)?, code_at(&key, house.now())?);
    let form = [
        ("form_token", token.as_str()),
        ("action", "remove"),
        ("id", between(&page, "name=\"id\" value=\"", "\"")?),
        ("code", &code),
    ];
    let removed = browser.post("/mfa/security", &form).await?;
    ensure!(removed.status.is_redirection(), "{}", removed.text());
    house.wait(60);
    for (key, opens) in [(&lost, false), (&key, true)] {
        let mut other = house.browser();
        house.log_in(&mut other, ALICE).await?;
        let code = code_at(key, house.now())?;
        let answer = house.answer(&mut other, &code).await?;
        assert_eq!(answer.location() == "/mail", opens);
    }
    Ok(())
}

#[tokio::test]
async fn under_required_the_last_app_cannot_be_removed_but_replaced() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let old = house.enroll(&mut browser, ALICE).await?;
    house.wait(60);
    let page = browser.get("/mfa/security").await?.text();
    let (token, id) = (
        form_token(&page)?,
        between(&page, "name=\"id\" value=\"", "\"")?.to_owned(),
    );
    let code = code_at(&old, house.now())?;
    for action in ["remove", "off"] {
        let form = [
            ("form_token", token.as_str()),
            ("action", action),
            ("id", &id),
            ("code", &code),
        ];
        browser.post("/mfa/security", &form).await?;
        let mut other = house.browser();
        let login = house.log_in(&mut other, ALICE).await?;
        assert_eq!(login.location(), "/mfa/challenge", "{action}");
        assert_eq!(
            other.get("/mfa/challenge").await?.status,
            StatusCode::OK,
            "{action}"
        );
    }
    house.wait(60);
    let code = code_at(&old, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "replace"),
        ("id", &id),
        ("code", &code),
    ];
    assert_eq!(
        browser.post("/mfa/security", &form).await?.location(),
        "/mfa/enroll"
    );
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (new, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&new, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let replaced = browser.post("/mfa/enroll/app", &form).await?;
    assert_eq!(replaced.location(), "/mfa/security?done=replaced");
    house.wait(60);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let code = code_at(&old, house.now())?;
    assert_eq!(house.answer(&mut other, &code).await?.location(), "");
    let code = code_at(&new, house.now())?;
    assert_eq!(house.answer(&mut other, &code).await?.location(), "/mail");
    Ok(())
}
