//! What is asked of domains: said in the store, beside the policy file.

use anyhow::{Context as _, Result, ensure};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::api::Reply;
use crate::support::{Api, House};

async fn set(api: &Api, domain: &str, basis: (&'static str, &str), terms: Value) -> Result<Reply> {
    let path = format!("/api/v1/domains/{domain}");
    let body = Some(json!({ "terms": terms, "reason": "test" }));
    api.ask(Method::PUT, &path, &[basis], body).await
}

const NEW: (&str, &str) = ("if-none-match", "*");

/// Waits until the gateway asks this of the domain.
async fn until_mode(house: &House, domain: &str, mode: &str) -> Result<()> {
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while house.gateway.policy.load().domain(domain).0.mode.word() != mode {
        ensure!(std::time::Instant::now() < patience, "it is not {mode}");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    Ok(())
}

#[tokio::test]
async fn a_domain_that_is_set_over_the_api_is_asked_so_and_when_unset_is_as_all_others()
-> Result<()> {
    let house = House::with("").await?;
    let api = Api::of(&house).await?;
    let set = set(&api, "new.test", NEW, json!({ "mode": "disabled" })).await?;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text);
    let tag = set.etag().context("no ETag")?;
    until_mode(&house, "new.test", "disabled").await?;
    let shown = api.get("/api/v1/domains/NEW.test").await?;
    assert_eq!(shown.etag().as_deref(), Some(tag.as_str()));
    let shown = shown.json()?;
    assert_eq!(shown["source"], "store");
    assert_eq!(shown["effective"]["mode"], "disabled");
    assert!(
        shown["by"]
            .as_str()
            .is_some_and(|by| by.starts_with("uid "))
    );

    let basis = [("if-match", tag.as_str())];
    let path = "/api/v1/domains/new.test";
    let unset = api.ask(Method::DELETE, path, &basis, None).await?;
    assert_eq!(unset.status, StatusCode::NO_CONTENT, "{}", unset.text);
    until_mode(&house, "new.test", "required").await?;
    assert_eq!(api.get(path).await?.json()?["source"], "default");
    Ok(())
}

#[tokio::test]
async fn a_domain_of_the_policy_file_is_changed_there_alone() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let shown = api.get("/api/v1/domains/required.test").await?.json()?;
    assert_eq!(shown["source"], "file");
    let refused = set(&api, "required.test", NEW, json!({ "mode": "disabled" })).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("policy file"), "{}", refused.text);
    Ok(())
}

#[tokio::test]
async fn of_two_that_change_the_same_domain_the_second_is_told() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let first = set(&api, "new.test", NEW, json!({ "mode": "optional" })).await?;
    let tag = first.etag().context("no ETag")?;
    let again = set(&api, "new.test", NEW, json!({ "mode": "disabled" })).await?;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED);
    let basis = ("if-match", tag.as_str());
    let (one, other) = tokio::join!(
        set(&api, "new.test", basis, json!({ "mode": "required" })),
        set(&api, "new.test", basis, json!({ "mode": "disabled" })),
    );
    let mut statuses = [one?.status, other?.status];
    statuses.sort();
    let expected = [StatusCode::NO_CONTENT, StatusCode::PRECONDITION_FAILED];
    assert_eq!(statuses, expected);
    let unsaid = api.ask(
        Method::PUT,
        "/api/v1/domains/new.test",
        &[],
        Some(json!({ "terms": { "mode": "disabled" } })),
    );
    assert_eq!(unsaid.await?.status, StatusCode::PRECONDITION_REQUIRED);
    Ok(())
}

#[tokio::test]
async fn the_list_is_paged_filtered_and_in_order_across_file_and_store() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for number in 0..7 {
        let domain = format!("n{number}.test");
        let mode = if number % 2 == 0 {
            "optional"
        } else {
            "disabled"
        };
        let reply = set(&api, &domain, NEW, json!({ "mode": mode })).await?;
        assert_eq!(reply.status, StatusCode::NO_CONTENT);
    }
    until_mode(&house, "n6.test", "optional").await?;
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = api.get(&format!("/api/v1/domains?limit=3{cursor}")).await?;
        let page = page.json()?;
        let items = page["items"].as_array().context("no items")?;
        assert!(items.len() <= 3);
        names.extend(
            items
                .iter()
                .filter_map(|item| item["domain"].as_str().map(str::to_owned)),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
    assert_eq!(names.len(), 10, "{names:?}");
    let some = api.get("/api/v1/domains?prefix=n&mode=disabled").await?;
    let some = some.json()?;
    assert_eq!(some["items"].as_array().map(Vec::len), Some(3), "{some}");
    Ok(())
}

#[tokio::test]
async fn the_preview_says_who_will_be_affected() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let bob = "bob@optional.test";
    house.log_in(&mut house.browser(), bob).await?;
    let alice = "alice@optional.test";
    house.enroll(&mut house.browser(), alice).await?;
    let preview = api.get("/api/v1/domains/optional.test/preview").await?;
    let preview = preview.json()?;
    let expected = json!({
        "seen": 2, "enrolled": 1, "not_enrolled": 1, "signed_in_lately": 2,
        "as_of": "2026-11-24T12:00:00Z", "complete": true,
    });
    assert_eq!(preview, expected);
    house.wait(13 * 60 * 60);
    let preview = api.get("/api/v1/domains/optional.test/preview").await?;
    assert_eq!(preview.json()?["signed_in_lately"], 0);
    Ok(())
}

#[tokio::test]
async fn an_exception_asks_more_of_one_mailbox_until_its_date() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let path = "/api/v1/mailboxes/alice@optional.test/exception";
    let body = |until: &str| Some(json!({ "mode": "required", "until": until, "reason": "board" }));
    let past = body("2026-11-24T11:00:00Z");
    let refused = api.ask(Method::PUT, path, &[NEW], past).await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = api.ask(Method::PUT, path, &[NEW], body("2026-11-24T13:00:00Z"));
    assert_eq!(set.await?.status, StatusCode::NO_CONTENT);
    let shown = "/api/v1/mailboxes/alice@optional.test";
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while api.get(shown).await?.json()?["mode"] != "required" {
        ensure!(std::time::Instant::now() < patience, "it is not asked");
    }
    let mut browser = house.browser();
    house.log_in(&mut browser, "alice@optional.test").await?;
    let asked = browser.get("/mfa/challenge").await?;
    assert_eq!(asked.location(), "/mfa/enroll");
    let answer = house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    assert_eq!(answer.location(), "/mail");
    Ok(())
}
