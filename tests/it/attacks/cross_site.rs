//! Pages of other sites, and hosts and header fields that are not what they say.

use anyhow::{Result, ensure};
use http::{Method, StatusCode};

use crate::support::house::{PASSWORD, form_token};
use crate::support::{Answer, Browser, House};

const ALICE: &str = "alice@required.test";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What the browser says of a form that a page of another site sends.
const ELSEWHERE: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.test"),
    ],
    &[("sec-fetch-site", "")],
    &[("origin", "null")],
    &[("origin", "https://evil.test")],
    &[("origin", "http://localhost")],
    &[("origin", "http://localhost.evil.test:1")],
    &[("origin", "")],
];

async fn post(
    browser: &mut Browser,
    target: &str,
    said: &[(&str, &str)],
    body: &str,
) -> Result<Answer> {
    let headers = [said, &[FORM]].concat();
    browser.send(Method::POST, target, &headers, body).await
}

#[tokio::test]
async fn a_page_of_another_site_cannot_sign_anyone_in() -> Result<()> {
    let house = House::open().await?;
    let body = format!(
        "user=alice%40optional.test&password={}",
        PASSWORD.replace(' ', "+")
    );
    let seen = house.webmail.requests_seen();
    for said in ELSEWHERE {
        let answer = post(&mut house.browser(), "/login", said, &body).await?;
        ensure!(
            answer.status == StatusCode::FORBIDDEN,
            "{said:?}: {}",
            answer.status
        );
        ensure!(answer.set_cookies().is_empty(), "{said:?}");
    }
    ensure!(house.webmail.requests_seen() == seen);
    let answer = post(&mut house.browser(), "/login", &[], &body).await?;
    ensure!(answer.location() == "/mail", "{}", answer.text());
    Ok(())
}

#[tokio::test]
async fn every_form_of_ours_needs_its_own_logins_token_and_our_own_page() -> Result<()> {
    let house = House::open().await?;
    let (mut alice, mut other) = (house.browser(), house.browser());
    house.enroll(&mut alice, "alice@optional.test").await?;
    house.log_in(&mut other, "bob@optional.test").await?;
    let mut half = house.browser();
    house.log_in(&mut half, ALICE).await?;
    let mine = form_token(&alice.get("/mfa/security").await?.text())?;
    let theirs = form_token(&other.get("/mfa/security").await?.text())?;
    let half_token = form_token(&half.get("/mfa/enroll/app").await?.text())?;
    for (browser, page, own) in [
        (&alice, "security", &mine),
        (&alice, "logout", &mine),
        (&half, "enroll", &half_token),
        (&half, "logout", &half_token),
        (&other, "enroll", &theirs),
    ] {
        let target = format!("/mfa/{page}");
        for said in ELSEWHERE {
            let mut browser = browser.clone();
            let body = format!("form_token={own}&action=off&code=000000");
            let answer = post(&mut browser, &target, said, &body).await?;
            ensure!(answer.status == StatusCode::FORBIDDEN, "{page} {said:?}");
        }
        for token in ["", "x", &mine, &theirs, &half_token] {
            if token == own {
                continue;
            }
            for body in [
                format!("form_token={token}&action=off&code=000000"),
                format!("form_token={own}&form_token={token}&code=000000"),
                "code=000000".to_owned(),
                String::new(),
            ] {
                let mut browser = browser.clone();
                let answer = post(&mut browser, &target, &[], &body).await?;
                ensure!(answer.status == StatusCode::BAD_REQUEST, "{page} {body}");
                ensure!(answer.set_cookies().is_empty(), "{page} {body}");
            }
        }
        let mut browser = browser.clone();
        let body = format!("{{\"form_token\":\"{own}\"}}");
        let json = [("content-type", "application/json")];
        let answer = browser.send(Method::POST, &target, &json, &body).await?;
        ensure!(answer.status == StatusCode::BAD_REQUEST, "{page} as JSON");
    }
    ensure!(alice.get("/mail").await?.status == StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn nothing_leads_to_another_host_after_signing_in() -> Result<()> {
    let house = House::open().await?;
    for wanted in [
        "//evil.test",
        "//evil.test/mail",
        "/\\evil.test",
        "/%09/evil.test",
        "/%2f%2fevil.test",
        "/.//evil.test",
        "/..//evil.test",
        "/mail/../..//evil.test",
        "http://evil.test/",
        "/logout",
        "/logout?x=1",
    ] {
        let mut browser = house.browser();
        // Some of these are no request target at all.
        let Ok(asked) = browser.get(wanted).await else {
            continue;
        };
        let location = asked.location();
        ensure!(
            !asked.status.is_redirection() || location == "/",
            "{wanted}: {location}"
        );
        let login = house.log_in(&mut browser, "alice@optional.test").await?;
        ensure!(
            login.location() == "/mail",
            "{wanted} leads to {}",
            login.location()
        );
    }
    // A remembered target opens at no other browser's will: it is sealed.
    let mut browser = house.browser();
    let planted = "__Host-vestibule-return".to_owned();
    browser.cookies.insert(planted, "//evil.test".to_owned());
    let login = house.log_in(&mut browser, "alice@optional.test").await?;
    ensure!(login.location() == "/mail");
    Ok(())
}

#[tokio::test]
async fn a_host_that_is_not_ours_or_not_one_is_refused() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, "alice@optional.test").await?;
    for (host, status) in [
        ("evil.test", 421),
        ("localhost.evil.test", 421),
        ("evil.test:80", 421),
        ("localhost.", 421),
        ("localhost@evil.test", 400),
        ("evil.test@localhost", 400),
        ("localhost:x", 400),
        ("localhost:99999", 400),
        ("localhost, evil.test", 400),
        ("localhost/evil", 400),
        ("", 400),
    ] {
        let headers = [("host", host), ("accept", "text/html")];
        for target in ["/mail", "/mfa/security", "/"] {
            let mut browser = alice.clone();
            let answer = browser.send(Method::GET, target, &headers, "").await?;
            ensure!(
                answer.status.as_u16() == status,
                "{host:?} {target}: {}",
                answer.status
            );
        }
    }
    // A host of ours with a port that is not: no page, redirect or link of ours repeats it.
    let mut half = house.browser();
    house.log_in(&mut half, ALICE).await?;
    let headers = [("host", "localhost:6666"), ("accept", "text/html")];
    let page = half.send(Method::GET, "/mail", &headers, "").await?;
    ensure!(page.location() == "/mfa/challenge", "{}", page.location());
    Ok(())
}

