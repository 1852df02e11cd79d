//! Searching for mailboxes over all domains, and over the caller's alone.

use std::sync::Arc;

use anyhow::Result;
use http::{Method, StatusCode};
use serde_json::Value;
use vestibule::store::records::AddressIndex;

use super::overview::token_for;
use crate::support::{Api, House};

const ALL: [&str; 6] = [
    "alice@disabled.test",
    "alice@optional.test",
    "alice@required.test",
    "bob@disabled.test",
    "bob@optional.test",
    "bob@required.test",
];

/// Everybody signs in once.
async fn seen() -> Result<(House, Api)> {
    let house = House::open().await?;
    for name in ALL {
        house.log_in(&mut house.browser(), name).await?;
    }
    let api = Api::of(&house).await?;
    Ok((house, api))
}

fn addresses(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().into_iter().flatten();
    let addresses = items.filter_map(|item| item["address"].as_str());
    addresses.map(str::to_owned).collect()
}

/// All that a search finds, a page of `limit` at a time.
async fn found(
    api: &Api,
    prefix: &str,
    (limit, token): (usize, Option<&str>),
) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let named = match prefix {
            "" => String::new(),
            prefix => format!("prefix={prefix}&"),
        };
        let path = format!("/api/v1/mailboxes?{named}limit={limit}{cursor}");
        let page = match token {
            None => api.get(&path).await?,
            Some(token) => {
                let headers = [("authorization", token)];
                api.over_network(Method::GET, &path, &headers, None).await?
            }
        };
        let page = page.json()?;
        let these = addresses(&page);
        assert!(these.len() <= limit);
        all.extend(these);
        match page.get("next").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(all),
        }
    }
}

#[tokio::test]
async fn a_mailbox_is_found_by_the_beginning_of_its_address_in_any_domain() -> Result<()> {
    let (_house, api) = seen().await?;
    for limit in [1, 2, 4, 100] {
        let find = |prefix| found(&api, prefix, (limit, None));
        assert_eq!(find("").await?, ALL);
        assert_eq!(find("ali").await?, ALL[..3]);
        assert_eq!(find("ALICE").await?, ALL[..3]);
        assert_eq!(find("bob@re").await?, ALL[5..]);
        assert_eq!(find("bob@required.test").await?, ALL[5..]);
        assert!(find("required").await?.is_empty());
        assert!(find("alice@required.test2").await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn a_search_finds_only_in_the_domains_of_the_caller() -> Result<()> {
    let (_house, api) = seen().await?;
    let token = token_for(&api, &["optional.test", "required.test"]).await?;
    for limit in [1, 2, 100] {
        let find = |prefix| found(&api, prefix, (limit, Some(&token)));
        let own = [ALL[1], ALL[4], ALL[2], ALL[5]];
        assert_eq!(find("").await?, own, "{limit}");
        assert_eq!(find("alice").await?, [ALL[1], ALL[2]]);
        assert_eq!(find("alice@").await?, [ALL[1], ALL[2]]);
        assert_eq!(find("bob@req").await?, [ALL[5]]);
        assert!(find("alice@disabled.test").await?.is_empty());
        assert!(find("al@").await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn a_search_of_many_domains_goes_on_where_it_stopped() -> Result<()> {
    let (_house, api) = seen().await?;
    let mut domains: Vec<String> = (0..999)
        .map(|number| format!("d{number:03}.test"))
        .collect();
    domains.push("required.test".to_owned());
    let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
    let token = token_for(&api, &domains).await?;
    assert_eq!(found(&api, "bob", (10, Some(&token))).await?, [ALL[5]]);
    Ok(())
}

#[tokio::test]
async fn a_census_mends_what_the_index_misses_and_forgets_whom_nothing_is_left_of() -> Result<()> {
    let (house, api) = seen().await?;
    let index = AddressIndex::new(Arc::clone(&house.shared));
    index.forget(ALL[0]).await?;
    index.note("nobody@required.test").await?;
    // Nothing is left of it: it is not shown even before the next census.
    assert_eq!(found(&api, "", (2, None)).await?, ALL[1..]);
    api.take_census().await?;
    assert_eq!(found(&api, "", (2, None)).await?, ALL);
    assert_eq!(index.page(("", None), 100).await?, ALL);
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_is_not_ours_is_refused_and_so_is_a_prefix_without_end() -> Result<()> {
    let (_house, api) = seen().await?;
    let long = "a".repeat(321);
    let far = format!("cursor=a@{}", "\u{e9}".repeat(300));
    for wrong in [
        "cursor=x",
        "cursor=@",
        "cursor=a@b@c.test",
        &far,
        "limit=0",
        &format!("prefix={long}"),
        "suffix=a",
    ] {
        let refused = api.get(&format!("/api/v1/mailboxes?{wrong}")).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    Ok(())
}
