//! A provider that does as it is told, and remembers what it got.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use http::Uri;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What a provider does with every request.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    /// Answers with a status, header lines and a body.
    Answer(u16, &'static str, String),
    /// Reads the request and closes the connection.
    Close,
    /// Says that it is not HTTP.
    Garbage,
    /// Reads the request and says nothing.
    Hang,
    /// Takes the connection and reads nothing.
    Mute,
    /// Begins a good answer and sends a byte at a time, for ever.
    Trickle,
    /// Answers 200 with more than anybody wants.
    Flood,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) line: String,
    /// By lower-case name; one that came twice is joined with a comma.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// A provider.
pub(crate) struct Peer {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    _task: JoinSet<()>,
}

impl Peer {
    pub(crate) async fn start(manner: Manner) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let mut task = JoinSet::new();
        let kept = Arc::clone(&received);
        task.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (manner, kept) = (manner.clone(), Arc::clone(&kept));
                connections.spawn(async move {
                    // Whoever hangs up early has its own reasons.
                    let _ = treat(stream, manner, &kept).await;
                });
            }
        });
        Ok(Self {
            address,
            received,
            _task: task,
        })
    }

    pub(crate) async fn answering(status: u16, body: &str) -> Result<Self> {
        Self::start(Manner::Answer(status, "", body.to_owned())).await
    }

    pub(crate) fn url(&self, path: &str) -> Result<Uri> {
        Ok(format!("http://{}{path}", self.address).parse()?)
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> Result<Received> {
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        ensure!(received.len() == 1, "{} requests", received.len());
        received.first().cloned().context("no request")
    }

    pub(crate) fn count(&self) -> usize {
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.len()
    }
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

async fn treat(mut stream: TcpStream, manner: Manner, kept: &Mutex<Vec<Received>>) -> Result<()> {
    if matches!(manner, Manner::Mute) {
        std::future::pending::<()>().await;
    }
    let request = read(&mut stream).await?;
    kept.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(request);
    match manner {
        Manner::Answer(status, headers, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{headers}\r\n");
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(body.as_bytes()).await?;
        }
        Manner::Close => {}
        Manner::Garbage => stream.write_all(b"SSH-2.0-OpenSSH_9\r\n").await?,
        Manner::Hang | Manner::Mute => std::future::pending::<()>().await,
        Manner::Trickle => {
            let head = b"HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n";
            stream.write_all(head).await?;
            loop {
                stream.write_all(b"{").await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Manner::Flood => {
            let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
            stream.write_all(head).await?;
            loop {
                stream.write_all(&[b'0'; 8192]).await?;
            }
        }
    }
    stream.shutdown().await?;
    Ok(())
}

async fn read(stream: &mut TcpStream) -> Result<Received> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let received = parse(head, body)?;
            let length = received.headers.get("content-length");
            let length: usize = length.map_or(Ok(0), |length| length.parse())?;
            if body.len() >= length {
                return Ok(received);
            }
        }
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await?;
        ensure!(count > 0, "ended early");
        bytes.extend(buffer.iter().take(count));
    }
}

fn parse(head: &str, body: &str) -> Result<Received> {
    let mut lines = head.split("\r\n");
    let line = lines.next().context("no request line")?.to_owned();
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').context("no colon")?;
        let found = headers.entry(name.to_ascii_lowercase()).or_default();
        if !found.is_empty() {
            found.push(',');
        }
        found.push_str(value.trim());
    }
    Ok(Received {
        line,
        headers,
        body: body.to_owned(),
    })
}
