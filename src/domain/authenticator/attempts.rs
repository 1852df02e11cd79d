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
        if now < next {
            // A clock that stepped back must not make the wait longer than the delay itself.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_second(1_000_000).unwrap()
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
    fn a_clock_that_steps_back_makes_the_wait_no_longer() {
        let stored = Some(Attempts::counted(5, start()));
        let past = Timestamp::from_second(0).unwrap();
        assert_eq!(Attempts::admit(stored, past), Admission::Wait(seconds(30)));
    }

    #[test]
    fn a_record_of_an_unknown_format_admits_nothing() {
        let mut stored = Attempts::counted(1, start());
        stored.format = 9;
        assert_eq!(Attempts::admit(Some(stored), start()), Admission::Suspended);
    }
}
