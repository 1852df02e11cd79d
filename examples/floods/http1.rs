//! Floods of HTTP/1.1.

use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::Outcome;
use crate::gateway::Gateway;

/// Ten thousand connections that each asked once, and then say nothing.
pub(crate) async fn idle(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "10,000 connections, each after one request";
    let script = Script {
        first: b"GET /static/app.js HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        then: Vec::new(),
        pause: time,
        read: usize::MAX,
    };
    many(what, gateway, 10_000, script, time).await
}

/// A thousand heads that come a field every second.
pub(crate) async fn slow_head(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let script = Script {
        first: b"GET / HTTP/1.1\r\nHost: localhost\r\n".to_vec(),
        then: b"X-A: b\r\n".to_vec(),
        pause: Duration::from_secs(1),
        read: usize::MAX,
    };
    many("1,000 heads, a field a second", gateway, 1000, script, time).await
}

/// A thousand login forms that come a byte every second.
pub(crate) async fn slow_body(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let head = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\nuser=";
    let script = Script {
        first: head.as_bytes().to_vec(),
        then: b"a".to_vec(),
        pause: Duration::from_secs(1),
        read: usize::MAX,
    };
    many(
        "1,000 login forms, a byte a second",
        gateway,
        1000,
        script,
        time,
    )
    .await
}

/// Large downloads that are read a little every second.
pub(crate) async fn slow_read(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let head = format!(
        "GET /download/104857600 HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n",
        gateway.cookie
    );
    let script = Script {
        first: head.into_bytes(),
        then: Vec::new(),
        pause: Duration::from_secs(1),
        read: 32,
    };
    many(
        "300 downloads, 32 bytes a second",
        gateway,
        300,
        script,
        time,
    )
    .await
}

/// A thousand heads just below the limit: never ended, or with a body that never comes.
pub(crate) async fn big_heads(gateway: &Gateway, time: Duration, body: bool) -> Result<Outcome> {
    let mut head = b"POST /login HTTP/1.1\r\nHost: localhost\r\n".to_vec();
    for number in 0..60 {
        head.extend(format!("X-{number}: {}\r\n", "a".repeat(1000)).bytes());
    }
    if body {
        head.extend(
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n",
        );
    }
    let script = Script {
        first: head,
        then: Vec::new(),
        pause: Duration::from_secs(1),
        read: usize::MAX,
    };
    let what = if body {
        "1,000 forms with a head of 60 KiB, no body"
    } else {
        "1,000 heads of 60 KiB without end"
    };
    many(what, gateway, 1000, script, time).await
}

/// What one connection does.
#[derive(Clone)]
struct Script {
    first: Vec<u8>,
    /// Sent after every pause.
    then: Vec<u8>,
    pause: Duration,
    /// How much is read in every pause at most.
    read: usize,
}

async fn many(
    what: &str,
    gateway: &Gateway,
    count: usize,
    script: Script,
    time: Duration,
) -> Result<Outcome> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 0..count {
        let (script, address) = (script.clone(), gateway.address);
        tasks.spawn(async move {
            let opened = Instant::now();
            let Ok(mut stream) = TcpStream::connect(address).await else {
                return Some(opened.elapsed());
            };
            timeout(
                time.saturating_sub(begun.elapsed()),
                play(&mut stream, &script),
            )
            .await
            .is_ok()
            .then(|| opened.elapsed())
        });
        if number % 100 == 99 {
            sleep(Duration::from_millis(5)).await;
        }
    }
    let ends = tasks.join_all().await;
    let cut: Vec<Duration> = ends.into_iter().flatten().collect();
    Ok(Outcome {
        what: what.to_owned(),
        connections: count,
        cut: cut.len(),
        first: cut.iter().min().copied(),
        last: cut.iter().max().copied(),
    })
}

/// Ends when the other side has had enough.
async fn play(stream: &mut TcpStream, script: &Script) {
    if stream.write_all(&script.first).await.is_err() {
        return;
    }
    let mut room = vec![0; script.read.min(4096)];
    loop {
        let paused = Instant::now();
        while paused.elapsed() < script.pause {
            let left = script.pause.saturating_sub(paused.elapsed());
            match timeout(left, stream.read(&mut room)).await {
                Ok(Ok(0) | Err(_)) => return,
                Ok(Ok(_)) if script.read < 4096 => sleep(script.pause).await,
                Ok(Ok(_)) => {}
                Err(_) => break,
            }
        }
        if !script.then.is_empty() && stream.write_all(&script.then).await.is_err() {
            return;
        }
    }
}
