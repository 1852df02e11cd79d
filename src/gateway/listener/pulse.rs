//! What a connection's requests are doing: how its stream knows who keeps whom waiting.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::gateway::body::{Body, BodyError};

/// The requests of one connection.
#[derive(Debug)]
pub(super) struct Pulse {
    start: Instant,
    begun: AtomicU64,
    ended: AtomicU64,
    /// When the last one began or ended.
    changed: AtomicU64,
    /// When each answer on the way last gave something to send.
    given: Mutex<Vec<Weak<AtomicU64>>>,
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Beat(Option<Arc<Pulse>>);

impl Pulse {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            begun: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            changed: AtomicU64::new(0),
            given: Mutex::new(Vec::new()),
        })
    }

    /// A request begins.
    pub(super) fn begin(self: &Arc<Self>) -> Beat {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.change();
        Beat(Some(Arc::clone(self)))
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

    /// Whether the browser has taken nothing of some answer for `time`. Under HTTP/2 that does not
    /// show in the stream, where other answers may be on their way.
    pub(super) fn is_stalled(&self, time: Duration) -> bool {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|answer| answer.strong_count() > 0);
        given.iter().filter_map(Weak::upgrade).any(|answer| {
            let at = answer.load(Ordering::Relaxed);
            at != NOTHING && self.since(at) >= time
        })
    }

    fn watch(&self) -> Arc<AtomicU64> {
        let answer = Arc::new(AtomicU64::new(NOTHING));
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|answer| answer.strong_count() > 0);
        given.push(Arc::downgrade(&answer));
        answer
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
    /// The answer, whose end is the end of the request; `watched` where its stream is not enough.
    pub(super) fn answer(mut self, response: Response<Body>, watched: bool) -> Response<Answer> {
        let pulse = if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            // It never ends: what comes now is not HTTP.
            self.0.take()
        } else {
            self.0.clone()
        };
        let given = pulse.filter(|_| watched).map(|pulse| {
            let given = pulse.watch();
            (pulse, given)
        });
        response.map(|body| Answer {
            body,
            given,
            _beat: self,
        })
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        if let Some(pulse) = &self.0 {
            pulse.ended.fetch_add(1, Ordering::Relaxed);
            pulse.change();
        }
    }
}

/// The body of an answer that is on its way.
#[derive(Debug)]
pub(super) struct Answer {
    body: Body,
    given: Option<(Arc<Pulse>, Arc<AtomicU64>)>,
    _beat: Beat,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        let frame = Pin::new(&mut this.body).poll_frame(cx);
        if let Some((pulse, given)) = &this.given {
            let at = if frame.is_ready() {
                pulse.now()
            } else {
                NOTHING
            };
            given.store(at, Ordering::Relaxed);
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_when_the_last_answer_has_ended_for_long_enough() {
        let pulse = Pulse::new();
        let answer = pulse.begin().answer(Response::new(Body::empty()), false);
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_idle(LIMIT));
        drop(answer);
        assert!(!pulse.is_idle(LIMIT));
        tokio::time::sleep(LIMIT).await;
        assert!(pulse.is_idle(LIMIT));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_takes_is_stalled() {
        let pulse = Pulse::new();
        let response = Response::new(Body::full("text"));
        let mut answer = pulse.begin().answer(response, true).into_body();
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_stalled(LIMIT));
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let frame = http_body::Body::poll_frame(Pin::new(&mut answer), &mut cx);
        assert!(frame.is_ready());
        assert!(!pulse.is_stalled(LIMIT));
        tokio::time::sleep(LIMIT).await;
        assert!(pulse.is_stalled(LIMIT));
        drop(answer);
        assert!(!pulse.is_stalled(LIMIT));
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_has_left_http_is_never_idle() {
        let pulse = Pulse::new();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        drop(pulse.begin().answer(response, false));
        tokio::time::sleep(LIMIT).await;
        assert!(!pulse.is_idle(LIMIT));
    }
}
