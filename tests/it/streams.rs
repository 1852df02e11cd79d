//! The program passes bodies of any length in constant memory, and as fast as the slower side.

use std::fs;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::meadow::PROFILE;
use crate::support::raw::field;
use crate::support::steps::enter;
use crate::support::{Browser, GatewayProcess, Meadow, Raw, Relay};

const CAROL: &str = "alice@disabled.test";
const PATIENCE: Duration = Duration::from_secs(10);
const MIB: u64 = 1024 * 1024;

/// The program, a signed-in browser, and a countable wire between the program and the webmail.
async fn open(more: &str) -> Result<(Meadow, Relay, GatewayProcess, Browser)> {
    let meadow = Meadow::open().await?;
    let relay = Relay::open().await?;
    relay.lead_to(meadow.address);
    let upstream = format!("http://{}", relay.address);
    let more = format!("{more}\n");
    let gateway =
        tokio::task::spawn_blocking(move || GatewayProcess::start_with(&upstream, PROFILE, &more))
            .await??;
    let mut browser = gateway.browser();
    enter(&mut browser, CAROL).await?;
    Ok((meadow, relay, gateway, browser))
}

async fn ask(gateway: &GatewayProcess, browser: &Browser, request: &str) -> Result<Raw> {
    let mut raw = Raw::connect(gateway.address()).await?;
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookie = pairs.join("; ");
    let (line, fields) = request.split_once("\r\n").unwrap_or((request, ""));
    let head = format!("{line} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{fields}\r\n");
    raw.send(head).await?;
    Ok(raw)
}

