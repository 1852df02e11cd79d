//! A stream of HTTP/2 that gives up on a peer who sends little but frames that ask for an answer and
//! carry nothing: settings, pings, priorities, empty data (CVE-2019-9512, 9515, 9518 and their kind).
//! hyper answers every one, however fast they come.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// A stream whose frames are counted (RFC 9113 §4.1).
#[derive(Debug)]
pub(super) struct Metered<S> {
    stream: S,
    /// What is left of the preface (RFC 9113 §3.4), or of a frame's payload.
    skip: usize,
    /// As much as has come of the next frame's head.
    head: Vec<u8>,
    empty: Meter,
}

/// So many at once, and so many a second.
#[derive(Debug)]
struct Meter {
    left: u32,
    since: Instant,
}

impl<S> Metered<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            skip: PREFACE,
            head: Vec::with_capacity(HEAD),
            empty: Meter {
                left: AT_ONCE,
                since: Instant::now(),
            },
        }
    }

    /// Whether the peer may go on after these bytes.
    fn count(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let skipped = self.skip.min(bytes.len());
            self.skip -= skipped;
            bytes = bytes.get(skipped..).unwrap_or_default();
            let wanted = (HEAD - self.head.len()).min(bytes.len());
            let (part, rest) = bytes.split_at(wanted);
            self.head.extend_from_slice(part);
            bytes = rest;
            let [a, b, c, kind, flags, ..] = *self.head.as_slice() else {
                return true;
            };
            if self.head.len() < HEAD {
                return true;
            }
            let length = u32::from_be_bytes([0, a, b, c]);
            self.skip = usize::try_from(length).unwrap_or(usize::MAX);
            self.head.clear();
            let empty = match kind {
                DATA => length == 0 && flags & END_STREAM == 0,
                HEADERS | RESET | WINDOW_UPDATE => false,
                _ => true,
            };
            if empty && !self.empty.take(Instant::now()) {
                return false;
            }
        }
        true
    }
}

impl Meter {
    fn take(&mut self, now: Instant) -> bool {
        let seconds = now.duration_since(self.since).as_secs();
        if seconds > 0 {
            let won = u32::try_from(seconds)
                .unwrap_or(u32::MAX)
                .saturating_mul(A_SECOND);
            self.left = self.left.saturating_add(won).min(AT_ONCE);
            self.since = now;
        }
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let start = buf.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(cx, buf))?;
        if this.count(buf.filled().get(start..).unwrap_or_default()) {
            Poll::Ready(Ok(()))
        } else {
            let error = "too many frames without anything in them";
            Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, error)))
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
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

const PREFACE: usize = 24;
const HEAD: usize = 9;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const WINDOW_UPDATE: u8 = 8;
const END_STREAM: u8 = 1;
/// Browsers send a few with each request at most.
const AT_ONCE: u32 = 1000;
const A_SECOND: u32 = 100;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn frame(kind: u8, flags: u8, length: u8) -> Vec<u8> {
        let mut frame = vec![0, 0, length, kind, flags, 0, 0, 0, 1];
        frame.extend(vec![0xff; usize::from(length)]);
        frame
    }

    /// How many of these frames pass, after the preface, in parts of `size` bytes.
    fn passed(metered: &mut Metered<()>, frame: &[u8], most: usize, size: usize) -> usize {
        let passes = |_: &usize| frame.chunks(size).all(|part| metered.count(part));
        (0..most).take_while(passes).count()
    }

    #[tokio::test(start_paused = true)]
    async fn frames_that_carry_nothing_are_counted_however_they_are_cut() {
        for size in [1, 2, 5, 100] {
            for empty in [
                frame(4, 0, 6),
                frame(6, 0, 8),
                frame(2, 0, 5),
                frame(0, 0, 0),
            ] {
                let mut metered = Metered::new(());
                assert!(metered.count(&[b'P'; PREFACE]));
                assert_eq!(passed(&mut metered, &empty, 5000, size), 1000);
                tokio::time::advance(Duration::from_secs(2)).await;
                metered.head.clear();
                metered.skip = 0;
                assert_eq!(passed(&mut metered, &empty, 5000, size), 200);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn frames_that_carry_something_are_not() {
        for full in [
            frame(1, 5, 40),
            frame(0, 0, 1),
            frame(0, 1, 0),
            frame(8, 0, 4),
        ] {
            let mut metered = Metered::new(());
            assert!(metered.count(&[b'P'; PREFACE]));
            assert_eq!(passed(&mut metered, &full, 5000, 7), 5000);
        }
    }
}
