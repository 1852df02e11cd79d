//! What a connection's requests are doing: how its stream knows who keeps whom waiting.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::{Frame, SizeHint};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::gateway::allowance::Allowance;
use crate::gateway::body::{Body, BodyError};

/// The requests of one connection.
#[derive(Debug)]
pub(super) struct Pulse {
    start: Instant,
    begun: AtomicU64,
    ended: AtomicU64,
    /// When the last one began or ended.
    changed: AtomicU64,
    /// By when the browser must have taken what each answer on the way last gave, in milliseconds.
    /// Under HTTP/2 that does not show in the stream, where other answers may be on their way.
    due: Mutex<Vec<Weak<AtomicU64>>>,
    /// How long it may take, where that is watched here.
    allowance: Option<Allowance>,
    /// How many more requests the browser has broken off than it let end.
    broken: AtomicU64,
    abused: Notify,
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Beat {
    pulse: Option<Arc<Pulse>>,
    /// Whether its answer has been given to its end.
    whole: bool,
}

impl Pulse {
    pub(super) fn new() -> Arc<Self> {
        Self::with(None)
    }

    /// As [`new`](Self::new), where each answer has `allowance` to be taken.
    pub(super) fn watching(allowance: Allowance) -> Arc<Self> {
        Self::with(Some(allowance))
    }

    fn with(allowance: Option<Allowance>) -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            begun: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            changed: AtomicU64::new(0),
            due: Mutex::new(Vec::new()),
            allowance,
            broken: AtomicU64::new(0),
            abused: Notify::new(),
        })
    }

    /// A request begins.
    pub(super) fn begin(self: &Arc<Self>) -> Beat {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.change();
        Beat {
            pulse: Some(Arc::clone(self)),
            whole: false,
        }
    }

    /// Waits until the browser has broken off far more requests than it let end (CVE-2023-44487):
    /// each costs it nothing, and us a request to the webmail.
    pub(super) async fn is_abused(&self) {
        self.abused.notified().await;
    }

    /// How many requests there were, if none is being answered now.
    pub(super) fn at_rest(&self) -> Option<u64> {
        let begun = self.begun.load(Ordering::Relaxed);
        (self.ended.load(Ordering::Relaxed) == begun).then_some(begun)
    }

    /// When the last one began or ended.
    pub(super) fn changed(&self) -> Instant {
        self.start + Duration::from_millis(self.changed.load(Ordering::Relaxed))
    }

    /// Whether nothing has been asked for `time`.
    pub(super) fn is_idle(&self, time: Duration) -> bool {
        self.at_rest().is_some() && self.since(self.changed.load(Ordering::Relaxed)) >= time
    }

    /// Whether the browser has been too slow to take some answer.
    pub(super) fn is_stalled(&self) -> bool {
        let now = self.now();
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.retain(|answer| answer.strong_count() > 0);
        let mut answers = due.iter().filter_map(Weak::upgrade);
        answers.any(|answer| answer.load(Ordering::Relaxed) <= now)
    }

    fn watch(self: &Arc<Self>) -> Option<Watched> {
        let allowance = self.allowance.clone()?;
        let answer = Arc::new(AtomicU64::new(NOTHING));
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.retain(|answer| answer.strong_count() > 0);
        due.push(Arc::downgrade(&answer));
        Some(Watched {
            pulse: Arc::clone(self),
            due: answer,
            allowance,
            given: 0,
        })
    }

    /// A request ended: `whole`, or because the browser broke it off.
    fn end(&self, whole: bool) {
        self.ended.fetch_add(1, Ordering::Relaxed);
        self.change();
        let step = |broken: u64| {
            Some(if whole {
                broken.saturating_sub(1)
            } else {
                broken.saturating_add(1)
            })
        };
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let before = self.broken.fetch_update(set, get, step);
        if !whole && before.is_ok_and(|before| before >= MOST_BROKEN) {
            self.abused.notify_one();
        }
    }

    fn change(&self) {
        self.changed.store(self.now(), Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(NOTHING)
    }

    fn since(&self, then: u64) -> Duration {
        Duration::from_millis(self.now().saturating_sub(then))
    }
}

