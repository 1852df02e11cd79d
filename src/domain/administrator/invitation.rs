//! The code by which an administrator sets up their password and their second factor.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::secret::SecretText;

/// A code that was given out, of one use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    hash: String,
    /// When it ends.
    pub until: Timestamp,
}

impl Invitation {
    /// A new one until `until`: what to keep, and the code to show once. 100 random bits.
    #[must_use]
    pub fn make(random: [u8; 13], until: Timestamp) -> (Self, SecretText) {
        let letters: String = BASE32_NOPAD.encode(&random).chars().take(LETTERS).collect();
        let kept = Self {
            hash: hash(&letters),
            until,
        };
        let mut shown = String::new();
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        (kept, SecretText::new(shown))
    }

    /// Whether `typed` is the code, at `now`, however it is grouped and in upper or lower case.
    #[must_use]
    pub fn accepts(&self, typed: &SecretText, now: Timestamp) -> bool {
        let typed = typed.expose();
        if typed.len() > MAX_TYPED {
            return false;
        }
        let letters = typed.chars().filter(|c| c.is_ascii_alphanumeric());
        let letters: String = letters.map(|c| c.to_ascii_uppercase()).collect();
        let right = self.hash.as_bytes().ct_eq(hash(&letters).as_bytes());
        bool::from(right) && now < self.until
    }
}

/// A hash without salt or delay is enough for 100 random bits.
fn hash(letters: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(letters))
}

const LETTERS: usize = 20;
const GROUP: usize = 4;
const MAX_TYPED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_good_until_its_end_and_is_kept_as_a_hash() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let (kept, shown) = Invitation::make([0x5a; 13], at(100));
        assert_eq!(shown.expose().len(), 24);
        let typed = |text: &str| SecretText::new(text.to_owned());
        let sloppy = typed(&shown.expose().to_lowercase().replace('-', " "));
        assert!(kept.accepts(&shown, at(99)) && kept.accepts(&sloppy, at(99)));
        assert!(!kept.accepts(&shown, at(100)));
        assert!(!kept.accepts(&typed(""), at(1)));
        let json = serde_json::to_string(&kept).unwrap();
        assert!(!json.contains(&shown.expose()[..4]), "{json}");
    }
}
