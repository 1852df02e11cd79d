//! Asking every route that lists or shows something, and how long each answer took.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::UnixStream;

use super::Arguments;
use super::program::{Program, domain, socket};

/// Starts the program on the folder, and measures it while it counts the mailboxes and afterwards.
pub(super) async fn measure(arguments: &Arguments, out: &mut impl Write) -> Result<()> {
    let (domains, mailboxes) = (arguments.domains, arguments.mailboxes);
    let (largest, lines) = (arguments.largest, arguments.lines);
    writeln!(
        out,
        "{domains} domains, {mailboxes} mailboxes ({largest} in one domain), {lines} lines in the \
         journal; each route asked {} times, one after another, over the Unix socket.\n",
        arguments.times
    )?;
    let begun = Instant::now();
    let program = Program::start(&arguments.folder)?;
    let mut asker = Asker::connect(&arguments.folder).await?;
    let ready = begun.elapsed();
    let memory = |when: &str| -> Result<String> {
        let (now, most) = (program.memory("VmRSS:")?, program.memory("VmHWM:")?);
        Ok(format!("| {when} | {now} | {most} |"))
    };
    let mut rows = vec![memory(&format!("ready, after {} s", ready.as_secs()))?];
    let routes = routes(arguments, &mut asker).await?;
    let before = latencies(&mut asker, &routes, arguments.times).await?;
    rows.push(memory("all routes asked before the first census")?);
    let processor = program.processor()?;
    let begun = Instant::now();
    while asker.json("/api/v1/overview").await?.get("as_of").is_none() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let (took, processor) = (begun.elapsed(), program.processor()? - processor);
    rows.push(memory("census taken")?);
    let after = latencies(&mut asker, &routes, arguments.times).await?;
    rows.push(memory("all routes asked again")?);
    writeln!(out, "## Latency in milliseconds\n")?;
    writeln!(
        out,
        "Before the first census (it begins 10 s after the start), and after it.\n"
    )?;
    writeln!(out, "| route | p50 | p99 | max | p50 | p99 | max | bytes |")?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|")?;
    for ((route, before), after) in routes.iter().zip(&before).zip(&after) {
        let name = route.name;
        writeln!(out, "| {name} | {before} | {after} | {} |", after.bytes)?;
    }
    writeln!(out, "\n## Memory in MiB\n")?;
    writeln!(out, "| when | VmRSS | VmHWM |\n|---|--:|--:|")?;
    for row in rows {
        writeln!(out, "{row}")?;
    }
    let seconds = took.as_secs();
    writeln!(
        out,
        "\nWaiting for the census took {seconds} s more, with {processor:.1} s of processor time."
    )?;
    Ok(())
}

/// Something that is asked.
struct Route {
    name: &'static str,
    path: String,
    token: Option<String>,
    /// Slow ones are asked less often.
    share: usize,
}

