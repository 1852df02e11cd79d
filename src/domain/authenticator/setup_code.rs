//! The administrator's set-up code: who has it may set up the first authenticator of one mailbox.
//!
//! Nothing is stored: the code follows from the key ring, the mailbox and the day, so that whoever
//! may read the key ring can give one out. It works once, because a mailbox has one first set-up.

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use crate::domain::identity::Subject;
use crate::domain::seal::{KeyRing, SealError};
use crate::secret::SecretText;

/// The code of `subject` on the day of `now` (UTC): 60 bits in Base32, in groups of four.
///
/// # Errors
/// When the ring has no key.
pub fn make_setup_code(
    ring: &KeyRing,
    subject: &Subject,
    now: Timestamp,
) -> Result<SecretText, SealError> {
    let derived = ring.derive(LABEL, &context(subject, day(now)))?;
    let letters = derived.first().map(letters).ok_or(SealError)?;
    let grouped: Vec<&str> = [0..4, 4..8, 8..12]
        .into_iter()
        .filter_map(|range| letters.get(range))
        .collect();
    Ok(SecretText::new(grouped.join("-")))
}

/// Whether `typed` is a code of `subject` of today or yesterday, by any key of the ring.
#[must_use]
pub fn is_setup_code(ring: &KeyRing, subject: &Subject, typed: &str, now: Timestamp) -> bool {
    if typed.len() > MAX_TYPED {
        return false;
    }
    let typed: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let today = day(now);
    let mut right = subtle::Choice::from(0);
    for day in [today, today - 1] {
        let derived = ring
            .derive(LABEL, &context(subject, day))
            .unwrap_or_default();
        for bytes in derived {
            right |= letters(&bytes).as_bytes().ct_eq(typed.as_bytes());
        }
    }
    right.into()
}

fn letters(bytes: &[u8; 32]) -> String {
    BASE32_NOPAD.encode(bytes).chars().take(LETTERS).collect()
}

fn context(subject: &Subject, day: i64) -> Vec<u8> {
    [&day.to_be_bytes()[..], subject.as_str().as_bytes()].concat()
}

fn day(now: Timestamp) -> i64 {
    now.as_second().div_euclid(24 * 60 * 60)
}

const LABEL: &str = "setup-code";
const LETTERS: usize = 12;
const MAX_TYPED: usize = 64;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::domain::time::after;
    use crate::secret::Secret;

    fn key(key: u8) -> RingKey {
        RingKey {
            id: KeyId([key; 4]),
            secret: Secret::new(vec![key; 32]),
        }
    }

    fn subject(name: &str) -> Subject {
        Subject::parse(name, None).unwrap()
    }

    #[test]
    fn a_set_up_code_works_for_its_mailbox_today_and_tomorrow() {
        let ring = KeyRing::new(&[key(1)]).unwrap();
        let alice = subject("alice@required.test");
        let now = Timestamp::from_second(1_000_000_000).unwrap();
        let code = make_setup_code(&ring, &alice, now).unwrap();
        let works = |name: &str, typed: &str, days: u64| {
            let then = after(now, Duration::from_secs(days * 86_400));
            is_setup_code(&ring, &subject(name), typed, then)
        };
        assert_eq!(code.expose().len(), 14);
        assert!(works("alice@required.test", code.expose(), 0));
        assert!(works(
            "alice@required.test",
            &code.expose().to_lowercase(),
            1
        ));
        assert!(!works("alice@required.test", code.expose(), 2));
        assert!(!works("bob@required.test", code.expose(), 0));
        assert!(!works("alice@required.test", "", 0));
        assert!(!works("alice@required.test", "AAAA-AAAA-AAAA", 0));
    }

    #[test]
    fn a_set_up_code_survives_a_rotation_and_not_a_loss_of_the_key() {
        let alice = subject("alice@required.test");
        let now = Timestamp::from_second(1_000_000_000).unwrap();
        let old = KeyRing::new(&[key(1)]).unwrap();
        let code = make_setup_code(&old, &alice, now).unwrap();
        let rotated = KeyRing::new(&[key(2), key(1)]).unwrap();
        assert!(is_setup_code(&rotated, &alice, code.expose(), now));
        let lost = KeyRing::new(&[key(2)]).unwrap();
        assert!(!is_setup_code(&lost, &alice, code.expose(), now));
    }
}
