//! The narrow waist: versioned values under keys, compare-and-swap, and a watch.
//!
//! Everything durable goes through the five methods of [`Store`]. What is answered `Ok` is on disk
//! (and on a quorum, in a cluster). An error never means "no": whoever asks must fail closed.

mod deadline;
pub mod embedded;
mod feed;
pub mod memory;
pub mod records;

#[cfg(test)]
mod conformance;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

/// A key: `kind/name`, at most 512 bytes, compared byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key `kind/name`, or nothing when it would be longer than 512 bytes or `kind` has a slash.
    #[must_use]
    pub fn new(kind: &str, name: &str) -> Option<Self> {
        let fits = !kind.is_empty() && !name.is_empty() && kind.len() + name.len() < 512;
        (fits && !kind.contains('/')).then(|| Self(format!("{kind}/{name}")))
    }

    /// The whole key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which state of a value is meant. Grows with every write to the key; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

/// A value and the version it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The value's bytes, at most [`MAX_VALUE`].
    pub value: Bytes,
    /// To be named in the next write.
    pub version: Version,
}

/// What a writer believes the key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing, or something that has expired.
    Absent,
    /// Exactly this version.
    Version(Version),
}

impl Expected {
    /// Whether `current`, what the key holds and has not expired, is what was expected.
    fn holds(self, current: Option<&Entry>) -> bool {
        match self {
            Self::Absent => current.is_none(),
            Self::Version(version) => current.is_some_and(|entry| entry.version == version),
        }
    }
}

/// What came of a conditional write that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// The key held something else; this is what it holds now. Nothing was written.
    Conflict(Option<Entry>),
    /// Written, and durable.
    Stored(Version),
}

/// A change that a watcher is told of, in the order of the writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The key was deleted. Expiry is not told: watchers know the time to live themselves.
    Deleted(Key),
    /// The key has a new value.
    Put(Key, Entry),
    /// Changes were missed: list the prefix again.
    Resync,
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The bytes under the key are not what was written there.
    #[error("the store's record {key} is corrupt")]
    Corrupt {
        /// Which key.
        key: String,
    },
    /// The value is larger than [`MAX_VALUE`].
    #[error("the value of {size} bytes is larger than the store takes")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
    /// Nothing was done, and the store says why.
    #[error("the store is not available: {reason}")]
    Unavailable {
        /// For the log.
        reason: String,
    },
    /// It may have been done or not. Treat a code as used, an attempt as made.
    #[error("the store did not say whether it wrote")]
    Unknown,
}

/// The largest value in bytes (beyond, sled writes separate files).
pub const MAX_VALUE: usize = 60 * 1024;

/// Refuses a value that no engine takes, before anything is asked of one.
fn check_size(value: &Bytes) -> Result<(), StoreError> {
    let size = value.len();
    if size > MAX_VALUE {
        return Err(StoreError::TooLarge { size });
    }
    Ok(())
}

/// Changes below one prefix, from the moment of the call on.
#[async_trait]
pub trait Watch: Send {
    /// The next change; nothing when the store has closed.
    async fn next(&mut self) -> Option<Change>;
}

/// A durable, linearizable map with compare-and-swap.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// The value under `key`, unless absent or expired.
    async fn get(&self, key: &Key) -> Result<Option<Entry>, StoreError>;

    /// Writes `value` if the key holds what is `expected`; it expires after `ttl`, if one is given.
    async fn put_if(
        &self,
        key: &Key,
        expected: Expected,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<Put, StoreError>;

    /// Deletes the key if it has this version; whether it did.
    async fn delete_if(&self, key: &Key, version: Version) -> Result<bool, StoreError>;

    /// At most `limit` entries whose key starts with `prefix`, in order, beginning after `after`.
    async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Entry)>, StoreError>;

    /// Watches all keys that start with `prefix`. Begin the watch first, then list: a change in
    /// between is then seen twice rather than missed.
    async fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError>;
}