impl Beat {
    /// The answer, whose end is the end of the request.
    pub(super) fn answer(mut self, response: Response<Body>) -> Response<Answer> {
        let watched = self.pulse.as_ref().and_then(Pulse::watch);
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            // It never ends: what comes now is not HTTP.
            self.pulse = None;
        }
        self.whole = http_body::Body::is_end_stream(response.body());
        response.map(|body| Answer {
            body,
            watched,
            beat: self,
        })
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        if let Some(pulse) = &self.pulse {
            pulse.end(self.whole);
        }
    }
}

/// The body of an answer that is on its way.
#[derive(Debug)]
pub(super) struct Answer {
    body: Body,
    watched: Option<Watched>,
    beat: Beat,
}

/// How fast the browser takes an answer.
#[derive(Debug)]
struct Watched {
    pulse: Arc<Pulse>,
    due: Arc<AtomicU64>,
    allowance: Allowance,
    /// What was given last.
    given: usize,
}

impl Watched {
    /// More is asked for: what was given has been taken.
    fn asked(&mut self) {
        let given = std::mem::take(&mut self.given);
        self.allowance.moved(Instant::now(), given);
        self.due.store(NOTHING, Ordering::Relaxed);
    }

    /// So many bytes are given.
    fn gave(&mut self, bytes: usize) {
        self.given = bytes;
        let until = self.allowance.wait(Instant::now());
        let until = until.duration_since(self.pulse.start).as_millis();
        let until = u64::try_from(until).unwrap_or(NOTHING);
        self.due.store(until, Ordering::Relaxed);
    }
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        if let Some(watched) = &mut this.watched {
            watched.asked();
        }
        let frame = Pin::new(&mut this.body).poll_frame(cx);
        if let Poll::Ready(ready) = &frame {
            // What the webmail broke off is not the browser's doing.
            let ended = matches!(ready, None | Some(Err(_)));
            this.beat.whole |= ended || http_body::Body::is_end_stream(&this.body);
            if let Some(watched) = &mut this.watched {
                let data = match ready {
                    Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
                    Some(Err(_)) | None => 0,
                };
                watched.gave(data);
            }
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// No answer waits for its browser.
const NOTHING: u64 = u64::MAX;
/// Somebody who scrolls through pictures breaks off many, and lets many end.
const MOST_BROKEN: u64 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_when_the_last_answer_has_ended_for_long_enough() {
        let pulse = Pulse::new();
        let answer = pulse.begin().answer(Response::new(Body::empty()));
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_idle(LIMIT));
        drop(answer);
        assert!(!pulse.is_idle(LIMIT));
        tokio::time::sleep(LIMIT).await;
        assert!(pulse.is_idle(LIMIT));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_takes_is_stalled() {
        let pulse = Pulse::watching(Allowance::new(LIMIT, 500));
        let response = Response::new(Body::full("text"));
        let mut answer = pulse.begin().answer(response).into_body();
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_stalled());
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let frame = http_body::Body::poll_frame(Pin::new(&mut answer), &mut cx);
        assert!(frame.is_ready());
        assert!(!pulse.is_stalled());
        tokio::time::sleep(LIMIT).await;
        assert!(pulse.is_stalled());
        drop(answer);
        assert!(!pulse.is_stalled());
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_has_left_http_is_never_idle() {
        let pulse = Pulse::new();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        drop(pulse.begin().answer(response));
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_idle(LIMIT));
    }

    #[tokio::test(start_paused = true)]
    async fn a_browser_that_breaks_off_what_it_asks_for_is_noticed() {
        let pulse = Pulse::new();
        for _ in 0..1000 {
            drop(pulse.begin().answer(Response::new(Body::empty())));
            drop(pulse.begin());
        }
        let notice = tokio::time::timeout(LIMIT, pulse.is_abused());
        assert!(notice.await.is_err(), "half of them ended");
        for _ in 0..=MOST_BROKEN {
            drop(pulse.begin());
        }
        pulse.is_abused().await;
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_taken_byte_by_byte_is_stalled() {
        let pulse = Pulse::watching(Allowance::new(LIMIT, 500));
        let mut watched = pulse.watch().unwrap();
        for _ in 0..3 {
            watched.asked();
            watched.gave(1);
            assert!(!pulse.is_stalled());
            tokio::time::sleep(LIMIT / 3).await;
        }
        tokio::time::sleep(LIMIT / 10).await;
        assert!(pulse.is_stalled());
    }
}
