//! Guessing passwords through the gateway: it is slowed down for whoever guesses, and for nobody else.

use anyhow::{Context as _, Result, ensure};
use http::{Method, StatusCode};

use crate::support::house::PASSWORD;
use crate::support::{Answer, Browser, House, code_at};

/// The proxy in front says who the visitor is.
const BEHIND: &str = "[listen]\ntrusted_proxies = [\"127.0.0.1\"]\n";
const ALICE: &str = "alice@required.test";
const CAROL: &str = "alice@disabled.test";
const STRANGER: &str = "203.0.113.7";
const OWNER: &str = "198.51.100.9";

/// Tries a password from an address.
async fn attempt(
    browser: &mut Browser,
    address: &str,
    (name, password): (&str, &str),
) -> Result<Answer> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("user", name), ("password", password), ("csrf", "stale")])
        .finish();
    let headers = [
        ("accept", "text/html"),
        ("sec-fetch-dest", "document"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-forwarded-for", address),
    ];
    browser.send(Method::POST, "/login", &headers, &body).await
}

/// How many of `count` wrong passwords reach the webmail.
async fn guess(house: &House, count: usize, name: &str, address: &str) -> Result<usize> {
    let mut tried = 0;
    for _ in 0..count {
        let answer = attempt(&mut house.browser(), address, (name, "wrong")).await?;
        match answer.status {
            StatusCode::UNAUTHORIZED => tried += 1,
            StatusCode::TOO_MANY_REQUESTS => {}
            other => anyhow::bail!("{other}: {}", answer.text()),
        }
    }
    Ok(tried)
}

fn asked(house: &House) -> usize {
    let log = house.webmail.log();
    log.iter().filter(|seen| seen.target == "/login").count()
}

