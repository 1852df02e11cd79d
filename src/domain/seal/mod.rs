//! Sealing: encrypting and authenticating what leaves Vestibule and must come back unchanged.
//!
//! A sealed value is `version ‖ key id ‖ nonce ‖ ciphertext` in unpadded base64url. Each
//! [`Purpose`] has a key of its own (HKDF, RFC 5869), and the context a value belongs to is
//! authenticated with it, so that a value opens nowhere but where it was made for.

mod key_ring;
mod purpose;

pub use key_ring::{KeyId, KeyRing, RingError, RingKey};
pub use purpose::{Context, Purpose};

use thiserror::Error;

/// Nothing more is said, so that a forger learns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the sealed value does not open")]
pub struct SealError;

/// A 192-bit random nonce: safe at random for as long as a key lives, on any number of nodes.
pub type Nonce = [u8; 24];
