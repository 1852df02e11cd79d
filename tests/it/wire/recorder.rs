//! An upstream that writes down what it gets, and reads it as strictly as anybody could.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Every byte of every connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Vec<u8>>>>);

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let fields = self.fields.iter().filter(|(found, _)| found == name);
        fields.map(|(_, value)| value.as_str()).collect()
    }
}

impl Recorder {
    /// Answers every whole request of a connection.
    pub(crate) async fn serve(self, mut stream: TcpStream) -> Result<()> {
        let number = {
            let mut connections = self.lock();
            connections.push(Vec::new());
            connections.len() - 1
        };
        let (mut unread, mut part) = (Vec::new(), Vec::new());
        while stream.read_buf(&mut part).await? > 0 {
            if let Some(connection) = self.lock().get_mut(number) {
                connection.extend_from_slice(&part);
            }
            unread.append(&mut part);
            while let Ok(Some((_, rest))) = split(&unread) {
                unread = rest.to_vec();
                stream.write_all(ANSWER).await?;
            }
        }
        Ok(())
    }

    /// Forgets what came so far. A connection that goes on is written down anew.
    pub(crate) fn clear(&self) {
        self.lock().iter_mut().for_each(Vec::clear);
    }

    /// How many bytes came.
    pub(crate) fn bytes(&self) -> usize {
        self.lock().iter().map(Vec::len).sum()
    }

    /// What came, as requests in strict form.
    ///
    /// # Errors
    /// When something came that is none.
    pub(crate) fn requests(&self) -> Result<Vec<Seen>> {
        let mut requests = Vec::new();
        for connection in self.lock().iter() {
            let mut bytes = connection.as_slice();
            while !bytes.is_empty() {
                let (request, rest) =
                    split(bytes)?.with_context(|| format!("half a request: {:?}", lossy(bytes)))?;
                requests.push(request);
                bytes = rest;
            }
        }
        Ok(requests)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first request and what follows it; nothing while it is not whole (RFC 9112 §2, §6).
fn split(bytes: &[u8]) -> Result<Option<(Seen, &[u8])>> {
    let Some((head, rest)) = cut(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(head).context("the head is no text")?;
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let words: Vec<&str> = line.split(' ').collect();
    let strict = |words: &[&str]| match words {
        [_, target, version] => target.starts_with('/') && *version == "HTTP/1.1",
        _ => false,
    };
    ensure!(strict(&words), "{line:?}");
    let mut fields = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(": ").with_context(|| line.to_owned())?;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        ensure!(!name.is_empty() && name.bytes().all(is_name), "{line:?}");
        ensure!(
            !value.bytes().any(|byte| byte.is_ascii_control()),
            "{line:?}"
        );
        fields.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut seen = Seen {
        line,
        fields,
        body: Vec::new(),
    };
    ensure!(seen.all("host").len() == 1, "{seen:?}");
    let framing = (seen.all("content-length"), seen.all("transfer-encoding"));
    let rest = match (framing.0.as_slice(), framing.1.as_slice()) {
        ([], []) => Some(rest),
        ([length], []) => {
            let parts = rest.split_at_checked(length.parse()?);
            parts.map(|(body, rest)| {
                seen.body = body.to_vec();
                rest
            })
        }
        ([], ["chunked"]) => dechunk(rest, &mut seen.body)?,
        _ => anyhow::bail!("framed twice: {seen:?}"),
    };
    Ok(rest.map(|rest| (seen, rest)))
}

fn dechunk<'b>(mut rest: &'b [u8], body: &mut Vec<u8>) -> Result<Option<&'b [u8]>> {
    loop {
        let Some((size, after)) = cut(rest, b"\r\n") else {
            return Ok(None);
        };
        let size = usize::from_str_radix(std::str::from_utf8(size)?, 16)?;
        let Some((chunk, after)) = after.split_at_checked(size) else {
            return Ok(None);
        };
        let Some((end, after)) = after.split_at_checked(2) else {
            return Ok(None);
        };
        ensure!(end == b"\r\n", "a chunk, or the body, ends with {end:?}");
        body.extend_from_slice(chunk);
        rest = after;
        if size == 0 {
            return Ok(Some(rest));
        }
    }
}

fn cut<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes
        .windows(mark.len())
        .position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
