//! One authenticator of a mailbox, and its secrets.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RecordError, TotpSecret};
use crate::domain::identity::Subject;
use crate::domain::seal::{Context, KeyRing, Nonce, Purpose};
use crate::secret::SecretText;

/// Which kind of second factor. A closed set: every match over it is exhaustive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactorKind {
    /// A recovery code.
    RecoveryCode,
    /// The administrator's code before the first set-up: no factor, but guessed at like one.
    SetupCode,
    /// A code by text message: a restricted authenticator (SP 800-63B-4 §3.1.3.3).
    Sms,
    /// An authenticator app.
    Totp,
}

impl FactorKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RecoveryCode, Self::SetupCode, Self::Sms, Self::Totp];

    /// Its name in keys and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecoveryCode => "recovery",
            Self::SetupCode => "setup",
            Self::Sms => "sms",
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

    /// Reads what a form carried.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
        (bytes.len() == 8).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for AuthenticatorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One authenticator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticator {
    /// Which.
    pub id: AuthenticatorId,
    /// What its owner calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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
    Sms { number: String },
    Totp { secret: String, last_step: u64 },
}

/// The opened secrets of an authenticator, by its kind.
#[derive(Debug)]
pub enum Secrets {
    /// The number that codes are sent to.
    Sms {
        /// In E.164.
        number: SecretText,
    },
    /// An authenticator app's key, and the last time step that was accepted.
    Totp {
        /// The key.
        secret: TotpSecret,
        /// Only a later step passes.
        last_step: u64,
    },
}

