//! The OpenAPI document: what it says is whole, and names things as the program does. That the program
//! does what it says is asked by `tests/api/run`.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::support::{Api, House};

/// The operations, by method and path.
fn operations(document: &Value) -> Result<Vec<(String, &Value)>> {
    let paths = document["paths"].as_object().context("no paths")?;
    let mut all = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().context("no item")? {
            all.push((format!("{method} {path}"), operation));
        }
    }
    ensure!(all.len() >= 20, "{} operations", all.len());
    Ok(all)
}

#[tokio::test]
async fn every_operation_has_a_name_of_its_own_and_says_each_status_by_its_number() -> Result<()> {
    let house = House::open().await?;
    let document = Api::of(&house).await?.document;
    let mut names = BTreeSet::new();
    for (at, operation) in operations(&document)? {
        let name = operation["operationId"].as_str().context("no name")?;
        ensure!(names.insert(name.to_owned()), "{at}: {name} is there twice");
        let responses = operation["responses"].as_object().context("no answers")?;
        for (status, response) in responses {
            ensure!(status.parse::<u16>().is_ok(), "{at}: {status}");
            let described = response["description"].as_str().unwrap_or_default();
            ensure!(!described.is_empty(), "{at}: {status} has no description");
            let refused = status.as_str() >= "400";
            let kind = "/content/application~1problem+json";
            ensure!(
                !refused || response.pointer(kind).is_some(),
                "{at}: {status}"
            );
        }
        for status in ["401", "500", "503"] {
            ensure!(responses.contains_key(status), "{at}: no {status}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_the_document_refers_to_is_in_it_and_no_header_or_path_is_null() -> Result<()> {
    let house = House::open().await?;
    let document = Api::of(&house).await?.document;
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap_or_default();
        ensure!(document.pointer(pointer).is_some(), "there is no {pointer}");
    }
    for (at, operation) in operations(&document)? {
        let parameters = operation["parameters"].as_array();
        for parameter in parameters.into_iter().flatten() {
            let kind = &parameter["schema"]["type"];
            ensure!(kind.is_string(), "{at}: {parameter}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_value_in_a_query_is_refused_and_does_not_mean_everything() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for query in [
        "changes?domain=",
        "changes?cursor=",
        "domains?mode=",
        "tokens?limit=",
    ] {
        let refused = api.get(&format!("/api/v1/{query}")).await?;
        assert_eq!(refused.status, 422, "{query}: {}", refused.text);
    }
    Ok(())
}

#[tokio::test]
async fn a_name_is_taken_in_one_spelling_and_the_refusal_says_which() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for path in [
        "domains/m%C3%BCller.test",
        "mailboxes/alice@m%C3%BCller.test",
        "mailboxes/%20alice@a.test",
    ] {
        let refused = api.get(&format!("/api/v1/{path}")).await?;
        assert_eq!(refused.status, 422, "{path}: {}", refused.text);
        assert!(refused.text.contains("A-labels"), "{}", refused.text);
    }
    let shown = api.get("/api/v1/domains/XN--mller-kva.test").await?;
    assert_eq!(shown.json()?["domain"], "xn--mller-kva.test");
    Ok(())
}
