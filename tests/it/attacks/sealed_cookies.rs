//! What a browser holds, changed, swapped, planted or kept for too long: none of it opens anything.

use anyhow::{Result, ensure};
use http::{Method, StatusCode};

use crate::support::{Browser, House};

const ALICE: &str = "alice@required.test";
const BOB: &str = "bob@required.test";
const SESSION: &str = "__Host-vestibule";
const MAIL: &str = "Private to";

/// Whether these cookies open a mailbox.
async fn opens(browser: &mut Browser) -> Result<bool> {
    let page = browser.get("/mail").await?;
    ensure!(!page.status.is_server_error(), "{}", page.text());
    Ok(page.text().contains(MAIL))
}

/// Whether a Cookie field, byte for byte, opens a mailbox.
async fn field_opens(house: &House, field: &str) -> Result<bool> {
    let mut browser = house.browser();
    let headers = [("cookie", field), ("accept", "text/html")];
    let page = browser.send(Method::GET, "/mail", &headers, "").await?;
    ensure!(!page.status.is_server_error(), "{}", page.text());
    Ok(page.text().contains(MAIL))
}

fn field(browser: &Browser) -> String {
    let pairs = browser.cookies.iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("; ")
}

fn cookie(browser: &Browser, name: &str) -> String {
    browser.cookies.get(name).cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_session_opens_until_one_letter_of_it_is_changed() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, ALICE).await?;
    ensure!(field_opens(&house, &field(&browser)).await?);
    for name in [SESSION, "sample_session", "sample_auth"] {
        let value = cookie(&browser, name);
        ensure!(value.len() > 40, "{name} is not sealed");
        for at in (0..value.len()).step_by(11) {
            let mut changed = value.clone();
            let letter = if value.get(at..=at) == Some("A") {
                "B"
            } else {
                "A"
            };
            changed.replace_range(at..=at, letter);
            for other in [changed, value.get(..at).unwrap_or_default().to_owned()] {
                let mut browser = browser.clone();
                browser.cookies.insert(name.to_owned(), other);
                ensure!(!opens(&mut browser).await?, "{name} changed at {at}");
            }
        }
        for other in [
            format!("{value}A"),
            format!("\"{value}\""),
            format!("2.{value}"),
        ] {
            let mut browser = browser.clone();
            browser.cookies.insert(name.to_owned(), other.clone());
            ensure!(!opens(&mut browser).await?, "{name} as {other}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_webmails_cookies_open_under_the_login_that_they_were_sealed_for_alone() -> Result<()> {
    let house = House::open().await?;
    let (mut alice, mut bob) = (house.browser(), house.browser());
    house.enroll(&mut alice, ALICE).await?;
    house.enroll(&mut bob, BOB).await?;
    let mut second = house.browser();
    house.log_in(&mut second, ALICE).await?;
    for name in ["sample_session", "sample_auth"] {
        for other in [&bob, &second] {
            let mut mixed = alice.clone();
            mixed.cookies.insert(name.to_owned(), cookie(other, name));
            ensure!(!opens(&mut mixed).await?, "{name} of another login");
        }
        // The half session with the whole one's cookies, and the whole one with the half one's.
        let mut mixed = second.clone();
        mixed.cookies.insert(name.to_owned(), cookie(&alice, name));
        ensure!(!opens(&mut mixed).await?);
    }
    // Under each other's name they do not open either.
    let mut swapped = alice.clone();
    let (session, auth) = (
        cookie(&alice, "sample_session"),
        cookie(&alice, "sample_auth"),
    );
    swapped
        .cookies
        .insert("sample_session".to_owned(), auth.clone());
    swapped.cookies.insert("sample_auth".to_owned(), session);
    ensure!(!opens(&mut swapped).await?);
    let mut as_session = alice.clone();
    as_session.cookies.insert(SESSION.to_owned(), auth);
    ensure!(!opens(&mut as_session).await?);
    ensure!(opens(&mut alice).await?);
    Ok(())
}

#[tokio::test]
async fn two_values_of_our_cookie_are_no_session() -> Result<()> {
    let house = House::open().await?;
    let (mut alice, mut half) = (house.browser(), house.browser());
    house.enroll(&mut alice, ALICE).await?;
    house.log_in(&mut half, BOB).await?;
    let (whole, pending) = (cookie(&alice, SESSION), cookie(&half, SESSION));
    let rest = field(&alice);
    for planted in [
        format!("{SESSION}={whole}; {rest}"),
        format!("{SESSION}={pending}; {rest}"),
        format!("{rest}; {SESSION}={pending}"),
        format!("{rest}; {SESSION}="),
        format!("{rest};{SESSION}=x"),
        format!("{rest}; \t{SESSION}=x"),
    ] {
        ensure!(!field_opens(&house, &planted).await?, "{planted}");
    }
    // In two Cookie fields, one of them not even text.
    let mut browser = house.browser();
    let second = format!("x=\u{e9}; {SESSION}={pending}");
    let headers = [
        ("cookie", rest.as_str()),
        ("cookie", second.as_str()),
        ("accept", "text/html"),
    ];
    let page = browser.send(Method::GET, "/mail", &headers, "").await?;
    ensure!(!page.text().contains(MAIL));
    // A sibling host's cookie that is not even text signs nobody out.
    ensure!(field_opens(&house, &format!("x=\u{e9}; {rest}")).await?);
    Ok(())
}

#[tokio::test]
async fn a_name_that_looks_like_ours_is_not_ours_and_never_reaches_the_webmail() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let whole = cookie(&alice, SESSION);
    for name in [
        "__host-vestibule",
        "__HOST-VESTIBULE",
        "__Host-vestibule2",
        "__Host-vestibule ",
        "\"__Host-vestibule\"",
        "Host-vestibule",
        "__Secure-vestibule",
        "$__Host-vestibule",
    ] {
        let mut browser = alice.clone();
        browser.cookies.remove(SESSION);
        browser.cookies.insert(name.to_owned(), whole.clone());
        ensure!(!opens(&mut browser).await?, "{name}");
    }
    let mut browser = alice.clone();
    for name in [
        "__HOST-vestibule",
        "__Host-vestibule-x",
        "planted",
        "sample_sessio",
    ] {
        browser
            .cookies
            .insert(name.to_owned(), "planted".to_owned());
    }
    let echo = browser.get("/echo").await?.text();
    ensure!(
        !echo.contains("planted") && !echo.contains("estibule="),
        "{echo}"
    );
    ensure!(echo.contains("sample_session="), "{echo}");
    Ok(())
}

#[tokio::test]
async fn what_the_browser_holds_is_worth_nothing_at_the_webmail_itself() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, ALICE).await?;
    let echo = alice.get("/echo").await?.text();
    for (name, value) in &alice.cookies {
        ensure!(
            !echo.contains(value.as_str()),
            "{name} passes as it is: {echo}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_half_sessions_cookie_stays_half_after_the_code() -> Result<()> {
    let house = House::open().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let mut half = browser.clone();
    let code = crate::support::code_at(&key, house.now())?;
    house.answer(&mut browser, &code).await?;
    ensure!(opens(&mut browser).await?);
    let page = half.get("/mail").await?;
    ensure!(page.location() == "/mfa/challenge", "{}", page.text());
    Ok(())
}

#[tokio::test]
async fn old_cookies_open_nothing_after_a_sign_out_a_set_up_and_their_time() -> Result<()> {
    let house = House::open().await?;
    let mut alice = house.browser();
    house.enroll(&mut alice, "bob@optional.test").await?;
    let mut kept = alice.clone();
    let token = crate::support::house::form_token(&alice.get("/mfa/security").await?.text())?;
    let out = alice.post("/mfa/logout", &[("form_token", &token)]).await?;
    ensure!(out.status == StatusCode::SEE_OTHER);
    ensure!(!opens(&mut kept).await?, "after a sign-out");
    ensure!(kept.script("/mail/unread").await?.status == StatusCode::UNAUTHORIZED);

    let mut early = house.browser();
    house.log_in(&mut early, "alice@optional.test").await?;
    ensure!(opens(&mut early).await?);
    house
        .enroll(&mut house.browser(), "alice@optional.test")
        .await?;
    ensure!(!opens(&mut early).await?, "after a set-up elsewhere");

    let mut late = house.browser();
    house.log_in(&mut late, "alice@disabled.test").await?;
    house.wait(60 * 60);
    ensure!(!opens(&mut late).await?, "after an idle hour");
    let mut half = house.browser();
    house.log_in(&mut half, ALICE).await?;
    house.wait(15 * 60);
    let challenge = half.get("/mfa/challenge").await?;
    ensure!(
        challenge.location() == "/",
        "a half session after a quarter of an hour"
    );
    Ok(())
}

#[tokio::test]
async fn a_busy_session_ends_at_its_absolute_end() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, "bob@optional.test").await?;
    for minutes in (0..12 * 60).step_by(30) {
        ensure!(opens(&mut browser).await?, "after {minutes} minutes");
        house.wait(30 * 60);
    }
    ensure!(!opens(&mut browser).await?);
    // A clock that steps back does not revive what was revoked.
    let mut other = house.browser();
    house.log_in(&mut other, "bob@optional.test").await?;
    let mut kept = other.clone();
    other.get("/logout").await?;
    ensure!(!opens(&mut kept).await?);
    Ok(())
}

/// Cookie fields of 60 KB that look like thousands of parts of long cookies.
#[tokio::test]
async fn a_bomb_of_cookie_parts_costs_no_more_than_other_cookies() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, "bob@optional.test").await?;
    let session = format!("{SESSION}={}", cookie(&browser, SESSION));
    let parts = (1..8).map(|number| format!("; a.{number}=x"));
    let took = |filler: &'static str| {
        let (session, parts) = (session.clone(), parts.clone().collect::<String>());
        let field = format!("{session}{}{parts}", filler.repeat(60_000 / filler.len()));
        let house = &house;
        async move {
            let started = std::time::Instant::now();
            ensure!(!field_opens(house, &field).await?);
            Ok(started.elapsed())
        }
    };
    let (plain, bomb) = (took("; a=xxxx").await?, took("; a=8.xx").await?);
    ensure!(bomb < plain * 20, "{bomb:?} and {plain:?}");
    Ok(())
}
