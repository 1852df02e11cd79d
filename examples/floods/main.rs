//! Floods: what the release gateway does under each, in figures.
//!
//! `cargo build --release && cargo run --release --example floods [SECONDS [NAME…]]`
//!
//! Starts `target/release/vestibule` twice (plain, and TLS with HTTP/2) before the sample webmail, with
//! the shipped limits, and prints a Markdown table: how much more memory it took at its most, what
//! somebody else's requests took meanwhile, and how many of the attacker's connections were cut.

mod bystander;
#[path = "../../tests/it/wire/frames.rs"]
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
mod frames;
mod gateway;
mod http1;
mod http2;
#[path = "../demo/webmail/mod.rs"]
mod webmail;

use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use self::bystander::Bystander;
use self::gateway::Gateways;

/// What a flood came to.
struct Outcome {
    /// What was opened or sent, in words.
    what: String,
    /// The attacker's connections: how many there were, and how many the gateway had cut at the end.
    connections: usize,
    cut: usize,
    /// When the first and the last was cut.
    first: Option<Duration>,
    last: Option<Duration>,
}

const FLOODS: [&str; 12] = [
    "none",
    "idle",
    "slow-head",
    "slow-body",
    "slow-read",
    "big-heads",
    "big-heads-slow-body",
    "h2-rapid-reset",
    "h2-continuation",
    "h2-hpack",
    "h2-control",
    "h2-no-window",
];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(20), |text| text.parse())?;
    let named: Vec<String> = arguments.collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(run(Duration::from_secs(seconds), &named))
}

async fn run(time: Duration, named: &[String]) -> Result<()> {
    let gateways = Gateways::start().await?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| flood | what | memory before | most more | others: requests | p50 | p99 | max | failed | cut | first cut | last cut |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|---|---|")?;
    for name in FLOODS {
        if !named.is_empty() && !named.iter().any(|wanted| wanted == name) {
            continue;
        }
        let secure = name.starts_with("h2");
        let gateway = if secure {
            &gateways.secure
        } else {
            &gateways.plain
        };
        let before = gateway.begin_to_watch()?;
        let bystander = Bystander::start(gateways.plain.address, gateways.secure_for(secure));
        let begun = Instant::now();
        let outcome = flood(name, &gateways, time)
            .await
            .with_context(|| name.to_owned())?;
        tokio::time::sleep(time.saturating_sub(begun.elapsed())).await;
        let others = bystander.stop().await;
        let most = gateway.most_memory()?;
        let instant = |time: Option<Duration>| {
            time.map_or("–".to_owned(), |time| {
                format!("{:.1} s", time.as_secs_f64())
            })
        };
        writeln!(
            out,
            "| {name} | {} | {:.1} MiB | {:.1} MiB | {} | {:.1} ms | {:.1} ms | {:.1} ms | {} | {} of {} | {} | {} |",
            outcome.what,
            mib(before),
            mib(most.saturating_sub(before)),
            others.count(),
            others.at(0.5),
            others.at(0.99),
            others.at(1.0),
            others.failed,
            outcome.cut,
            outcome.connections,
            instant(outcome.first),
            instant(outcome.last),
        )?;
    }
    Ok(())
}

async fn flood(name: &str, gateways: &Gateways, time: Duration) -> Result<Outcome> {
    let (plain, secure) = (&gateways.plain, &gateways.secure);
    match name {
        "idle" => http1::idle(plain, time).await,
        "slow-head" => http1::slow_head(plain, time).await,
        "slow-body" => http1::slow_body(plain, time).await,
        "slow-read" => http1::slow_read(plain, time).await,
        "big-heads" => http1::big_heads(plain, time, false).await,
        "big-heads-slow-body" => http1::big_heads(plain, time, true).await,
        "h2-rapid-reset" => http2::rapid_reset(secure, time).await,
        "h2-continuation" => http2::continuation(secure, time).await,
        "h2-hpack" => http2::hpack(secure, time).await,
        "h2-control" => http2::control(secure, time).await,
        "h2-no-window" => http2::no_window(secure, time).await,
        _ => Ok(Outcome {
            what: "nobody attacks".to_owned(),
            connections: 0,
            cut: 0,
            first: None,
            last: None,
        }),
    }
}

fn mib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}
