//! What is asked of domains that the policy file does not list: `policy/<domain>`.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RecordsError, key};
use crate::domain::authenticator::RecordError;
use crate::domain::identity::Domain;
use crate::domain::policy::{Mode, Terms, TermsForm};
use crate::store::{Entry, Expected, Key, Put, Store, Version};

/// What is asked of domains that the policy file does not list.
#[derive(Debug, Clone)]
pub struct PolicyRecords(Arc<dyn Store>);

/// What was said of a domain, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPolicy {
    format: u8,
    /// What was said.
    pub terms: TermsForm,
    /// Who said it last.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl StoredPolicy {
    /// What `by` says at `at`.
    #[must_use]
    pub const fn new(terms: TermsForm, by: String, at: Timestamp) -> Self {
        Self {
            format: FORMAT,
            terms,
            by,
            at,
        }
    }
}

impl PolicyRecords {
    /// The keys of all records.
    pub const PREFIX: &'static str = "policy/";

    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// What was said of `domain`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        domain: &Domain,
    ) -> Result<Option<(StoredPolicy, Version)>, RecordsError> {
        let key = key(KIND, domain.as_str())?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(None);
        };
        let policy = decode(&entry).ok_or_else(|| RecordsError::Record {
            key: key.to_string(),
            source: RecordError::Format,
        })?;
        Ok(Some((policy, entry.version)))
    }

    /// Says it, if nobody has said something else than what is `expected`: the new version, if so.
    ///
    /// # Errors
    /// When the store fails; it may then have been said or not.
    pub async fn put(
        &self,
        domain: &Domain,
        expected: Expected,
        policy: &StoredPolicy,
    ) -> Result<Option<Version>, RecordsError> {
        let key = key(KIND, domain.as_str())?;
        let value = serde_json::to_vec(policy).map_err(|_| RecordsError::Name)?;
        Ok(
            match self.0.put_if(&key, expected, value.into(), None).await? {
                Put::Stored(version) => Some(version),
                Put::Conflict(_) => None,
            },
        )
    }

    /// Takes it back, if it is still of this version: whether it was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, domain: &Domain, version: Version) -> Result<bool, RecordsError> {
        let key = key(KIND, domain.as_str())?;
        Ok(self.0.delete_if(&key, version).await?)
    }

    /// The domain of a record's key.
    #[must_use]
    pub fn domain(key: &Key) -> Option<&str> {
        key.as_str().strip_prefix(Self::PREFIX)
    }

    /// What a record asks. One that cannot be read asks for everything: nobody gets in by it.
    #[must_use]
    pub fn terms(entry: &Entry) -> Terms {
        let read = decode(entry).and_then(|policy| policy.terms.read().ok());
        read.unwrap_or_else(|| Terms::of(Mode::Required))
    }
}

fn decode(entry: &Entry) -> Option<StoredPolicy> {
    let policy: StoredPolicy = serde_json::from_slice(&entry.value).ok()?;
    (policy.format == FORMAT).then_some(policy)
}

const KIND: &str = "policy";
const FORMAT: u8 = 1;
