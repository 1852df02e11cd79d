//! No page and no form of the control panel is for whoever has not verified everything.

use anyhow::{Result, ensure};
use http::{Method, StatusCode};

use crate::support::house::form_token;
use crate::support::panel::{Administrator, PASSWORD, invite, type_password};
use crate::support::{Api, Browser, House};

/// Every route inside: a method, and an address. The test below fails for one that is missing here.
const INSIDE: [(&str, &str, &str); 30] = [
    ("GET", "/", "/"),
    ("GET", "/overview", "/overview"),
    ("GET", "/settings/webmail/mfa", "/settings/webmail/mfa"),
    ("GET", "/open", "/settings/webmail/mfa/open?domain=a.test"),
    ("POST", "/selected", "/settings/webmail/mfa/selected"),
    ("POST", "/undo", "/settings/webmail/mfa/undo"),
    (
        "GET",
        "/domain/{name}",
        "/settings/webmail/mfa/domain/a.test",
    ),
    (
        "POST",
        "/domain/{name}",
        "/settings/webmail/mfa/domain/a.test",
    ),
    (
        "POST",
        "/domain/{name}/unset",
        "/settings/webmail/mfa/domain/a.test/unset",
    ),
    ("GET", "/import", "/settings/webmail/mfa/import"),
    ("POST", "/import", "/settings/webmail/mfa/import"),
    ("POST", "/import/save", "/settings/webmail/mfa/import/save"),
    (
        "GET",
        "/import/progress",
        "/settings/webmail/mfa/import/progress?job=x",
    ),
    ("GET", "/mailboxes", "/mailboxes?q=alice@required.test"),
    (
        "GET",
        "/mailboxes/{address}",
        "/mailboxes/alice@required.test",
    ),
    (
        "POST",
        "/mailboxes/{address}/{action}",
        "/mailboxes/alice@required.test/reset",
    ),
    (
        "POST",
        "/mailboxes/{address}/{action}",
        "/mailboxes/alice@required.test/bypass",
    ),
    ("GET", "/audit", "/audit"),
    ("GET", "/audit/export", "/audit/export"),
    ("GET", "/administrators", "/administrators"),
    ("POST", "/administrators", "/administrators"),
    ("GET", "/administrators/{name}", "/administrators/carol"),
    (
        "POST",
        "/administrators/{name}/{form}",
        "/administrators/carol/invitation",
    ),
    (
        "POST",
        "/administrators/{name}/{form}",
        "/administrators/carol/remove",
    ),
    ("GET", "/tokens", "/tokens"),
    ("POST", "/tokens", "/tokens"),
    (
        "POST",
        "/tokens/{id}/revoke",
        "/tokens/0000000000000000/revoke",
    ),
    ("GET", "/account", "/account"),
    ("POST", "/account/password", "/account/password"),
    ("POST", "/account/others", "/account/others"),
];
/// What is there before anybody has signed in, and holds nothing.
const DOORS: [&str; 7] = [
    "/assets/{name}",
    "/login",
    "/login/code",
    "/logout",
    "/setup",
    "/setup/finish",
    "/settings",
];

/// The routes, as the program's source names them.
fn routes() -> Vec<&'static str> {
    let source = include_str!("../../../src/admin/panel/mod.rs");
    let after = source.split(".route(").skip(1);
    after.filter_map(|call| call.split('"').nth(1)).collect()
}

async fn ask(browser: &mut Browser, method: &str, target: &str) -> Result<crate::support::Answer> {
    if method == "GET" {
        return browser.get(target).await;
    }
    let token = "0".repeat(64);
    let form = [
        ("form_token", token.as_str()),
        ("reason", "test"),
        ("code", "000000"),
    ];
    browser.post(target, &form).await
}

#[test]
fn every_route_of_the_panel_is_attacked_here() {
    let known = INSIDE.iter().map(|(_, route, _)| *route).chain(DOORS);
    let known: Vec<&str> = known
        .map(|route| route.trim_start_matches("/settings/webmail/mfa"))
        .collect();
    let routes = routes();
    assert!(routes.len() > 25, "{routes:?}");
    for route in routes {
        assert!(known.contains(&route), "{route:?} is not attacked");
    }
}

