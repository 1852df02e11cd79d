//! An administrator's password.

use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::secret::SecretText;

/// A password as it is kept: Argon2id (RFC 9106) with 19 MiB and two passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash(String);

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordRefusal {
    /// It is among those that are tried first, or close to one.
    #[error("the password is easily guessed")]
    Guessable,
    /// It has more than 256 characters.
    #[error("the password is too long")]
    TooLong,
    /// It has fewer than twelve characters.
    #[error("the password is too short")]
    TooShort,
}

/// Whether a new password is taken for `name` (SP 800-63B-4 §3.1.1.2): long enough, and not what is
/// tried first. Which characters it is made of does not matter.
///
/// # Errors
/// Why it is not.
pub fn acceptable(password: &SecretText, name: &str) -> Result<(), PasswordRefusal> {
    let length = password.expose().chars().count();
    if length < SHORTEST {
        return Err(PasswordRefusal::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordRefusal::TooLong);
    }
    let estimate = zxcvbn::zxcvbn(password.expose(), &[name, "vestibule", "webmail"]);
    if u8::from(estimate.score()) < SAFELY_UNGUESSABLE {
        return Err(PasswordRefusal::Guessable);
    }
    Ok(())
}

impl PasswordHash {
    /// The hash of `password`. Slow on purpose: some tens of milliseconds. Nothing where it cannot
    /// be computed.
    #[must_use]
    pub fn new(password: &SecretText, salt: &[u8; 16]) -> Option<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash = hasher.hash_password_with_salt(password.expose().as_bytes(), salt);
        Some(Self(hash.ok()?.to_string()))
    }

    /// Whether `typed` is the password. As slow.
    #[must_use]
    pub fn accepts(&self, typed: &SecretText) -> bool {
        if typed.expose().chars().count() > LONGEST {
            return false;
        }
        let Ok(hash) = phc::PasswordHash::new(&self.0) else {
            return false;
        };
        // The parameters are the hash's own.
        let verified = Argon2::default().verify_password(typed.expose().as_bytes(), &hash);
        verified.is_ok()
    }
}

/// More than 10^8 guesses, on zxcvbn's scale from 0 to 4.
const SAFELY_UNGUESSABLE: u8 = 3;
const SHORTEST: usize = 12;
const LONGEST: usize = 256;
// OWASP's recommendation of 2025.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    #[test]
    fn a_password_is_kept_as_a_hash_that_accepts_it_alone() {
        let hash = PasswordHash::new(&text("correct horse battery"), &[7; 16]).unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.accepts(&text("correct horse battery")));
        for wrong in ["", "correct horse battery ", "Correct horse battery"] {
            assert!(!hash.accepts(&text(wrong)));
        }
        assert!(!PasswordHash("plain".to_owned()).accepts(&text("plain")));
    }

    #[test]
    fn short_long_and_well_known_passwords_are_not_taken() {
        let tried = |password: &str| acceptable(&text(password), "carol.danvers");
        assert_eq!(tried("a3$kP9!xQz7"), Err(PasswordRefusal::TooShort));
        assert_eq!(tried(&"x1".repeat(129)), Err(PasswordRefusal::TooLong));
        for known in [
            "password1234",
            "123456789012",
            "aaaaaaaaaaaaaaaa",
            "qwertyuiopas",
            "carol.danvers",
        ] {
            assert_eq!(tried(known), Err(PasswordRefusal::Guessable), "{known}");
        }
        assert_eq!(tried("correct horse battery staple"), Ok(()));
        assert_eq!(tried("zwölf Äpfel im Regen"), Ok(()));
    }
}
