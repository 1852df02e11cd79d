//! How administrators get in, and how long they stay.

use anyhow::Result;
use http::{Method, StatusCode};
use serde_json::json;
use vestibule::store::Store as _;

use crate::support::panel::{Administrator, PASSWORD, invite, type_code, type_password};
use crate::support::{Api, Browser, House, Raw, code_at};

const CAROL: &str = "/api/v1/administrators/carol";

/// Whether the overview opens.
async fn is_in(browser: &mut Browser) -> Result<bool> {
    Ok(browser.get("/mailboxes").await?.status == StatusCode::OK)
}

#[tokio::test]
async fn an_invited_administrator_sets_up_password_and_app_and_signs_in_with_both() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    assert!(is_in(&mut carol.browser).await?);
    let mut browser = Browser::new(api.address);
    let asked = type_password(&mut browser, "Carol", PASSWORD).await?;
    assert_eq!(asked.location(), "/login/code?to=%2F");
    assert!(
        !is_in(&mut browser).await?,
        "the password alone opens nothing"
    );
    let pending = browser.cookies.clone();
    let code = carol.code(&house)?;
    let done = type_code(&mut browser, &code).await?;
    assert_eq!(done.location(), "/");
    assert!(is_in(&mut browser).await?);
    assert_ne!(pending, browser.cookies, "a new session at each stage");
    let mut old = Browser::new(api.address);
    old.cookies = pending;
    assert!(!is_in(&mut old).await?, "the pending session has ended");
    let shown = api.get(CAROL).await?.json()?;
    assert_eq!(shown["state"], "active");
    assert!(shown["last_seen"].is_string());
    Ok(())
}

#[tokio::test]
async fn a_code_signs_in_once_and_confirms_nothing_afterwards() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let carol = Administrator::operator(&house, &api).await?;
    let code = carol.code(&house)?;
    let mut first = Browser::new(api.address);
    type_password(&mut first, "carol", PASSWORD).await?;
    let mut second = Browser::new(api.address);
    type_password(&mut second, "carol", PASSWORD).await?;
    assert_eq!(type_code(&mut first, &code).await?.location(), "/");
    let again = type_code(&mut second, &code).await?;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(!is_in(&mut second).await?);
    Ok(())
}

#[tokio::test]
async fn wrong_passwords_and_unknown_names_look_alike_and_are_slowed_alike() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    Administrator::operator(&house, &api).await?;
    let mut seen = Vec::new();
    for name in ["carol", "mallory"] {
        let mut browser = Browser::new(api.address);
        let mut statuses = Vec::new();
        let mut texts = Vec::new();
        for _ in 0..7 {
            let answer = type_password(&mut browser, name, "not the password at all").await?;
            statuses.push(answer.status);
            texts.push(answer.text().replace(name, "NAME"));
        }
        assert_eq!(statuses[4], StatusCode::FORBIDDEN);
        assert_eq!(statuses[5], StatusCode::TOO_MANY_REQUESTS);
        assert!(browser.cookies.is_empty());
        seen.push(texts);
    }
    assert_eq!(seen[0], seen[1]);
    let mut browser = Browser::new(api.address);
    let early = type_password(&mut browser, "carol", PASSWORD).await?;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS, "slowed");
    house.wait(31);
    let later = type_password(&mut browser, "carol", PASSWORD).await?;
    assert_eq!(later.status, StatusCode::SEE_OTHER, "and not locked out");
    Ok(())
}

#[tokio::test]
async fn wrong_codes_are_counted_over_all_sessions() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let carol = Administrator::operator(&house, &api).await?;
    for _ in 0..5 {
        let mut browser = Browser::new(api.address);
        type_password(&mut browser, "carol", PASSWORD).await?;
        let wrong = type_code(&mut browser, "000000").await?;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    }
    let mut browser = Browser::new(api.address);
    type_password(&mut browser, "carol", PASSWORD).await?;
    let right = code_at(&carol.key, house.now())?;
    let early = type_code(&mut browser, &right).await?;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    let later = carol.code(&house)?;
    assert_eq!(type_code(&mut browser, &later).await?.location(), "/");
    Ok(())
}

