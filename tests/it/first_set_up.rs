//! When a first set-up may wait, and who may begin it.

use anyhow::Result;
use http::StatusCode;
use vestibule::domain::authenticator::make_setup_code;
use vestibule::domain::identity::Subject;

use crate::support::House;
use crate::support::house::form_token;

const ALICE: &str = "alice@required.test";

#[tokio::test]
async fn grace_lets_the_set_up_wait_until_its_one_deadline() -> Result<()> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = { mode = \"required\", grace = \"14d\" }")?;
    for days in [0, 10] {
        house.wait(days * 86_400);
        let mut browser = house.browser();
        house.log_in(&mut browser, ALICE).await?;
        let token = form_token(&browser.get("/mfa/enroll").await?.text())?;
        let form = [("form_token", token.as_str()), ("action", "later")];
        assert_eq!(
            browser.post("/mfa/enroll", &form).await?.location(),
            "/mail"
        );
        assert_eq!(browser.get("/mail").await?.status, StatusCode::OK);
    }
    house.wait(5 * 86_400);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let page = browser.get("/mfa/enroll").await?.text();
    assert!(
        !page.contains("value=\"later\""),
        "the deadline is over: {page}"
    );
    let token = form_token(&page)?;
    let form = [("form_token", token.as_str()), ("action", "later")];
    assert_eq!(
        browser.post("/mfa/enroll", &form).await?.location(),
        "/mfa/enroll"
    );
    assert_eq!(browser.get("/mail").await?.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn a_guarded_mailbox_is_set_up_with_a_code_of_the_administrator_only() -> Result<()> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = { mode = \"required\", guard = \"admin_code\" }")?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert_eq!(
        browser.get("/mfa/enroll/app").await?.location(),
        "/mfa/enroll/guard"
    );
    let token = form_token(&browser.get("/mfa/enroll/guard").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("setup_code", "AAAA-AAAA-AAAA"),
    ];
    assert_eq!(
        browser.post("/mfa/enroll/guard", &form).await?.status,
        StatusCode::OK
    );
    let subject = Subject::parse(ALICE, None)?;
    let code = make_setup_code(&house.gateway.ring.load(), &subject, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("setup_code", code.expose()),
    ];
    assert_eq!(
        browser.post("/mfa/enroll/guard", &form).await?.location(),
        "/mfa/enroll"
    );
    assert_eq!(browser.get("/mfa/enroll/app").await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn a_set_up_from_outside_the_trusted_networks_is_refused() -> Result<()> {
    let house = House::open().await?;
    let guarded = |network: &str| {
        format!(
            "\"required.test\" = {{ mode = \"required\", guard = \"trusted_network\", \
             networks = [\"{network}\"] }}"
        )
    };
    house.set_policy(&guarded("10.0.0.0/8"))?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert_eq!(
        browser.get("/mfa/enroll/app").await?.status,
        StatusCode::FORBIDDEN
    );
    house.set_policy(&guarded("127.0.0.0/8"))?;
    assert_eq!(browser.get("/mfa/enroll/app").await?.status, StatusCode::OK);
    Ok(())
}
