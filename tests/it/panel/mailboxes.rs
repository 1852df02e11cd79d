//! Helping somebody, from the control panel.

use anyhow::Result;
use http::StatusCode;

use crate::support::house::form_token;
use crate::support::panel::Administrator;
use crate::support::{Api, House, between};

const ALICE: &str = "alice@required.test";
const PAGE: &str = "/mailboxes/alice@required.test";

/// Asks for an action with a code of the administrator's.
async fn act(
    (house, carol): (&House, &mut Administrator),
    what: &str,
    more: &[(&str, &str)],
) -> Result<crate::support::Answer> {
    let code = carol.code(house)?;
    let mut form = vec![
        ("reason", "lost phone, seen in person"),
        ("code", code.as_str()),
    ];
    form.extend_from_slice(more);
    carol.send(PAGE, &format!("{PAGE}/{what}"), &form).await
}

#[tokio::test]
async fn a_mailbox_is_found_reset_with_a_code_of_ones_own_and_seen_in_the_audit() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let found = carol.page("/mailboxes?q=ali").await?;
    assert!(found.contains(PAGE), "{found}");
    let shown = carol.page(PAGE).await?;
    assert!(shown.contains("Authenticator app") && shown.contains("Required, by its domain"));
    assert_eq!(alice.get("/mail").await?.status, StatusCode::OK);

    let done = act((&house, &mut carol), "reset", &[]).await?;
    assert_eq!(done.location(), "/mailboxes/alice@required.test?done=reset");
    assert!(
        carol
            .page(done.location())
            .await?
            .contains("second factors are removed")
    );
    assert_ne!(
        alice.get("/mail").await?.status,
        StatusCode::OK,
        "her sessions have ended"
    );
    let audit = carol.page("/audit?mailbox=alice%40required.test").await?;
    for part in [
        "administrator carol",
        "admin_reset",
        ALICE,
        "lost phone, seen in person",
    ] {
        assert!(audit.contains(part), "{part}: {audit}");
    }
    let whole = carol.page("/audit?verify=yes").await?;
    assert!(whole.contains("Whole:"), "{whole}");
    let export = carol.browser.get("/audit/export").await?;
    let lines: Vec<serde_json::Value> = export
        .text()
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    assert!(lines.iter().any(|line| line["event"] == "admin_reset"));
    Ok(())
}

#[tokio::test]
async fn nothing_is_done_for_a_mailbox_without_a_fresh_code_and_a_reason() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    for what in ["reset", "bypass", "unlock", "sign-out", "setup-code"] {
        let target = format!("{PAGE}/{what}");
        for code in ["", "000000", "abc"] {
            house.wait(3600);
            carol.page("/mailboxes").await.ok();
            let form = [("reason", "x"), ("code", code)];
            if carol.page(PAGE).await.is_err() {
                carol = again(&house, &api).await?;
            }
            let refused = carol.send(PAGE, &target, &form).await?;
            assert_eq!(
                refused.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{what} {code:?}"
            );
        }
        let code = carol.code(&house)?;
        let form = [("reason", " "), ("code", code.as_str())];
        let refused = carol.send(PAGE, &target, &form).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
    }
    let code = carol.code(&house)?;
    let form = [("reason", "x"), ("code", code.as_str())];
    let once = carol.send(PAGE, &format!("{PAGE}/unlock"), &form).await?;
    assert_eq!(once.status, StatusCode::SEE_OTHER);
    let twice = carol.send(PAGE, &format!("{PAGE}/reset"), &form).await?;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a code confirms one thing"
    );
    let shown = api
        .get("/api/v1/mailboxes/alice@required.test")
        .await?
        .json()?;
    assert_eq!(shown["enrolled"], true);
    Ok(())
}

/// Another operator, after the first one's session has ended.
async fn again(house: &House, api: &Api) -> Result<Administrator> {
    let name = "administrators/carol";
    api.ask(http::Method::DELETE, &format!("/api/v1/{name}"), &[], None)
        .await?;
    let spare = Administrator::of(house, api, ("spare", "operator", None)).await;
    match spare {
        Ok(spare) => Ok(spare),
        Err(_) => {
            api.ask(
                http::Method::DELETE,
                "/api/v1/administrators/spare",
                &[],
                None,
            )
            .await?;
            Administrator::operator(house, api).await
        }
    }
}

#[tokio::test]
async fn a_code_for_one_sign_in_is_shown_once_and_lets_in_once() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let given = act((&house, &mut carol), "bypass", &[]).await?;
    assert_eq!(given.status, StatusCode::OK);
    assert_eq!(given.headers["cache-control"], "no-store");
    let text = given.text();
    let code = between(&text, "id=\"given\" dir=\"ltr\">", "<")?;
    assert!(!carol.page(PAGE).await?.contains(code), "never again");
    let mut phone = house.browser();
    house.log_in(&mut phone, ALICE).await?;
    let page = phone.get("/mfa/challenge?factor=recovery").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", code),
    ];
    assert_eq!(
        phone.post("/mfa/challenge", &form).await?.location(),
        "/mail"
    );
    Ok(())
}

#[tokio::test]
async fn a_mailbox_is_asked_more_until_a_day_and_then_not() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let page = "/mailboxes/alice@optional.test";
    let target = format!("{page}/except");
    for (until, status) in [
        ("soon", StatusCode::UNPROCESSABLE_ENTITY),
        ("2020-01-01", StatusCode::UNPROCESSABLE_ENTITY),
        ("2026-12-31", StatusCode::SEE_OTHER),
    ] {
        let form = [
            ("version", ""),
            ("mode", "required"),
            ("until", until),
            ("reason", "VIP"),
        ];
        let answer = carol.send(page, &target, &form).await?;
        assert_eq!(answer.status, status, "{until}");
    }
    let shown = api
        .get("/api/v1/mailboxes/alice@optional.test")
        .await?
        .json()?;
    assert_eq!(shown["mode"], "required");
    assert_eq!(
        shown["exception"]["until"], "2027-01-01T00:00:00Z",
        "the day's end"
    );
    let text = carol.page(page).await?;
    assert!(text.contains("Required, by its own exception"), "{text}");
    let version = between(&text, "name=\"version\" value=\"", "\"")?.replace("&quot;", "\"");
    for mode in ["optional", "disabled", "required"] {
        let form = [
            ("version", version.as_str()),
            ("mode", mode),
            ("until", "2026-12-01"),
            ("reason", "x"),
        ];
        let refused = carol.send(page, &format!("{page}/except"), &form).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{mode}");
    }
    let target = format!("{page}/unexcept");
    let refused = carol.send(page, &target, &[("version", &version)]).await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = carol.code(&house)?;
    let form = [("version", version.as_str()), ("code", &code)];
    let ended = carol.send(page, &target, &form).await?;
    assert!(
        ended.location().ends_with("done=unexcept"),
        "{}",
        ended.text()
    );
    let shown = api
        .get("/api/v1/mailboxes/alice@optional.test")
        .await?
        .json()?;
    assert_eq!(shown["mode"], "optional");
    Ok(())
}

#[tokio::test]
async fn a_reset_gives_a_set_up_code_where_that_is_wanted() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let given = act((&house, &mut carol), "reset", &[("with_code", "yes")]).await?;
    assert_eq!(given.status, StatusCode::OK);
    let text = given.text();
    let code = between(&text, "id=\"given\" dir=\"ltr\">", "<")?;
    assert_eq!(code.len(), 14, "{code}");
    let shown = api
        .get("/api/v1/mailboxes/alice@required.test")
        .await?
        .json()?;
    assert_eq!(shown["enrolled"], false);
    Ok(())
}
