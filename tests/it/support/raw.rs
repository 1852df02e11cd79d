//! A connection that sends exactly the bytes of a test.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection without a client on it.
#[derive(Debug)]
pub(crate) struct Raw<S = TcpStream> {
    pub(crate) stream: S,
    unread: Vec<u8>,
}

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        Ok(Self::over(TcpStream::connect(address).await?))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Raw<S> {
    pub(crate) const fn over(stream: S) -> Self {
        Self {
            stream,
            unread: Vec::new(),
        }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        Ok(self.stream.write_all(bytes.as_ref()).await?)
    }

    /// Reads until `mark` has come, and gives everything up to its end.
    pub(crate) async fn until(&mut self, mark: &str) -> Result<String> {
        loop {
            let mark = mark.as_bytes();
            let at = self.unread.windows(mark.len()).position(|w| w == mark);
            if let Some(at) = at {
                let read = self.unread.drain(..at + mark.len()).collect::<Vec<u8>>();
                return Ok(String::from_utf8_lossy(&read).into_owned());
            }
            if self.more().await? == 0 {
                bail!("closed after {:?}", String::from_utf8_lossy(&self.unread));
            }
        }
    }

    /// The head of an answer.
    pub(crate) async fn head(&mut self) -> Result<String> {
        Ok(self.until("\r\n\r\n").await?.to_ascii_lowercase())
    }

    /// An answer with a Content-Length: its head and its body.
    pub(crate) async fn answer(&mut self) -> Result<(String, String)> {
        let head = self.head().await?;
        let length = field(&head, "content-length").context("no length")?;
        let length: usize = length.parse()?;
        while self.unread.len() < length {
            if self.more().await? == 0 {
                bail!("closed within a body of {length}");
            }
        }
        let body = self.unread.drain(..length).collect::<Vec<u8>>();
        Ok((head, String::from_utf8_lossy(&body).into_owned()))
    }

    /// Everything up to the end of the connection.
    pub(crate) async fn rest(&mut self) -> Result<String> {
        while self.more().await? > 0 {}
        Ok(String::from_utf8_lossy(&std::mem::take(&mut self.unread)).into_owned())
    }

    /// What has come and was not asked for yet.
    pub(crate) fn buffered(&self) -> &[u8] {
        &self.unread
    }

    /// Whether the other end closes within `limit`. What it sends until then is read and forgotten.
    pub(crate) async fn is_closed_within(&mut self, limit: Duration) -> bool {
        timeout(limit, async { while self.more().await.unwrap_or(0) > 0 {} })
            .await
            .is_ok()
    }

    /// Whether nothing comes for `time`.
    pub(crate) async fn is_silent_for(&mut self, time: Duration) -> bool {
        self.unread.is_empty() && timeout(time, self.more()).await.is_err()
    }

    async fn more(&mut self) -> Result<usize> {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.unread)).await;
        Ok(read.context("nothing came")??)
    }
}

/// The value of a field in a head in lower case.
pub(crate) fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let mut values = lines.filter(|(found, _)| *found == name);
    values.next().map(|(_, value)| value)
}

const PATIENCE: Duration = Duration::from_secs(20);
