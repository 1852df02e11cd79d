//! Codes by text message: an out-of-band secret (SP 800-63B-4 §3.1.3), bound to one login.
//!
//! Six digits for five minutes, one use, three tries; sent again on request, the same code, after
//! 30, 60 and 120 seconds. The code itself is kept sealed by the caller: this is what surrounds it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::Code;
use crate::domain::time::{after, between};
use crate::secret::SecretText;

/// A code that was sent to a number for one login, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCode {
    format: u8,
    /// The code, sealed.
    pub sealed: String,
    /// The number it was sent to, sealed.
    pub number: String,
    made: Timestamp,
    last_sent: Timestamp,
    sends: u32,
    tries: u32,
    used: bool,
}

/// Whether a code may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend {
    /// No more: a new sign-in is needed.
    Exhausted,
    /// The same code, now.
    Now,
    /// The same code, after so long.
    Wait(Duration),
}

/// What may be done with a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// It may be compared, once this is stored.
    Counted,
    /// It was used, tried too often, or is too old.
    Over,
}

impl SentCode {
    /// How long a code is valid.
    pub const LIFETIME: Duration = Duration::from_secs(5 * 60);

    /// A code made and sent at `now`.
    #[must_use]
    pub const fn new(sealed: String, number: String, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            sealed,
            number,
            made: now,
            last_sent: now,
            sends: 1,
            tries: 0,
            used: false,
        }
    }

    /// Whether the code may be sent again at `now`.
    #[must_use]
    pub fn resend(&self, now: Timestamp) -> Resend {
        if !self.is_alive(now) {
            return Resend::Exhausted;
        }
        let Some(pause) = usize::try_from(self.sends)
            .ok()
            .and_then(|sends| PAUSES.get(sends.saturating_sub(1)))
        else {
            return Resend::Exhausted;
        };
        let since = between(self.last_sent, now);
        // A clock that stepped back makes the wait no longer than the pause.
        match pause.checked_sub(since) {
            Some(left) if !left.is_zero() => Resend::Wait(left),
            Some(_) | None => Resend::Now,
        }
    }

    /// Notes that it was sent again at `now`.
    pub const fn sent_again(&mut self, now: Timestamp) {
        self.sends = self.sends.saturating_add(1);
        self.last_sent = now;
    }

    /// Counts one more try at `now`.
    pub fn attempt(&mut self, now: Timestamp) -> Try {
        if !self.is_alive(now) {
            return Try::Over;
        }
        self.tries += 1;
        Try::Counted
    }

    /// Notes that the code was accepted: it never is again.
    pub const fn spend(&mut self) {
        self.used = true;
    }

    /// Whether it can still be typed at `now`.
    #[must_use]
    pub fn is_alive(&self, now: Timestamp) -> bool {
        let known = self.format == FORMAT;
        known && !self.used && self.tries < TRIES && now < after(self.made, Self::LIFETIME)
    }
}

/// A new code out of random bytes, without a bias that matters (below 10^-13).
#[must_use]
pub fn make_code(random: [u8; 8]) -> SecretText {
    SecretText::new(format!("{:06}", u64::from_be_bytes(random) % 1_000_000))
}

/// Whether a typed code is the one that was sent, in constant time.
#[must_use]
pub fn is_code(sent: &SecretText, typed: &Code) -> bool {
    let (sent, typed) = (sent.expose().as_bytes(), typed.as_str().as_bytes());
    sent.ct_eq(typed).into()
}

const FORMAT: u8 = 1;
const TRIES: u32 = 3;
const PAUSES: [Duration; 3] = [
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(120),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_second(1_000_000).unwrap()
    }

    fn later(seconds: u64) -> Timestamp {
        after(start(), Duration::from_secs(seconds))
    }

    fn sent() -> SentCode {
        SentCode::new("sealed".to_owned(), "number".to_owned(), start())
    }

    #[test]
    fn the_same_code_is_sent_again_after_30_60_and_120_seconds_and_then_no_more() {
        let mut code = sent();
        assert_eq!(code.resend(later(29)), Resend::Wait(Duration::from_secs(1)));
        for at in [30, 90, 210] {
            assert_eq!(code.resend(later(at)), Resend::Now, "{at}");
            code.sent_again(later(at));
        }
        assert_eq!(code.resend(later(299)), Resend::Exhausted);
    }

    #[test]
    fn three_tries_and_five_minutes_are_all_it_gets() {
        let mut code = sent();
        for _ in 0..3 {
            assert_eq!(code.attempt(later(1)), Try::Counted);
        }
        assert_eq!(code.attempt(later(1)), Try::Over);
        assert_eq!(code.resend(later(60)), Resend::Exhausted);
        assert_eq!(sent().attempt(later(300)), Try::Over);
        assert_eq!(sent().attempt(later(299)), Try::Counted);
    }

    #[test]
    fn a_code_that_was_accepted_never_is_again() {
        let mut code = sent();
        code.spend();
        assert_eq!(code.attempt(later(1)), Try::Over);
    }

    #[test]
    fn a_record_of_an_unknown_format_is_dead() {
        let mut code = sent();
        code.format = 9;
        assert_eq!(code.attempt(later(1)), Try::Over);
    }

    #[test]
    fn a_code_has_six_digits_also_when_it_begins_with_zeros() {
        assert_eq!(make_code([0; 8]).expose(), "000000");
        assert_eq!(make_code([0xff; 8]).expose().len(), 6);
        assert!(is_code(
            &make_code([0; 8]),
            &Code::parse("000 000").unwrap()
        ));
        assert!(!is_code(
            &make_code([0; 8]),
            &Code::parse("000001").unwrap()
        ));
    }
}
