//! Recovery codes: look-up secrets (SP 800-63B-4 §3.1.2) that are shown once and each work once.
//!
//! A code is `SSSS-XXXX-XXXX-XXXX-XXXX` in Base32: four letters that select it, and 80 random bits
//! of which only an Argon2id hash is kept. The selector makes one hash a try enough.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::secret::SecretText;

/// How many codes a mailbox gets at once.
pub const RECOVERY_CODES: usize = 10;

/// The randomness that one code is made of: selector, secret and salt.
pub type RecoverySeed = [u8; 2 + 10 + 16];

/// A mailbox's recovery codes, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySet {
    /// When they were made.
    pub made: Timestamp,
    codes: Vec<StoredCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct StoredCode {
    selector: String,
    hash: String,
    used: Option<Timestamp>,
}

/// A recovery code as a person types it.
#[derive(Debug, Clone)]
pub struct RecoveryCode {
    selector: String,
    secret: SecretText,
}

/// A set of codes cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("recovery codes cannot be hashed")]
pub struct RecoveryError;

impl RecoverySet {
    /// Makes codes of `seeds` at `now`: what to store, and what to show once. Slow on purpose:
    /// some milliseconds a code.
    ///
    /// # Errors
    /// When a hash cannot be computed.
    pub fn make(
        seeds: &[RecoverySeed],
        now: Timestamp,
    ) -> Result<(Self, Vec<SecretText>), RecoveryError> {
        let (mut codes, mut shown) = (Vec::new(), Vec::new());
        for (number, seed) in seeds.iter().enumerate() {
            let (selector, rest) = seed.split_first_chunk::<2>().ok_or(RecoveryError)?;
            let (secret, salt) = rest.split_first_chunk::<10>().ok_or(RecoveryError)?;
            // The number keeps selectors of one set apart.
            let number = u8::try_from(number).map_err(|_| RecoveryError)?;
            let selector = BASE32_NOPAD.encode(&[selector[0], selector[1], number << 4]);
            let selector: String = selector.chars().take(SELECTOR).collect();
            let secret = BASE32_NOPAD.encode(secret);
            let hash = hasher()?
                .hash_password_with_salt(secret.as_bytes(), salt)
                .map_err(|_| RecoveryError)?;
            codes.push(StoredCode {
                selector: selector.clone(),
                hash: hash.to_string(),
                used: None,
            });
            shown.push(SecretText::new(grouped(&selector, &secret)));
        }
        Ok((Self { made: now, codes }, shown))
    }

    /// How many are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.codes.iter().filter(|code| code.used.is_none()).count()
    }

    /// How many there were.
    #[must_use]
    pub fn total(&self) -> usize {
        self.codes.len()
    }

    /// Uses a code at `now`: whether it was one that had not been used. Slow on purpose too.
    pub fn spend(&mut self, typed: &RecoveryCode, now: Timestamp) -> bool {
        let mut unused = self.codes.iter_mut().filter(|code| code.used.is_none());
        let Some(code) = unused.find(|code| code.selector == typed.selector) else {
            return false;
        };
        let Ok(hash) = PasswordHash::new(&code.hash) else {
            return false;
        };
        let secret = typed.secret.expose().as_bytes();
        // The parameters are the hash's own.
        let right = Argon2::default().verify_password(secret, &hash).is_ok();
        if right {
            code.used = Some(now);
        }
        right
    }
}

impl RecoveryCode {
    /// Reads a code, however it is grouped and in upper or lower case.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED {
            return None;
        }
        let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let letters: String = letters
            .map(|c| match c.to_ascii_uppercase() {
                // Base32 has no 0, 1 and 8: people mean the letters that look like them.
                '0' => 'O',
                '1' => 'I',
                '8' => 'B',
                other => other,
            })
            .collect();
        let base32 = |c: char| matches!(c, 'A'..='Z' | '2'..='7');
        let fits = letters.len() == SELECTOR + SECRET && letters.chars().all(base32);
        let (selector, secret) = fits.then(|| letters.split_at(SELECTOR))?;
        Some(Self {
            selector: selector.to_owned(),
            secret: SecretText::new(secret.to_owned()),
        })
    }
}

/// SP 800-63B-4 §3.1.2 asks for a salted password hash below 112 bits. What is hashed has 80 random
/// bits, so that a fraction of what a password would need is ample: 4 MiB, twice.
fn hasher() -> Result<Argon2<'static>, RecoveryError> {
    let params = Params::new(4 * 1024, 2, 1, None).map_err(|_| RecoveryError)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn grouped(selector: &str, secret: &str) -> String {
    let mut text = selector.to_owned();
    for (place, letter) in secret.chars().enumerate() {
        if place % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

const SELECTOR: usize = 4;
const SECRET: usize = 16;
const MAX_TYPED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (RecoverySet, Vec<SecretText>) {
        let seeds = [1_u8, 2, 3].map(|byte| [byte; 28]);
        RecoverySet::make(&seeds, Timestamp::UNIX_EPOCH).unwrap()
    }

    fn parsed(code: &SecretText) -> RecoveryCode {
        RecoveryCode::parse(code.expose()).unwrap()
    }

    #[test]
    fn each_code_works_once() {
        let (mut set, codes) = made();
        assert_eq!((set.left(), set.total()), (3, 3));
        let first = parsed(&codes[0]);
        assert!(set.spend(&first, Timestamp::UNIX_EPOCH));
        assert!(!set.spend(&first, Timestamp::UNIX_EPOCH));
        assert_eq!(set.left(), 2);
        assert!(set.spend(&parsed(&codes[1]), Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn a_right_selector_with_another_secret_does_not_work() {
        let (mut set, codes) = made();
        let mixed = format!("{}{}", &codes[0].expose()[..4], &codes[1].expose()[4..]);
        assert!(!set.spend(&RecoveryCode::parse(&mixed).unwrap(), Timestamp::UNIX_EPOCH));
        assert_eq!(set.left(), 3);
    }

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let (mut set, codes) = made();
        let typed = codes[0].expose().to_lowercase().replace('-', " ");
        assert!(set.spend(&RecoveryCode::parse(&typed).unwrap(), Timestamp::UNIX_EPOCH));
        for typed in [
            "",
            "ABCD",
            "ABCD-EFGH-IJKL-MNOP-QRS",
            "ABCD-EFGH-IJKL-MNOP-QRS9",
            "123456",
        ] {
            assert!(RecoveryCode::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn what_is_stored_is_no_code() {
        let (set, codes) = made();
        let stored = serde_json::to_string(&set).unwrap();
        for code in &codes {
            let secret = code.expose()[5..].replace('-', "");
            assert!(!stored.contains(&secret));
        }
        assert!(stored.contains("$argon2id$"));
    }

    #[test]
    fn the_codes_of_a_set_have_different_selectors() {
        let seeds = [[9_u8; 28]; RECOVERY_CODES];
        let (set, _) = RecoverySet::make(&seeds, Timestamp::UNIX_EPOCH).unwrap();
        let mut selectors: Vec<_> = set.codes.iter().map(|code| &code.selector).collect();
        selectors.sort();
        selectors.dedup();
        assert_eq!(selectors.len(), RECOVERY_CODES);
    }
}