/// The most memory that the program has had, in KiB.
fn peak(gateway: &GatewayProcess) -> Result<u64> {
    let pid = gateway.pid().context("it does not run")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line
        .context("no VmHWM")?
        .trim()
        .trim_end_matches(" kB")
        .parse()?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_download_and_a_large_upload_pass_whole_in_little_memory() -> Result<()> {
    let (_meadow, _relay, gateway, browser) = open("").await?;
    let before = peak(&gateway)?;
    let length = 200 * MIB;
    let mut raw = ask(&gateway, &browser, &format!("GET /download/{length}")).await?;
    let head = raw.head().await?;
    let told = field(&head, "content-length").context("no length")?;
    assert_eq!(told.parse::<u64>()?, length);
    let mut left = length - u64::try_from(raw.buffered().len())?;
    ensure!(raw.buffered().iter().all(|byte| *byte == b'.'));
    let mut part = vec![0; 256 * 1024];
    while left > 0 {
        let read = raw.stream.read(&mut part).await?;
        ensure!(read > 0, "{left} bytes are missing");
        ensure!(
            part[..read].iter().all(|byte| *byte == b'.'),
            "another byte"
        );
        left -= u64::try_from(read)?;
    }
    let down = peak(&gateway)?;

    let length = 100 * MIB;
    let request = format!("POST /upload\r\nContent-Length: {length}\r\n");
    let mut raw = ask(&gateway, &browser, &request).await?;
    let part = vec![b'u'; 64 * 1024];
    for _ in 0..length / (64 * 1024) {
        raw.send(&part).await?;
    }
    let (head, body) = raw.answer().await?;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(body, length.to_string());
    let up = peak(&gateway)?;
    writeln!(
        io::stderr(),
        "peak memory: {before} KiB before, {down} KiB after the download, {up} KiB after the upload"
    )?;
    ensure!(up < 64 * 1024, "{up} KiB");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_slows_the_webmail_down() -> Result<()> {
    let (_meadow, relay, gateway, browser) = open("").await?;
    let before = relay.carried();
    let mut raw = ask(&gateway, &browser, &format!("GET /download/{}", 200 * MIB)).await?;
    raw.head().await?;
    // The kernel's own buffers, of two connections, fill; then nothing moves.
    let mut ahead = 0;
    let start = Instant::now();
    while ahead < relay.carried() - before {
        ahead = relay.carried() - before;
        ensure!(start.elapsed() < Duration::from_secs(10), "it goes on");
        sleep(Duration::from_millis(500)).await;
    }
    ensure!(
        ahead < 100 * MIB,
        "{ahead} bytes ahead of a reader that has read nothing"
    );
    let held = peak(&gateway)?;
    ensure!(held < 64 * 1024, "{held} KiB");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stops_is_cut() -> Result<()> {
    let (_meadow, relay, gateway, browser) = open("[limits]\nwrite_timeout = \"700ms\"").await?;
    let _raw = ask(&gateway, &browser, &format!("GET /download/{}", 200 * MIB)).await?;
    sleep(Duration::from_millis(300)).await;
    let (open, start) = (relay.open_now(), Instant::now());
    while relay.open_now() >= open {
        ensure!(start.elapsed() < Duration::from_secs(10), "still open");
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_pauses_is_cut() -> Result<()> {
    let (_meadow, _relay, gateway, browser) = open("[limits]\nbody_timeout = \"500ms\"").await?;
    let request = "POST /upload\r\nContent-Length: 1000\r\n";
    let mut raw = ask(&gateway, &browser, request).await?;
    raw.send("a part").await?;
    let head = raw.head().await?;
    assert!(head.starts_with("http/1.1 408"), "{head}");
    assert!(raw.is_closed_within(Duration::from_secs(3)).await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_arrive_one_by_one() -> Result<()> {
    let (_meadow, _relay, gateway, browser) = open("").await?;
    let mut raw = ask(&gateway, &browser, "GET /sse").await?;
    raw.head().await?;
    let start = Instant::now();
    let mut arrived = Vec::new();
    for number in 1..=3 {
        raw.until(&format!("{{\"unread\":{number}}}\n\n")).await?;
        arrived.push(start.elapsed().as_millis());
    }
    // 200 ms lie between two of them.
    ensure!(arrived[1] - arrived[0] > 100, "{arrived:?}");
    ensure!(arrived[2] - arrived[1] > 100, "{arrived:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_leaves_a_download_ends_it_at_the_webmail() -> Result<()> {
    let (_meadow, relay, gateway, browser) = open("").await?;
    let mut raw = ask(&gateway, &browser, &format!("GET /download/{}", 200 * MIB)).await?;
    raw.head().await?;
    let (open, start) = (relay.open_now(), Instant::now());
    drop(raw);
    // One that is kept for the next request may be open still.
    while relay.open_now() >= open {
        ensure!(start.elapsed() < Duration::from_secs(8), "still open");
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_heads_and_silent_connections_are_cut() -> Result<()> {
    let more = "[limits]\nhead_timeout = \"600ms\"\nidle_timeout = \"4s\"";
    let (_meadow, _relay, gateway, _browser) = open(more).await?;
    let mut silent = Raw::connect(gateway.address()).await?;
    let mut slow = Raw::connect(gateway.address()).await?;
    let mut idle = Raw::connect(gateway.address()).await?;
    slow.send("GET /static/app.js HTTP/1.1\r\nHost: local")
        .await?;
    idle.send("GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    idle.answer().await?;
    assert!(silent.is_closed_within(PATIENCE).await);
    assert!(slow.is_closed_within(PATIENCE).await);
    // One that has asked before may think for longer.
    idle.send("GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    idle.answer().await?;
    assert!(idle.is_closed_within(PATIENCE).await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_is_refused_and_left() -> Result<()> {
    let (meadow, _relay, gateway, _browser) = open("").await?;
    let seen = meadow.webmail.requests_seen();
    for (bytes, answer) in [
        ("GET / HTTP/1.1\r\n\r\n", "http/1.1 400"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "http/1.1 400",
        ),
        (
            "GET / HTTP/1.1\r\nHost: unknown.test\r\n\r\n",
            "http/1.1 421",
        ),
        (
            "GET / HTTP/1.1\r\nHost: localhost\r\nX Y: 1\r\n\r\n",
            "http/1.1 400",
        ),
        ("\u{16}\u{3}\u{1}\r\n\r\n", ""),
    ] {
        let mut stream = TcpStream::connect(gateway.address()).await?;
        stream.write_all(bytes.as_bytes()).await?;
        let mut raw = Raw::over(stream);
        if answer.is_empty() {
            assert!(raw.is_closed_within(Duration::from_secs(3)).await);
        } else {
            let head = raw.head().await?;
            assert!(head.starts_with(answer), "{bytes:?}: {head}");
        }
    }
    assert_eq!(meadow.webmail.requests_seen(), seen);
    Ok(())
}
