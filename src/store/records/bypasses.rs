//! Codes by which an administrator lets somebody in once: `bypass/<domain>/<local>`.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RecordsError, key};
use crate::domain::authenticator::{RecordError, RecoverySet};
use crate::domain::identity::Subject;
use crate::domain::time::between;
use crate::store::{Expected, Put, Store, Version};

/// Codes by which an administrator lets somebody in once.
#[derive(Debug, Clone)]
pub struct BypassRecords(Arc<dyn Store>);

/// A code that was given out: one of one use, hashed as recovery codes are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bypass {
    format: u8,
    /// The code.
    pub set: RecoverySet,
    /// When it ends.
    pub until: Timestamp,
}

impl Bypass {
    /// The only code of `set`, until `until`.
    #[must_use]
    pub const fn new(set: RecoverySet, until: Timestamp) -> Self {
        Self {
            format: FORMAT,
            set,
            until,
        }
    }
}

impl BypassRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The code of `subject` that is good at `now`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<Option<(Bypass, Version)>, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(None);
        };
        let bypass: Bypass =
            serde_json::from_slice(&entry.value).map_err(|_| RecordsError::Record {
                key: key.to_string(),
                source: RecordError::Format,
            })?;
        let good = bypass.format == FORMAT && now < bypass.until;
        Ok(good.then_some((bypass, entry.version)))
    }

    /// Gives out a code at `now`, in the place of an earlier one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put(
        &self,
        subject: &Subject,
        bypass: &Bypass,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let value = serde_json::to_vec(bypass).map_err(|_| RecordsError::Name)?;
        let before = self.0.get(&key).await?;
        let expected = before.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
        let ttl = Some(between(now, bypass.until));
        match self.0.put_if(&key, expected, value.into(), ttl).await? {
            Put::Stored(_) => Ok(()),
            Put::Conflict(_) => Err(RecordsError::Contended(key.to_string())),
        }
    }

    /// Takes the code back, or uses it up: whether this caller was the one who did.
    ///
    /// # Errors
    /// When the store fails: the code then counts as used.
    pub async fn remove(&self, subject: &Subject, version: Version) -> Result<bool, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        Ok(self.0.delete_if(&key, version).await?)
    }
}

const KIND: &str = "bypass";
const FORMAT: u8 = 1;
