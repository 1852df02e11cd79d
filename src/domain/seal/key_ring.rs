//! The key ring: one primary key that seals, and older ones that still open.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hkdf::Hkdf;
use sha2::Sha256;
use thiserror::Error;

use super::{Context, Nonce, Purpose, SealError};
use crate::secret::Secret;

/// Names a key in a sealed value. Random; not secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// One key of a ring before its subkeys are derived.
#[derive(Debug, Clone)]
pub struct RingKey {
    /// Its name.
    pub id: KeyId,
    /// 32 random bytes.
    pub secret: Secret,
}

/// Why a ring cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RingError {
    /// Two keys have the same id.
    #[error("two keys have the same id")]
    Duplicate,
    /// There is no key in it.
    #[error("the key ring is empty")]
    Empty,
    /// A key does not have 32 bytes.
    #[error("a key must have 32 bytes")]
    Length,
}

/// Seals and opens. Prints no key.
pub struct KeyRing {
    /// The first is the primary one.
    keys: Vec<Subkeys>,
}

struct Subkeys {
    id: KeyId,
    root: Hkdf<Sha256>,
    ciphers: Vec<XChaCha20Poly1305>,
}

impl KeyRing {
    /// A ring that seals with the first of `keys` and opens with each.
    ///
    /// # Errors
    /// When there is no key, one has a wrong length, or two have the same id.
    pub fn new(keys: &[RingKey]) -> Result<Self, RingError> {
        let keys: Vec<_> = keys.iter().map(Subkeys::derive).collect::<Result<_, _>>()?;
        let mut ids: Vec<_> = keys.iter().map(|key| key.id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        match keys.len() {
            0 => Err(RingError::Empty),
            all if all != ids.len() => Err(RingError::Duplicate),
            _ => Ok(Self { keys }),
        }
    }

    /// Seals `plain` for `purpose`, bound to `context`. Never use a `nonce` twice.
    ///
    /// # Errors
    /// When `plain` is too large for the cipher (2^38 bytes).
    pub fn seal(
        &self,
        purpose: Purpose,
        context: Context<'_>,
        nonce: &Nonce,
        plain: &[u8],
    ) -> Result<String, SealError> {
        let key = self.keys.first().ok_or(SealError)?;
        let aad = context.framed(purpose);
        let payload = Payload {
            msg: plain,
            aad: &aad,
        };
        let sealed = key
            .cipher(purpose)?
            .encrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| SealError)?;
        let mut out = Vec::with_capacity(HEAD + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&key.id.0);
        out.extend_from_slice(nonce);
        out.extend_from_slice(&sealed);
        Ok(BASE64URL_NOPAD.encode(&out))
    }

    /// 32 bytes that follow from each key, the primary one first, for a `label` that no purpose has
    /// and a `context` (HKDF-Expand is a pseudo-random function, RFC 5869 §2.3).
    ///
    /// # Errors
    /// Never for a usable ring.
    pub fn derive(&self, label: &str, context: &[u8]) -> Result<Vec<[u8; 32]>, SealError> {
        let derive = |key: &Subkeys| {
            let mut out = [0; 32];
            let info = [b"derive ", label.as_bytes(), b"\0", context];
            let expanded = key.root.expand_multi_info(&info, &mut out);
            expanded.map(|()| out).map_err(|_| SealError)
        };
        self.keys.iter().map(derive).collect()
    }

    /// Opens what [`seal`](Self::seal) made for the same `purpose` and `context`.
    ///
    /// # Errors
    /// When it was made otherwise, changed, or sealed with a key that is not in this ring.
    pub fn open(
        &self,
        purpose: Purpose,
        context: Context<'_>,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        if sealed.len() > MAX_SEALED {
            return Err(SealError);
        }
        let bytes = BASE64URL_NOPAD.decode(sealed).map_err(|_| SealError)?;
        let (version, rest) = bytes.split_first().ok_or(SealError)?;
        let (id, rest) = rest.split_first_chunk::<4>().ok_or(SealError)?;
        let (nonce, sealed) = rest.split_first_chunk::<24>().ok_or(SealError)?;
        if *version != VERSION {
            return Err(SealError);
        }
        let key = self
            .keys
            .iter()
            .find(|key| key.id.0 == *id)
            .ok_or(SealError)?;
        let aad = context.framed(purpose);
        let payload = Payload {
            msg: sealed,
            aad: &aad,
        };
        key.cipher(purpose)?
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| SealError)
    }
}

