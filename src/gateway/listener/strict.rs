//! A stream of HTTP/1.1 that lets a request's head through when it is whole, and in strict form.
//!
//! What is not becomes a line that no server reads as a request: hyper answers 400 to it in its
//! turn, after the answers that are still due, and closes.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::head::{HeadError, Next, follows, judge};

/// A stream whose heads are looked at.
#[derive(Debug)]
pub(super) struct Strict<S> {
    stream: S,
    peer: SocketAddr,
    /// The largest head.
    limit: usize,
    /// What came and is not let through yet: at most a head, and what came with it.
    held: BytesMut,
    /// How much of it has been looked at.
    seen: usize,
    /// What may be read now.
    open: Bytes,
    state: State,
}

/// What the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The line before a head that old clients send (RFC 9112 §2.2), or the head.
    Before,
    Head,
    Body(u64),
    /// Whatever is read by whoever reads it: there is no further head.
    Unknown,
    /// Nothing: a head was refused.
    Refused,
}

impl<S> Strict<S> {
    pub(super) fn new(stream: S, peer: SocketAddr, limit: usize) -> Self {
        Self {
            stream,
            peer,
            limit,
            held: BytesMut::new(),
            seen: 0,
            open: Bytes::new(),
            state: State::Before,
        }
    }

    /// Waits for the first bytes; nothing is set up for a connection that sends none.
    ///
    /// # Errors
    /// When none come.
    pub(super) async fn begun(&mut self) -> io::Result<()>
    where
        S: AsyncRead + Unpin,
    {
        poll_fn(|cx| self.poll_more(cx)).await
    }

    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>>
    where
        S: AsyncRead + Unpin,
    {
        let mut room = [0; ROOM];
        let mut part = ReadBuf::new(&mut room);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        if part.filled().is_empty() {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        }
        self.held.extend_from_slice(part.filled());
        Poll::Ready(Ok(()))
    }

    /// Looks at what is held, and opens what may be read of it. Gives up its turn when more must come.
    fn advance(&mut self) {
        match self.state {
            State::Before => {
                if self.held.as_ref() == b"\r" {
                    return;
                }
                if self.held.starts_with(b"\r\n") {
                    self.held.advance(2);
                }
                self.state = State::Head;
                self.head();
            }
            State::Head => self.head(),
            State::Body(left) => {
                let part = usize::try_from(left)
                    .unwrap_or(usize::MAX)
                    .min(self.held.len());
                self.open = self.held.split_to(part).freeze();
                self.passed(part);
            }
            State::Unknown => self.open = self.held.split().freeze(),
            State::Refused => self.held = BytesMut::new(),
        }
    }

    /// `count` bytes of a body are let through.
    fn passed(&mut self, count: usize) {
        if let State::Body(left) = self.state {
            let left = left.saturating_sub(count as u64);
            self.state = if left == 0 {
                State::Before
            } else {
                State::Body(left)
            };
        }
    }

    fn head(&mut self) {
        while let Some(byte) = self.held.get(self.seen).copied() {
            let before = self.seen.checked_sub(1).and_then(|at| self.held.get(at));
            if !follows(before.copied().unwrap_or_default(), byte) {
                return self.refuse(HeadError::Control);
            }
            self.seen += 1;
            let read = self.held.get(..self.seen).unwrap_or_default();
            if byte == b'\n' && read.ends_with(b"\r\n\r\n") {
                let next = judge(read);
                let end = std::mem::take(&mut self.seen);
                return match next {
                    Ok(next) => {
                        self.open = self.held.split_to(end).freeze();
                        self.state = match next {
                            Next::Body(0) => State::Before,
                            Next::Body(length) => State::Body(length),
                            Next::Unknown => State::Unknown,
                        };
                    }
                    Err(error) => self.refuse(error),
                };
            }
        }
        if self.held.len() >= self.limit {
            // hyper says 431 to it.
            self.open = self.held.split().freeze();
            self.state = State::Refused;
        }
    }

    fn refuse(&mut self, error: HeadError) {
        tracing::info!(peer = %self.peer, %error, "a request was refused");
        self.held = BytesMut::new();
        self.open = Bytes::from_static(UNREADABLE);
        self.state = State::Refused;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Strict<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if this.open.is_empty() && !this.held.is_empty() {
                this.advance();
            }
            if !this.open.is_empty() {
                let part = this.open.len().min(buf.remaining());
                buf.put_slice(&this.open.split_to(part));
                return Poll::Ready(Ok(()));
            }
            match this.state {
                State::Refused => return Poll::Ready(Ok(())),
                State::Unknown => return Pin::new(&mut this.stream).poll_read(cx, buf),
                State::Body(left) => {
                    let start = buf.filled().len();
                    ready!(Pin::new(&mut this.stream).poll_read(cx, buf))?;
                    let came = buf.filled().get(start..).unwrap_or_default();
                    let most = usize::try_from(left).unwrap_or(usize::MAX);
                    let (body, beyond) = came.split_at(came.len().min(most));
                    let count = body.len();
                    this.held.extend_from_slice(beyond);
                    buf.set_filled(start + count);
                    this.passed(count);
                    return Poll::Ready(Ok(()));
                }
                State::Before | State::Head => match ready!(this.poll_more(cx)) {
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                        return Poll::Ready(Ok(()));
                    }
                    more => more?,
                },
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Strict<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// No method begins so.
const UNREADABLE: &[u8] = b"\0\r\n\r\n";
/// How much of a head is read at a time.
const ROOM: usize = 4 * 1024;

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    /// What comes through of what is sent in parts of `size` bytes.
    async fn through(bytes: &[u8], size: usize) -> Vec<u8> {
        let (mut peer, stream) = duplex(64);
        let here = SocketAddr::from(([127, 0, 0, 1], 1));
        let mut strict = Strict::new(stream, here, 8 * 1024);
        let sent = bytes.to_vec();
        let sender = tokio::spawn(async move {
            for part in sent.chunks(size) {
                if peer.write_all(part).await.is_err() {
                    return;
                }
                tokio::task::yield_now().await;
            }
        });
        let mut came = Vec::new();
        strict.read_to_end(&mut came).await.unwrap();
        drop(strict);
        sender.await.unwrap();
        came
    }

    const POST: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\n\n\0\r\n";
    const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    #[tokio::test]
    async fn strict_requests_pass_as_they_are_however_they_are_cut() {
        let all = [POST, GET, POST, b"\r\n", GET].concat();
        let expected = [POST, GET, POST, GET].concat();
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(through(&all, size).await, expected, "{size}");
        }
    }

    #[tokio::test]
    async fn a_head_that_is_not_strict_ends_what_passes_however_it_is_cut() {
        let bad = b"GET / HTTP/1.1\nHost: a\r\n\r\n";
        let all = [POST, bad, GET].concat();
        let expected = [POST, UNREADABLE].concat();
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(through(&all, size).await, expected, "{size}");
        }
    }

    #[tokio::test]
    async fn after_chunks_or_an_upgrade_everything_passes() {
        for field in ["Transfer-Encoding: chunked", "Upgrade: websocket"] {
            let all = format!("GET / HTTP/1.1\r\n{field}\r\n\r\n\0\n\n").into_bytes();
            for size in [1, 5, 1000] {
                assert_eq!(through(&all, size).await, all, "{size}");
            }
        }
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_held_to_its_limit() {
        let all = [b"GET /".as_slice(), &[b'a'; 20_000]].concat();
        let came = through(&all, 1000).await;
        assert!(
            came.len() >= 8 * 1024 && came.len() < 16 * 1024,
            "{}",
            came.len()
        );
    }
}
