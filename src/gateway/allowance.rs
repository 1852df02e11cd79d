//! How long a peer may keep us waiting in the middle of something: never for `limit` at a stretch,
//! and altogether no longer than what it moves is worth.
//!
//! A limit on each pause alone is no limit: a byte before the end of every pause keeps a connection,
//! and one of the webmail's workers behind it, for days.

use std::time::Duration;

use tokio::time::Instant;

/// What a peer may still keep us waiting.
#[derive(Debug, Clone)]
pub struct Allowance {
    limit: Duration,
    /// Bytes a second that keep a peer going for ever.
    rate: u32,
    left: Duration,
    since: Option<Instant>,
}

impl Allowance {
    /// The whole of `limit`. Each `rate` bytes win a second back, up to the whole.
    #[must_use]
    pub const fn new(limit: Duration, rate: u32) -> Self {
        Self {
            limit,
            rate,
            left: limit,
            since: None,
        }
    }

    /// The longest pause.
    #[must_use]
    pub const fn limit(&self) -> Duration {
        self.limit
    }

    /// We wait, since now unless we did already: until when.
    pub fn wait(&mut self, now: Instant) -> Instant {
        *self.since.get_or_insert(now) + self.left
    }

    /// The peer moved `bytes`: we wait no longer.
    pub fn moved(&mut self, now: Instant, bytes: usize) {
        let waited = self
            .since
            .take()
            .map_or(Duration::ZERO, |since| now - since);
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let won = Duration::from_secs(1) * bytes / self.rate.max(1);
        self.left = (self.left.saturating_sub(waited) + won).min(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn setup() -> (Instant, Allowance) {
        (Instant::now(), Allowance::new(SECOND * 30, 500))
    }

    #[test]
    fn a_byte_now_and_then_does_not_help() {
        let (start, mut allowance) = setup();
        let mut now = start;
        let mut cut = None;
        for _ in 0..100 {
            let until = allowance.wait(now);
            now += SECOND * 10;
            if now >= until {
                cut = Some(until - start);
                break;
            }
            allowance.moved(now, 1);
        }
        assert!(cut.is_some_and(|cut| cut < SECOND * 31), "{cut:?}");
    }

    #[test]
    fn a_slow_peer_that_moves_enough_goes_on_for_ever() {
        let (mut now, mut allowance) = setup();
        for _ in 0..1000 {
            assert!(now + SECOND * 20 < allowance.wait(now));
            now += SECOND * 20;
            allowance.moved(now, 500 * 20);
        }
    }

    #[test]
    fn time_in_which_nobody_waits_for_the_peer_costs_nothing() {
        let (now, mut allowance) = setup();
        allowance.wait(now);
        allowance.moved(now + SECOND * 20, 0);
        let later = now + SECOND * 1000;
        assert_eq!(allowance.wait(later), later + SECOND * 10);
    }

    #[test]
    fn much_at_once_wins_no_more_than_the_whole() {
        let (now, mut allowance) = setup();
        allowance.moved(now, usize::MAX);
        assert_eq!(allowance.wait(now), now + SECOND * 30);
    }
}
