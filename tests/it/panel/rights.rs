//! Roles in the control panel: what is not granted is not there, and is refused.

use anyhow::Result;
use http::{Method, StatusCode};
use serde_json::json;

use crate::support::panel::Administrator;
use crate::support::{Api, House};

#[tokio::test]
async fn a_reader_sees_and_changes_nothing() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut reader = Administrator::of(&house, &api, ("rita", "reader", None)).await?;
    for page in ["/mailboxes", "/audit", "/settings/webmail/mfa", "/overview"] {
        reader.page(page).await?;
    }
    let mailbox = reader.page("/mailboxes/alice@required.test").await?;
    assert!(!mailbox.contains("name=\"code\""), "no form that helps");
    let domain = reader.page("/settings/webmail/mfa/domain/new.test").await?;
    assert!(!domain.contains("type=\"radio\""), "no form that saves");
    for page in ["/administrators", "/administrators/rita", "/tokens"] {
        assert_eq!(
            reader.browser.get(page).await?.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
    let code = reader.code(&house)?;
    let sure = [("mode", "disabled"), ("confirmed", "yes"), ("version", "")];
    let new = "/settings/webmail/mfa/domain/new.test";
    let saved = reader.send("/mailboxes", new, &sure).await?;
    assert_eq!(saved.status, StatusCode::FORBIDDEN);
    let form = [("reason", "x"), ("code", code.as_str())];
    let reset = "/mailboxes/alice@required.test/reset";
    assert_eq!(
        reader.send("/mailboxes", reset, &form).await?.status,
        StatusCode::FORBIDDEN
    );
    let code = reader.code(&house)?;
    let form = [
        ("name", "eve"),
        ("role", "operator"),
        ("code", code.as_str()),
    ];
    let added = reader.send("/mailboxes", "/administrators", &form).await?;
    assert_eq!(added.status, StatusCode::FORBIDDEN);
    let code = reader.code(&house)?;
    let form = [("role", "operator"), ("code", code.as_str())];
    let risen = reader
        .send("/mailboxes", "/administrators/rita/role", &form)
        .await?;
    assert_eq!(risen.status, StatusCode::FORBIDDEN);
    let shown = api.get("/api/v1/domains/new.test").await?.json()?;
    assert_eq!(shown["source"], "default");
    Ok(())
}

#[tokio::test]
async fn a_domain_administrator_has_these_domains_and_no_others() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for name in ["alice@required.test", "alice@optional.test"] {
        house.log_in(&mut house.browser(), name).await?;
    }
    let own = Some(json!(["required.test"]));
    let role = ("dora", "domain_administrator", own);
    let mut dora = Administrator::of(&house, &api, role).await?;
    let list = dora.page("/settings/webmail/mfa").await?;
    assert!(
        list.contains("required.test") && !list.contains("optional.test"),
        "{list}"
    );
    assert!(!list.contains("Domains that are not listed"));
    dora.page("/mailboxes/alice@required.test").await?;
    for page in [
        "/mailboxes/alice@optional.test",
        "/settings/webmail/mfa/domain/optional.test",
        "/administrators",
        "/tokens",
    ] {
        let answer = dora.browser.get(page).await?;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert!(!answer.text().contains("badge"), "{page}");
    }
    let found = dora.page("/mailboxes?q=alice").await?;
    assert!(found.contains("alice@required.test") && !found.contains("alice@optional.test"));
    let code = dora.code(&house)?;
    let form = [("reason", "x"), ("code", code.as_str())];
    let target = "/mailboxes/alice@optional.test/reset";
    let foreign = dora.send("/mailboxes", target, &form).await?;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let code = dora.code(&house)?;
    let form = [("reason", "x"), ("code", code.as_str())];
    let target = "/mailboxes/alice@required.test/unlock";
    let own = dora.send("/mailboxes", target, &form).await?;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    let audit = dora.page("/audit").await?;
    assert!(!audit.contains("administrator_added"), "{audit}");
    Ok(())
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_with_the_next_click() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    dave.page("/administrators").await?;
    let code = carol.code(&house)?;
    let form = [("role", "reader"), ("code", code.as_str())];
    let at = "/administrators/dave";
    let done = carol.send(at, "/administrators/dave/role", &form).await?;
    assert_eq!(done.location(), "/administrators/dave?done=role");
    let refused = dave.browser.get("/administrators").await?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    dave.page("/mailboxes").await?;
    Ok(())
}

#[tokio::test]
async fn the_last_operator_who_can_sign_in_stays_one() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let invited = json!({ "name": "dave", "role": "operator" });
    api.post("/api/v1/administrators", invited).await?;
    let at = "/administrators/carol";
    for form in ["remove", "role"] {
        let code = carol.code(&house)?;
        let fields = [("role", "reader"), ("code", code.as_str())];
        let refused = carol.send(at, &format!("{at}/{form}"), &fields).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(
            refused.text().contains("last operator"),
            "{}",
            refused.text()
        );
    }
    carol.page("/administrators").await?;
    let path = "/api/v1/administrators/carol";
    let removed = api.ask(Method::DELETE, path, &[], None).await?;
    assert_eq!(removed.status, StatusCode::CONFLICT);
    Ok(())
}

#[tokio::test]
async fn an_administrator_is_added_with_a_code_and_the_invitation_is_shown_once() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let wrong = [("name", "dave"), ("role", "reader"), ("code", "000000")];
    let refused = carol
        .send("/administrators", "/administrators", &wrong)
        .await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = carol.code(&house)?;
    let form = [
        ("name", "dave"),
        ("role", "domain_administrator"),
        ("code", code.as_str()),
    ];
    let refused = carol
        .send("/administrators", "/administrators", &form)
        .await?;
    assert!(
        refused.text().contains("name at least one"),
        "{}",
        refused.text()
    );
    let code = carol.code(&house)?;
    let form = [
        ("name", "dave"),
        ("role", "domain_administrator"),
        ("domains", "a.test\r\nb.test"),
        ("code", code.as_str()),
    ];
    let given = carol
        .send("/administrators", "/administrators", &form)
        .await?;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    assert!(given.text().contains("/setup"));
    let shown = api.get("/api/v1/administrators/dave").await?.json()?;
    assert_eq!(shown["domains"], json!(["a.test", "b.test"]));
    assert_eq!(shown["state"], "invited");
    Ok(())
}

#[tokio::test]
async fn a_token_is_made_with_a_code_shown_once_and_revoked() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let code = carol.code(&house)?;
    let form = [
        ("name", "panel"),
        ("rights", "read"),
        ("rights", "policy"),
        ("days", "30"),
        ("code", code.as_str()),
    ];
    let made = carol.send("/tokens", "/tokens", &form).await?;
    let text = made.text();
    let token = crate::support::between(&text, "dir=\"ltr\">vst_", "<")?.to_owned();
    let bearer = format!("Bearer vst_{token}");
    let headers = [("authorization", bearer.as_str())];
    let used = api.over_network(Method::GET, "/api/v1/whoami", &headers, None);
    let who = used.await?.json()?;
    assert_eq!(who["rights"], json!(["read", "policy"]));
    let id = token.split('_').next().unwrap_or_default();
    assert!(carol.page("/tokens").await?.contains(id));
    let code = carol.code(&house)?;
    let target = format!("/tokens/{id}/revoke");
    let revoked = carol.send("/tokens", &target, &[("code", &code)]).await?;
    assert_eq!(revoked.location(), "/tokens?done=revoked");
    let used = api.over_network(Method::GET, "/api/v1/whoami", &headers, None);
    assert_eq!(used.await?.status, StatusCode::UNAUTHORIZED);
    Ok(())
}
