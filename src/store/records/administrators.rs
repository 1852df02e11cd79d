//! Administrators and their sessions: `administrator/<name>`, `administrator-session/<hash>`,
//! and guesses at their passwords: `administrator-guesses/<part of a hash>`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{RecordsError, TRIES, key};
use crate::domain::administrator::{
    Administrator, AdministratorName, AdministratorSession, SessionToken,
};
use crate::domain::authenticator::{Attempts, RecordError};
use crate::store::{Entry, Expected, Key, Put, Store, Version};

/// Administrators and their sessions.
#[derive(Debug, Clone)]
pub struct AdministratorRecords(Arc<dyn Store>);

impl AdministratorRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The administrator of this name.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        name: &AdministratorName,
    ) -> Result<Option<(Administrator, Version)>, RecordsError> {
        let key = account_key(name)?;
        let entry = self.0.get(&key).await?;
        entry.map(|entry| account(&key, &entry)).transpose()
    }

    /// Adds an administrator: whether there was none of this name.
    ///
    /// # Errors
    /// When the store fails; they may then be there or not.
    pub async fn add(&self, administrator: &Administrator) -> Result<bool, RecordsError> {
        let key = account_key(&administrator.name)?;
        self.write(&key, Expected::Absent, administrator).await
    }

    /// Changes an administrator by `alter`, whose outcome is given back; nothing where there is none
    /// of this name. What `alter` refuses is not written.
    ///
    /// # Errors
    /// When the store fails; the change may then be made or not.
    pub async fn change<T, E>(
        &self,
        name: &AdministratorName,
        mut alter: impl FnMut(&mut Administrator) -> Result<T, E>,
    ) -> Result<Option<Result<T, E>>, RecordsError> {
        let key = account_key(name)?;
        for _ in 0..TRIES {
            let Some((mut administrator, version)) = self.load(name).await? else {
                return Ok(None);
            };
            let outcome = match alter(&mut administrator) {
                Ok(outcome) => outcome,
                Err(refusal) => return Ok(Some(Err(refusal))),
            };
            let expected = Expected::Version(version);
            if self.write(&key, expected, &administrator).await? {
                return Ok(Some(Ok(outcome)));
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// At most `limit` administrators after `after`, in the order of their names.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn page(
        &self,
        after: Option<&AdministratorName>,
        limit: usize,
    ) -> Result<Vec<Administrator>, RecordsError> {
        let after = after.map(account_key).transpose()?;
        let entries = self.0.list(ACCOUNTS, after.as_ref(), limit).await?;
        let read = entries.iter().map(|(key, entry)| account(key, entry));
        read.map(|read| read.map(|(administrator, _)| administrator))
            .collect()
    }

    /// Removes an administrator, and so every session of theirs; whether there was one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, name: &AdministratorName) -> Result<bool, RecordsError> {
        let key = account_key(name)?;
        for _ in 0..TRIES {
            let Some(entry) = self.0.get(&key).await? else {
                return Ok(false);
            };
            if self.0.delete_if(&key, entry.version).await? {
                return Ok(true);
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// The session that `token` names.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn session(
        &self,
        token: &SessionToken,
    ) -> Result<Option<AdministratorSession>, RecordsError> {
        let key = session_key(token)?;
        let entry = self.0.get(&key).await?;
        entry
            .map(|entry| serde_json::from_slice(&entry.value).map_err(|_| unreadable(&key)))
            .transpose()
    }

    /// Keeps a session, new or seen anew.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_session(
        &self,
        token: &SessionToken,
        session: &AdministratorSession,
    ) -> Result<(), RecordsError> {
        let key = session_key(token)?;
        let value = serde_json::to_vec(session).map_err(|_| unreadable(&key))?;
        let before = self.0.get(&key).await?;
        let expected = before.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
        let ttl = Some(session.longest());
        match self.0.put_if(&key, expected, value.into(), ttl).await? {
            Put::Stored(_) => Ok(()),
            Put::Conflict(_) => Err(RecordsError::Contended(key.to_string())),
        }
    }

    /// Notes that a session was used, unless it has ended meanwhile: what was signed out stays so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn touch_session(
        &self,
        token: &SessionToken,
        session: &AdministratorSession,
    ) -> Result<(), RecordsError> {
        let key = session_key(token)?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(());
        };
        let value = serde_json::to_vec(session).map_err(|_| unreadable(&key))?;
        let expected = Expected::Version(entry.version);
        let ttl = Some(session.longest());
        self.0.put_if(&key, expected, value.into(), ttl).await?;
        Ok(())
    }

    /// Ends a session; whether this caller was the one who did.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_session(&self, token: &SessionToken) -> Result<bool, RecordsError> {
        let key = session_key(token)?;
        for _ in 0..TRIES {
            let Some(entry) = self.0.get(&key).await? else {
                return Ok(false);
            };
            if self.0.delete_if(&key, entry.version).await? {
                return Ok(true);
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// Counts a guess at the password or the invitation of `name`, before it is looked at, whether
    /// there is such an administrator or not. It slows whoever guesses and suspends nobody.
    ///
    /// # Errors
    /// When the store fails: the guess then counts as made, and must not be looked at.
    pub async fn count_guess(
        &self,
        name: &str,
        now: Timestamp,
    ) -> Result<Result<(), Duration>, RecordsError> {
        let key = guesses_key(name)?;
        for _ in 0..TRIES {
            let entry = self.0.get(&key).await?;
            let stored = entry
                .as_ref()
                .map(|entry| serde_json::from_slice(&entry.value).map_err(|_| unreadable(&key)))
                .transpose()?;
            let counted = match Attempts::slow(stored, now) {
                Ok(counted) => counted,
                Err(wait) => return Ok(Err(wait)),
            };
            let value = serde_json::to_vec(&counted).map_err(|_| unreadable(&key))?;
            let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
            let ttl = Some(GUESSES_KEPT);
            if let Put::Stored(_) = self.0.put_if(&key, expected, value.into(), ttl).await? {
                return Ok(Ok(()));
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// Forgets the guesses after a right one.
    ///
    /// # Errors
    /// When the store fails; the count then stays.
    pub async fn forget_guesses(&self, name: &str) -> Result<(), RecordsError> {
        let key = guesses_key(name)?;
        for _ in 0..TRIES {
            match self.0.get(&key).await? {
                None => return Ok(()),
                Some(entry) if self.0.delete_if(&key, entry.version).await? => return Ok(()),
                Some(_) => {}
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    async fn write(
        &self,
        key: &Key,
        expected: Expected,
        administrator: &Administrator,
    ) -> Result<bool, RecordsError> {
        let value = administrator.encode().map_err(|_| unreadable(key))?;
        let put = self.0.put_if(key, expected, value.into(), None).await?;
        Ok(matches!(put, Put::Stored(_)))
    }
}

fn account(key: &Key, entry: &Entry) -> Result<(Administrator, Version), RecordsError> {
    let read = Administrator::decode(&entry.value).map_err(|_| unreadable(key))?;
    Ok((read, entry.version))
}

fn account_key(name: &AdministratorName) -> Result<Key, RecordsError> {
    key("administrator", name.as_str())
}

fn session_key(token: &SessionToken) -> Result<Key, RecordsError> {
    key("administrator-session", &token.name())
}

/// One of 65,536 counters, so that a flood of made-up names does not fill the store.
fn guesses_key(name: &str) -> Result<Key, RecordsError> {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(name));
    key("administrator-guesses", digest.get(..4).unwrap_or_default())
}

fn unreadable(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

const GUESSES_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
const ACCOUNTS: &str = "administrator/";