#[tokio::test]
async fn whoever_guesses_on_is_told_to_wait_and_the_webmail_is_not_asked() -> Result<()> {
    let house = House::with(BEHIND).await?;
    assert_eq!(guess(&house, 30, ALICE, STRANGER).await?, 10);
    let before = asked(&house);
    let mut browser = house.browser();
    browser.language = Some("de");
    // The right password is not tried either, or the wait would be none.
    let answer = attempt(&mut browser, STRANGER, (ALICE, PASSWORD)).await?;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers["retry-after"], "90");
    assert!(answer.text().contains("Zu viele falsche Passwörter"));
    assert!(
        answer.set_cookies().is_empty(),
        "{:?}",
        answer.set_cookies()
    );
    assert_eq!(asked(&house), before);
    house.wait(90);
    let answer = attempt(&mut browser, STRANGER, (ALICE, PASSWORD)).await?;
    assert_eq!(answer.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn guesses_that_come_all_at_once_are_counted_before_they_are_tried() -> Result<()> {
    let house = House::with(BEHIND).await?;
    let browsers: Vec<Browser> = (0..60).map(|_| house.browser()).collect();
    let all = browsers.into_iter().map(|mut browser| async move {
        let answer = attempt(&mut browser, STRANGER, (ALICE, "wrong")).await;
        answer.map(|answer| answer.status)
    });
    let all = futures_util::future::try_join_all(all).await?;
    let tried = all
        .iter()
        .filter(|status| **status == StatusCode::UNAUTHORIZED);
    assert_eq!(tried.count(), 10);
    Ok(())
}

#[tokio::test]
async fn a_stranger_does_not_shut_out_the_owner_in_another_network() -> Result<()> {
    let house = House::with(BEHIND).await?;
    guess(&house, 100, ALICE, STRANGER).await?;
    guess(&house, 100, ALICE, "203.0.113.200").await?;
    let answer = attempt(&mut house.browser(), OWNER, (ALICE, PASSWORD)).await?;
    assert_eq!(answer.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn a_browser_that_passed_before_has_a_budget_that_strangers_cannot_spend() -> Result<()> {
    let house = House::with(BEHIND).await?;
    let mut owner = house.browser();
    house.enroll(&mut owner, ALICE).await?;
    ensure!(owner.cookies.contains_key("__Host-vestibule-known"));
    // Only what is left when the session has ended.
    owner
        .cookies
        .retain(|name, _| name == "__Host-vestibule-known");
    // From everywhere, the owner's own network among them.
    for number in 0..20 {
        guess(&house, 12, ALICE, &format!("198.51.{number}.1")).await?;
    }
    guess(&house, 40, ALICE, OWNER).await?;
    let new = attempt(&mut house.browser(), OWNER, (ALICE, PASSWORD)).await?;
    assert_eq!(new.status, StatusCode::TOO_MANY_REQUESTS);
    let elsewhere = attempt(&mut house.browser(), "192.0.2.1", (ALICE, PASSWORD)).await?;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    let answer = attempt(&mut owner, OWNER, (ALICE, PASSWORD)).await?;
    assert_eq!(answer.location(), "/mfa/challenge");
    Ok(())
}

#[tokio::test]
async fn a_browser_that_passed_in_one_mailbox_is_a_stranger_to_another() -> Result<()> {
    let house = House::with(BEHIND).await?;
    let mut mallory = house.browser();
    let entered = attempt(&mut mallory, STRANGER, (CAROL, PASSWORD)).await?;
    assert_eq!(entered.location(), "/mail");
    let known = mallory.cookies["__Host-vestibule-known"].clone();
    let mut tried = 0;
    for _ in 0..30 {
        let mut browser = house.browser();
        let cookie = (String::from("__Host-vestibule-known"), known.clone());
        browser.cookies.extend([cookie]);
        let answer = attempt(&mut browser, STRANGER, (ALICE, "wrong")).await?;
        tried += usize::from(answer.status == StatusCode::UNAUTHORIZED);
    }
    assert_eq!(tried, 10);
    Ok(())
}

#[tokio::test]
async fn half_a_login_makes_no_browser_known() -> Result<()> {
    let house = House::with(BEHIND).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let mut thief = house.browser();
    let answer = attempt(&mut thief, STRANGER, (ALICE, PASSWORD)).await?;
    assert_eq!(answer.location(), "/mfa/challenge");
    ensure!(!thief.cookies.contains_key("__Host-vestibule-known"));
    Ok(())
}

#[tokio::test]
async fn signing_in_to_an_own_mailbox_wipes_no_slate() -> Result<()> {
    let more = format!("{BEHIND}[login_limits]\naddress = {{ failures = 5, within = \"15m\" }}\n");
    let house = House::with(&more).await?;
    let mut tried = 0;
    for number in 0..20 {
        let name = format!("m{number}@required.test");
        tried += guess(&house, 1, &name, STRANGER).await?;
        let own = attempt(&mut house.browser(), STRANGER, (CAROL, PASSWORD)).await?;
        ensure!(own.location() == "/mail" || own.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(tried, 5);
    Ok(())
}

#[tokio::test]
async fn all_addresses_of_one_ipv6_network_are_one_visitor() -> Result<()> {
    let house = House::with(BEHIND).await?;
    let mut tried = 0;
    for number in 0..60 {
        let name = format!("m{number}@required.test");
        tried += guess(&house, 1, &name, &format!("2001:db8:1:2::{number:x}")).await?;
    }
    assert_eq!(tried, 30);
    Ok(())
}

#[tokio::test]
async fn nobody_but_a_trusted_proxy_says_who_is_counted() -> Result<()> {
    let house = House::open().await?;
    let mut tried = 0;
    for number in 0..30 {
        tried += guess(&house, 1, ALICE, &format!("203.0.{number}.7")).await?;
    }
    assert_eq!(tried, 10);
    Ok(())
}

#[tokio::test]
async fn every_spelling_of_a_name_is_the_same_mailbox() -> Result<()> {
    let house = House::with(BEHIND).await?;
    let mut tried = 0;
    for name in [
        "alice@required.test",
        "ALICE@Required.Test",
        " alice@required.test ",
    ] {
        tried += guess(&house, 10, name, STRANGER).await?;
    }
    assert_eq!(tried, 10);
    Ok(())
}

#[tokio::test]
async fn a_webmail_that_gives_no_answer_costs_nobody_a_guess() -> Result<()> {
    let relay = crate::support::Relay::open().await?;
    let house = House::behind(&relay, BEHIND).await?;
    let real = house.webmail.log().len();
    assert_eq!(real, 0);
    relay.play(|stream| async move {
        drop(stream);
        Ok(())
    });
    for _ in 0..30 {
        let answer = attempt(&mut house.browser(), STRANGER, (ALICE, PASSWORD)).await?;
        ensure!(answer.status.is_server_error(), "{}", answer.status);
    }
    Ok(())
}

#[tokio::test]
async fn a_guess_that_is_refused_is_in_the_audit_log() -> Result<()> {
    let house = House::with(BEHIND).await?;
    guess(&house, 11, ALICE, STRANGER).await?;
    let audit = house.audit()?;
    let last = audit.lines().last().context("nothing")?;
    assert!(last.contains("\"event\":\"login_limited\""), "{last}");
    assert!(
        last.contains(&format!("\"client\":\"{STRANGER}\"")),
        "{last}"
    );
    assert_eq!(audit.matches("login_failed").count(), 10);
    Ok(())
}

#[tokio::test]
async fn who_has_the_password_alone_does_not_shut_the_owner_out_of_the_second_factor() -> Result<()>
{
    let house = House::open().await?;
    let mut owner = house.browser();
    let key = house.enroll(&mut owner, ALICE).await?;
    owner
        .cookies
        .retain(|name, _| name == "__Host-vestibule-known");
    let mut thief = house.browser();
    // Until nothing more is tried, however long the thief waits.
    let mut page = String::new();
    for _ in 0..60 {
        house.log_in(&mut thief, ALICE).await?;
        page = house.answer(&mut thief, "000000").await?.text();
        house.wait(3601);
    }
    ensure!(page.contains("so this way is closed"), "{page}");
    house.log_in(&mut house.browser(), ALICE).await?;
    house.log_in(&mut owner, ALICE).await?;
    let code = code_at(&key, house.now())?;
    let answer = house.answer(&mut owner, &code).await?;
    assert_eq!(answer.location(), "/mail", "{}", answer.text());
    // And the thief may try no more than before.
    house.wait(60);
    house.log_in(&mut thief, ALICE).await?;
    let right = code_at(&key, house.now())?;
    let answer = house.answer(&mut thief, &right).await?;
    assert_ne!(answer.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn a_known_browser_may_try_no_more_codes_than_anybody() -> Result<()> {
    let house = House::open().await?;
    let mut owner = house.browser();
    house.enroll(&mut owner, ALICE).await?;
    let mut tried = 0;
    house.log_in(&mut owner, ALICE).await?;
    for _ in 0..10 {
        let page = house.answer(&mut owner, "000000").await?.text();
        tried += usize::from(!page.contains("seconds"));
    }
    assert_eq!(tried, 5);
    Ok(())
}
