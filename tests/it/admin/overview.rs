//! How everything stands, and who is told what of it.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use vestibule::app::write_tallies;
use vestibule::domain::activity::Recent;
use vestibule::domain::authenticator::FactorKind;
use vestibule::domain::identity::Subject;
use vestibule::domain::phone::Country;
use vestibule::domain::time::after;
use vestibule::store::memory::Fault;
use vestibule::store::records::AttemptRecords;
use vestibule::store::{Expected, Key, Store as _};

use super::ALICE;
use crate::support::{Api, House, MailServer};

const OVERVIEW: &str = "/api/v1/overview";

async fn overview(api: &Api) -> Result<Value> {
    api.take_census().await?;
    api.get(OVERVIEW).await?.json()
}

/// Types wrong codes, hours apart, until none is taken any more.
async fn suspend(house: &House, address: &str, kind: FactorKind) -> Result<()> {
    let subject = Subject::parse(address, None)?;
    let attempts = AttemptRecords::new(Arc::clone(&house.shared));
    let mut now = house.now();
    for _ in 0..50 {
        attempts.count(&subject, kind, None, now).await?;
        now = after(now, std::time::Duration::from_secs(3600));
    }
    Ok(())
}

/// A token of `rights` for these domains alone, as an `Authorization` field.
pub(super) async fn token_for(api: &Api, domains: &[&str]) -> Result<String> {
    let wanted = json!({
        "name": "panel", "rights": ["read"], "domains": domains,
        "expires": "2027-01-01T00:00:00Z",
    });
    let made = api.post("/api/v1/tokens", wanted).await?.json()?;
    let token = made.get("token").and_then(Value::as_str);
    let token = token.context("no token")?;
    Ok(format!("Bearer {token}"))
}

#[tokio::test]
async fn before_the_first_count_the_overview_says_that_there_is_none() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let shown = api.get(OVERVIEW).await?.json()?;
    assert_eq!(shown.get("as_of"), None);
    assert_eq!(shown["mailboxes"]["seen"], 0);
    Ok(())
}

#[tokio::test]
async fn the_overview_says_who_has_a_second_factor_and_who_signs_in_with_what() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house
        .log_in(&mut house.browser(), "bob@required.test")
        .await?;
    house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    suspend(&house, "bob@required.test", FactorKind::SetupCode).await?;
    write_tallies(&house.gateway, &house.shared).await;
    let shown = overview(&api).await?;
    assert_eq!(shown["as_of"], "2026-11-24T12:00:00Z");
    let all = &shown["mailboxes"];
    let expected = [
        ("seen", 3),
        ("enrolled", 1),
        ("not_enrolled", 2),
        ("adoption_permille", 333),
        ("totp", 1),
        ("sms", 0),
        ("recovery", 1),
        ("damaged", 0),
        // Bob of the required domain has not come further than his password.
        ("signed_in_lately", 1),
        ("suspended", 1),
    ];
    for (name, count) in expected {
        assert_eq!(all[name], count, "{name}: {all}");
    }
    assert_eq!(
        shown["domains"],
        json!({ "required": 1, "optional": 1, "disabled": 0 })
    );
    assert_eq!(shown["least_adopted"][0]["domain"], "required.test");
    assert_eq!(shown["least_adopted"][0]["mailboxes"]["enrolled"], 1);
    assert_eq!(shown["least_adopted"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown["largest"][0]["domain"], "required.test");
    assert_eq!(shown["suspended"][0]["address"], "bob@required.test");
    assert_eq!(shown["suspended"][0]["kind"], "setup");
    let today = &shown["days"][0];
    assert_eq!(today["day"], "2026-11-24");
    assert_eq!(today["mailboxes"]["seen"], 3);
    assert_eq!(today["counted"]["sign_in_app"], 1);
    assert_eq!(shown["counted"]["sign_in_password_only"], 1);
    assert_eq!(shown["counted"]["enrolled"], 1);
    assert_eq!(shown["sms"], json!({ "budget": 5000, "used": 0 }));
    Ok(())
}

#[tokio::test]
async fn whoever_signed_in_is_counted_as_signed_in_for_the_time_of_a_session() -> Result<()> {
    let house = House::with("[session]\nabsolute = \"2h\"\n").await?;
    let api = Api::of(&house).await?;
    house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    house.wait(2 * 60 * 60 - 1);
    assert_eq!(overview(&api).await?["mailboxes"]["signed_in_lately"], 1);
    house.wait(1);
    assert_eq!(overview(&api).await?["mailboxes"]["signed_in_lately"], 0);
    Ok(())
}

