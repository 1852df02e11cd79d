//! Recovery codes, trusted browsers, more than one app, grace and guard.

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;
use vestibule::domain::authenticator::make_setup_code;
use vestibule::domain::identity::Subject;

use crate::support::house::{form_token, key_on};
use crate::support::{Browser, House, between, code_at};

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
    let codes = codes_on(&page.text());
    ensure!(codes.len() == 10, "{} codes", codes.len());
    Ok((key, codes))
}

fn codes_on(page: &str) -> Vec<String> {
    let is_code = |text: &&str| text.len() == 24 && text.matches('-').count() == 4;
    page.split(['<', '>'])
        .filter(is_code)
        .map(str::to_owned)
        .collect()
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
    assert_eq!(codes_on(&again), codes);
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
    let new = codes_on(&browser.get("/mfa/recovery").await?.text());
    assert_eq!(new.len(), 10);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    assert!(!recover(&house, &mut other, &old[0]).await?);
    assert!(recover(&house, &mut other, &new[0]).await?);
    Ok(())
}

#[tokio::test]
async fn another_app_takes_a_fresh_code_and_then_either_opens_the_mailbox() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let (first, _) = set_up(&house, &mut browser).await?;
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

/// Where the page's code is posted to, as a browser does it.
fn posted_to(page: &str) -> Result<&str> {
    let before = page.split("name=\"code\"").next().context("no code")?;
    let form = before.rsplit("<form").next().context("no form")?;
    between(form, "action=\"", "\"")
}

#[tokio::test]
async fn without_the_phone_a_recovery_code_permits_setting_up_a_new_app() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let (_, codes) = set_up(&house, &mut browser).await?;
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
    Ok(())
}

#[tokio::test]
async fn under_required_the_last_app_cannot_be_removed_but_replaced() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let (old, _) = set_up(&house, &mut browser).await?;
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

#[tokio::test]
async fn a_trusted_browser_is_not_asked_until_its_days_are_over_or_it_is_revoked() -> Result<()> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = { mode = \"required\", trusted_days = 30 }")?;
    let (key, _) = set_up(&house, &mut house.browser()).await?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("code", &code),
        ("trust", "yes"),
    ];
    assert_eq!(
        browser.post("/mfa/challenge", &form).await?.location(),
        "/mail"
    );

    house.wait(29 * 86_400);
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    let mut foreign = house.browser();
    assert_eq!(
        house.log_in(&mut foreign, ALICE).await?.location(),
        "/mfa/challenge"
    );
    let mut bob = browser.clone();
    bob.cookies.remove("__Host-vestibule");
    assert_eq!(
        house
            .log_in(&mut bob, "bob@required.test")
            .await?
            .location(),
        "/mfa/challenge"
    );
    let trusting = browser.clone();
    let token = form_token(&browser.get("/mfa/security").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "revoke_browsers"),
    ];
    browser.post("/mfa/security", &form).await?;
    assert_eq!(
        house.log_in(&mut browser, ALICE).await?.location(),
        "/mfa/challenge"
    );
    let mut kept = trusting;
    assert_eq!(
        house.log_in(&mut kept, ALICE).await?.location(),
        "/mfa/challenge"
    );
    Ok(())
}

#[tokio::test]
async fn a_trusted_browser_cannot_change_a_factor_without_a_code() -> Result<()> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = { mode = \"required\", trusted_days = 30 }")?;
    let (key, _) = set_up(&house, &mut house.browser()).await?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("code", &code),
        ("trust", "yes"),
    ];
    browser.post("/mfa/challenge", &form).await?;
    assert_eq!(house.log_in(&mut browser, ALICE).await?.location(), "/mail");
    assert_eq!(
        browser.get("/mfa/enroll/app").await?.location(),
        "/mfa/challenge?for=add"
    );
    Ok(())
}

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

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() -> Result<()> {
    let house = House::open().await?;
    let (mut here, mut there) = (house.browser(), house.browser());
    let (key, _) = set_up(&house, &mut there).await?;
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
