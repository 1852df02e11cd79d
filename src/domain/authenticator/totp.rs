//! Authenticator apps: time-based one-time passwords, RFC 6238.

use jiff::Timestamp;
use thiserror::Error;
use totp_rs::{Builder, Totp};

use super::Code;
use crate::secret::Secret;

/// The 160-bit key that Vestibule and the app share (RFC 4226 §4 R6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpSecret(Secret);

impl TotpSecret {
    /// How many bytes a key has.
    pub const LENGTH: usize = 20;

    /// Takes random bytes as a key.
    #[must_use]
    pub fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(Secret::new(bytes.to_vec()))
    }

    /// Takes stored bytes as a key; nothing when there are not 20 of them.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == Self::LENGTH).then(|| Self(Secret::new(bytes.to_vec())))
    }

    /// The key's bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// SHA-1, 6 digits, 30 seconds, one step to either side: what every app supports.
    fn totp(&self, issuer: &str, account: &str) -> Option<Totp> {
        Builder::new()
            .with_secret(self.expose().to_vec())
            .with_issuer(Some(issuer.replace(':', " ")))
            .with_account_name(account.replace(':', " "))
            .build()
            .ok()
    }
}

/// Why a code is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeRefusal {
    /// It was right once: RFC 6238 §5.2 forbids a second time.
    #[error("the code was already used")]
    Used,
    /// It is not the code of this time.
    #[error("the code is wrong")]
    Wrong,
}

/// Verifies `code` at `now`; gives the time step it belongs to, to be stored as the last one.
///
/// # Errors
/// When the code is wrong, or of a step that is not later than `last_step`.
pub fn verify(
    secret: &TotpSecret,
    code: &Code,
    last_step: Option<u64>,
    now: Timestamp,
) -> Result<u64, CodeRefusal> {
    let time = u64::try_from(now.as_second()).map_err(|_| CodeRefusal::Wrong)?;
    let totp = secret.totp("", "").ok_or(CodeRefusal::Wrong)?;
    let step = totp.check(code.as_str(), time).ok_or(CodeRefusal::Wrong)?;
    match last_step {
        Some(last) if step <= last => Err(CodeRefusal::Used),
        Some(_) | None => Ok(step),
    }
}

/// What the set-up page shows of a new key.
#[derive(Debug)]
pub struct Offer {
    /// The key in Base32 (RFC 4648 §6), to be typed.
    pub key: String,
    /// The `otpauth://` address that the QR code holds.
    pub url: String,
}

impl Offer {
    /// The offer of `secret` to `account` by the service at `host`.
    #[must_use]
    pub fn new(secret: &TotpSecret, host: &str, account: &str) -> Option<Self> {
        let url = secret.totp(host, account)?.to_url().ok()?;
        Some(Self {
            key: data_encoding::BASE32_NOPAD.encode(secret.expose()),
            url,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc_secret() -> TotpSecret {
        TotpSecret::new(*b"12345678901234567890")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn check(code: &str, last: Option<u64>, second: i64) -> Result<u64, CodeRefusal> {
        verify(&rfc_secret(), &Code::parse(code).unwrap(), last, at(second))
    }

    #[test]
    fn the_vectors_of_rfc_6238_appendix_b_are_accepted() {
        // The last six of the eight digits that the appendix prints.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = u64::try_from(second / 30).unwrap();
            assert_eq!(check(code, None, second), Ok(step), "{second}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226_appendix_d_are_accepted() {
        for (counter, code) in [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ]
        .into_iter()
        .enumerate()
        {
            let second = i64::try_from(counter).unwrap() * 30;
            assert_eq!(check(code, None, second), Ok(counter as u64));
        }
    }

    #[test]
    fn one_step_to_either_side_is_accepted_and_two_are_not() {
        // "287082" is the code of step 1: seconds 30 to 59.
        for (second, accepted) in [(0, true), (59, true), (89, true), (90, false), (119, false)] {
            assert_eq!(check("287082", None, second).is_ok(), accepted, "{second}");
        }
    }

    #[test]
    fn a_code_is_accepted_once() {
        assert_eq!(check("287082", None, 59), Ok(1));
        assert_eq!(check("287082", Some(1), 59), Err(CodeRefusal::Used));
        assert_eq!(check("287082", Some(0), 59), Ok(1));
        assert_eq!(check("755224", Some(1), 29), Err(CodeRefusal::Used));
    }

    #[test]
    fn a_clock_before_1970_accepts_nothing() {
        assert_eq!(check("287082", None, -1), Err(CodeRefusal::Wrong));
    }

    #[test]
    fn the_offer_names_issuer_and_account_and_leaves_out_colons() {
        let offer = Offer::new(&rfc_secret(), "localhost:8443", "alice@required.test").unwrap();
        assert_eq!(offer.key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            offer.url.starts_with("otpauth://totp/localhost%208443"),
            "{}",
            offer.url
        );
        assert!(
            offer
                .url
                .contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        );
    }
}