async fn routes(arguments: &Arguments, asker: &mut Asker) -> Result<Vec<Route>> {
    let (large, small) = (domain(0), domain(arguments.domains / 2 + 1));
    let last = domain(arguments.domains.saturating_sub(3));
    let one = format!("/api/v1/domains/{large}/mailboxes?limit=1");
    let item = asker.json(&one).await?;
    let address = item["items"][0]["address"].as_str().context("no mailbox")?;
    let token = asker.token(&[&large, &small]).await?;
    let mut routes = Vec::new();
    let mut add = |name, path: String| {
        routes.push(Route {
            name,
            path: format!("/api/v1/{path}"),
            token: None,
            share: 1,
        });
    };
    add("whoami", "whoami".to_owned());
    add("openapi.json", "openapi.json".to_owned());
    add("overview", "overview".to_owned());
    add("overview, 400 days", "overview?days=400".to_owned());
    add("domains", "domains".to_owned());
    add("domains, 500", "domains?limit=500".to_owned());
    add("domains, the last ones", format!("domains?cursor={last}"));
    add("domains, by prefix", "domains?prefix=d0999".to_owned());
    add("domains, by mode", "domains?mode=required".to_owned());
    add(
        "domains, none of a mode",
        "domains?mode=disabled".to_owned(),
    );
    add("a domain", format!("domains/{small}"));
    add("preview, small", format!("domains/{small}/preview"));
    add("preview, the largest", format!("domains/{large}/preview"));
    add(
        "mailboxes of the largest",
        format!("domains/{large}/mailboxes"),
    );
    add(
        "mailboxes of the largest, 500",
        format!("domains/{large}/mailboxes?limit=500"),
    );
    add(
        "mailboxes of the largest, by prefix",
        format!("domains/{large}/mailboxes?prefix=heidi"),
    );
    add("search, all", "mailboxes".to_owned());
    add(
        "search, 500 of many",
        "mailboxes?prefix=a&limit=500".to_owned(),
    );
    add(
        "search, a local part",
        "mailboxes?prefix=carol000777@".to_owned(),
    );
    add("search, an address", format!("mailboxes?prefix={address}"));
    add("search, nobody", "mailboxes?prefix=zoe".to_owned());
    add("a mailbox", format!("mailboxes/{address}"));
    add("changes", "changes".to_owned());
    add("changes, 500", "changes?limit=500".to_owned());
    add("changes of a domain", format!("changes?domain={large}"));
    add(
        "changes, none that match",
        "changes?event=nothing".to_owned(),
    );
    add("verification", "changes/verification".to_owned());
    add("tokens", "tokens".to_owned());
    for (name, path) in [
        ("overview, two domains", "overview"),
        ("search, two domains", "mailboxes?prefix=carol"),
        ("changes, two domains", "changes"),
    ] {
        routes.push(Route {
            name,
            path: format!("/api/v1/{path}"),
            token: Some(token.clone()),
            share: 1,
        });
    }
    for route in &mut routes {
        if route.name == "verification" {
            route.share = 20;
        }
    }
    Ok(routes)
}

/// How long a route took.
struct Latency {
    p50: Duration,
    p99: Duration,
    most: Duration,
    bytes: usize,
}

impl std::fmt::Display for Latency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99, most) = (ms(self.p50), ms(self.p99), ms(self.most));
        write!(f, "{p50:.1} | {p99:.1} | {most:.1}")
    }
}

async fn latencies(asker: &mut Asker, routes: &[Route], times: usize) -> Result<Vec<Latency>> {
    let mut all = Vec::new();
    for route in routes {
        let mut taken = Vec::new();
        let mut bytes = 0;
        for _ in 0..(times / route.share).max(3) {
            let begun = Instant::now();
            let body = asker.ask(&route.path, route.token.as_deref()).await?;
            taken.push(begun.elapsed());
            bytes = body.len();
        }
        taken.sort_unstable();
        let at = |percent: usize| {
            let place = (taken.len() * percent).div_ceil(100).saturating_sub(1);
            taken.get(place).copied().unwrap_or_default()
        };
        all.push(Latency {
            p50: at(50),
            p99: at(99),
            most: at(100),
            bytes,
        });
    }
    Ok(all)
}

/// One connection to the program.
struct Asker(SendRequest<Full<Bytes>>);

impl Asker {
    /// Connects as soon as the program listens.
    async fn connect(folder: &Path) -> Result<Self> {
        let mut tries = 0;
        let stream = loop {
            match UnixStream::connect(socket(folder)).await {
                Ok(stream) => break stream,
                Err(error) => {
                    tries += 1;
                    ensure!(tries < 6000, "the program does not listen: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        };
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    async fn ask(&mut self, path: &str, token: Option<&str>) -> Result<Bytes> {
        let request = Request::builder().uri(path).header("host", "localhost");
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        self.send(request.body(Full::default())?).await
    }

    async fn json(&mut self, path: &str) -> Result<Value> {
        Ok(serde_json::from_slice(&self.ask(path, None).await?)?)
    }

    /// Makes a token that may read these domains.
    async fn token(&mut self, domains: &[&str]) -> Result<String> {
        let wanted = json!({
            "name": "scale", "rights": ["read"], "domains": domains,
            "expires": "2099-01-01T00:00:00Z",
        });
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/tokens")
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(wanted.to_string())))?;
        let made: Value = serde_json::from_slice(&self.send(request).await?)?;
        Ok(made["token"].as_str().context("no token")?.to_owned())
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Bytes> {
        let path = request.uri().to_string();
        self.0.ready().await?;
        let response = self.0.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        let said = String::from_utf8_lossy(&body);
        ensure!(
            status == StatusCode::OK || status == StatusCode::CREATED,
            "{path}: {status}: {said}"
        );
        Ok(body)
    }
}
