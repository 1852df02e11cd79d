//! Failed attempts: `attempts/<factor>/<subject>`, counted before a code is looked at. Those in a
//! browser that has passed before are counted apart, under `…/<browser>`: whoever has the password
//! alone cannot spend what its owner may try there.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use jiff::Timestamp;

use super::{RecordsError, TRIES, key};
use crate::domain::authenticator::{Admission, Attempts, FactorKind, RecordError};
use crate::domain::identity::Subject;
use crate::store::{Expected, Key, Put, Store, Version};

/// Failed attempts.
#[derive(Debug, Clone)]
pub struct AttemptRecords(Arc<dyn Store>);

impl AttemptRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Counts one more attempt, durably, if it is admitted at all.
    ///
    /// # Errors
    /// When the store fails: the attempt then counts as made, and the code must not be looked at.
    pub async fn count(
        &self,
        subject: &Subject,
        kind: FactorKind,
        browser: Option<&Browser>,
        now: Timestamp,
    ) -> Result<Admission, RecordsError> {
        let key = record_key(subject, kind, browser)?;
        for _ in 0..TRIES {
            let (stored, version) = self.read(&key).await?;
            let admission = Attempts::admit(stored, now);
            let counted = match admission {
                Admission::Counted(counted) => counted,
                Admission::Suspended | Admission::Wait(_) => return Ok(admission),
            };
            let expected = version.map_or(Expected::Absent, Expected::Version);
            let value = encode(&key, counted)?;
            let ttl = Some(match browser {
                None => FORGOTTEN_AFTER,
                Some(_) => BROWSER_FORGOTTEN_AFTER,
            });
            if let Put::Stored(_) = self.0.put_if(&key, expected, value, ttl).await? {
                return Ok(admission);
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// The failures in a row, without counting one.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(
        &self,
        subject: &Subject,
        kind: FactorKind,
    ) -> Result<Option<Attempts>, RecordsError> {
        Ok(self.read(&record_key(subject, kind, None)?).await?.0)
    }

    /// The most failures in a row, whether in a known browser or elsewhere.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn most(
        &self,
        subject: &Subject,
        kind: FactorKind,
    ) -> Result<Option<Attempts>, RecordsError> {
        let mut most = self.load(subject, kind).await?;
        let prefix = format!("{}/", record_key(subject, kind, None)?);
        for (key, entry) in self.0.list(&prefix, None, AT_ONCE).await? {
            let own: Attempts =
                serde_json::from_slice(&entry.value).map_err(|_| format_error(&key))?;
            if most.is_none_or(|most| own.failures() > most.failures()) {
                most = Some(own);
            }
        }
        Ok(most)
    }

    /// Clears the count after a code was accepted.
    ///
    /// # Errors
    /// When the store fails; the count then stays.
    pub async fn clear(
        &self,
        subject: &Subject,
        kind: FactorKind,
        browser: Option<&Browser>,
    ) -> Result<(), RecordsError> {
        self.remove(&record_key(subject, kind, browser)?).await
    }

    /// Clears the counts of every browser besides.
    ///
    /// # Errors
    /// When the store fails; some counts may then stay.
    pub async fn clear_all(&self, subject: &Subject, kind: FactorKind) -> Result<(), RecordsError> {
        self.clear(subject, kind, None).await?;
        let prefix = format!("{}/", record_key(subject, kind, None)?);
        loop {
            let found = self.0.list(&prefix, None, AT_ONCE).await?;
            for (key, _) in &found {
                self.remove(key).await?;
            }
            if found.len() < AT_ONCE {
                return Ok(());
            }
        }
    }

    async fn remove(&self, key: &Key) -> Result<(), RecordsError> {
        for _ in 0..TRIES {
            match self.0.get(key).await? {
                None => return Ok(()),
                Some(entry) if self.0.delete_if(key, entry.version).await? => return Ok(()),
                Some(_) => {}
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// At most `limit` mailboxes after `after` that have failures of this kind, in order. A record
    /// that cannot be read suspends, as ever.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page(
        &self,
        kind: FactorKind,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Option<Attempts>)>, RecordsError> {
        let prefix = format!("attempts/{}/", kind.name());
        let after = after.map(|after| key("attempts", &format!("{}/{after}", kind.name())));
        let after = after.transpose()?;
        let entries = self.0.list(&prefix, after.as_ref(), limit).await?;
        let rows = entries.into_iter().map(|(key, entry)| {
            let address = key.as_str().strip_prefix(&prefix).unwrap_or_default();
            let attempts = serde_json::from_slice(&entry.value).ok();
            (address.to_owned(), attempts)
        });
        Ok(rows.collect())
    }

    async fn read(&self, key: &Key) -> Result<(Option<Attempts>, Option<Version>), RecordsError> {
        let Some(entry) = self.0.get(key).await? else {
            return Ok((None, None));
        };
        let stored = serde_json::from_slice(&entry.value).map_err(|_| format_error(key))?;
        Ok((Some(stored), Some(entry.version)))
    }
}

fn encode(key: &Key, attempts: Attempts) -> Result<bytes::Bytes, RecordsError> {
    let bytes = serde_json::to_vec(&attempts).map_err(|_| format_error(key))?;
    Ok(bytes.into())
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

fn record_key(
    subject: &Subject,
    kind: FactorKind,
    browser: Option<&Browser>,
) -> Result<Key, RecordsError> {
    let name = format!("{}/{subject}", kind.name());
    match browser {
        None => key("attempts", &name),
        Some(id) => key("attempts", &format!("{name}/{}", HEXLOWER.encode(id))),
    }
}

/// Names a browser that has passed before.
type Browser = [u8; 16];

const AT_ONCE: usize = 100;

/// A mailbox that nobody tries for ten years starts over; a suspended one must not before.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Longer than a browser is known (`gateway::known_browser`).
const BROWSER_FORGOTTEN_AFTER: Duration = Duration::from_secs(400 * 24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::store::memory::{Fault, MemoryStore};

    fn setup() -> (Arc<ManualClock>, Arc<MemoryStore>, AttemptRecords, Subject) {
        let start = Timestamp::from_second(1_000_000).unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let store = Arc::new(MemoryStore::new(Arc::clone(&clock) as Arc<dyn Clock>));
        let records = AttemptRecords::new(Arc::clone(&store) as Arc<dyn Store>);
        let subject = Subject::parse("alice@required.test", None).unwrap();
        (clock, store, records, subject)
    }

    #[tokio::test]
    async fn of_fifty_attempts_at_once_five_are_admitted() {
        let (clock, _, records, subject) = setup();
        let now = clock.now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (records, subject) = (records.clone(), subject.clone());
            tasks.spawn(async move { records.count(&subject, FactorKind::Totp, None, now).await });
        }
        let outcomes = tasks.join_all().await;
        let admitted =
            |outcome: &Result<Admission, _>| matches!(outcome, Ok(Admission::Counted(_)));
        assert_eq!(
            outcomes.iter().filter(|outcome| admitted(outcome)).count(),
            5
        );
    }

    #[tokio::test]
    async fn a_success_starts_the_count_over() {
        let (clock, _, records, subject) = setup();
        for _ in 0..5 {
            records
                .count(&subject, FactorKind::Totp, None, clock.now())
                .await
                .unwrap();
        }
        let waits = records
            .count(&subject, FactorKind::Totp, None, clock.now())
            .await
            .unwrap();
        assert!(matches!(waits, Admission::Wait(_)));
        records
            .clear(&subject, FactorKind::Totp, None)
            .await
            .unwrap();
        let again = records
            .count(&subject, FactorKind::Totp, None, clock.now())
            .await
            .unwrap();
        assert!(matches!(again, Admission::Counted(counted) if counted.failures() == 1));
    }

    #[tokio::test]
    async fn a_store_that_fails_admits_nothing() {
        for fault in [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied] {
            for call in 1..=2 {
                let (clock, store, records, subject) = setup();
                store.fail_at(call, fault);
                let outcome = records
                    .count(&subject, FactorKind::Totp, None, clock.now())
                    .await;
                assert!(outcome.is_err(), "{fault:?} at call {call}");
            }
        }
    }

    #[tokio::test]
    async fn a_known_browser_is_counted_apart_until_all_counts_are_cleared() {
        let (clock, _, records, subject) = setup();
        let (now, own) = (clock.now(), [7; 16]);
        let count = async |browser: Option<&Browser>| {
            let count = records.count(&subject, FactorKind::Totp, browser, now);
            matches!(count.await, Ok(Admission::Counted(_)))
        };
        for _ in 0..5 {
            assert!(count(None).await);
        }
        assert!(!count(None).await);
        for _ in 0..5 {
            assert!(count(Some(&own)).await);
        }
        assert!(!count(Some(&own)).await);
        records.clear_all(&subject, FactorKind::Totp).await.unwrap();
        assert!(count(None).await && count(Some(&own)).await);
    }
}
