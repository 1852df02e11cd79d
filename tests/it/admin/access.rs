//! Every route refuses whoever has no right to it. A route that this does not know fails the test.

use anyhow::{Context as _, Result, ensure};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Api, House};

/// What a route needs: a method, a path of the document, and the right.
const ROUTES: [(&str, &str, &str); 29] = [
    ("get", "/api/v1/whoami", ""),
    ("get", "/api/v1/default", "read"),
    ("get", "/api/v1/domains", "read"),
    ("get", "/api/v1/domains/{domain}", "read"),
    ("put", "/api/v1/domains/{domain}", "policy"),
    ("delete", "/api/v1/domains/{domain}", "policy"),
    ("get", "/api/v1/domains/{domain}/preview", "read"),
    ("get", "/api/v1/domains/{domain}/mailboxes", "read"),
    ("get", "/api/v1/mailboxes/{address}", "read"),
    ("put", "/api/v1/mailboxes/{address}/exception", "policy"),
    ("delete", "/api/v1/mailboxes/{address}/exception", "policy"),
    ("post", "/api/v1/mailboxes/{address}/reset", "reset"),
    ("post", "/api/v1/mailboxes/{address}/sign-out", "reset"),
    ("post", "/api/v1/mailboxes/{address}/unlock", "reset"),
    ("post", "/api/v1/mailboxes/{address}/bypass", "reset"),
    ("post", "/api/v1/mailboxes/{address}/setup-code", "reset"),
    ("get", "/api/v1/mailboxes", "read"),
    ("get", "/api/v1/overview", "read"),
    ("get", "/api/v1/changes", "read"),
    ("get", "/api/v1/changes/verification", "read"),
    ("get", "/api/v1/administrators", "operate"),
    ("post", "/api/v1/administrators", "operate"),
    ("get", "/api/v1/administrators/{name}", "operate"),
    ("put", "/api/v1/administrators/{name}", "operate"),
    ("delete", "/api/v1/administrators/{name}", "operate"),
    (
        "post",
        "/api/v1/administrators/{name}/invitation",
        "operate",
    ),
    ("get", "/api/v1/tokens", "operate"),
    ("post", "/api/v1/tokens", "operate"),
    ("delete", "/api/v1/tokens/{id}", "operate"),
];

/// A request that would work, at a domain.
fn filled(path: &str, domain: &str) -> String {
    path.replace("{domain}", domain)
        .replace("{address}", &format!("alice@{domain}"))
        .replace("{id}", "0000000000000000")
        .replace("{name}", "carol")
}

fn body(path: &str) -> Option<Value> {
    let later = "2027-01-01T00:00:00Z";
    Some(match path.rsplit('/').next()? {
        "exception" => json!({ "mode": "required", "until": later, "reason": "test" }),
        "administrators" => json!({ "name": "carol", "role": "reader" }),
        "{name}" => json!({ "role": "reader" }),
        "tokens" => json!({ "name": "t", "rights": ["read"], "expires": later }),
        "{domain}" => json!({ "terms": { "mode": "required" } }),
        _ => json!({ "reason": "test" }),
    })
}

async fn token(api: &Api, rights: &[&str], domains: Option<&[&str]>) -> Result<String> {
    let expires = "2026-12-24T00:00:00Z";
    let wanted = match domains {
        Some(domains) => {
            json!({ "name": "t", "rights": rights, "domains": domains, "expires": expires })
        }
        None => json!({ "name": "t", "rights": rights, "expires": expires }),
    };
    let made = api.post("/api/v1/tokens", wanted).await?;
    ensure!(made.status == StatusCode::CREATED, "{}", made.text);
    let made = made.json()?;
    let token = made.get("token").and_then(Value::as_str);
    Ok(token.context("no token")?.to_owned())
}

/// Asks for a route with this `Authorization` over the network.
async fn attempt(
    api: &Api,
    (method, path): (&str, &str),
    authorization: Option<&str>,
    domain: &str,
) -> Result<StatusCode> {
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())?;
    let mut headers = vec![("if-none-match", "*")];
    headers.extend(authorization.map(|value| ("authorization", value)));
    let body = if method == Method::GET || method == Method::DELETE {
        None
    } else {
        body(path)
    };
    let target = filled(path, domain);
    let reply = api.over_network(method, &target, &headers, body).await?;
    Ok(reply.status)
}

#[tokio::test]
async fn every_route_of_the_document_is_attacked_here() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let served = api.get("/api/v1/openapi.json").await?.json()?;
    assert_eq!(served, api.document);
    let mut described = Vec::new();
    for (path, methods) in served["paths"].as_object().context("no paths")? {
        for method in methods.as_object().context("no methods")?.keys() {
            described.push((method.clone(), path.clone()));
        }
    }
    let mut known: Vec<_> = ROUTES
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    described.sort();
    known.sort();
    assert_eq!(described, known);
    Ok(())
}

