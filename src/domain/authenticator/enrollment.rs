//! What a mailbox has enrolled: one record, so that every change of it is one write.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::TotpSecret;
use crate::domain::identity::Subject;
use crate::domain::seal::{Context, KeyRing, Nonce, Purpose};

/// Which kind of second factor. A closed set: every match over it is exhaustive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactorKind {
    /// An authenticator app.
    Totp,
}

impl FactorKind {
    /// Its name in keys and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
        }
    }
}

/// Names one authenticator of a mailbox. Random; not secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenticatorId(String);

impl AuthenticatorId {
    /// Makes an id of random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 8]) -> Self {
        Self(data_encoding::HEXLOWER.encode(&bytes))
    }
}

impl fmt::Display for AuthenticatorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All that a mailbox has enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrollment {
    format: u8,
    /// Grows with every change of a factor; sessions of an earlier epoch end.
    pub epoch: u64,
    /// The authenticators, the preferred one first.
    pub authenticators: Vec<Authenticator>,
}

/// One authenticator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticator {
    /// Which.
    pub id: AuthenticatorId,
    /// When it was confirmed.
    pub added: Timestamp,
    /// When a code of it was last accepted at a login.
    pub last_used: Option<Timestamp>,
    #[serde(flatten)]
    secrets: Stored,
}

/// The part of an authenticator that depends on its kind, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Stored {
    Totp { secret: String, last_step: u64 },
}

/// The opened secrets of an authenticator, by its kind.
#[derive(Debug)]
pub enum Secrets {
    /// An authenticator app's key, and the last time step that was accepted.
    Totp {
        /// The key.
        secret: TotpSecret,
        /// Only a later step passes.
        last_step: u64,
    },
}

/// A record that cannot be used: nobody gets in by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordError {
    /// It does not have the form of this version's records.
    #[error("the enrollment record is not of a known format")]
    Format,
    /// Its secret does not open with this key ring.
    #[error("the authenticator's secret does not open")]
    Sealed,
}

impl Enrollment {
    /// A mailbox that has these, after `epoch` changes.
    #[must_use]
    pub const fn new(epoch: u64, authenticators: Vec<Authenticator>) -> Self {
        Self {
            format: FORMAT,
            epoch,
            authenticators,
        }
    }

    /// Whether there is an authenticator to ask for.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        !self.authenticators.is_empty()
    }

    /// The record's bytes.
    ///
    /// # Errors
    /// When they cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError::Format)
    }

    /// Reads the record's bytes.
    ///
    /// # Errors
    /// When they are not of this version's format.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_slice(bytes).map_err(|_| RecordError::Format)?;
        if record.format == FORMAT {
            Ok(record)
        } else {
            Err(RecordError::Format)
        }
    }
}