impl Subkeys {
    fn derive(key: &RingKey) -> Result<Self, RingError> {
        if key.secret.expose().len() != KEY {
            return Err(RingError::Length);
        }
        let root = Hkdf::<Sha256>::new(Some(SALT), key.secret.expose());
        let cipher = |purpose: &Purpose| {
            let mut subkey = zeroize::Zeroizing::new([0; KEY]);
            root.expand(purpose.label().as_bytes(), subkey.as_mut())
                .map_err(|_| RingError::Length)?;
            XChaCha20Poly1305::new_from_slice(subkey.as_ref()).map_err(|_| RingError::Length)
        };
        let ciphers = Purpose::ALL.iter().map(cipher).collect::<Result<_, _>>()?;
        Ok(Self {
            id: key.id,
            ciphers,
            root,
        })
    }

    fn cipher(&self, purpose: Purpose) -> Result<&XChaCha20Poly1305, SealError> {
        self.ciphers.get(purpose.index()).ok_or(SealError)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.keys.iter().map(|key| key.id))
            .finish()
    }
}

const VERSION: u8 = 1;
const KEY: usize = 32;
const HEAD: usize = 1 + 4 + 24;
const SALT: &[u8] = b"vestibule key ring v1";
/// More than any request head may carry.
const MAX_SEALED: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(id: u8) -> RingKey {
        RingKey {
            id: KeyId([id; 4]),
            secret: Secret::new(vec![id; KEY]),
        }
    }

    const NONCE: Nonce = [7; 24];
    const HERE: Context<'_> = Context(&[b"login", b"cookie"]);

    #[test]
    fn a_value_opens_only_for_its_purpose_and_context() {
        let ring = KeyRing::new(&[key(1)]).unwrap();
        let sealed = ring.seal(Purpose::Session, HERE, &NONCE, b"plain").unwrap();
        let open = |purpose, context| ring.open(purpose, context, sealed.as_bytes());
        assert_eq!(open(Purpose::Session, HERE).unwrap(), b"plain");
        assert_eq!(open(Purpose::FormToken, HERE), Err(SealError));
        assert_eq!(open(Purpose::Session, Context(&[b"login"])), Err(SealError));
        assert_eq!(
            open(Purpose::Session, Context(&[b"logi", b"ncookie"])),
            Err(SealError)
        );
    }

    #[test]
    fn flipping_any_bit_of_a_sealed_value_is_refused() {
        let ring = KeyRing::new(&[key(1)]).unwrap();
        let sealed = ring.seal(Purpose::Session, HERE, &NONCE, b"plain").unwrap();
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let changed = BASE64URL_NOPAD.encode(&changed);
            let opened = ring.open(Purpose::Session, HERE, changed.as_bytes());
            assert_eq!(opened, Err(SealError), "bit {bit}");
        }
    }

    #[test]
    fn a_sealed_value_opens_up_to_64_kib_and_no_longer_one() {
        let ring = KeyRing::new(&[key(1)]).unwrap();
        // 45 bytes go with the plain text, and Base64 makes four characters of three bytes.
        let longest = MAX_SEALED / 4 * 3 - 45;
        for (length, opens) in [(4_000, true), (longest, true), (longest + 1, false)] {
            let plain = vec![b'x'; length];
            let sealed = ring.seal(Purpose::Session, HERE, &NONCE, &plain).unwrap();
            let opened = ring.open(Purpose::Session, HERE, sealed.as_bytes());
            assert_eq!(opened.is_ok(), opens, "{} characters", sealed.len());
        }
    }

    #[test]
    fn an_older_key_still_opens_and_a_foreign_one_never_does() {
        let old = KeyRing::new(&[key(1)]).unwrap();
        let rotated = KeyRing::new(&[key(2), key(1)]).unwrap();
        let foreign = KeyRing::new(&[key(3)]).unwrap();
        let sealed = old.seal(Purpose::Session, HERE, &NONCE, b"plain").unwrap();
        assert!(
            rotated
                .open(Purpose::Session, HERE, sealed.as_bytes())
                .is_ok()
        );
        assert!(
            foreign
                .open(Purpose::Session, HERE, sealed.as_bytes())
                .is_err()
        );
        let sealed = rotated
            .seal(Purpose::Session, HERE, &NONCE, b"plain")
            .unwrap();
        assert!(old.open(Purpose::Session, HERE, sealed.as_bytes()).is_err());
    }

    #[test]
    fn a_ring_without_a_key_or_with_a_bad_one_is_refused() {
        assert_eq!(KeyRing::new(&[]).err(), Some(RingError::Empty));
        assert_eq!(
            KeyRing::new(&[key(1), key(1)]).err(),
            Some(RingError::Duplicate)
        );
        let short = RingKey {
            id: KeyId([1; 4]),
            secret: Secret::new(vec![1; 16]),
        };
        assert_eq!(KeyRing::new(&[short]).err(), Some(RingError::Length));
    }

    #[test]
    fn a_ring_prints_ids_and_no_key() {
        let ring = KeyRing::new(&[key(0xab)]).unwrap();
        assert_eq!(format!("{ring:?}"), "[abababab]");
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_to_the_same_bytes(plain: Vec<u8>, nonce: [u8; 24], a: Vec<u8>) {
            let ring = KeyRing::new(&[key(1)]).unwrap();
            let context = Context(&[&a]);
            let sealed = ring.seal(Purpose::UpstreamCookie, context, &nonce, &plain).unwrap();
            let opened = ring.open(Purpose::UpstreamCookie, context, sealed.as_bytes());
            prop_assert_eq!(opened.unwrap(), plain);
        }

        #[test]
        fn a_value_opens_only_where_purpose_and_context_are_the_same(
            made_for in 0..Purpose::ALL.len(),
            opened_for in 0..Purpose::ALL.len(),
            made in proptest::collection::vec("[ab]{0,2}", 0..3),
            opened in proptest::collection::vec("[ab]{0,2}", 0..3),
        ) {
            let ring = KeyRing::new(&[key(1)]).unwrap();
            let (purpose, other) = (Purpose::ALL[made_for], Purpose::ALL[opened_for]);
            let parts: Vec<&[u8]> = made.iter().map(String::as_bytes).collect();
            let sealed = ring.seal(purpose, Context(&parts), &NONCE, b"plain").unwrap();
            let parts: Vec<&[u8]> = opened.iter().map(String::as_bytes).collect();
            let read = ring.open(other, Context(&parts), sealed.as_bytes());
            prop_assert_eq!(read.is_ok(), purpose == other && made == opened);
        }

        #[test]
        fn a_sealed_value_has_one_spelling(plain: Vec<u8>, place: prop::sample::Index, byte: u8) {
            let ring = KeyRing::new(&[key(1)]).unwrap();
            let sealed = ring.seal(Purpose::Session, HERE, &NONCE, &plain).unwrap();
            let mut changed = sealed.clone().into_bytes();
            let place = place.index(changed.len());
            changed[place] = byte;
            let opened = ring.open(Purpose::Session, HERE, &changed);
            prop_assert_eq!(opened.is_ok(), changed == sealed.as_bytes());
            changed.truncate(place);
            prop_assert!(ring.open(Purpose::Session, HERE, &changed).is_err());
        }

        #[test]
        fn bytes_from_a_stranger_never_open(bytes: Vec<u8>) {
            let ring = KeyRing::new(&[key(1)]).unwrap();
            prop_assert!(ring.open(Purpose::Session, HERE, &bytes).is_err());
        }
    }
}