/// What a browser may not say to the webmail.
const SAID: &[&str] = &[
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-forwarded-server",
    "x-forwarded-user",
    "x_forwarded_for",
    "x.forwarded.for",
    "x-real-ip",
    "x-client-ip",
    "client-ip",
    "true-client-ip",
    "forwarded",
    "remote-user",
    "x-remote-user",
    "x_remote_user",
    "x-webobjects-remote-user",
    "x-authenticated-user",
    "x-original-url",
    "x-rewrite-url",
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "authorization",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "expect",
    "early-data",
    "http2-settings",
    "x-accel-redirect",
    "x-sendfile-type",
];

#[tokio::test]
async fn the_webmail_hears_of_a_request_what_the_gateway_says_alone() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, "alice@optional.test").await?;
    for name in SAID.iter().copied() {
        let headers = [(name, "6.6.6.6"), (name, "planted.evil.test")];
        let echo = alice.send(Method::GET, "/echo", &headers, "").await?.text();
        ensure!(
            !echo.contains("6.6.6.6") && !echo.contains("evil.test"),
            "{name}: {echo}"
        );
        // What Connection names is taken away, and never what the gateway itself says.
        let named = format!("{name}, cookie, host, x-forwarded-for, forwarded, via");
        let headers = [("connection", named.as_str()), (name, "6.6.6.6")];
        let echo = alice.send(Method::GET, "/echo", &headers, "").await?.text();
        ensure!(!echo.contains("6.6.6.6"), "{name}: {echo}");
        for kept in [
            "sample_session=",
            "x-forwarded-for",
            "\"host\"",
            "vestibule",
        ] {
            ensure!(echo.contains(kept), "{name} takes away {kept}: {echo}");
        }
    }
    // A cookie that another host planted does not go along.
    alice
        .cookies
        .insert("_action".to_owned(), "login".to_owned());
    let echo = alice.get("/echo").await?.text();
    ensure!(!echo.contains("_action"), "{echo}");
    Ok(())
}
