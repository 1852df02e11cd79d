//! Mailboxes that more is asked of than of their domain: `exception/<domain>/<local>`, until a date.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RecordsError, key};
use crate::domain::authenticator::RecordError;
use crate::domain::identity::Subject;
use crate::domain::policy::Mode;
use crate::domain::time::between;
use crate::store::{Entry, Expected, Key, Put, Store, Version};

/// Mailboxes that more is asked of than of their domain.
#[derive(Debug, Clone)]
pub struct ExceptionRecords(Arc<dyn Store>);

/// What is asked of one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    format: u8,
    mode: String,
    /// When it ends.
    pub until: Timestamp,
    /// Why, in words for other administrators.
    pub reason: String,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Exception {
    /// `mode` until `until`, because of `reason`, as `by` said at `at`.
    #[must_use]
    pub fn new(
        mode: Mode,
        until: Timestamp,
        reason: String,
        (by, at): (String, Timestamp),
    ) -> Self {
        Self {
            format: FORMAT,
            mode: mode.word().to_owned(),
            until,
            reason,
            by,
            at,
        }
    }

    /// What is asked. What cannot be read asks for everything.
    #[must_use]
    pub fn mode(&self) -> Mode {
        Mode::parse(&self.mode).unwrap_or(Mode::Required)
    }
}

impl ExceptionRecords {
    /// The keys of all records.
    pub const PREFIX: &'static str = "exception/";

    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// What is asked of `subject` in particular.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        subject: &Subject,
    ) -> Result<Option<(Exception, Version)>, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(None);
        };
        let exception = Self::decode(&entry).ok_or_else(|| RecordsError::Record {
            key: key.to_string(),
            source: RecordError::Format,
        })?;
        Ok(Some((exception, entry.version)))
    }

    /// Says it at `exception.at`, if nobody has said something else than what is `expected`.
    ///
    /// # Errors
    /// When the store fails; it may then have been said or not.
    pub async fn put(
        &self,
        subject: &Subject,
        expected: Expected,
        exception: &Exception,
    ) -> Result<Option<Version>, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let value = serde_json::to_vec(exception).map_err(|_| RecordsError::Name)?;
        let ttl = Some(between(exception.at, exception.until));
        Ok(
            match self.0.put_if(&key, expected, value.into(), ttl).await? {
                Put::Stored(version) => Some(version),
                Put::Conflict(_) => None,
            },
        )
    }

    /// Takes it back, if it is still of this version: whether it was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, subject: &Subject, version: Version) -> Result<bool, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        Ok(self.0.delete_if(&key, version).await?)
    }

    /// The mailbox of a record's key, as `local@domain`.
    #[must_use]
    pub fn subject(key: &Key) -> Option<String> {
        let (domain, local) = key.as_str().strip_prefix(Self::PREFIX)?.split_once('/')?;
        Some(format!("{local}@{domain}"))
    }

    /// What a record says, if it can be read.
    #[must_use]
    pub fn decode(entry: &Entry) -> Option<Exception> {
        let exception: Exception = serde_json::from_slice(&entry.value).ok()?;
        (exception.format == FORMAT).then_some(exception)
    }
}

const KIND: &str = "exception";
const FORMAT: u8 = 1;
