//! Requests byte by byte, as no honest client sends them, and what comes back.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Everything that came back on one connection.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// The first final status; 0 when the connection was closed without a word.
    pub(crate) status: u16,
    /// The fields of its head, names in lower case.
    pub(crate) fields: Vec<(String, String)>,
    /// Everything, as it came, and its body without the chunks' framing besides.
    pub(crate) text: String,
}

impl Reply {
    /// The cookies that it sets, deletions left out.
    pub(crate) fn cookies(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|(name, _)| name == "set-cookie");
        fields
            .filter(|(_, field)| !field.contains("Max-Age=0") && !field.contains("=-del-"))
            .filter_map(|(_, field)| field.split(';').next()?.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    }

    fn parse(bytes: &[u8]) -> Self {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        let mut rest = text.as_str();
        while let Some((head, after)) = rest.split_once("\r\n\r\n") {
            let mut lines = head.split("\r\n");
            let status = lines.next().and_then(|line| line.split(' ').nth(1));
            let status = status.and_then(|status| status.parse().ok()).unwrap_or(0);
            if (100..200).contains(&status) && status != 101 {
                rest = after;
                continue;
            }
            let fields: Vec<_> = lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect();
            let joined = without_chunks(after);
            text.push_str(&joined);
            return Self {
                status,
                fields,
                text,
            };
        }
        Self {
            text,
            ..Self::default()
        }
    }
}

/// Sends `bytes` and reads until the other side closes, or says nothing for a while.
pub(crate) async fn send(address: SocketAddr, bytes: &[u8]) -> Result<Reply> {
    let mut stream = TcpStream::connect(address).await.context("connect")?;
    // The other side may refuse and close before everything is written.
    let _ = stream.write_all(bytes).await;
    let mut got = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let patience = if got.is_empty() { SLOW } else { PAUSE };
        match timeout(patience, stream.read(&mut buffer)).await {
            Ok(Ok(count)) if count > 0 => got.extend(buffer.iter().take(count)),
            _ => return Ok(Reply::parse(&got)),
        }
    }
}

/// The body as it reads when the lines with the chunks' sizes are taken out.
fn without_chunks(body: &str) -> String {
    let mut joined = String::new();
    let mut rest = body;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size.trim(), 16) else {
            break;
        };
        let Some((chunk, after)) = after.split_at_checked(size) else {
            break;
        };
        joined.push_str(chunk);
        rest = after.trim_start_matches("\r\n");
    }
    joined
}

const SLOW: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_secs(2);
