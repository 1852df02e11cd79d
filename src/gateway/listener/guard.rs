//! A stream that gives up on a peer who says nothing, or takes nothing that is written.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::pulse::Pulse;
use crate::gateway::allowance::Allowance;

/// A stream with time limits. Its timers run only while the peer lets us wait.
#[derive(Debug)]
pub(super) struct Guarded<S> {
    stream: S,
    /// Until the first byte: hyper's HTTP/2 has no limit of its own for the preface.
    silence: Option<Pin<Box<Sleep>>>,
    write: Allowance,
    writing: Option<Pin<Box<Sleep>>>,
    between: Option<Between>,
}

/// The limits of HTTP/1.1 while no request is being answered. hyper has one for both.
#[derive(Debug)]
struct Between {
    pulse: Arc<Pulse>,
    /// From a head's first byte to its last.
    head: Duration,
    /// From one request to the next.
    idle: Duration,
    /// After how many requests this is.
    round: u64,
    /// Whether some of the next head has come.
    begun: bool,
    deadline: Instant,
    /// Often set for later than is needed by now, and then set anew: that is cheaper.
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> Guarded<S> {
    pub(super) fn new(stream: S, silence: Duration, write: Allowance) -> Self {
        Self {
            stream,
            silence: Some(Box::pin(sleep_until(Instant::now() + silence))),
            write,
            writing: None,
            between: None,
        }
    }

    /// Limits how long a request's head may take to arrive, and how long the next may be awaited.
    pub(super) fn between(mut self, pulse: Arc<Pulse>, head: Duration, idle: Duration) -> Self {
        self.between = Some(Between {
            pulse,
            head,
            idle,
            round: 0,
            begun: false,
            deadline: Instant::now() + idle,
            timer: None,
        });
        self
    }

    pub(super) const fn get_ref(&self) -> &S {
        &self.stream
    }

    /// hyper flushes whenever it is woken: only what was written counts.
    fn wrote(&mut self, done: &Poll<io::Result<usize>>) {
        if let (Some(between), Poll::Ready(Ok(1..))) = (&mut self.between, done) {
            between.wrote();
        }
    }

    /// Watches an attempt to write: `done` is what it came to, by which `moved` bytes went.
    fn watch<T>(
        &mut self,
        cx: &mut Context<'_>,
        done: Poll<io::Result<T>>,
        moved: usize,
    ) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.writing = None;
            self.write.moved(Instant::now(), moved);
            return done;
        }
        let until = self.write.wait(Instant::now());
        let limit = || Box::pin(sleep_until(until));
        match self.writing.get_or_insert_with(limit).as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        if read.is_ready() {
            this.silence = None;
            if let Some(between) = &mut this.between {
                between.heard();
            }
            return read;
        }
        let silence = this.silence.as_mut();
        if silence.is_some_and(|limit| limit.as_mut().poll(cx).is_ready()) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        match &mut this.between {
            Some(between) => between.wait(cx),
            None => Poll::Pending,
        }
    }
}

impl Between {
    /// Bytes came.
    fn heard(&mut self) {
        if self.rests() && !self.begun {
            self.begun = true;
            self.deadline = Instant::now() + self.head;
        }
    }

    /// The end of an answer may take its time to a slow browser.
    fn wrote(&mut self) {
        if self.rests() && !self.begun {
            self.deadline = Instant::now() + self.idle;
        }
    }