#[tokio::test]
async fn an_invitation_works_once_and_for_a_day_and_takes_a_password_that_is_not_guessed()
-> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let code = invite(&api, ("dave", "reader", None)).await?;
    let mut browser = Browser::new(api.address);
    let begin = |name: &'static str, code: String| async move {
        let mut browser = Browser::new(api.address);
        let answer = browser
            .post("/setup", &[("name", name), ("invitation", &code)])
            .await;
        answer.map(|answer| (answer, browser))
    };
    let (wrong, _) = begin("dave", "AAAA-AAAA-AAAA-AAAA-AAAA".to_owned()).await?;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let (right, mut dave) = begin("dave", code.clone()).await?;
    assert_eq!(right.location(), "/setup/finish");
    let page = dave.get("/setup/finish").await?.text();
    let key = crate::support::house::key_on(&page)?;
    let token = crate::support::house::form_token(&page)?;
    let now = code_at(&key, house.now())?;
    for (new, again, typed) in [
        ("short", "short", now.as_str()),
        ("password1234", "password1234", &now),
        (PASSWORD, "another sentence of words", &now),
        (PASSWORD, PASSWORD, "000000"),
    ] {
        let form = [
            ("form_token", token.as_str()),
            ("new", new),
            ("again", again),
            ("code", typed),
        ];
        let answer = dave.post("/setup/finish", &form).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        let back = format!("value=\"{new}\"");
        assert!(!answer.text().contains(&back), "nothing typed comes back");
    }
    let form = [
        ("form_token", token.as_str()),
        ("new", PASSWORD),
        ("again", PASSWORD),
        ("code", &now),
    ];
    assert_eq!(dave.post("/setup/finish", &form).await?.location(), "/");
    let (again, _) = begin("dave", code).await?;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "used up");
    let late = invite(&api, ("erin", "reader", None)).await?;
    house.wait(24 * 60 * 60);
    let (late, _) = begin("erin", late).await?;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "ended");
    assert!(!is_in(&mut browser).await?);
    Ok(())
}

#[tokio::test]
async fn of_two_browsers_with_one_invitation_one_sets_up_the_account() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let code = invite(&api, ("dave", "operator", None)).await?;
    let mut browsers = Vec::new();
    for _ in 0..2 {
        let mut browser = Browser::new(api.address);
        let form = [("name", "dave"), ("invitation", code.as_str())];
        browser.post("/setup", &form).await?;
        let page = browser.get("/setup/finish").await?.text();
        browsers.push((browser, page));
    }
    let mut outcomes = Vec::new();
    for (browser, page) in &mut browsers {
        let key = crate::support::house::key_on(page)?;
        let token = crate::support::house::form_token(page)?;
        let form = [
            ("form_token", token.as_str()),
            ("new", PASSWORD),
            ("again", PASSWORD),
            ("code", &code_at(&key, house.now())?),
        ];
        outcomes.push(
            browser
                .post("/setup/finish", &form)
                .await?
                .location()
                .to_owned(),
        );
    }
    assert_eq!(outcomes, ["/", "/setup"]);
    Ok(())
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_signed_out_or_its_administrator_is_changed() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    house.wait(29 * 60);
    assert!(is_in(&mut carol.browser).await?);
    house.wait(29 * 60);
    assert!(is_in(&mut carol.browser).await?, "used meanwhile");
    let kept = carol.browser.clone();
    carol.send("/mailboxes", "/logout", &[]).await?;
    assert!(carol.browser.cookies.is_empty());
    assert!(
        !is_in(&mut kept.clone()).await?,
        "signed out for the cookie's thief too"
    );

    for (method, path, body) in [
        (
            Method::POST,
            format!("{CAROL}/invitation"),
            Some(json!({ "reason": "lost" })),
        ),
        (
            Method::DELETE,
            "/api/v1/administrators/dave".to_owned(),
            None,
        ),
    ] {
        let who = if method == Method::POST {
            "carol"
        } else {
            "dave"
        };
        let mut one = if who == "carol" {
            let mut browser = Browser::new(api.address);
            type_password(&mut browser, "carol", PASSWORD).await?;
            let code = carol.code(&house)?;
            type_code(&mut browser, &code).await?;
            browser
        } else {
            Administrator::of(&house, &api, ("dave", "reader", None))
                .await?
                .browser
        };
        assert!(is_in(&mut one).await?, "{who}");
        let done = api.ask(method, &path, &[], body).await?;
        assert!(done.status.is_success(), "{}", done.text);
        assert!(!is_in(&mut one).await?, "{who}");
    }
    let mut idle = Administrator::of(&house, &api, ("erin", "reader", None)).await?;
    house.wait(30 * 60);
    assert!(!is_in(&mut idle.browser).await?);
    Ok(())
}

#[tokio::test]
async fn a_new_password_takes_the_old_one_and_a_code_and_ends_every_other_session() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let mut other = Browser::new(api.address);
    type_password(&mut other, "carol", PASSWORD).await?;
    let code = carol.code(&house)?;
    type_code(&mut other, &code).await?;
    assert!(is_in(&mut other).await?);
    let new = "nine grey geese on a roof";
    for (old, right) in [("wrong old password", true), (PASSWORD, false)] {
        let code = if right {
            carol.code(&house)?
        } else {
            "000000".to_owned()
        };
        let form = [("old", old), ("new", new), ("again", new), ("code", &code)];
        let refused = carol.send("/account", "/account/password", &form).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let code = carol.code(&house)?;
    let form = [
        ("old", PASSWORD),
        ("new", new),
        ("again", new),
        ("code", &code),
    ];
    let done = carol.send("/account", "/account/password", &form).await?;
    assert_eq!(done.location(), "/account?done=password");
    assert!(is_in(&mut carol.browser).await?);
    assert!(!is_in(&mut other).await?);
    let old = type_password(&mut other, "carol", PASSWORD).await?;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    let right = type_password(&mut other, "carol", new).await?;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test]
