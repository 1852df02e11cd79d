//! Tokens for programs that use the API: `token/<id>`.

use std::sync::Arc;

use jiff::Timestamp;

use super::{RecordsError, key};
use crate::domain::authenticator::RecordError;
use crate::domain::time::between;
use crate::domain::token::{StoredToken, TokenId};
use crate::store::{Entry, Expected, Key, Put, Store};

/// Tokens for programs that use the API.
#[derive(Debug, Clone)]
pub struct TokenRecords(Arc<dyn Store>);

impl TokenRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The token `id`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(&self, id: &TokenId) -> Result<Option<StoredToken>, RecordsError> {
        let key = key(KIND, id.as_str())?;
        let entry = self.0.get(&key).await?;
        entry.map(|entry| decode(&key, &entry)).transpose()
    }

    /// Adds a token at `now`; it is gone after its end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add(&self, token: &StoredToken, now: Timestamp) -> Result<(), RecordsError> {
        let key = key(KIND, token.id.as_str())?;
        let value = serde_json::to_vec(token).map_err(|_| format_error(&key))?;
        let ttl = Some(between(now, token.expires));
        match self
            .0
            .put_if(&key, Expected::Absent, value.into(), ttl)
            .await?
        {
            Put::Stored(_) => Ok(()),
            Put::Conflict(_) => Err(RecordsError::Contended(key.to_string())),
        }
    }

    /// At most `limit` tokens whose id is after `after`.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn page(
        &self,
        after: Option<&TokenId>,
        limit: usize,
    ) -> Result<Vec<StoredToken>, RecordsError> {
        let after = after.map(|id| key(KIND, id.as_str())).transpose()?;
        let entries = self.0.list(PREFIX, after.as_ref(), limit).await?;
        entries
            .iter()
            .map(|(key, entry)| decode(key, entry))
            .collect()
    }

    /// Revokes the token `id`; whether there was one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, id: &TokenId) -> Result<bool, RecordsError> {
        let key = key(KIND, id.as_str())?;
        while let Some(entry) = self.0.get(&key).await? {
            if self.0.delete_if(&key, entry.version).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn decode(key: &Key, entry: &Entry) -> Result<StoredToken, RecordsError> {
    serde_json::from_slice(&entry.value).map_err(|_| format_error(key))
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

const KIND: &str = "token";
const PREFIX: &str = "token/";
