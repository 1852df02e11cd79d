//! The webmail's answers pass as they are: what an intermediary may not change, and what ends here.

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::raw::field;
use crate::support::{House, Raw, Relay};

/// A house whose webmail gives this answer to everything, byte for byte.
async fn answering(answer: &'static str) -> Result<(House, Relay)> {
    let relay = Relay::open().await?;
    let house = House::behind(&relay, "").await?;
    relay.play(move |stream| say(stream, answer));
    Ok((house, relay))
}

async fn say(mut stream: TcpStream, answer: &'static str) -> Result<()> {
    let mut unread = Vec::new();
    loop {
        if stream.read_buf(&mut unread).await? == 0 {
            return Ok(());
        }
        if unread.ends_with(b"\r\n\r\n") {
            unread.clear();
            stream.write_all(answer.as_bytes()).await?;
        }
    }
}

/// Asks for a file that everybody may have.
async fn ask(house: &House, method: &str, more: &str) -> Result<Raw> {
    let mut raw = Raw::connect(house.address).await?;
    let request = format!("{method} /static/file HTTP/1.1\r\nHost: localhost\r\n{more}\r\n");
    raw.send(request).await?;
    Ok(raw)
}

#[tokio::test]
async fn fields_of_the_upstream_connection_end_here() -> Result<()> {
    let (house, _relay) = answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-One, keep-alive\r\nX-One: 1\r\n\
         Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nUpgrade: h2c\r\n\
         Trailer: X-Late\r\nProxy-Authenticate: Basic\r\nX-Two: 2\r\n\r\nok",
    )
    .await?;
    let (head, body) = ask(&house, "GET", "").await?.answer().await?;
    assert_eq!(body, "ok");
    for name in [
        "connection",
        "x-one",
        "keep-alive",
        "proxy-connection",
        "upgrade",
        "trailer",
        "proxy-authenticate",
    ] {
        assert_eq!(field(&head, name), None, "{head}");
    }
    assert_eq!(field(&head, "x-two"), Some("2"));
    Ok(())
}

#[tokio::test]
async fn validators_ranges_and_lengths_are_untouched() -> Result<()> {
    let (house, _relay) = answering(
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nContent-Range: bytes 2-6/10\r\n\
         ETag: \"x-1\"\r\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT\r\nAccept-Ranges: bytes\r\n\
         Vary: Accept-Encoding\r\nContent-Encoding: br\r\nAge: 7\r\nDate: Mon, 23 Nov 2026 10:00:00 \
         GMT\r\n\r\n23456",
    )
    .await?;
    let mut raw = ask(&house, "GET", "Range: bytes=2-6\r\n").await?;
    let (head, body) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 206"), "{head}");
    assert_eq!(body, "23456");
    for (name, value) in [
        ("content-length", "5"),
        ("content-range", "bytes 2-6/10"),
        ("etag", "\"x-1\""),
        ("last-modified", "mon, 23 nov 2026 10:00:00 gmt"),
        ("accept-ranges", "bytes"),
        ("vary", "accept-encoding"),
        ("content-encoding", "br"),
        ("age", "7"),
        ("date", "mon, 23 nov 2026 10:00:00 gmt"),
    ] {
        assert_eq!(field(&head, name), Some(value), "{head}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_to_head_keeps_the_length_and_has_no_body() -> Result<()> {
    let (house, relay) =
        answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nETag: \"h\"\r\n\r\n").await?;
    let mut raw = ask(&house, "HEAD", "").await?;
    let head = raw.head().await?;
    assert_eq!(field(&head, "content-length"), Some("1234"));
    raw.send("HEAD /static/other HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    let head = raw.head().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(relay.accepted(), 1, "the connection was not used again");
    Ok(())
}

#[tokio::test]
async fn answers_without_a_body_leave_the_connection_usable() -> Result<()> {
    for (answer, length) in [
        // The length of what was not sent may be left out (RFC 9110 §15.4.5).
        (
            "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nContent-Length: 99\r\n\r\n",
            None,
        ),
        ("HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\n\r\n", None),
        ("HTTP/1.1 204 No Content\r\nETag: \"e\"\r\n\r\n", None),
        (
            "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 0\r\n\r\n",
            Some("0"),
        ),
    ] {
        let (house, relay) = answering(answer).await?;
        let mut raw = ask(&house, "GET", "").await?;
        for round in 0..2 {
            let head = raw.head().await?;
            assert_eq!(field(&head, "etag"), Some("\"e\""), "{round}: {head}");
            assert_eq!(field(&head, "content-length"), length, "{head}");
            raw.send("GET /static/again HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .await?;
        }
        assert_eq!(relay.accepted(), 1, "{answer}");
    }
    Ok(())
}

#[tokio::test]
async fn interim_answers_of_the_webmail_end_here_and_the_final_one_passes() -> Result<()> {
    let (house, relay) = answering(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n\
         HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    )
    .await?;
    let mut raw = ask(&house, "GET", "").await?;
    let (head, body) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(body, "ok");
    raw.send("GET /static/again HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    assert_eq!(raw.answer().await?.1, "ok");
    assert_eq!(relay.accepted(), 1);
    Ok(())
}

#[tokio::test]
async fn a_chunked_answer_stays_chunked_and_is_framed_anew() -> Result<()> {
    let (house, _relay) = answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\
         X-Late: 1\r\n\r\n",
    )
    .await?;
    let mut raw = ask(&house, "GET", "Connection: close\r\n").await?;
    let head = raw.head().await?;
    assert_eq!(field(&head, "transfer-encoding"), Some("chunked"));
    assert_eq!(field(&head, "content-length"), None);
    let body = raw.rest().await?;
    assert!(body.ends_with("\r\n0\r\n\r\n"), "{body:?}");
    let data = body.replace("\r\n", "").replace(['0', '3', '2', '5'], "");
    assert_eq!(data, "abcde");
    Ok(())
}

#[tokio::test]
async fn status_words_and_unknown_statuses_pass() -> Result<()> {
    let (house, _relay) = answering("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\n\r\n").await?;
    let head = ask(&house, "GET", "").await?.head().await?;
    assert!(head.starts_with("http/1.1 299"), "{head}");
    Ok(())
}