impl Authenticator {
    /// A confirmed authenticator of `subject`.
    ///
    /// # Errors
    /// When the secret cannot be sealed.
    pub fn new(
        id: AuthenticatorId,
        subject: &Subject,
        secrets: &Secrets,
        (ring, nonce): (&KeyRing, &Nonce),
        now: Timestamp,
    ) -> Result<Self, RecordError> {
        Ok(Self {
            secrets: seal(&id, subject, secrets, (ring, nonce))?,
            id,
            name: None,
            added: now,
            last_used: None,
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        match self.secrets {
            Stored::Sms { .. } => FactorKind::Sms,
            Stored::Totp { .. } => FactorKind::Totp,
        }
    }

    /// Opens its secrets.
    ///
    /// # Errors
    /// When they were sealed for another mailbox, or with a key that is gone.
    pub fn open(&self, subject: &Subject, ring: &KeyRing) -> Result<Secrets, RecordError> {
        let open = |sealed: &String| {
            let context = bound(subject, &self.id);
            let purpose = Purpose::AuthenticatorSecret;
            let bytes = ring.open(purpose, Context(&context), sealed.as_bytes());
            bytes
                .map(zeroize::Zeroizing::new)
                .map_err(|_| RecordError::Sealed)
        };
        match &self.secrets {
            Stored::Sms { number } => {
                let bytes = open(number)?;
                let number = std::str::from_utf8(&bytes).map_err(|_| RecordError::Format)?;
                Ok(Secrets::Sms {
                    number: SecretText::new(number.to_owned()),
                })
            }
            Stored::Totp { secret, last_step } => Ok(Secrets::Totp {
                secret: TotpSecret::from_slice(&open(secret)?).ok_or(RecordError::Format)?,
                last_step: *last_step,
            }),
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
        let secrets = self.open(subject, ring)?;
        self.secrets = seal(&self.id, subject, &secrets, (ring, nonce))?;
        Ok(())
    }

    /// Notes that a code was accepted at `now`, and of which time step it was, if of one.
    pub fn accept(&mut self, step: Option<u64>, now: Timestamp) {
        self.last_used = Some(now);
        match (&mut self.secrets, step) {
            (Stored::Totp { last_step, .. }, Some(step)) => *last_step = step.max(*last_step),
            (Stored::Totp { .. }, None) | (Stored::Sms { .. }, _) => {}
        }
    }
}

fn seal(
    id: &AuthenticatorId,
    subject: &Subject,
    secrets: &Secrets,
    (ring, nonce): (&KeyRing, &Nonce),
) -> Result<Stored, RecordError> {
    let context = bound(subject, id);
    let seal = |plain: &[u8]| {
        let sealed = ring.seal(
            Purpose::AuthenticatorSecret,
            Context(&context),
            nonce,
            plain,
        );
        sealed.map_err(|_| RecordError::Sealed)
    };
    Ok(match secrets {
        Secrets::Sms { number } => Stored::Sms {
            number: seal(number.expose().as_bytes())?,
        },
        Secrets::Totp { secret, last_step } => Stored::Totp {
            secret: seal(secret.expose())?,
            last_step: *last_step,
        },
    })
}

fn bound<'a>(subject: &'a Subject, id: &'a AuthenticatorId) -> [&'a [u8]; 2] {
    [subject.as_str().as_bytes(), id.0.as_bytes()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::secret::Secret;

    fn key(key: u8) -> RingKey {
        RingKey {
            id: KeyId([key; 4]),
            secret: Secret::new(vec![key; 32]),
        }
    }

    fn ring(number: u8) -> KeyRing {
        KeyRing::new(&[key(number)]).unwrap()
    }

    fn subject(name: &str) -> Subject {
        Subject::parse(name, None).unwrap()
    }

    fn made(secrets: &Secrets) -> Authenticator {
        let id = AuthenticatorId::new([1; 8]);
        let now = Timestamp::from_second(1_000).unwrap();
        let alice = subject("alice@required.test");
        Authenticator::new(id, &alice, secrets, (&ring(1), &[2; 24]), now).unwrap()
    }

    fn app() -> Secrets {
        Secrets::Totp {
            secret: TotpSecret::new([7; 20]),
            last_step: 41,
        }
    }

    fn phone() -> Secrets {
        Secrets::Sms {
            number: SecretText::new("+4915112345678".to_owned()),
        }
    }

    fn shown(authenticator: &Authenticator, name: &str, key: u8) -> Option<String> {
        match authenticator.open(&subject(name), &ring(key)).ok()? {
            Secrets::Sms { number } => Some(number.expose().to_owned()),
            Secrets::Totp { secret, last_step } => {
                Some(format!("{:?} {last_step}", secret.expose()))
            }
        }
    }

    #[test]
    fn the_secret_opens_for_its_own_mailbox_and_key_ring_only() {
        for (secrets, expected) in [
            (app(), format!("{:?} 41", [7; 20])),
            (phone(), "+4915112345678".to_owned()),
        ] {
            let authenticator = made(&secrets);
            assert_eq!(
                shown(&authenticator, "alice@required.test", 1),
                Some(expected)
            );
            assert_eq!(shown(&authenticator, "bob@required.test", 1), None);
            assert_eq!(shown(&authenticator, "alice@required.test", 2), None);
        }
    }

    #[test]
    fn what_is_stored_holds_no_secret_in_clear() {
        let stored = serde_json::to_string(&[made(&app()), made(&phone())]).unwrap();
        let key = data_encoding::BASE32_NOPAD.encode(&[7; 20]);
        assert!(!stored.contains(&key));
        assert!(!stored.contains("4915112345678"));
    }

    #[test]
    fn a_secret_that_is_sealed_anew_needs_the_older_key_no_longer() {
        let mut authenticator = made(&app());
        let rotated = KeyRing::new(&[key(2), key(1)]).unwrap();
        let alice = subject("alice@required.test");
        authenticator.reseal(&alice, &rotated, &[9; 24]).unwrap();
        let expected = Some(format!("{:?} 41", [7; 20]));
        assert_eq!(shown(&authenticator, "alice@required.test", 2), expected);
    }

    #[test]
    fn steps_only_grow() {
        let mut authenticator = made(&app());
        let now = Timestamp::from_second(2_000).unwrap();
        authenticator.accept(Some(40), now);
        assert_eq!(authenticator.last_used, Some(now));
        assert!(matches!(
            authenticator.secrets,
            Stored::Totp { last_step: 41, .. }
        ));
        authenticator.accept(Some(42), now);
        assert!(matches!(
            authenticator.secrets,
            Stored::Totp { last_step: 42, .. }
        ));
    }

    #[test]
    fn a_number_has_no_steps_and_each_is_of_its_kind() {
        let mut number = made(&phone());
        let now = Timestamp::from_second(2_000).unwrap();
        number.accept(Some(42), now);
        assert_eq!(
            (number.kind(), number.last_used),
            (FactorKind::Sms, Some(now))
        );
        assert_eq!(made(&app()).kind(), FactorKind::Totp);
        let names = FactorKind::ALL.map(FactorKind::name);
        assert_eq!(names, ["recovery", "setup", "sms", "totp"]);
    }

    #[test]
    fn an_id_is_read_as_it_was_written() {
        let id = AuthenticatorId::new([0xab; 8]);
        assert_eq!(AuthenticatorId::parse(&id.to_string()), Some(id));
        for text in [
            "",
            "abababababababa",
            "ABABABABABABABAB",
            "ababababababababab",
        ] {
            assert_eq!(AuthenticatorId::parse(text), None, "{text}");
        }
    }
}
