//! The key ring file: reading, and what becomes of the ring.

use std::fmt::Write as _;
use std::path::Path;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::Timestamp;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::read::read_secret;
use super::{KeyFileError, KeySource};
use crate::clock::Clock;
use crate::domain::seal::{KeyId, KeyRing, RingError, RingKey};
use crate::random::{self, Random};
use crate::secret::{Secret, SecretText};

/// The keys of a key ring file. There is at least one, and no id twice.
#[derive(Debug, Clone)]
pub struct KeyFile {
    keys: Vec<StoredKey>,
}

/// One key of it.
#[derive(Debug, Clone)]
pub struct StoredKey {
    /// Its name, and the key itself.
    pub key: RingKey,
    /// When it was made.
    pub created: Timestamp,
}

impl KeyFile {
    /// How many keys a ring has at most.
    pub const MOST: usize = 3;

    /// A ring of one new key.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(clock: &dyn Clock, random: &dyn Random) -> Result<Self, KeyFileError> {
        let keys = vec![StoredKey::generate(clock, random)?];
        Ok(Self { keys })
    }

    /// Reads a key ring file.
    ///
    /// # Errors
    /// When others can read it too, or it is not a key ring.
    pub fn read(source: &KeySource) -> Result<Self, KeyFileError> {
        let path = source.path();
        let text = read_secret(source)?;
        let raw: RawFile = toml::from_str(text.expose()).map_err(|error| {
            let before = error.span().and_then(|s| text.expose().get(..s.start));
            let line = before.map(|before| before.matches('\n').count() + 1);
            let what = "is not a key ring: it needs format, and key with id, created and secret";
            wrong(path, line, what)
        })?;
        if raw.format != FORMAT {
            return Err(wrong(
                path,
                None,
                "has a format that this program does not know",
            ));
        }
        let keys = raw.key.into_iter().map(|raw| raw.decode(path));
        let keys = Self {
            keys: keys.collect::<Result<_, _>>()?,
        };
        let path = path.to_owned();
        keys.ring()
            .map_err(|error| KeyFileError::Ring { path, error })?;
        Ok(keys)
    }

    /// The same ring with a new key in front, which seals from now on.
    ///
    /// # Errors
    /// When it is full and `forget_oldest` is not set, or there is no randomness.
    pub fn rotated(
        &self,
        forget_oldest: bool,
        clock: &dyn Clock,
        random: &dyn Random,
    ) -> Result<Self, KeyFileError> {
        let mut keys = self.keys.clone();
        if keys.len() >= Self::MOST {
            let oldest = keys.split_off(Self::MOST - 1);
            if let (Some(oldest), false) = (oldest.first(), forget_oldest) {
                return Err(KeyFileError::Full(oldest.id()));
            }
        }
        keys.insert(0, StoredKey::generate(clock, random)?);
        Ok(Self { keys })
    }

    /// The keys, the one that seals first.
    #[must_use]
    pub fn keys(&self) -> &[StoredKey] {
        &self.keys
    }

    /// What seals and opens.
    ///
    /// # Errors
    /// Never for a file that was read or made here.
    pub fn ring(&self) -> Result<KeyRing, RingError> {
        let keys: Vec<_> = self.keys.iter().map(|stored| stored.key.clone()).collect();
        KeyRing::new(&keys)
    }

    /// The text of the file.
    pub(super) fn to_text(&self) -> SecretText {
        // Large enough that it never grows, which would leave a copy behind.
        let mut text = String::with_capacity(256 + 192 * self.keys.len());
        text.push_str("# The key ring of Vestibule. The first key seals; all of them open.\n");
        let _ = writeln!(text, "format = {FORMAT}");
        for stored in &self.keys {
            let secret = Zeroizing::new(BASE64URL_NOPAD.encode(stored.key.secret.expose()));
            let _ = writeln!(text, "\n[[key]]\nid = \"{}\"", stored.id());
            let _ = writeln!(text, "created = \"{}\"", stored.created);
            let _ = writeln!(text, "secret = \"{}\"", *secret);
        }
        SecretText::new(text)
    }
}

impl StoredKey {
    /// Its name, as it is written.
    #[must_use]
    pub fn id(&self) -> String {
        HEXLOWER.encode(&self.key.id.0)
    }

    fn generate(clock: &dyn Clock, random: &dyn Random) -> Result<Self, KeyFileError> {
        let secret = Zeroizing::new(random::bytes::<KEY>(random)?);
        Ok(Self {
            key: RingKey {
                id: KeyId(random::bytes(random)?),
                secret: Secret::new(secret.to_vec()),
            },
            created: clock.now(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    format: u32,
    #[serde(default)]
    key: Vec<RawKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKey {
    id: String,
    created: Timestamp,
    secret: String,
}

impl RawKey {
    fn decode(self, path: &Path) -> Result<StoredKey, KeyFileError> {
        let secret = SecretText::new(self.secret);
        let id = HEXLOWER.decode(self.id.as_bytes()).ok();
        let id = id.and_then(|id| id.try_into().ok());
        let secret = BASE64URL_NOPAD.decode(secret.expose().as_bytes());
        match (id, secret) {
            (Some(id), Ok(secret)) => Ok(StoredKey {
                key: RingKey {
                    id: KeyId(id),
                    secret: Secret::new(secret),
                },
                created: self.created,
            }),
            (None, _) => Err(wrong(
                path,
                None,
                "has an id that is not 8 hexadecimal digits",
            )),
            (Some(_), Err(_)) => Err(wrong(path, None, "has a secret that is not base64url")),
        }
    }
}

fn wrong(path: &Path, line: Option<usize>, what: &'static str) -> KeyFileError {
    KeyFileError::Format {
        path: path.to_owned(),
        line,
        what,
    }
}

const FORMAT: u32 = 1;
const KEY: usize = 32;
