//! Factor epochs: `epoch/<subject>`. They live for as long as a session may, so that the gateway
//! can hold all of them in memory: an older session has ended by itself.

use std::sync::Arc;
use std::time::Duration;

use super::{RecordsError, TRIES, key};
use crate::domain::identity::Subject;
use crate::domain::session::Limits;
use crate::store::{Entry, Expected, Key, Put, Store};

/// Factor epochs of mailboxes whose factors changed lately.
#[derive(Debug, Clone)]
pub struct EpochRecords(Arc<dyn Store>);

impl EpochRecords {
    /// What the keys of these records start with.
    pub const PREFIX: &'static str = "epoch/";
    /// For how long a record is kept: a little longer than any session lives.
    pub const LIFETIME: Duration = Limits::MAX.saturating_add(Duration::from_secs(3600));

    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The epoch of `subject`, as far as it changed lately.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn current(&self, subject: &Subject) -> Result<u64, RecordsError> {
        let entry = self.0.get(&key(KIND, subject.as_str())?).await?;
        Ok(entry.as_ref().map_or(0, Self::decode))
    }

    /// Raises the epoch of `subject` to at least `epoch`: sessions of an earlier one end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn raise(&self, subject: &Subject, epoch: u64) -> Result<(), RecordsError> {
        let key = key(KIND, subject.as_str())?;
        for _ in 0..TRIES {
            let entry = self.0.get(&key).await?;
            let raised = entry.as_ref().map_or(0, Self::decode).max(epoch);
            let expected = entry.map_or(Expected::Absent, |e| Expected::Version(e.version));
            let value = raised.to_be_bytes().to_vec().into();
            let ttl = Some(Self::LIFETIME);
            if let Put::Stored(_) = self.0.put_if(&key, expected, value, ttl).await? {
                return Ok(());
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// The epoch in a record. What cannot be read ends every session of the mailbox.
    #[must_use]
    pub fn decode(entry: &Entry) -> u64 {
        let bytes: Result<[u8; 8], _> = entry.value.as_ref().try_into();
        bytes.map_or(u64::MAX, u64::from_be_bytes)
    }

    /// Whose epoch a key holds.
    #[must_use]
    pub fn subject(key: &Key) -> Option<&str> {
        key.as_str().strip_prefix(Self::PREFIX)
    }
}

const KIND: &str = "epoch";