#[tokio::test]
async fn adoption_is_kept_day_by_day_and_given_for_as_many_days_as_are_asked_for() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    overview(&api).await?;
    house.wait(24 * 60 * 60);
    house.enroll(&mut house.browser(), ALICE).await?;
    let shown = overview(&api).await?;
    let adoption = |shown: &Value| -> Vec<Value> {
        let days = shown["days"].as_array().cloned().unwrap_or_default();
        days.iter()
            .map(|day| day["mailboxes"]["adoption_permille"].clone())
            .collect()
    };
    assert_eq!(adoption(&shown), [0, 500]);
    let today = api.get(&format!("{OVERVIEW}?days=1")).await?.json()?;
    assert_eq!(adoption(&today), [500]);
    for wrong in ["0", "401", "x"] {
        let refused = api.get(&format!("{OVERVIEW}?days={wrong}")).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn whoever_has_some_domains_is_told_nothing_of_others() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    suspend(&house, ALICE, FactorKind::Totp).await?;
    suspend(&house, "bob@optional.test", FactorKind::Totp).await?;
    write_tallies(&house.gateway, &house.shared).await;
    overview(&api).await?;
    let token = token_for(&api, &["optional.test", "empty.test"]).await?;
    let headers = [("authorization", token.as_str())];
    let shown = api
        .over_network(Method::GET, OVERVIEW, &headers, None)
        .await?;
    assert!(!shown.text.contains("required.test"), "{}", shown.text);
    let shown = shown.json()?;
    assert_eq!(shown["all_domains"], false);
    assert_eq!(shown["mailboxes"]["seen"], 1);
    assert_eq!(shown["mailboxes"]["enrolled"], 0);
    assert_eq!(shown["mailboxes"]["suspended"], 1);
    assert_eq!(shown["suspended"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        shown["domains"],
        json!({ "required": 0, "optional": 1, "disabled": 0 })
    );
    for whole in ["days", "counted", "sms", "warnings"] {
        assert_eq!(shown.get(whole), None, "{whole}");
    }
    let helpless = json!({
        "name": "panel", "rights": ["reset"], "expires": "2027-01-01T00:00:00Z",
    });
    let made = api.post("/api/v1/tokens", helpless).await?.json()?;
    let token = format!("Bearer {}", made["token"].as_str().context("no token")?);
    let headers = [("authorization", token.as_str())];
    let refused = api
        .over_network(Method::GET, OVERVIEW, &headers, None)
        .await?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    Ok(())
}

/// The kinds of the warnings.
fn warned(shown: &Value) -> Vec<&str> {
    let warnings = shown["warnings"].as_array().into_iter().flatten();
    warnings
        .filter_map(|warning| warning["kind"].as_str())
        .collect()
}

#[tokio::test]
async fn a_mail_that_waits_for_an_hour_is_warned_of() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60 * 60 - 1);
    assert!(!warned(&overview(&api).await?).contains(&"mail_waits"));
    house.wait(1);
    let shown = overview(&api).await?;
    assert!(warned(&shown).contains(&"mail_waits"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn a_site_that_resolves_no_other_names_is_warned_of() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let shown = overview(&api).await?;
    assert_eq!(warned(&shown), ["aliases_unresolved"]);
    assert_eq!(shown["warnings"][0]["about"], "localhost");
    Ok(())
}

#[tokio::test]
async fn a_count_that_fails_is_warned_of_and_leaves_the_one_before() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house
        .log_in(&mut house.browser(), "bob@optional.test")
        .await?;
    overview(&api).await?;
    house.log_in(&mut house.browser(), ALICE).await?;
    for call in 1..8 {
        house.store.fail_at(call, Fault::Unavailable);
        if api.take_census().await.is_err() {
            let shown = api.get(OVERVIEW).await?.json()?;
            assert!(warned(&shown).contains(&"census_failed"), "{shown}");
            assert_eq!(shown["mailboxes"]["seen"], 1, "call {call}");
        }
    }
    let shown = overview(&api).await?;
    assert!(!warned(&shown).contains(&"census_failed"), "{shown}");
    assert_eq!(shown["mailboxes"]["seen"], 2);
    Ok(())
}

#[tokio::test]
async fn the_preview_of_a_large_domain_is_as_of_the_last_count() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let recent = serde_json::to_vec(&Recent::default())?;
    for number in 0..5_600 {
        let key = Key::new("activity", &format!("large.test/u{number:05}")).context("no key")?;
        let value = recent.clone().into();
        house
            .store
            .put_if(&key, Expected::Absent, value, None)
            .await?;
    }
    let path = "/api/v1/domains/large.test/preview";
    let preview = api.get(path).await?.json()?;
    assert_eq!(preview["complete"], false, "{preview}");
    let seen = preview["seen"].as_u64().context("no number")?;
    assert!((5_000..5_600).contains(&seen), "{preview}");
    api.take_census().await?;
    house.wait(60);
    let preview = api.get(path).await?.json()?;
    assert_eq!(preview["seen"], 5_600);
    assert_eq!(preview["complete"], true);
    assert_eq!(preview["as_of"], "2026-11-24T12:00:00Z");
    Ok(())
}

#[tokio::test]
async fn codes_that_do_not_come_back_are_warned_of_until_they_do() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let germany = Country::parse("DE").context("no country")?;
    let channel = house.gateway.sms.as_ref().context("no channel")?;
    for _ in 0..30 {
        channel.watch.sent(germany, house.now());
    }
    house.wait(7 * 60);
    house.gateway.look_at_messages();
    let shown = overview(&api).await?;
    let raised = warned(&shown)
        .iter()
        .filter(|kind| **kind == "sms_alarm")
        .count();
    assert_eq!(raised, 2, "{shown}");
    assert!(
        shown["warnings"].to_string().contains("\"about\":\"DE\""),
        "{shown}"
    );
    for _ in 0..30 {
        channel.watch.verified(germany, house.now());
    }
    assert!(!warned(&overview(&api).await?).contains(&"sms_alarm"));
    Ok(())
}