#[tokio::test]
async fn without_a_good_token_no_route_answers_over_the_network() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let good = token(&api, &["read", "policy", "reset", "operate"], None).await?;
    let revoked = token(&api, &["read", "policy", "reset", "operate"], None).await?;
    let id = revoked.split('_').nth(1).context("no id")?;
    let path = format!("/api/v1/tokens/{id}");
    let gone = api.ask(Method::DELETE, &path, &[], None).await?;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let basic = "Basic cm9vdDpyb290".to_owned();
    let (wrong, cut) = (good.replace("vst_", "vst_0"), &good[..good.len() - 1]);
    let bearer = |token: &str| format!("Bearer {token}");
    let shown = [
        basic,
        bearer(&wrong),
        bearer(cut),
        bearer(&revoked),
        bearer(""),
    ];
    let none = shown.iter().map(|text| Some(text.as_str())).chain([None]);
    for authorization in none {
        for (method, path, _) in ROUTES {
            let status = attempt(&api, (method, path), authorization, "required.test").await?;
            let expected = StatusCode::UNAUTHORIZED;
            assert_eq!(status, expected, "{method} {path} {authorization:?}");
        }
    }
    let good = bearer(&good);
    let whoami = ("get", "/api/v1/whoami");
    let status = attempt(&api, whoami, Some(&good), "").await?;
    assert_eq!(status, StatusCode::OK);
    house.wait(40 * 24 * 60 * 60);
    let status = attempt(&api, whoami, Some(&good), "").await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "it has ended");
    Ok(())
}

#[tokio::test]
async fn a_right_opens_its_routes_and_no_others_and_its_domains_and_no_others() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for right in ["read", "policy", "reset", "operate"] {
        let own = format!(
            "Bearer {}",
            token(&api, &[right], Some(&["own.test"])).await?
        );
        let all = format!("Bearer {}", token(&api, &[right], None).await?);
        for (method, path, needed) in ROUTES {
            let route = (method, path);
            let here = attempt(&api, route, Some(&own), "own.test").await?;
            let there = attempt(&api, route, Some(&own), "required.test").await?;
            let anywhere = attempt(&api, route, Some(&all), "own.test").await?;
            let refused = StatusCode::FORBIDDEN;
            let may = needed.is_empty() || needed == right;
            let what = format!("{method} {path} with {right}");
            assert_eq!(anywhere != refused, may, "{what}: {anywhere}");
            let operates = needed == "operate";
            assert_eq!(here != refused, may && !operates, "{what} here: {here}");
            let bound = path.contains("{domain}") || path.contains("{address}");
            let may = may && !bound && !operates;
            assert_eq!(there != refused, may, "{what} there: {there}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn lists_and_the_journal_show_a_domain_administrator_its_own_domains() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    for domain in ["own.test", "other.test"] {
        let path = format!("/api/v1/domains/{domain}");
        let body = json!({ "terms": { "mode": "optional" } });
        let basis = [("if-none-match", "*")];
        let set = api.ask(Method::PUT, &path, &basis, Some(body)).await?;
        assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text);
    }
    let token = token(&api, &["read"], Some(&["own.test"])).await?;
    let bearer = format!("Bearer {token}");
    let own = [("authorization", bearer.as_str())];
    for path in ["/api/v1/changes", "/api/v1/domains"] {
        let listed = api.over_network(Method::GET, path, &own, None).await?;
        assert!(!listed.text.contains("other.test"), "{}", listed.text);
        assert!(!listed.text.contains("required.test"), "{}", listed.text);
    }
    let changes = api.over_network(Method::GET, "/api/v1/changes", &own, None);
    let changes = changes.await?.json()?;
    let items = changes["items"].as_array().context("no items")?;
    assert_eq!(items.len(), 1, "{changes}");
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_a_problem_that_names_the_field() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let put = |body: Value| {
        let basis = [("if-none-match", "*")];
        let api = &api;
        async move {
            let path = "/api/v1/domains/new.test";
            api.ask(Method::PUT, path, &basis, Some(body)).await
        }
    };
    for (body, field) in [
        (json!({ "terms": { "mode": "Required" } }), "mode"),
        (json!({ "terms": { "mode": 1 } }), "terms.mode"),
        (
            json!({ "terms": { "mode": "required", "xyzzy": 1 } }),
            "terms.xyzzy",
        ),
        (
            json!({ "terms": { "mode": "required", "trusted_days": 400 } }),
            "trusted_days",
        ),
        (
            json!({ "terms": { "mode": "required" }, "reason": "a\nb" }),
            "reason",
        ),
        (json!({}), "."),
    ] {
        let reply = put(body.clone()).await?;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(reply.headers["content-type"], "application/problem+json");
        let problem = reply.json()?;
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    let long = format!("/api/v1/domains?prefix={}", "x".repeat(254));
    for (path, status) in [
        (
            "/api/v1/domains/not%20a%20domain",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/api/v1/mailboxes/nobody", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/domains?limit=0", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/domains?limit=x", StatusCode::UNPROCESSABLE_ENTITY),
        (long.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        (
            "/api/v1/changes?cursor=9223372036854775808",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/api/v1/domains?mode=x", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/domains?xyzzy=1", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/xyzzy", StatusCode::NOT_FOUND),
        ("/", StatusCode::NOT_FOUND),
    ] {
        let reply = api.get(path).await?;
        assert_eq!(reply.status, status, "{path}: {}", reply.text);
        assert_eq!(reply.headers["content-type"], "application/problem+json");
    }
    let reply = api.post("/api/v1/domains", json!({})).await?;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(reply.headers.contains_key("allow"));
    Ok(())
}
