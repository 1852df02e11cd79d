//! Peers who keep the gateway waiting, or busy: each is cut off, and somebody else is answered.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tokio::io::AsyncReadExt as _;
use tokio::time::{sleep, timeout};
use vestibule::gateway::Worker;

use super::Wire;
use super::frames::{END_HEADERS, END_STREAM, INDEXED, Kind, block, field, frame, remembered};
use super::http2::{Fate, Frames, SecureDoor};
use crate::support::raw::field as field_of;
use crate::support::steps::enter;
use crate::support::{House, Raw, Relay};

/// Limits that a test can wait for.
const SHORT: &str = "[limits]\nhead_timeout = \"1s\"\nbody_timeout = \"1s\"\n\
                     write_timeout = \"1s\"\nidle_timeout = \"20s\"\nleast_rate = 20000\n";

const GET: &[(&[u8], &[u8])] = &[
    (b":method", b"GET"),
    (b":scheme", b"https"),
    (b":authority", b"localhost"),
    (b":path", b"/static/app.js"),
];

/// Sends one byte of `part` every 50 ms until the other side has had enough.
async fn trickle(raw: &mut Raw, part: &[u8]) -> Result<()> {
    let send = async {
        loop {
            for byte in part {
                if raw.send([*byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
    };
    Ok(timeout(PATIENCE, send).await?)
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_cut_off() -> Result<()> {
    let wire = Wire::open(SHORT).await?;
    let mut raw = Raw::connect(wire.house.address).await?;
    raw.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n")
        .await?;
    trickle(&mut raw, b"A: b\r\n").await?;
    ensure!(wire.recorder.bytes() == 0);
    Ok(())
}

#[tokio::test]
async fn a_body_that_comes_byte_by_byte_is_cut_off_wherever_it_is_for() -> Result<()> {
    let wire = Wire::open(SHORT).await?;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (target, fields) in [
        (
            "/upload",
            format!("Cookie: {}\r\nContent-Length: 9000\r\n", wire.cookie),
        ),
        (
            "/upload",
            format!("Cookie: {}\r\nTransfer-Encoding: chunked\r\n", wire.cookie),
        ),
        ("/login", format!("{form}Content-Length: 9000\r\n")),
    ] {
        wire.recorder.clear();
        let mut raw = Raw::connect(wire.house.address).await?;
        let head = format!("POST {target} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n");
        raw.send(head).await?;
        trickle(&mut raw, b"1\r\na\r\n").await?;
        ensure!(
            wire.recorder.requests().is_err() || wire.recorder.bytes() == 0,
            "{target}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_reader_that_takes_little_and_late_is_cut_off_and_its_upstream_connection_ends()
-> Result<()> {
    let relay = Relay::open().await?;
    let house = House::behind(&relay, SHORT).await?;
    let mut browser = house.browser();
    enter(&mut browser, "alice@disabled.test").await?;
    let pairs: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut raw = Raw::connect(house.address).await?;
    relay.cut();
    let cookie = pairs.join("; ");
    raw.send(format!(
        "GET /download/209715200 HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
    ))
    .await?;
    let mut part = [0; 512];
    let slowly = async {
        loop {
            let _ = raw.stream.read(&mut part).await;
            sleep(Duration::from_millis(50)).await;
            if relay.open_now() == 0 {
                return;
            }
        }
    };
    timeout(PATIENCE, slowly).await?;
    Ok(())
}

#[tokio::test]
async fn fields_over_http_2_that_never_end_are_cut_off() -> Result<()> {
    let wire = Wire::open(SHORT).await?;
    let door = SecureDoor::open(&wire).await?;
    let head = block(GET);
    let unended = frame(Kind::Headers, END_STREAM, 1, &head);
    let whole = frame(Kind::Headers, END_STREAM | END_HEADERS, 1, &head);
    for begun in [&unended[..], &whole[..whole.len() - 1], &whole[..5]] {
        let mut frames = door.connect().await?;
        frames.send(begun).await?;
        left(&mut frames)
            .await
            .with_context(|| format!("{} bytes", begun.len()))?;
    }
    Ok(())
}

#[tokio::test]
async fn fields_over_http_2_without_end_are_refused_before_they_fill_memory() -> Result<()> {
    let wire = Wire::open(SHORT).await?;
    let door = SecureDoor::open(&wire).await?;
    let mut frames = door.connect().await?;
    let mut head = frame(Kind::Headers, END_STREAM, 1, &block(GET));
    let more = frame(Kind::Continuation, 0, 1, &field(b"a", &[b'b'; 8000]));
    for _ in 0..1000 {
        if frames.send(&head).await.is_err() {
            return Ok(());
        }
        head.clone_from(&more);
    }
    left(&mut frames).await
}

#[tokio::test]
async fn fields_that_unpack_to_much_are_refused() -> Result<()> {
    let wire = Wire::open("").await?;
    let door = SecureDoor::open(&wire).await?;
    let mut frames = door.connect().await?;
    let mut head = block(GET);
    head.extend(remembered(b"a", &[b'b'; 3900]));
    // Each byte is a field of four thousand.
    head.extend([INDEXED; 8000]);
    frames
        .send(&frame(Kind::Headers, END_STREAM | END_HEADERS, 1, &head))
        .await?;
    ensure!(frames.fate(1).await? != Fate::Answered(0x88));
    ensure!(wire.recorder.bytes() == 0);
    Ok(())
}

#[tokio::test]
async fn requests_that_are_asked_for_and_broken_off_at_once_end_the_connection() -> Result<()> {
    let wire = Wire::open("").await?;
    let door = SecureDoor::open(&wire).await?;
    let mut frames = door.connect().await?;
    let mut stream = 1;
    let flood = async {
        loop {
            let mut both = frame(Kind::Headers, END_STREAM | END_HEADERS, stream, &block(GET));
            both.extend(frame(Kind::Reset, 0, stream, &8_u32.to_be_bytes()));
            if frames.send(&both).await.is_err() {
                return;
            }
            stream += 2;
            // Each is begun before it is broken off.
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, flood).await?;
    // Somebody else is answered.
    let mut raw = Raw::connect(wire.house.address).await?;
    raw.send("GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    ensure!(raw.head().await?.starts_with("http/1.1 200"));
    Ok(())
}

#[tokio::test]
async fn requests_that_are_begun_at_the_webmail_and_broken_off_end_the_connection() -> Result<()> {
    let wire = Wire::open("").await?;
    let door = SecureDoor::open(&wire).await?;
    let mut frames = door.connect().await?;
    let post: &[(&[u8], &[u8])] = &[
        (b":method", b"POST"),
        (b":scheme", b"https"),
        (b":authority", b"localhost"),
        (b":path", b"/upload"),
        (b"cookie", wire.cookie.as_bytes()),
    ];
    let mut stream = 1;
    let flood = async {
        loop {
            let mut begun = frame(Kind::Headers, END_HEADERS, stream, &block(post));
            begun.extend(frame(Kind::Data, 0, stream, b"abc"));
            if frames.send(&begun).await.is_err() {
                return;
            }
            sleep(Duration::from_millis(5)).await;
            let reset = frame(Kind::Reset, 0, stream, &8_u32.to_be_bytes());
            if frames.send(&reset).await.is_err() {
                return;
            }
            stream += 2;
        }
    };
    timeout(PATIENCE, flood).await?;
    ensure!(stream < 2000, "{stream}");
    Ok(())
}

#[tokio::test]
async fn pings_and_settings_without_end_end_the_connection() -> Result<()> {
    let wire = Wire::open("").await?;
    let door = SecureDoor::open(&wire).await?;
    for (kind, payload) in [(Kind::Ping, &[0; 8][..]), (Kind::Settings, &[])] {
        let mut frames = door.connect().await?;
        let many = frame(kind, 0, 0, payload).repeat(100);
        let flood = async { while frames.send(&many).await.is_ok() {} };
        timeout(PATIENCE, flood).await?;
    }
    // Somebody else is answered.
    let mut raw = Raw::connect(wire.house.address).await?;
    raw.send("GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    ensure!(raw.head().await?.starts_with("http/1.1 200"));
    Ok(())
}

#[tokio::test]
async fn one_visitor_has_no_more_than_its_share_of_connections() -> Result<()> {
    let more = "[limits]\nconnections_of_one = 7\n[listen]\ntrusted_proxies = [\"10.0.0.0/8\"]\n";
    let house = House::with(more).await?;
    let worker = Worker::new(std::sync::Arc::clone(&house.gateway))?;
    for (peer, most) in [
        ("203.0.113.7", 7),
        ("::ffff:203.0.113.7", 7),
        ("2001:db8::1", 7),
        ("10.1.2.3", 16_000),
        ("127.0.0.1", 16_000),
    ] {
        assert_eq!(worker.most_of(peer.parse()?), most, "{peer}");
    }
    Ok(())
}

#[tokio::test]
async fn where_many_are_open_a_connection_ends_with_its_answer() -> Result<()> {
    let house = House::with("[limits]\nconnections_kept = 3\n").await?;
    let ask = "GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut open = Vec::new();
    for number in 1..=5 {
        let mut raw = Raw::connect(house.address).await?;
        raw.send(ask).await?;
        let (head, _) = raw.answer().await?;
        let closes = field_of(&head, "connection") == Some("close");
        assert_eq!(closes, number > 3, "{number}: {head}");
        open.push(raw);
    }
    // Those that were kept go on.
    let first = open.first_mut().context("none")?;
    first.send(ask).await?;
    first.answer().await?;
    Ok(())
}

/// Waits until the gateway leaves the connection.
async fn left(frames: &mut Frames) -> Result<()> {
    let leaves = async {
        while let Some(read) = frames.next().await? {
            if read.kind == Kind::GoAway as u8 {
                break;
            }
        }
        anyhow::Ok(())
    };
    timeout(PATIENCE, leaves).await?
}

const PATIENCE: Duration = Duration::from_secs(20);