impl Authenticator {
    /// A confirmed authenticator app of `subject`; `step` is that of the confirming code.
    ///
    /// # Errors
    /// When the secret cannot be sealed.
    pub fn totp(
        id: AuthenticatorId,
        subject: &Subject,
        (secret, step): (&TotpSecret, u64),
        (ring, nonce): (&KeyRing, &Nonce),
        now: Timestamp,
    ) -> Result<Self, RecordError> {
        let sealed = seal_secret(&id, subject, secret, (ring, nonce))?;
        Ok(Self {
            id,
            added: now,
            last_used: None,
            secrets: Stored::Totp {
                secret: sealed,
                last_step: step,
            },
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        match self.secrets {
            Stored::Totp { .. } => FactorKind::Totp,
        }
    }

    /// Opens its secrets.
    ///
    /// # Errors
    /// When they were sealed for another mailbox, or with a key that is gone.
    pub fn open(&self, subject: &Subject, ring: &KeyRing) -> Result<Secrets, RecordError> {
        match &self.secrets {
            Stored::Totp { secret, last_step } => {
                let context = bound(subject, &self.id);
                let purpose = Purpose::AuthenticatorSecret;
                let bytes = ring.open(purpose, Context(&context), secret.as_bytes());
                let bytes = zeroize::Zeroizing::new(bytes.map_err(|_| RecordError::Sealed)?);
                let secret = TotpSecret::from_slice(&bytes).ok_or(RecordError::Format)?;
                Ok(Secrets::Totp {
                    secret,
                    last_step: *last_step,
                })
            }
        }
    }

    /// Seals the secret anew, with the primary key of `ring`: after a rotation, those who sign in
    /// need the older keys no longer.
    ///
    /// # Errors
    /// When the secret does not open, or cannot be sealed.
    pub fn reseal(
        &mut self,
        subject: &Subject,
        ring: &KeyRing,
        nonce: &Nonce,
    ) -> Result<(), RecordError> {
        let Secrets::Totp { secret, last_step } = self.open(subject, ring)?;
        self.secrets = Stored::Totp {
            secret: seal_secret(&self.id, subject, &secret, (ring, nonce))?,
            last_step,
        };
        Ok(())
    }

    /// Notes that a code of time step `step` was accepted at `now`.
    pub fn accept_step(&mut self, step: u64, now: Timestamp) {
        let Stored::Totp { last_step, .. } = &mut self.secrets;
        *last_step = step.max(*last_step);
        self.last_used = Some(now);
    }
}

fn seal_secret(
    id: &AuthenticatorId,
    subject: &Subject,
    secret: &TotpSecret,
    (ring, nonce): (&KeyRing, &Nonce),
) -> Result<String, RecordError> {
    let (purpose, context) = (Purpose::AuthenticatorSecret, bound(subject, id));
    let sealed = ring.seal(purpose, Context(&context), nonce, secret.expose());
    sealed.map_err(|_| RecordError::Sealed)
}

fn bound<'a>(subject: &'a Subject, id: &'a AuthenticatorId) -> [&'a [u8]; 2] {
    [subject.as_str().as_bytes(), id.0.as_bytes()]
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::secret::Secret;

    fn ring(key: u8) -> KeyRing {
        KeyRing::new(&[RingKey {
            id: KeyId([key; 4]),
            secret: Secret::new(vec![key; 32]),
        }])
        .unwrap()
    }

    fn subject(name: &str) -> Subject {
        Subject::parse(name, None).unwrap()
    }

    fn enrolled() -> Enrollment {
        let authenticator = Authenticator::totp(
            AuthenticatorId::new([1; 8]),
            &subject("alice@required.test"),
            (&TotpSecret::new([7; 20]), 41),
            (&ring(1), &[2; 24]),
            Timestamp::from_second(1_000).unwrap(),
        )
        .unwrap();
        Enrollment::new(1, vec![authenticator])
    }

    #[test]
    fn an_enrollment_survives_its_record() {
        let record = enrolled();
        assert_eq!(Enrollment::decode(&record.encode().unwrap()), Ok(record));
    }

    #[test]
    fn the_secret_opens_for_its_own_mailbox_and_key_ring_only() {
        let record = enrolled();
        let authenticator = record.authenticators.first().unwrap();
        let open = |name: &str, key| authenticator.open(&subject(name), &ring(key));
        let Ok(Secrets::Totp { secret, last_step }) = open("alice@required.test", 1) else {
            panic!("does not open");
        };
        assert_eq!((secret, last_step), (TotpSecret::new([7; 20]), 41));
        assert!(open("bob@required.test", 1).is_err());
        assert!(open("alice@required.test", 2).is_err());
    }

    #[test]
    fn a_record_holds_no_secret_in_clear() {
        let text = String::from_utf8(enrolled().encode().unwrap()).unwrap();
        let key = data_encoding::BASE32_NOPAD.encode(&[7; 20]);
        assert!(!text.contains(&key));
    }

    #[test]
    fn a_record_of_an_unknown_format_is_refused() {
        let mut record = enrolled();
        record.format = 2;
        let bytes = record.encode().unwrap();
        assert_eq!(Enrollment::decode(&bytes), Err(RecordError::Format));
        assert_eq!(Enrollment::decode(b"{}"), Err(RecordError::Format));
    }

    #[test]
    fn a_secret_that_is_sealed_anew_needs_the_older_key_no_longer() {
        let mut record = enrolled();
        let authenticator = record.authenticators.first_mut().unwrap();
        let alice = subject("alice@required.test");
        let key = |key: u8| RingKey {
            id: KeyId([key; 4]),
            secret: Secret::new(vec![key; 32]),
        };
        let rotated = KeyRing::new(&[key(2), key(1)]).unwrap();
        authenticator.reseal(&alice, &rotated, &[9; 24]).unwrap();
        let Ok(Secrets::Totp { secret, last_step }) = authenticator.open(&alice, &ring(2)) else {
            panic!("does not open");
        };
        assert_eq!((secret, last_step), (TotpSecret::new([7; 20]), 41));
    }

    #[test]
    fn steps_only_grow() {
        let mut record = enrolled();
        let authenticator = record.authenticators.first_mut().unwrap();
        let now = Timestamp::from_second(2_000).unwrap();
        authenticator.accept_step(40, now);
        assert!(matches!(
            authenticator.secrets,
            Stored::Totp { last_step: 41, .. }
        ));
    }
}
