//! SIGTERM: what runs may end, what is new is refused, and the program says goodbye with 0.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::GatewayProcess;
use crate::support::house::PASSWORD;
use crate::support::meadow::{Meadow, PROFILE};

const MAILBOX: &str = "alice@disabled.test";
/// More than the buffers on the way hold.
const DOWNLOAD: usize = 50_000_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_that_runs_ends_whole_and_nothing_new_begins() -> Result<()> {
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let mut gateway = GatewayProcess::start(&meadow.origin(), PROFILE)?;
    let mut browser = gateway.browser();
    browser
        .post("/login", &[("user", MAILBOX), ("password", PASSWORD)])
        .await?;
    let cookies = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");

    let mut idle = TcpStream::connect(gateway.address()).await?;
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await?;
    ensure!(idle.read(&mut [0; 100_000]).await? > 0, "no answer");

    let mut running = TcpStream::connect(gateway.address()).await?;
    let request = format!(
        "GET /download/{DOWNLOAD} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\
         Connection: close\r\n\r\n"
    );
    running.write_all(request.as_bytes()).await?;
    let mut buffer = vec![0; 64 * 1024];
    let mut received = running.read(&mut buffer).await?;

    let mut child = gateway.terminate()?;
    ensure!(
        idle.read(&mut buffer).await? == 0,
        "an idle connection stays open"
    );
    // Each worker closes a listening socket of its own.
    let patience = Instant::now() + Duration::from_secs(5);
    while TcpStream::connect(gateway.address()).await.is_ok() {
        ensure!(Instant::now() < patience, "it still accepts");
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    ensure!(
        child.try_wait()?.is_none(),
        "it did not wait for the download"
    );
    loop {
        match running.read(&mut buffer).await? {
            0 => break,
            count => received += count,
        }
    }
    ensure!(
        received > DOWNLOAD,
        "the download was cut off after {received} bytes"
    );
    let status = tokio::task::spawn_blocking(move || child.wait()).await??;
    ensure!(status.success(), "it ended with {status}");
    Ok(())
}