async fn nothing_that_administrators_know_is_in_the_store_or_the_journal_in_clear() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let waiting = invite(&api, ("dave", "operator", None)).await?;
    let carol = Administrator::operator(&house, &api).await?;
    let cookies: Vec<String> = carol.browser.cookies.values().cloned().collect();
    let mut secrets = vec![
        PASSWORD.to_owned(),
        carol.key.clone(),
        waiting.replace('-', ""),
    ];
    secrets.extend(cookies);
    let mut looked = 0;
    for kind in ["administrator", "change", "token", "journal"] {
        for (key, entry) in house.store.list(kind, None, 1000).await? {
            let text = format!("{key} {}", String::from_utf8_lossy(&entry.value));
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{key}");
            }
            looked += 1;
        }
    }
    assert!(looked > 4, "{looked}");
    let journal = api.get("/api/v1/changes").await?.text;
    assert!(journal.contains("administrator_set_up"));
    for secret in &secrets {
        assert!(!journal.contains(secret.as_str()));
    }
    Ok(())
}

#[tokio::test]
async fn a_store_that_fails_lets_no_administrator_in() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let carol = Administrator::operator(&house, &api).await?;
    for fault in [
        vestibule::store::memory::Fault::Unavailable,
        vestibule::store::memory::Fault::Unknown,
        vestibule::store::memory::Fault::UnknownApplied,
    ] {
        for call in 1..12 {
            house.wait(3601);
            let mut browser = Browser::new(api.address);
            house.store.fail_at(call, fault);
            type_password(&mut browser, "carol", PASSWORD).await?;
            let code = carol.code(&house)?;
            let answer = type_code(&mut browser, &code).await?;
            house.store.fail_at(0, fault);
            if is_in(&mut browser).await? {
                assert_eq!(answer.location(), "/", "{fault:?} at {call}");
            }
            // The same code again is never taken, whatever was said of the first time.
            let mut again = Browser::new(api.address);
            house.wait(0);
            type_password(&mut again, "carol", PASSWORD).await?;
            if answer.location() == "/" {
                let twice = type_code(&mut again, &code).await?;
                assert_ne!(twice.location(), "/", "{fault:?} at {call}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_session_that_was_ended_ends_no_other_and_does_not_come_back_with_the_name() -> Result<()>
{
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let mut stolen = carol.browser.clone();
    let page = stolen.get("/account").await?.text();
    let token = crate::support::house::form_token(&page)?;
    let ended = carol.send("/account", "/account/others", &[]).await?;
    assert_eq!(ended.location(), "/account?done=others");
    let form = [("form_token", token.as_str())];
    let back = stolen.post("/account/others", &form).await?;
    assert!(back.location().starts_with("/login"), "{}", back.status);
    assert!(is_in(&mut carol.browser).await? && !is_in(&mut stolen).await?);

    let code = invite(&api, ("dave", "reader", None)).await?;
    let mut dave = Browser::new(api.address);
    dave.post("/setup", &[("name", "dave"), ("invitation", &code)])
        .await?;
    assert_eq!(dave.get("/setup/finish").await?.status, StatusCode::OK);
    let path = "/api/v1/administrators/dave";
    api.ask(Method::DELETE, path, &[], None).await?;
    house.wait(1);
    invite(&api, ("dave", "operator", None)).await?;
    let old = dave.get("/setup/finish").await?;
    assert_eq!(old.location(), "/setup", "another account of the same name");
    Ok(())
}

#[tokio::test]
async fn what_an_administrator_may_do_is_asked_when_the_form_is_whole() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    Administrator::operator(&house, &api).await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    let page = dave.page("/administrators").await?;
    let token = crate::support::house::form_token(&page)?;
    let code = dave.code(&house)?;
    let body = format!("form_token={token}&name=eve&role=operator&code={code}");
    let cookies = dave
        .browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let cookies: Vec<String> = cookies.collect();
    let head = format!(
        "POST /administrators HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        api.address,
        cookies.join("; "),
        body.len()
    );
    let (first, last) = body.split_at(body.len() - 1);
    let mut raw = Raw::connect(api.address).await?;
    raw.send(format!("{head}{first}")).await?;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let reader = json!({ "role": "reader" });
    let path = "/api/v1/administrators/dave";
    let said = api.ask(Method::PUT, path, &[], Some(reader)).await?;
    assert!(said.status.is_success(), "{}", said.text);
    raw.send(last).await?;
    let answer = raw.rest().await?;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    let eve = api.get("/api/v1/administrators/eve").await?;
    assert_eq!(eve.status, StatusCode::NOT_FOUND);
    Ok(())
}