#[tokio::test]
async fn without_a_whole_session_every_page_leads_to_the_sign_in() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let carol = Administrator::operator(&house, &api).await?;
    let stranger = Browser::new(api.address);
    let mut pending = Browser::new(api.address);
    type_password(&mut pending, "carol", PASSWORD).await?;
    let code = invite(&api, ("dave", "operator", None)).await?;
    let mut invited = Browser::new(api.address);
    invited
        .post("/setup", &[("name", "dave"), ("invitation", &code)])
        .await?;
    let mut twice = carol.browser.clone();
    twice.cookies.insert(
        "x".to_owned(),
        "1; __Host-vestibule-admin=planted".to_owned(),
    );
    let mut cut = carol.browser.clone();
    for value in cut.cookies.values_mut() {
        value.pop();
    }
    for (who, browser) in [
        ("a stranger", stranger),
        ("with a password alone", pending),
        ("who is being set up", invited),
        ("with two sessions", twice),
        ("with a cut session", cut),
    ] {
        for (method, _, target) in INSIDE {
            let mut browser = browser.clone();
            let answer = ask(&mut browser, method, target).await?;
            assert_eq!(
                answer.status,
                StatusCode::SEE_OTHER,
                "{who}: {method} {target}"
            );
            assert!(answer.location().starts_with("/login"), "{who}: {target}");
            assert!(answer.body.is_empty(), "{who}: {target}");
        }
        let api = browser.clone().get("/api/v1/domains").await?;
        assert_eq!(
            api.status,
            StatusCode::UNAUTHORIZED,
            "{who}: a cookie is no token"
        );
    }
    let api = carol.browser.clone().get("/api/v1/domains").await?;
    assert_eq!(
        api.status,
        StatusCode::UNAUTHORIZED,
        "nor is a whole session"
    );
    Ok(())
}

#[tokio::test]
async fn a_form_that_no_page_of_this_session_made_is_refused() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    let own = form_token(&carol.page("/mailboxes").await?)?;
    let foreign = form_token(&dave.page("/mailboxes").await?)?;
    for (method, _, target) in INSIDE.into_iter().filter(|(method, ..)| *method == "POST") {
        assert_eq!(method, "POST");
        for token in ["", foreign.as_str(), "0"] {
            let form = [("form_token", token)];
            let answer = carol.browser.post(target, &form).await?;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{target}");
        }
        let body = format!("form_token={own}");
        for (site, origin) in [
            ("cross-site", "http://evil.test"),
            ("same-site", "http://sibling.test"),
        ] {
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", site),
                ("origin", origin),
            ];
            let sent = carol.browser.send(Method::POST, target, &headers, &body);
            assert_eq!(sent.await?.status, StatusCode::FORBIDDEN, "{target} {site}");
        }
        let double = format!("form_token={own}&form_token={own}");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let sent = carol.browser.send(Method::POST, target, &headers, &double);
        assert_eq!(sent.await?.status, StatusCode::FORBIDDEN, "{target} twice");
    }
    Ok(())
}

#[tokio::test]
async fn every_page_is_sent_as_pages_are_and_kept_by_nobody() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let inside = INSIDE.iter().map(|(method, _, target)| (*method, *target));
    let doors = DOORS.iter().map(|target| ("GET", *target));
    let none = [
        ("GET", "/xyzzy"),
        ("GET", "/assets/none"),
        ("POST", "/audit"),
    ];
    for (method, target) in inside.chain(doors).chain(none) {
        for mut browser in [carol.browser.clone(), Browser::new(api.address)] {
            let answer = ask(&mut browser, method, target).await?;
            for (name, value) in vestibule_templates::HARDENING {
                let said = answer.headers.get(name);
                ensure!(said.is_some_and(|said| said == value), "{target}: {name}");
            }
            let mut names = answer.headers.keys();
            let allows = names.any(|name| name.as_str().starts_with("access-control-"));
            ensure!(!allows, "{target} is for other origins");
        }
    }
    let page = carol.page("/mailboxes").await?;
    let style = crate::support::between(&page, "stylesheet\" href=\"", "\"")?;
    let asset = carol.browser.get(style).await?;
    assert_eq!(
        asset.headers["cache-control"],
        "public, max-age=31536000, immutable"
    );
    Ok(())
}

#[tokio::test]
async fn after_signing_in_one_goes_where_one_wanted_to_and_nowhere_else() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let carol = Administrator::operator(&house, &api).await?;
    let mut browser = Browser::new(api.address);
    let first = browser.get("/audit?domain=required.test").await?;
    assert_eq!(
        first.location(),
        "/login?to=%2Faudit%3Fdomain%3Drequired.test"
    );
    for (to, leads) in [
        ("/audit?domain=required.test", "/audit?domain=required.test"),
        ("//evil.test", "/"),
        ("https://evil.test", "/"),
        ("/\\evil.test", "/"),
    ] {
        let mut browser = Browser::new(api.address);
        let form = [("name", "carol"), ("password", PASSWORD), ("to", to)];
        let asked = browser.post("/login", &form).await?;
        let page = browser.get(asked.location()).await?.text();
        let token = form_token(&page)?;
        let code = carol.code(&house)?;
        let form = [("form_token", token.as_str()), ("code", &code), ("to", to)];
        let done = browser.post("/login/code", &form).await?;
        assert_eq!(done.location(), leads);
    }
    Ok(())
}
