//! Every change is in the journal: who, whom, what and why.

use anyhow::{Context as _, Result};
use http::StatusCode;
use serde_json::{Value, json};
use vestibule::domain::journal::Change;
use vestibule::store::records::JournalRecords;

use super::ALICE;
use crate::support::{Api, House};

async fn changes(api: &Api, query: &str) -> Result<Vec<Value>> {
    let page = api.get(&format!("/api/v1/changes{query}")).await?.json()?;
    let items = page.get("items").and_then(Value::as_array);
    Ok(items.context("no items")?.clone())
}

#[tokio::test]
async fn what_owners_and_administrators_change_is_written_down_in_one_chain() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house
        .enroll(&mut house.browser(), "bob@required.test")
        .await?;
    let reset = format!("/api/v1/mailboxes/{ALICE}/reset");
    api.post(&reset, json!({ "reason": "lost phone" })).await?;
    let all = changes(&api, "").await?;
    let events: Vec<_> = all.iter().map(|line| line["event"].clone()).collect();
    assert_eq!(events, ["admin_reset", "enrolled", "enrolled"]);
    assert_eq!(all[0]["subject"], ALICE);
    assert_eq!(all[0]["reason"], "lost phone");
    assert!(
        all[0]["actor"]
            .as_str()
            .is_some_and(|actor| actor.starts_with("uid "))
    );
    assert_eq!(all[2]["actor"], ALICE);
    let own = changes(&api, "?subject=bob@required.test").await?;
    assert_eq!(own.len(), 1);
    let none = changes(&api, "?domain=optional.test").await?;
    assert!(none.is_empty());
    let page = api.get("/api/v1/changes?limit=2").await?.json()?;
    let next = page["next"].as_str().context("no next")?;
    let rest = changes(&api, &format!("?limit=2&cursor={next}")).await?;
    assert_eq!(rest.len(), 1);
    let verified = api.get("/api/v1/changes/verification").await?.json()?;
    assert_eq!(verified["whole"], true);
    assert_eq!(verified["lines"], 3);
    assert_eq!(verified["last"], all[0]["hash"]);
    assert_eq!(verified.get("next"), None);
    let hash = "a".repeat(64);
    let long = [
        format!("0-{hash}"),
        format!("+1-{hash}"),
        format!("1-{}", hash.to_uppercase()),
    ];
    let short = ["x", "1", "0-0", "-", "1-xyz"].map(str::to_owned);
    for wrong in short.iter().chain(&long) {
        let path = format!("/api/v1/changes/verification?cursor={wrong}");
        let refused = api.get(&path).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn a_long_journal_is_verified_part_by_part_and_searched_within_bounds() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let journal = JournalRecords::new(house.shared.clone());
    let mut last = None;
    for number in 0..25_000 {
        let change = Change {
            at: house.now(),
            actor: "root".to_owned(),
            event: format!("event_{number}"),
            domain: None,
            subject: None,
            reason: None,
            detail: None,
        };
        last = Some(journal.append(&change).await?);
    }
    let (mut cursor, mut parts) = (String::new(), 0);
    loop {
        let path = format!("/api/v1/changes/verification{cursor}");
        let part = api.get(&path).await?.json()?;
        assert_eq!(part["whole"], true);
        if parts == 0 {
            assert_eq!(part["lines"], 25_000);
            assert_eq!(part["last"].as_str(), last.as_ref().map(|line| &*line.hash));
        }
        parts += 1;
        match part["next"].as_str() {
            Some(next) => cursor = format!("?cursor={next}"),
            None => break,
        }
    }
    assert_eq!(parts, 3);
    // The first line is found after looking through all others, a part at a time.
    let (mut cursor, mut asked) = (String::new(), 0);
    let found = loop {
        let path = format!("/api/v1/changes?event=event_0{cursor}");
        let page = api.get(&path).await?.json()?;
        asked += 1;
        let items = page["items"].as_array().context("no items")?.clone();
        match page["next"].as_str() {
            Some(next) if items.is_empty() => cursor = format!("&cursor={next}"),
            Some(_) | None => break items,
        }
    };
    assert_eq!((found.len(), asked), (1, 3));
    Ok(())
}

#[tokio::test]
async fn codes_and_tokens_that_are_given_out_are_not_written_down() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let why = json!({ "reason": "lost phone" });
    let path = format!("/api/v1/mailboxes/{ALICE}");
    let mut secrets = Vec::new();
    for what in ["bypass", "setup-code"] {
        let given = api
            .post(&format!("{path}/{what}"), why.clone())
            .await?
            .json()?;
        secrets.push(given["code"].as_str().context("no code")?.to_owned());
    }
    let wanted = json!({
        "name": "panel", "rights": ["read"], "expires": "2027-01-01T00:00:00Z",
    });
    let made = api.post("/api/v1/tokens", wanted).await?.json()?;
    secrets.push(made["token"].as_str().context("no token")?.to_owned());
    let listed = api.get("/api/v1/tokens").await?.text;
    let written = api.get("/api/v1/changes").await?.text;
    for event in ["admin_bypass", "admin_setup_code", "token_made"] {
        assert!(written.contains(event), "{event}: {written}");
    }
    for secret in secrets {
        assert!(!written.contains(&secret) && !listed.contains(&secret));
    }
    Ok(())
}
