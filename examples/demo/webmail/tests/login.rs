//! Sessions, from the first page to signing out.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;

use super::{ANN, BOB, Browser, Outcome, webmail};

const SESSION: &str = "sample_session";
const AUTH: &str = "sample_auth";

#[tokio::test]
async fn the_first_page_is_the_login_form_with_a_session_of_nobody() -> Outcome {
    let mut browser = Browser::new(&webmail());
    let page = browser.get("/").await?;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text
            .contains("<form id=\"login-form\" method=\"post\" action=\"/login\">")
    );
    let cookie = page.headers.get(SET_COOKIE).and_then(|v| v.to_str().ok());
    assert!(
        cookie.is_some_and(|cookie| cookie.ends_with("; HttpOnly; Path=/")),
        "{cookie:?}"
    );
    assert!(browser.cookie(AUTH).is_none());
    Ok(())
}

#[tokio::test]
async fn a_right_password_opens_the_mailbox_in_a_new_session() -> Outcome {
    let mut browser = Browser::new(&webmail());
    browser.get("/").await?;
    let before = browser.cookie(SESSION);
    let page = browser.login((" ANN@example.com ", ANN.1), "").await?;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/mail")
    );
    assert_ne!(browser.cookie(SESSION), before);
    assert!(browser.cookie(AUTH).is_some());
    let inbox = browser.get("/mail").await?.text;
    assert!(
        inbox.contains("<span class=\"mailbox-name\" id=\"mailbox-name\">ann@example.com</span>")
    );
    assert!(inbox.contains("Private to ann@example.com"));
    assert_eq!(browser.get("/").await?.location(), "/mail");
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_shows_the_form_again() -> Outcome {
    let mut browser = Browser::new(&webmail());
    let page = browser.login((ANN.0, BOB.1), "/mail/3").await?;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text.contains("Wrong address or password."));
    assert_eq!(page.hidden("next"), "/mail/3");
    assert!(browser.cookie(AUTH).is_none());
    Ok(())
}

#[tokio::test]
async fn a_login_without_the_token_of_its_session_is_refused() -> Outcome {
    let webmail = webmail();
    let mut browser = Browser::new(&webmail);
    browser.get("/").await?;
    let foreign = Browser::new(&webmail)
        .get("/")
        .await?
        .hidden("csrf")
        .to_owned();
    let form = [
        ("csrf", foreign.as_str()),
        ("user", ANN.0),
        ("password", ANN.1),
    ];
    let page = browser.post("/login", &form).await?;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(browser.cookie(AUTH).is_none());
    Ok(())
}

#[tokio::test]
async fn a_login_goes_on_to_the_page_that_was_asked_for() -> Outcome {
    let mut browser = Browser::new(&webmail());
    let page = browser.get("/search?q=tea&x=1").await?;
    assert_eq!(page.location(), "/?next=%2Fsearch%3Fq%3Dtea%26x%3D1");
    let form = browser.get(page.location()).await?;
    assert_eq!(form.hidden("next"), "/search?q=tea&amp;x=1");
    let page = browser.login(ANN, "/search?q=tea&x=1").await?;
    assert_eq!(page.location(), "/search?q=tea&x=1");
    Ok(())
}

#[tokio::test]
async fn nothing_but_the_login_page_and_its_assets_is_open_to_strangers() -> Outcome {
    let mut browser = Browser::new(&webmail());
    for closed in [
        "/mail",
        "/mail/1",
        "/echo",
        "/download/9",
        "/switch",
        "/ws",
        "/nowhere",
    ] {
        let page = browser.get(closed).await?;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{closed}");
        let scripted = Request::get(closed).header("x-requested-with", "XMLHttpRequest");
        let page = browser.send(scripted.body(Body::empty())?).await?;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{closed}");
        assert_eq!(page.text, "{\"error\":\"session\"}");
    }
    for open in ["/static/style.css", "/static/app.js", "/static/logo.svg"] {
        let page = browser.get(open).await?;
        assert_eq!(page.status, StatusCode::OK, "{open}");
        assert!(page.headers.contains_key("cache-control"));
    }
    Ok(())
}

#[tokio::test]
async fn both_cookies_are_needed() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    browser.jar.retain(|(name, _)| name != AUTH);
    assert_eq!(browser.get("/mail").await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test]
async fn signing_out_ends_the_session_and_expires_both_cookies() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    let kept = browser.jar.clone();
    let page = browser.get("/logout").await?;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(browser.jar.is_empty());
    browser.jar = kept;
    assert_eq!(browser.get("/mail").await?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test]
async fn switching_accounts_changes_session_and_person() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    let before = browser.cookie(SESSION);
    let page = browser
        .get("/switch?user=bob@example.net&password=wrong")
        .await?;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.cookie(SESSION), before);
    browser
        .get("/switch?user=bob@example.net&password=second+secret")
        .await?;
    assert_ne!(browser.cookie(SESSION), before);
    let inbox = browser.get("/mail").await?.text;
    assert!(inbox.contains("Private to bob@example.net"));
    assert!(!inbox.contains("ann@example.com"));
    Ok(())
}
