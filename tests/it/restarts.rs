//! The program is killed and stopped, and nobody notices more than a pause.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::sleep;
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::random::{Random as _, SystemRandom};

use crate::support::steps::{answer, enroll, enter, log_in};
use crate::support::{Browser, GatewayProcess, Meadow, Raw, code_at};

const KILLS: usize = 40;

/// What the program has acknowledged.
#[derive(Default)]
struct Book {
    /// Browsers that were in their mailbox.
    sessions: Vec<Browser>,
    /// Keys of mailboxes that have enrolled.
    keys: BTreeMap<&'static str, String>,
    /// Codes that were accepted.
    used: Vec<(&'static str, String)>,
}

type Shared = Arc<Mutex<Book>>;

fn note(book: &Shared, change: impl FnOnce(&mut Book)) {
    change(&mut book.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Signs in, again and again, and keeps every session that it was given.
async fn sign_in_for_ever(address: SocketAddr, book: Shared, name: &'static str) {
    loop {
        let mut browser = Browser::new(address);
        if enter(&mut browser, name).await.is_ok() {
            note(&book, |book| book.sessions.push(browser));
        }
        sleep(Duration::from_millis(15)).await;
    }
}

/// Enrolls once. What was asked for but not acknowledged may or may not be there: it is not noted.
async fn enroll_once(address: SocketAddr, book: Shared, name: &'static str) {
    loop {
        let mut browser = Browser::new(address);
        if log_in(&mut browser, name).await.is_ok() {
            let now = SystemClock.now();
            if let Ok(key) = enroll(&mut browser, now).await {
                let code = code_at(&key, now).unwrap_or_default();
                note(&book, |book| {
                    book.keys.insert(name, key);
                    book.used.push((name, code));
                    book.sessions.push(browser);
                });
                return;
            }
        }
        sleep(Duration::from_millis(40)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_were_told_survives_a_kill_at_any_moment() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let address = gateway.address();
    let book = Shared::default();
    let mut people = JoinSet::new();
    for name in ["alice@disabled.test", "bob@disabled.test"] {
        people.spawn(sign_in_for_ever(address, Arc::clone(&book), name));
    }
    let enrolling = [
        "alice@required.test",
        "bob@required.test",
        "alice@optional.test",
        "bob@optional.test",
    ];
    for (place, name) in enrolling.into_iter().enumerate() {
        let book = Arc::clone(&book);
        people.spawn(async move {
            sleep(Duration::from_secs(3 * u64::try_from(place).unwrap_or(0))).await;
            enroll_once(address, book, name).await;
        });
    }
    for kill in 0..KILLS {
        let mut random = [0; 2];
        SystemRandom.fill(&mut random)?;
        let wait = 20 + u64::from(u16::from_le_bytes(random)) % 600;
        sleep(Duration::from_millis(wait)).await;
        gateway.kill()?;
        gateway = tokio::task::spawn_blocking(move || gateway.spawn().map(|()| gateway))
            .await?
            .with_context(|| format!("after kill {kill}"))?;
        let last = {
            let book = book.lock().unwrap_or_else(PoisonError::into_inner);
            let newest = book.sessions.iter().rev().take(3);
            newest.cloned().collect::<Vec<_>>()
        };
        for mut browser in last {
            let answer = browser.get("/mail").await?;
            ensure!(
                answer.status == StatusCode::OK,
                "kill {kill}: {}",
                answer.status
            );
        }
    }
    people.shutdown().await;
    let book = std::mem::take(&mut *book.lock().unwrap_or_else(PoisonError::into_inner));
    ensure!(
        book.sessions.len() > KILLS,
        "only {} sessions",
        book.sessions.len()
    );
    for mut browser in book.sessions.iter().cloned() {
        let answer = browser.get("/mail").await?;
        ensure!(answer.status == StatusCode::OK, "{}", answer.status);
        ensure!(answer.text().contains("Private to "));
    }
    ensure!(!book.keys.is_empty(), "nobody enrolled");
    every_factor_is_still_asked_for(&mut gateway, &book).await
}

/// And neither of its codes opens twice.
async fn every_factor_is_still_asked_for(gateway: &mut GatewayProcess, book: &Book) -> Result<()> {
    for (name, code) in &book.used {
        let mut browser = gateway.browser();
        let login = log_in(&mut browser, name).await?;
        assert_eq!(login.location(), "/mfa/challenge", "{name}");
        ensure!(
            answer(&mut browser, code).await?.location() != "/mail",
            "{name}: used twice"
        );
    }
    for (name, key) in &book.keys {
        let mut browser = gateway.browser();
        log_in(&mut browser, name).await?;
        let next = code_at(key, SystemClock.now() + Duration::from_secs(30))?;
        let opened = answer(&mut browser, &next).await?;
        assert_eq!(opened.location(), "/mail", "{name}");
        gateway.kill()?;
        gateway.spawn()?;
        let mut other = gateway.browser();
        log_in(&mut other, name).await?;
        ensure!(
            answer(&mut other, &next).await?.location() != "/mail",
            "{name}: used twice"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_ends_well_while_the_program_stops() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("[limits]\ndrain = \"20s\"")?;
    let mut browser = gateway.browser();
    enter(&mut browser, "alice@disabled.test").await?;
    let mut idle = Raw::connect(gateway.address()).await?;
    idle.send("GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    idle.answer().await?;
    let length = 40 * 1024 * 1024_usize;
    let mut raw = Raw::connect(gateway.address()).await?;
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let get = format!(
        "GET /download/{length} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n",
        pairs.join("; ")
    );
    raw.send(get).await?;
    raw.head().await?;

    let address = gateway.address();
    let mut process = gateway.terminate()?;
    assert!(idle.is_closed_within(Duration::from_secs(2)).await);
    let start = Instant::now();
    while TcpStream::connect(address).await.is_ok() {
        ensure!(start.elapsed() < Duration::from_secs(2), "it still accepts");
        sleep(Duration::from_millis(20)).await;
    }
    assert!(
        process.try_wait()?.is_none(),
        "it did not wait for the download"
    );
    let mut read = raw.buffered().len();
    let mut part = vec![0; 256 * 1024];
    while read < length {
        let more = raw.stream.read(&mut part).await?;
        ensure!(more > 0, "cut after {read}");
        read += more;
    }
    let start = Instant::now();
    let status = tokio::task::spawn_blocking(move || process.wait()).await??;
    assert!(status.success(), "{status}");
    ensure!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    Ok(())
}
