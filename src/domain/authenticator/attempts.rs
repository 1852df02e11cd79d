//! How guessing is slowed: one durable counter per mailbox and factor kind.
//!
//! An attempt is counted before its code is looked at. SP 800-63B-4 §3.2.2 allows 100 failures in
//! a row; two codes are valid at once, so 50 here come to the same odds.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::time::{after, between};

/// Failures in a row, as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    format: u8,
    failures: u32,
    last: Timestamp,
}

/// What becomes of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// The code may be looked at once this is stored.
    Counted(Attempts),
    /// Too many failures in a row: another factor or an administrator must help.
    Suspended,
    /// Not yet.
    Wait(Duration),
}

impl Attempts {
    /// Asks for one more attempt at `now`, given the `stored` failures.
    #[must_use]
    pub fn admit(stored: Option<Self>, now: Timestamp) -> Admission {
        let Some(stored) = stored else {
            return Admission::Counted(Self::counted(1, now));
        };
        if stored.format != FORMAT || stored.failures >= SUSPENDED_AT {
            return Admission::Suspended;
        }
        let delay = stored.delay();
        let next = after(stored.last, delay);
        // A clock that stepped back must not lock anybody out until it is there again: what is left of
        // the delay cannot be known then, and the attempt is counted all the same.
        let stepped_back = stored.last > after(now, SKEW);
        if now < next && !delay.is_zero() && !stepped_back {
            return Admission::Wait(between(now, next).min(delay));
        }
        Admission::Counted(Self::counted(stored.failures + 1, now))
    }

    /// As [`Self::admit`], for what whoever comes along can try: it slows them and suspends nobody.
    ///
    /// # Errors
    /// How long to wait.
    pub fn slow(stored: Option<Self>, now: Timestamp) -> Result<Self, Duration> {
        let known = stored.map(|stored| Self {
            format: FORMAT,
            failures: stored.failures.min(SUSPENDED_AT - 1),
            ..stored
        });
        match Self::admit(known, now) {
            Admission::Counted(counted) => Ok(counted),
            Admission::Suspended => Err(LONGEST_DELAY),
            Admission::Wait(wait) => Err(wait),
        }
    }

    /// How many failures in a row.
    #[must_use]
    pub const fn failures(self) -> u32 {
        self.failures
    }

    /// Whether another factor or an administrator must help.
    #[must_use]
    pub const fn is_suspended(self) -> bool {
        self.format != FORMAT || self.failures >= SUSPENDED_AT
    }

    /// When the last attempt was made.
    #[must_use]
    pub const fn last(self) -> Timestamp {
        self.last
    }

    /// When the next attempt may be made.
    #[must_use]
    pub fn next(self) -> Timestamp {
        after(self.last, self.delay())
    }

    const fn counted(failures: u32, last: Timestamp) -> Self {
        Self {
            format: FORMAT,
            failures,
            last,
        }
    }

    /// The first five are free; then 30 seconds, doubling to an hour.
    fn delay(self) -> Duration {
        match self.failures.checked_sub(FREE) {
            None => Duration::ZERO,
            Some(beyond) => FIRST_DELAY
                .saturating_mul(1 << beyond.min(16))
                .min(LONGEST_DELAY),
        }
    }
}

