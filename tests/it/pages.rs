//! How our own pages are sent, whoever asks for them: kept by nobody, framed by nobody, with nothing
//! from elsewhere; and that looking at them changes nothing.

use anyhow::{Result, ensure};
use http::{Method, StatusCode};
use vestibule::store::Store as _;
use vestibule::store::memory::Fault;

use crate::support::{Answer, Browser, House};

/// Every address of the portal, and some that are none.
const PAGES: [&str; 14] = [
    "/mfa/",
    "/mfa/challenge",
    "/mfa/challenge?factor=recovery",
    "/mfa/challenge?for=add",
    "/mfa/enroll",
    "/mfa/enroll/app",
    "/mfa/enroll/guard",
    "/mfa/enroll/sms",
    "/mfa/enroll/sms/code",
    "/mfa/logout",
    "/mfa/recovery",
    "/mfa/security",
    "/mfa/assets/no-such-file",
    "/mfa/xyzzy",
];

/// What the policy of our pages says, directive by directive (Content Security Policy Level 3).
const POLICY: [(&str, &str); 7] = [
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("script-src", "'self'"),
    ("img-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
];

/// Browsers in every state that a login can be in.
async fn everybody(house: &House) -> Result<Vec<(&'static str, Browser)>> {
    let mut whole = house.browser();
    house.enroll(&mut whole, "alice@required.test").await?;
    let mut challenged = house.browser();
    house.log_in(&mut challenged, "alice@required.test").await?;
    let mut enrolling = house.browser();
    house.log_in(&mut enrolling, "bob@required.test").await?;
    let mut optional = house.browser();
    house.log_in(&mut optional, "alice@optional.test").await?;
    let mut disabled = house.browser();
    house.log_in(&mut disabled, "alice@disabled.test").await?;
    Ok(vec![
        ("a stranger", house.browser()),
        ("who is asked for a code", challenged),
        ("who must set up", enrolling),
        ("who may set up", optional),
        ("who is in", whole),
        ("who has nothing of ours", disabled),
    ])
}

fn is_hardened(answer: &Answer, what: &str) -> Result<()> {
    for (name, value) in vestibule_templates::HARDENING {
        let mut said = answer.headers.get_all(name).iter();
        let once = said.next().is_some_and(|said| said == value) && said.next().is_none();
        ensure!(once, "{what}: {} {name}", answer.status);
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_of_the_portal_is_kept_and_framed_by_nobody() -> Result<()> {
    let house = House::open().await?;
    for (who, browser) in everybody(&house).await? {
        for target in PAGES {
            for method in [
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::DELETE,
                Method::OPTIONS,
            ] {
                for dest in ["document", "empty", "iframe"] {
                    let said = [("sec-fetch-dest", dest), ("origin", "https://evil.test")];
                    let mut browser = browser.clone();
                    let answer = browser.send(method.clone(), target, &said, "").await?;
                    let what = format!("{who}: {method} {target} as {dest}");
                    is_hardened(&answer, &what)?;
                    let mut names = answer.headers.keys();
                    let allows = names.any(|name| name.as_str().starts_with("access-control-"));
                    ensure!(!allows, "{what} is for other origins");
                    let reads = matches!(method, Method::GET | Method::HEAD);
                    ensure!(reads || !answer.status.is_success(), "{what} is taken");
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn our_pages_say_so_when_something_fails_and_when_nobody_is_signed_in() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, "alice@required.test").await?;
    house.store.fail_at(1, Fault::Unavailable);
    let failed = alice.get("/mfa/security").await?;
    ensure!(failed.status == StatusCode::SERVICE_UNAVAILABLE);
    is_hardened(&failed, "a failed store")?;
    let strange = [("host", "evil.test"), ("accept", "text/html")];
    for (what, answer) in [
        ("a redirect", house.browser().get("/mail").await?),
        ("a script", house.browser().script("/mail").await?),
        (
            "another host",
            house.browser().send(Method::GET, "/", &strange, "").await?,
        ),
        ("an odd path", house.browser().get("/a//../b").await?),
    ] {
        let canned = answer.headers.get("content-type");
        // What the profile says in the webmail's place runs the webmail's script.
        if canned.is_some_and(|kind| kind == "application/json") {
            ensure!(answer.headers["cache-control"] == "no-store", "{what}");
        } else {
            is_hardened(&answer, what)?;
        }
    }
    Ok(())
}

#[test]
fn the_policy_of_our_pages_allows_nothing_but_our_own_files() {
    let policy = vestibule_templates::HARDENING
        .into_iter()
        .find(|(name, _)| *name == "content-security-policy");
    let directives: Vec<_> = policy
        .iter()
        .flat_map(|(_, policy)| policy.split(';'))
        .filter_map(|directive| directive.trim().split_once(' '))
        .collect();
    assert_eq!(directives, POLICY);
}

#[tokio::test]
async fn looking_at_a_page_changes_nothing_that_is_stored() -> Result<()> {
    let house = House::open().await?;
    for (who, browser) in everybody(&house).await? {
        let before = house.store.list("", None, 10_000).await?;
        ensure!(before.len() > 4, "{before:?}");
        for target in PAGES {
            for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                let mut browser = browser.clone();
                let target = format!(
                    "{target}{}action=sign_out_everywhere&code=123456&saved=yes&number=015112345678",
                    if target.contains('?') { '&' } else { '?' }
                );
                let said = [("sec-fetch-dest", "document"), ("accept", "text/html")];
                browser.send(method, &target, &said, "").await?;
                let after = house.store.list("", None, 10_000).await?;
                ensure!(after == before, "{who}: {target}");
            }
        }
        ensure!(house.phone.count() == 0, "{who}: a message was sent");
    }
    Ok(())
}
