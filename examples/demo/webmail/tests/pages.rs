//! What a signed-in person can do.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;

use super::{ANN, BOB, Browser, Outcome, webmail};

#[tokio::test]
async fn every_page_opens() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    for page in [
        "/mail",
        "/mail/1",
        "/sent",
        "/search?q=a",
        "/compose",
        "/settings",
        "/settings/signature",
        "/settings/accounts",
        "/settings/activity",
        "/frame",
        "/frame/inner",
    ] {
        assert_eq!(browser.get(page).await?.status, StatusCode::OK, "{page}");
    }
    for missing in ["/mail/99", "/nowhere", "/static/nothing.css"] {
        assert_eq!(
            browser.get(missing).await?.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn reading_a_letter_lowers_the_number_of_unread_ones() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    assert_eq!(browser.get("/mail/unread").await?.text, "{\"unread\":2}");
    browser.get("/mail/1").await?;
    assert_eq!(browser.get("/mail/unread").await?.text, "{\"unread\":1}");
    Ok(())
}

#[tokio::test]
async fn a_letter_written_lies_in_the_sent_folder_and_in_no_other_mailbox() -> Outcome {
    let webmail = webmail();
    let mut ann = Browser::signed_in(&webmail, ANN).await?;
    let letter = [
        ("to", BOB.0),
        ("subject", "<b>Tea & cake</b>"),
        ("text", "At four?"),
        ("attachment", "cake.png (12 bytes)"),
    ];
    assert_eq!(ann.post("/send", &letter).await?.location(), "/sent");
    let sent = ann.get("/sent").await?.text;
    assert!(sent.contains("&lt;b&gt;Tea &amp; cake&lt;/b&gt;"));
    assert!(
        ann.get("/mail/7")
            .await?
            .text
            .contains("cake.png (12 bytes)")
    );
    let mut bob = Browser::signed_in(&webmail, BOB).await?;
    assert!(!bob.get("/mail").await?.text.contains("cake"));
    assert!(!bob.get("/sent").await?.text.contains("cake"));
    Ok(())
}

#[tokio::test]
async fn a_search_finds_words_in_any_part_of_a_letter() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    let found = browser.get("/search?q=MAILBOX+IS+ready").await?.text;
    assert_eq!(found.matches("class=\"row").count(), 1);
    assert!(
        browser
            .get("/search?q=%3Cb%3E")
            .await?
            .text
            .contains("“&lt;b&gt;”")
    );
    Ok(())
}

#[tokio::test]
async fn the_display_name_can_be_changed() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    browser
        .post("/settings", &[("name", "Ann of Green Street")])
        .await?;
    let page = browser.get("/settings").await?.text;
    assert!(page.contains("<span class=\"display-name\">Ann of Green Street</span>"));
    assert!(page.contains(
        "<ul id=\"settings-menu\"><li><a href=\"/settings\" aria-current=\"page\">General</a></li>"
    ));
    Ok(())
}

#[tokio::test]
async fn the_log_shows_every_request_and_whether_it_had_a_cookie() -> Outcome {
    let webmail = webmail();
    let mut browser = Browser::new(&webmail);
    browser.get("/mail?x=1").await?;
    browser.get("/").await?;
    browser.get("/nowhere").await?;
    let seen: Vec<_> = webmail
        .log()
        .into_iter()
        .map(|seen| (seen.target, seen.cookie))
        .collect();
    let wanted = [("/mail?x=1", false), ("/", false), ("/nowhere", true)];
    assert!(
        seen.iter()
            .map(|(target, cookie)| (target.as_str(), *cookie))
            .eq(wanted)
    );
    assert_eq!(webmail.requests_seen(), 3);
    Ok(())
}

#[tokio::test]
async fn the_activity_page_keeps_passwords_to_itself() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    browser
        .get("/switch?user=bob@example.net&password=a-guess")
        .await?;
    let page = browser.get("/settings/activity").await?.text;
    assert!(page.contains("<td>/switch</td>"));
    assert!(!page.contains("a-guess"));
    Ok(())
}

#[tokio::test]
async fn an_upload_is_counted_and_a_download_has_the_length_asked_for() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    let upload = Request::post("/upload").body(Body::from(vec![0; 3_000_000]))?;
    assert_eq!(browser.send(upload).await?.text, "3000000");
    assert_eq!(browser.get("/download/200000").await?.text.len(), 200_000);
    assert_eq!(browser.get("/download/0").await?.text.len(), 0);
    Ok(())
}

#[tokio::test]
async fn the_mirror_shows_the_header_fields_that_came() -> Outcome {
    let mut browser = Browser::signed_in(&webmail(), ANN).await?;
    let request = Request::get("/echo?a=b")
        .header("x-mark", "seen")
        .body(Body::empty())?;
    let echo: serde_json::Value = serde_json::from_str(&browser.send(request).await?.text)?;
    assert_eq!(echo.pointer("/target"), Some(&"/echo?a=b".into()));
    assert_eq!(
        echo.pointer("/headers/0"),
        Some(&serde_json::json!(["x-mark", "seen"]))
    );
    Ok(())
}
