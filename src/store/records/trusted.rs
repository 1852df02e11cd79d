//! Trusted browsers: `trusted/<subject>/<id>`, kept until their fixed end; and since when a domain has
//! them: `trusting/<domain>`, gone when the domain is disabled.

use std::sync::Arc;

use jiff::Timestamp;

use super::{RecordsError, key};
use crate::domain::authenticator::{RecordError, TrustedBrowser};
use crate::domain::identity::Subject;
use crate::domain::time::between;
use crate::store::{Entry, Expected, Key, Put, Store};

/// Trusted browsers.
#[derive(Debug, Clone)]
pub struct TrustedRecords(Arc<dyn Store>);

impl TrustedRecords {
    /// How many browsers of one mailbox are listed, and trusted, at most.
    pub const MAX: usize = 50;

    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The trusted browser `id` of `subject`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        subject: &Subject,
        id: &str,
    ) -> Result<Option<TrustedBrowser>, RecordsError> {
        let key = record_key(subject, id)?;
        let entry = self.0.get(&key).await?;
        entry.map(|entry| decode(&key, &entry)).transpose()
    }

    /// Trusts a browser under a new `id`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add(
        &self,
        subject: &Subject,
        id: &str,
        browser: &TrustedBrowser,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let key = record_key(subject, id)?;
        let value = serde_json::to_vec(browser).map_err(|_| format_error(&key))?;
        let ttl = Some(between(now, browser.until));
        match self
            .0
            .put_if(&key, Expected::Absent, value.into(), ttl)
            .await?
        {
            Put::Stored(_) => Ok(()),
            Put::Conflict(_) => Err(RecordsError::Contended(key.to_string())),
        }
    }

    /// Since when browsers may be trusted in `domain`; nothing where they may not.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn since(&self, domain: &str) -> Result<Option<Timestamp>, RecordsError> {
        let key = key(DOMAIN, domain)?;
        let entry = self.0.get(&key).await?;
        let read = entry.map(|entry| serde_json::from_slice(&entry.value));
        read.transpose().map_err(|_| format_error(&key))
    }

    /// Lets browsers be trusted in `domain` from `now` on, unless they may be already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin(&self, domain: &str, now: Timestamp) -> Result<(), RecordsError> {
        let key = key(DOMAIN, domain)?;
        let value = serde_json::to_vec(&now).map_err(|_| format_error(&key))?;
        // Where there is a time already, that one stays.
        self.0
            .put_if(&key, Expected::Absent, value.into(), None)
            .await?;
        Ok(())
    }

    /// Ends all trust in `domain`: whoever is trusted there later is trusted anew.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end(&self, domain: &str) -> Result<(), RecordsError> {
        let key = key(DOMAIN, domain)?;
        while let Some(entry) = self.0.get(&key).await? {
            if self.0.delete_if(&key, entry.version).await? {
                break;
            }
        }
        Ok(())
    }

    /// At most `limit` domains after `after` in which browsers may be trusted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn domains(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<String>, RecordsError> {
        let after = after.map(|domain| key(DOMAIN, domain)).transpose()?;
        let prefix = format!("{DOMAIN}/");
        let entries = self.0.list(&prefix, after.as_ref(), limit).await?;
        let names = entries.into_iter();
        Ok(names
            .filter_map(|(key, _)| key.as_str().strip_prefix(&prefix).map(str::to_owned))
            .collect())
    }

    /// The trusted browsers of `subject`, with their ids.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn list(
        &self,
        subject: &Subject,
    ) -> Result<Vec<(String, TrustedBrowser)>, RecordsError> {
        let prefix = format!("{KIND}/{subject}/");
        let entries = self.0.list(&prefix, None, Self::MAX).await?;
        let mut browsers = Vec::with_capacity(entries.len());
        for (key, entry) in entries {
            let id = key.as_str().strip_prefix(&prefix).unwrap_or_default();
            browsers.push((id.to_owned(), decode(&key, &entry)?));
        }
        Ok(browsers)
    }

    /// Forgets the browser `id`; one that is not there is forgotten already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, subject: &Subject, id: &str) -> Result<(), RecordsError> {
        let key = record_key(subject, id)?;
        while let Some(entry) = self.0.get(&key).await? {
            if self.0.delete_if(&key, entry.version).await? {
                break;
            }
        }
        Ok(())
    }
}

fn record_key(subject: &Subject, id: &str) -> Result<Key, RecordsError> {
    key(KIND, &format!("{subject}/{id}"))
}

fn decode(key: &Key, entry: &Entry) -> Result<TrustedBrowser, RecordsError> {
    serde_json::from_slice(&entry.value).map_err(|_| format_error(key))
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

const KIND: &str = "trusted";
const DOMAIN: &str = "trusting";