    /// None came. The timer runs on while a request is answered, since hyper does not ask for more
    /// bytes again when that has ended.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let deadline = self.rests().then_some(self.deadline);
        let (timer, idle) = (self.timer.take(), self.idle);
        let later = || Instant::now() + idle;
        let mut timer = timer.unwrap_or_else(|| Box::pin(sleep_until(later())));
        if let Some(deadline) = deadline
            && timer.deadline() > deadline
        {
            timer.as_mut().reset(deadline);
        }
        while timer.as_mut().poll(cx).is_ready() {
            if deadline.is_some_and(|deadline| timer.deadline() >= deadline) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            timer.as_mut().reset(deadline.unwrap_or_else(later));
        }
        self.timer = Some(timer);
        Poll::Pending
    }

    /// Whether no request is being answered; notices when one has been.
    fn rests(&mut self) -> bool {
        let Some(round) = self.pulse.at_rest() else {
            return false;
        };
        if round != self.round {
            self.round = round;
            self.begun = false;
            self.deadline = self.pulse.changed() + self.idle;
        }
        true
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write(cx, buf);
        this.wrote(&done);
        let moved = written(&done);
        this.watch(cx, done, moved)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_flush(cx);
        this.watch(cx, done, 0)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.watch(cx, done, 0)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write_vectored(cx, bufs);
        this.wrote(&done);
        let moved = written(&done);
        this.watch(cx, done, moved)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

fn written(done: &Poll<io::Result<usize>>) -> usize {
    match done {
        Poll::Ready(Ok(count)) => *count,
        Poll::Ready(Err(_)) | Poll::Pending => 0,
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    const fn allowance() -> Allowance {
        Allowance::new(LIMIT, 500)
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_says_nothing_is_given_up() {
        let (_peer, stream) = duplex(16);
        let mut guarded = Guarded::new(stream, LIMIT, allowance());
        let error = guarded.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_nothing_is_given_up() {
        let (_peer, stream) = duplex(16);
        let mut guarded = Guarded::new(stream, LIMIT, allowance());
        let error = guarded.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_a_byte_now_and_then_is_given_up() {
        let (mut peer, stream) = duplex(16);
        let mut guarded = Guarded::new(stream, LIMIT, allowance());
        let start = Instant::now();
        let taking = tokio::spawn(async move {
            while peer.read_u8().await.is_ok() {
                tokio::time::sleep(LIMIT / 4).await;
            }
        });
        let error = guarded.write_all(&[0; 4096]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(start.elapsed() < LIMIT * 2, "{:?}", start.elapsed());
        drop(guarded);
        taking.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_has_less_time_than_the_next_request() {
        let (mut peer, stream) = duplex(16);
        let pulse = Pulse::new();
        let guarded = Guarded::new(stream, LIMIT, allowance());
        let mut guarded = guarded.between(Arc::clone(&pulse), LIMIT, LIMIT * 6);
        peer.write_u8(1).await.unwrap();
        guarded.read_u8().await.unwrap();
        drop(pulse.begin());
        let start = Instant::now();
        let later = tokio::spawn(async move {
            let next = guarded.read_u8().await;
            (next.unwrap(), guarded.read_u8().await.unwrap_err().kind())
        });
        tokio::time::sleep(LIMIT * 3).await;
        peer.write_u8(2).await.unwrap();
        assert_eq!(later.await.unwrap(), (2, io::ErrorKind::TimedOut));
        assert_eq!(start.elapsed().as_secs(), (LIMIT * 4).as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_is_awaited_from_the_end_of_the_last_answer_on() {
        let (mut peer, stream) = duplex(16);
        let pulse = Pulse::new();
        let guarded = Guarded::new(stream, LIMIT, allowance());
        let mut guarded = guarded.between(Arc::clone(&pulse), LIMIT, LIMIT * 6);
        peer.write_u8(1).await.unwrap();
        guarded.read_u8().await.unwrap();
        let (start, beat) = (Instant::now(), pulse.begin());
        // It has asked for more before the answer ended, and does not ask again.
        let later = tokio::spawn(async move { guarded.read_u8().await });
        tokio::time::sleep(LIMIT).await;
        drop(beat);
        let error = later.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), (LIMIT * 7).as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_and_the_wait_for_an_answer_have_no_limit_here() {
        let (mut peer, stream) = duplex(16);
        let pulse = Pulse::new();
        let guarded = Guarded::new(stream, LIMIT, allowance());
        let mut guarded = guarded.between(Arc::clone(&pulse), LIMIT, LIMIT);
        peer.write_u8(1).await.unwrap();
        guarded.read_u8().await.unwrap();
        let beat = pulse.begin();
        let later = tokio::spawn(async move { guarded.read_u8().await });
        tokio::time::sleep(LIMIT * 100).await;
        peer.write_u8(2).await.unwrap();
        assert_eq!(later.await.unwrap().unwrap(), 2);
        drop(beat);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_spoke_once_may_be_silent() {
        let (mut peer, stream) = duplex(16);
        let mut guarded = Guarded::new(stream, LIMIT, allowance());
        peer.write_u8(7).await.unwrap();
        assert_eq!(guarded.read_u8().await.unwrap(), 7);
        let later = tokio::spawn(async move { guarded.read_u8().await });
        tokio::time::sleep(LIMIT * 100).await;
        peer.write_u8(8).await.unwrap();
        assert_eq!(later.await.unwrap().unwrap(), 8);
    }
}
