//! Somebody who only wants a page, on a new connection each time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::gateway::Gateway;

/// Somebody at work.
pub(crate) struct Bystander {
    stop: CancellationToken,
    at_work: JoinHandle<Others>,
}

/// How long their requests took.
#[derive(Default)]
pub(crate) struct Others {
    took: Vec<Duration>,
    pub(crate) failed: usize,
}

impl Bystander {
    /// Asks at `plain`, or at `secure` where that is attacked.
    pub(crate) fn start(plain: SocketAddr, secure: Option<Gateway>) -> Self {
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let at_work = tokio::spawn(async move {
            let mut others = Others::default();
            while !stopped.is_cancelled() {
                let begun = Instant::now();
                let asked = timeout(PATIENCE, ask(plain, secure.as_ref())).await;
                match asked {
                    Ok(Ok(())) => others.took.push(begun.elapsed()),
                    Ok(Err(_)) | Err(_) => others.failed += 1,
                }
                tokio::time::sleep(PAUSE).await;
            }
            others.took.sort_unstable();
            others
        });
        Self { stop, at_work }
    }

    pub(crate) async fn stop(self) -> Others {
        self.stop.cancel();
        self.at_work.await.unwrap_or_default()
    }
}

impl Others {
    pub(crate) fn count(&self) -> usize {
        self.took.len()
    }

    /// What a part of all requests took at most, in milliseconds.
    pub(crate) fn at(&self, part: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a short list"
        )]
        let place = (self.took.len().saturating_sub(1) as f64 * part).round() as usize;
        self.took
            .get(place)
            .map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    }
}

async fn ask(plain: SocketAddr, secure: Option<&Gateway>) -> Result<()> {
    match secure {
        None => talk(TcpStream::connect(plain).await?).await,
        Some(gateway) => talk(gateway.connect(&[b"http/1.1"]).await?).await,
    }
}

async fn talk(mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin) -> Result<()> {
    stream.write_all(REQUEST).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    ensure!(answer.starts_with(b"HTTP/1.1 200"));
    Ok(())
}

const REQUEST: &[u8] =
    b"GET /static/app.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(10);
