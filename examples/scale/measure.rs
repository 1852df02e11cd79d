//! Asking every route that lists or shows something, and how long each answer took.

use std::fmt;
use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::Arguments;
use super::administrator::sign_in;
use super::asker::{Asker, By};
use super::program::{Program, configure};
use super::routes::{Route, routes};

/// Starts the program on the folder, and measures it while it counts the mailboxes and afterwards.
pub(super) async fn measure(arguments: &Arguments, out: &mut impl Write) -> Result<()> {
    let (domains, mailboxes) = (arguments.domains, arguments.mailboxes);
    let (largest, lines) = (arguments.largest, arguments.lines);
    writeln!(
        out,
        "{domains} domains, {mailboxes} mailboxes ({largest} in one domain), {lines} lines in the \
         journal; each route asked {} times, one after another; the API over the Unix socket, the \
         control panel's pages over the loopback.\n",
        arguments.times
    )?;
    let panel = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    configure(&arguments.folder, panel)?;
    let session = sign_in(&arguments.folder).await?;
    let begun = Instant::now();
    let program = Program::start(&arguments.folder)?;
    let mut asker = Asker::connect(&arguments.folder).await?;
    let door = (panel, session);
    let ready = begun.elapsed();
    let memory = |when: &str| -> Result<String> {
        let (now, most) = (program.memory("VmRSS:")?, program.memory("VmHWM:")?);
        Ok(format!("| {when} | {now} | {most} |"))
    };
    let mut rows = vec![memory(&format!("ready, after {} s", ready.as_secs()))?];
    let routes = routes(arguments, &mut asker).await?;
    let before = latencies((&mut asker, &door), &routes, arguments.times).await?;
    rows.push(memory("all routes asked before the first census")?);
    let processor = program.processor()?;
    let begun = Instant::now();
    while asker.json("/api/v1/overview").await?.get("as_of").is_none() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let (took, processor) = (begun.elapsed(), program.processor()? - processor);
    rows.push(memory("census taken")?);
    let after = latencies((&mut asker, &door), &routes, arguments.times).await?;
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

/// How long a route took.
struct Latency {
    p50: Duration,
    p99: Duration,
    most: Duration,
    bytes: usize,
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99, most) = (ms(self.p50), ms(self.p99), ms(self.most));
        write!(f, "{p50:.1} | {p99:.1} | {most:.1}")
    }
}

async fn latencies(
    (asker, (panel, session)): (&mut Asker, &(u16, String)),
    routes: &[Route],
    times: usize,
) -> Result<Vec<Latency>> {
    let mut all = Vec::new();
    for route in routes {
        let mut taken = Vec::new();
        let mut bytes = 0;
        // A connection that nobody uses for a while is closed.
        let mut pages = Asker::panel(*panel).await?;
        for _ in 0..times {
            let begun = Instant::now();
            let body = match (route.page, route.token.as_deref()) {
                (true, _) => pages.ask(&route.path, By::Panel(session)).await?,
                (false, Some(token)) => asker.ask(&route.path, By::Token(token)).await?,
                (false, None) => asker.ask(&route.path, By::Root).await?,
            };
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
