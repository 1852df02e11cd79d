//! Codes sent by text message: `sms/<subject>/<login>`, gone soon after they are void.

use std::sync::Arc;
use std::time::Duration;

use super::{RecordsError, key};
use crate::domain::authenticator::{RecordError, SentCode};
use crate::domain::identity::Subject;
use crate::domain::session::LoginId;
use crate::store::{Expected, Key, Put, Store, Version};

/// Codes sent by text message.
#[derive(Debug, Clone)]
pub struct SentCodeRecords(Arc<dyn Store>);

/// A login's code as it is now.
#[derive(Debug, Clone, Default)]
pub struct LoadedCode {
    /// The record, where there is one.
    pub code: Option<SentCode>,
    version: Option<Version>,
}

impl SentCodeRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The code that was sent for `login`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        subject: &Subject,
        login: LoginId,
    ) -> Result<LoadedCode, RecordsError> {
        let key = record_key(subject, login)?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(LoadedCode::default());
        };
        let code = serde_json::from_slice(&entry.value).map_err(|_| format_error(&key))?;
        Ok(LoadedCode {
            code: Some(code),
            version: Some(entry.version),
        })
    }

    /// Replaces what was `loaded`, if nobody else has since: whether it did.
    ///
    /// # Errors
    /// When the store fails: a code then counts as used, a try as made.
    pub async fn replace(
        &self,
        subject: &Subject,
        login: LoginId,
        loaded: &LoadedCode,
        code: &SentCode,
    ) -> Result<bool, RecordsError> {
        let key = record_key(subject, login)?;
        let value = serde_json::to_vec(code).map_err(|_| format_error(&key))?;
        let expected = loaded.version.map_or(Expected::Absent, Expected::Version);
        let put = self
            .0
            .put_if(&key, expected, value.into(), Some(KEPT))
            .await?;
        match put {
            Put::Stored(_) => Ok(true),
            Put::Conflict(_) => Ok(false),
        }
    }
}

fn record_key(subject: &Subject, login: LoginId) -> Result<Key, RecordsError> {
    key("sms", &format!("{subject}/{login}"))
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

/// Longer than a login may wait for its second factor, so that a void code stays void.
const KEPT: Duration = Duration::from_secs(30 * 60);
