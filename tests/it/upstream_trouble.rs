//! A webmail that is down, slow, broken or odd.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::raw::field;
use crate::support::steps::enter;
use crate::support::{Browser, House, Raw, Relay};

const CAROL: &str = "alice@disabled.test";
const QUICK: &str = "[limits]\nupstream_head = \"400ms\"\nupstream_connect = \"400ms\"\n";

/// A signed-in browser, and a wire before the webmail that does as it is told.
async fn wired(more: &str) -> Result<(House, Relay, Browser)> {
    let relay = Relay::open().await?;
    let house = House::behind(&relay, more).await?;
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    Ok((house, relay, browser))
}

/// Reads a request's head and whatever of its body came along.
async fn request(stream: &mut TcpStream) -> Result<String> {
    let mut read = Vec::new();
    while !read.windows(4).any(|part| part == b"\r\n\r\n") {
        let count = stream.read_buf(&mut read).await?;
        anyhow::ensure!(count > 0, "closed");
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[tokio::test]
async fn a_webmail_that_is_down_gives_a_page_or_a_line_and_a_time_to_come_back() -> Result<()> {
    let house = House::build("", |_| "\"http://127.0.0.1:1\"".to_owned()).await?;
    let mut browser = house.browser();
    let page = browser.get("/").await?;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.headers.contains_key("retry-after"));
    assert!(page.text().contains("<html"));
    let line = browser.script("/static/app.js").await?;
    assert_eq!(line.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(line.headers.contains_key("retry-after"));
    assert!(!line.text().contains('<'), "{}", line.text());
    assert!(!line.text().contains("127.0.0.1"), "{}", line.text());
    Ok(())
}

#[tokio::test]
async fn a_webmail_that_never_answers_is_given_up() -> Result<()> {
    let (_house, relay, mut browser) = wired(QUICK).await?;
    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        sleep(Duration::from_secs(60)).await;
        Ok(())
    });
    let start = Instant::now();
    let page = browser.get("/mail").await?;
    assert_eq!(page.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(start.elapsed() < Duration::from_secs(5));
    let post = browser.post("/send", &[("to", "x")]).await?;
    assert_eq!(post.status, StatusCode::GATEWAY_TIMEOUT);
    sleep(Duration::from_millis(50)).await;
    assert_eq!(relay.open_now(), 2, "the scripts sleep on");
    Ok(())
}

#[tokio::test]
async fn an_upload_may_take_longer_than_the_answer_as_long_as_it_moves() -> Result<()> {
    let house = House::with(QUICK).await?;
    let mut browser = house.browser();
    enter(&mut browser, CAROL).await?;
    let mut raw = Raw::connect(house.address).await?;
    let head = format!(
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nCookie: {}\r\n\r\n",
        cookies(&browser)
    );
    raw.send(head).await?;
    for _ in 0..12 {
        sleep(Duration::from_millis(100)).await;
        raw.send("x").await?;
    }
    let (head, body) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(body, "12");
    Ok(())
}

fn cookies(browser: &Browser) -> String {
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("; ")
}

#[tokio::test]
async fn what_is_not_http_is_a_bad_gateway() -> Result<()> {
    for garbage in [
        &b"SSH-2.0-OpenSSH_9.2\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nX Y: 1\r\nContent-Length: 0\r\n\r\n",
        b"",
    ] {
        let (_house, relay, mut browser) = wired("").await?;
        relay.play(move |mut stream| async move {
            request(&mut stream).await?;
            stream.write_all(garbage).await?;
            Ok(())
        });
        let page = browser.get("/mail").await?;
        let shown = String::from_utf8_lossy(garbage);
        assert_eq!(page.status, StatusCode::BAD_GATEWAY, "{shown:?}");
        assert!(!page.text().contains("SSH"));
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_never_taken_for_a_whole_one() -> Result<()> {
    for begun in [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\nzz\r\n",
    ] {
        let (house, relay, browser) = wired("").await?;
        relay.play(move |mut stream| async move {
            request(&mut stream).await?;
            stream.write_all(begun.as_bytes()).await?;
            Ok(())
        });
        let mut raw = Raw::connect(house.address).await?;
        let get = format!(
            "GET /mail HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n",
            cookies(&browser)
        );
        raw.send(get).await?;
        // As much as had come by then, which may be nothing.
        let got = raw.rest().await.unwrap_or_default();
        let body = got.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        assert!(!body.contains("0\r\n\r\n"), "it looks whole: {got:?}");
        assert!(body.len() < 100, "{got:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_that_stops_in_the_middle_is_cut() -> Result<()> {
    let (house, relay, browser) = wired(QUICK).await?;
    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning";
        stream.write_all(begun).await?;
        sleep(Duration::from_secs(60)).await;
        Ok(())
    });
    let mut raw = Raw::connect(house.address).await?;
    let get = format!(
        "GET /mail HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n",
        cookies(&browser)
    );
    raw.send(get).await?;
    assert!(raw.is_closed_within(Duration::from_secs(5)).await);
    Ok(())
}

/// A webmail that answers `answers` requests on each connection, and closes without a word when
/// the next one comes. Counts the requests that it got.
fn forgetful(relay: &Relay, answers: usize) -> Arc<AtomicUsize> {
    let count = Arc::new(AtomicUsize::new(0));
    let requests = Arc::clone(&count);
    relay.play(move |mut stream| {
        let requests = Arc::clone(&requests);
        async move {
            for _ in 0..answers {
                request(&mut stream).await?;
                requests.fetch_add(1, Ordering::SeqCst);
                stream.write_all(OK).await?;
            }
            request(&mut stream).await?;
            requests.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    });
    count
}

#[tokio::test]
async fn a_get_is_sent_again_once_when_a_kept_connection_closes() -> Result<()> {
    let (_house, relay, mut browser) = wired("").await?;
    let requests = forgetful(&relay, 1);
    let before = relay.accepted();
    assert_eq!(browser.get("/mail").await?.text(), "ok");
    sleep(Duration::from_millis(600)).await;
    assert_eq!(browser.get("/mail").await?.text(), "ok");
    assert_eq!(requests.load(Ordering::SeqCst), 3);
    assert_eq!(relay.accepted() - before, 2);
    Ok(())
}

#[tokio::test]
async fn a_request_that_fells_the_webmail_is_not_tried_on_every_connection() -> Result<()> {
    let (_house, relay, mut browser) = wired("").await?;
    let falls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&falls);
    relay.play(move |mut stream| {
        let falls = Arc::clone(&count);
        async move {
            while !request(&mut stream).await?.starts_with("GET /search") {
                sleep(Duration::from_millis(100)).await;
                stream.write_all(OK).await?;
            }
            falls.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    });
    let asking = (0..5).map(|_| {
        let mut browser = browser.clone();
        tokio::spawn(async move { browser.get("/mail").await })
    });
    for asked in asking.collect::<Vec<_>>() {
        assert_eq!(asked.await??.text(), "ok");
    }
    sleep(Duration::from_millis(600)).await;
    let answer = browser.get("/search?q=x").await?;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert_eq!(falls.load(Ordering::SeqCst), 2);
    Ok(())
}

#[tokio::test]
async fn a_post_is_never_sent_again() -> Result<()> {
    let (_house, relay, mut browser) = wired("").await?;
    let requests = forgetful(&relay, 1);
    assert_eq!(browser.get("/mail").await?.text(), "ok");
    sleep(Duration::from_millis(600)).await;
    let answer = browser
        .post("/send", &[("to", "bob@disabled.test")])
        .await?;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    let delete = browser.send(Method::DELETE, "/mail/1", &[], "").await?;
    assert_eq!(delete.text(), "ok");
    assert_eq!(requests.load(Ordering::SeqCst), 3);
    Ok(())
}

#[tokio::test]
async fn a_connection_that_has_closed_meanwhile_costs_nobody_a_request() -> Result<()> {
    let (_house, relay, mut browser) = wired("").await?;
    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        stream.write_all(OK).await?;
        // Closed at once, though the answer said nothing of it.
        Ok(())
    });
    for _ in 0..5 {
        let answer = browser
            .post("/send", &[("to", "bob@disabled.test")])
            .await?;
        assert_eq!(answer.text(), "ok");
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test]
async fn one_connection_serves_many_requests_and_close_is_obeyed() -> Result<()> {
    let (_house, relay, mut browser) = wired("").await?;
    let before = relay.accepted();
    for _ in 0..2 {
        assert_eq!(browser.get("/echo").await?.status, StatusCode::OK);
        assert_eq!(browser.get("/download/100000").await?.body.len(), 100_000);
        assert_eq!(browser.get("/sse").await?.status, StatusCode::OK);
        if relay.accepted() > before {
            break;
        }
    }
    assert_eq!(relay.accepted(), before, "a connection was not used again");

    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        let last = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        stream.write_all(last).await?;
        sleep(Duration::from_secs(60)).await;
        Ok(())
    });
    let before = relay.accepted();
    for _ in 0..3 {
        assert_eq!(browser.get("/mail").await?.text(), "ok");
    }
    assert_eq!(relay.accepted() - before, 3);
    Ok(())
}

#[tokio::test]
async fn an_answer_before_the_upload_has_ended_spoils_no_connection() -> Result<()> {
    let (house, relay, browser) = wired("").await?;
    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        stream
            .write_all(b"HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno")
            .await?;
        // The rest of the upload would be read as a request.
        let next = request(&mut stream).await?;
        anyhow::ensure!(next.starts_with("GET "), "{next}");
        stream
            .write_all(b"HTTP/1.1 500 Spoilt\r\nContent-Length: 0\r\n\r\n")
            .await?;
        Ok(())
    });
    let before = relay.accepted();
    let mut raw = Raw::connect(house.address).await?;
    let head = format!(
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nCookie: {}\r\n\r\nbegun",
        cookies(&browser)
    );
    raw.send(head).await?;
    let (head, _) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 413"), "{head}");
    let mut other = browser.clone();
    assert_eq!(
        other.get("/mail").await?.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(relay.accepted() - before, 2);
    Ok(())
}

#[tokio::test]
async fn a_webmail_of_http_1_0_is_understood() -> Result<()> {
    let (house, relay, browser) = wired("").await?;
    relay.play(|mut stream| async move {
        request(&mut stream).await?;
        stream
            .write_all(b"HTTP/1.0 200 OK\r\nX-Old: 1\r\n\r\nuntil the end")
            .await?;
        Ok(())
    });
    let mut raw = Raw::connect(house.address).await?;
    let get = format!(
        "GET /mail HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {}\r\n\r\n",
        cookies(&browser)
    );
    raw.send(get).await?;
    let head = raw.head().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(field(&head, "transfer-encoding"), Some("chunked"));
    assert!(raw.rest().await?.contains("until the end"));
    let mut browser = browser;
    assert_eq!(browser.get("/mail").await?.text(), "until the end");
    Ok(())
}