const FORMAT: u8 = 1;
const FREE: u32 = 5;
const SUSPENDED_AT: u32 = 50;
const FIRST_DELAY: Duration = Duration::from_secs(30);
const LONGEST_DELAY: Duration = Duration::from_secs(60 * 60);
/// By how much the clocks of nodes may differ.
const SKEW: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_second(1_000_000).unwrap()
    }

    fn later(count: u64) -> Timestamp {
        after(start(), seconds(count))
    }

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn five_attempts_are_free_and_then_the_wait_doubles_to_an_hour() {
        let mut stored = None;
        let mut now = start();
        let mut waits = Vec::new();
        for _ in 0..SUSPENDED_AT {
            if let Admission::Wait(wait) = Attempts::admit(stored, now) {
                waits.push(wait.as_secs());
                now = after(now, wait);
            }
            match Attempts::admit(stored, now) {
                Admission::Counted(counted) => stored = Some(counted),
                Admission::Suspended | Admission::Wait(_) => panic!("not admitted"),
            }
        }
        assert_eq!(waits[..9], [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(waits.len(), 45);
        assert_eq!(Attempts::admit(stored, now), Admission::Suspended);
        let year_later = after(now, seconds(365 * 24 * 3600));
        assert_eq!(Attempts::admit(stored, year_later), Admission::Suspended);
    }

    #[test]
    fn what_only_slows_goes_on_slowing_and_suspends_nobody() {
        let (mut stored, mut now, mut tries) = (None, start(), 0);
        while tries < 200 {
            match Attempts::slow(stored, now) {
                Ok(counted) => {
                    stored = Some(counted);
                    tries += 1;
                }
                Err(wait) => {
                    assert!(wait <= LONGEST_DELAY);
                    now = after(now, wait);
                }
            }
        }
        assert_eq!(Attempts::slow(stored, now), Err(LONGEST_DELAY));
    }

    #[test]
    fn what_only_slows_takes_a_record_of_any_format() {
        let mut stored = Attempts::counted(3, start());
        stored.format = 9;
        let counted = Attempts::counted(4, later(1));
        assert_eq!(Attempts::slow(Some(stored), later(1)), Ok(counted));
    }

    #[test]
    fn the_next_attempt_is_told_by_the_last_one() {
        let stored = Attempts::counted(6, start());
        assert_eq!((stored.last(), stored.next()), (start(), later(60)));
        assert_eq!(Attempts::counted(4, start()).next(), start());
    }

    #[test]
    fn a_clock_that_is_a_little_behind_makes_the_wait_no_longer() {
        let stored = Some(Attempts::counted(5, later(60)));
        assert_eq!(
            Attempts::admit(stored, start()),
            Admission::Wait(seconds(30))
        );
        let free = Some(Attempts::counted(4, later(60)));
        let counted = Attempts::counted(5, start());
        assert_eq!(Attempts::admit(free, start()), Admission::Counted(counted));
    }

    #[test]
    fn a_clock_that_steps_back_locks_nobody_out() {
        let stored = Some(Attempts::counted(12, later(61)));
        let counted = Attempts::counted(13, start());
        assert_eq!(
            Attempts::admit(stored, start()),
            Admission::Counted(counted)
        );
        // From there on it goes as ever.
        let next = Attempts::admit(Some(counted), later(1));
        assert_eq!(next, Admission::Wait(seconds(3599)));
        let suspended = Some(Attempts::counted(SUSPENDED_AT, later(1_000)));
        assert_eq!(Attempts::admit(suspended, start()), Admission::Suspended);
    }

    #[test]
    fn a_record_of_an_unknown_format_admits_nothing() {
        let mut stored = Attempts::counted(1, start());
        stored.format = 9;
        assert_eq!(Attempts::admit(Some(stored), start()), Admission::Suspended);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_clock_admits_more_than_fifty_failures_in_a_row(
            times in prop::collection::vec(0..4_000_000_000_i64, 0..400),
        ) {
            let mut stored = None;
            let mut admitted = 0;
            for time in times {
                let now = Timestamp::from_second(time).unwrap();
                match Attempts::admit(stored, now) {
                    Admission::Counted(counted) => {
                        stored = Some(counted);
                        admitted += 1;
                        prop_assert_eq!((counted.failures(), counted.last()), (admitted, now));
                        prop_assert_eq!(counted.is_suspended(), admitted >= SUSPENDED_AT);
                    }
                    Admission::Suspended => prop_assert_eq!(admitted, SUSPENDED_AT),
                    Admission::Wait(wait) => {
                        prop_assert!(wait > Duration::ZERO && wait <= LONGEST_DELAY);
                        prop_assert!(admitted >= FREE);
                    }
                }
            }
            prop_assert!(admitted <= SUSPENDED_AT);
        }

        #[test]
        fn whoever_waits_as_long_as_they_are_told_is_admitted(
            failures in 0..SUSPENDED_AT, last in 0..10_000_i64, now in 0..10_000_i64,
        ) {
            let at = |second| Timestamp::from_second(second).unwrap();
            let stored = Some(Attempts::counted(failures, at(last)));
            let mut now = at(now);
            // The delay, and what another node's clock is ahead by.
            for _ in 0..4 {
                if let Admission::Wait(wait) = Attempts::admit(stored, now) {
                    now = after(now, wait);
                }
            }
            let counted = Attempts::counted(failures + 1, now);
            prop_assert_eq!(Attempts::admit(stored, now), Admission::Counted(counted));
        }
    }
}
