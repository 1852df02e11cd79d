//! Mails that wait to be sent: `notice/<time>-<random>`, the oldest first.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::{RecordsError, key};
use crate::domain::authenticator::RecordError;
use crate::domain::notice::{Notice, PATIENCE};
use crate::store::{Expected, Key, Put, Store, Version};

/// Mails that wait to be sent. Clones share one bell.
#[derive(Debug, Clone)]
pub struct NoticeRecords {
    store: Arc<dyn Store>,
    bell: Arc<Notify>,
}

/// Names a mail; the same in every attempt to send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeId(String);

impl NoticeId {
    /// The id of a notice that came at this time.
    #[must_use]
    pub fn new(notice: &Notice, random: [u8; 8]) -> Self {
        let random = data_encoding::HEXLOWER.encode(&random);
        // Of one length until the year 2286, so that order is age.
        Self(format!("{:013}-{random}", notice.at.as_millisecond()))
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A mail that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Which.
    pub id: NoticeId,
    /// What it says; an error where the record cannot be used.
    pub notice: Result<Notice, RecordError>,
    version: Version,
}

impl NoticeRecords {
    /// The records on `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            bell: Arc::default(),
        }
    }

    /// Waits until this node has added a notice.
    pub async fn added(&self) {
        self.bell.notified().await;
    }

    /// Adds a notice, durably.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add(&self, id: &NoticeId, notice: &Notice) -> Result<(), RecordsError> {
        let key = record_key(id)?;
        let value = encode(&key, notice)?;
        self.store
            .put_if(&key, Expected::Absent, value.into(), Some(KEPT))
            .await?;
        self.bell.notify_one();
        Ok(())
    }

    /// At most `limit` notices that came after `after`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page(
        &self,
        after: Option<&NoticeId>,
        limit: usize,
    ) -> Result<Vec<Waiting>, RecordsError> {
        let after = after.map(record_key).transpose()?;
        let entries = self.store.list(PREFIX, after.as_ref(), limit).await?;
        let waiting = entries.into_iter().map(|(key, entry)| Waiting {
            id: NoticeId(
                key.as_str()
                    .strip_prefix(PREFIX)
                    .unwrap_or_default()
                    .to_owned(),
            ),
            notice: Notice::decode(&entry.value),
            version: entry.version,
        });
        Ok(waiting.collect())
    }

    /// Replaces what `waiting` says, if nobody else has since: what waits now, if so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn replace(
        &self,
        waiting: &Waiting,
        notice: &Notice,
    ) -> Result<Option<Waiting>, RecordsError> {
        let key = record_key(&waiting.id)?;
        let value = encode(&key, notice)?;
        let expected = Expected::Version(waiting.version);
        let put = self.store.put_if(&key, expected, value.into(), Some(KEPT));
        Ok(match put.await? {
            Put::Stored(version) => Some(Waiting {
                id: waiting.id.clone(),
                notice: Ok(notice.clone()),
                version,
            }),
            Put::Conflict(_) => None,
        })
    }

    /// Removes a notice, unless somebody has changed it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, waiting: &Waiting) -> Result<bool, RecordsError> {
        let key = record_key(&waiting.id)?;
        Ok(self.store.delete_if(&key, waiting.version).await?)
    }
}

fn record_key(id: &NoticeId) -> Result<Key, RecordsError> {
    key(KIND, &id.0)
}

fn encode(key: &Key, notice: &Notice) -> Result<Vec<u8>, RecordsError> {
    notice.encode().map_err(|source| RecordsError::Record {
        key: key.to_string(),
        source,
    })
}

const KIND: &str = "notice";
const PREFIX: &str = "notice/";
/// Longer than anyone tries to send it.
const KEPT: Duration = PATIENCE.saturating_add(Duration::from_secs(24 * 60 * 60));

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::domain::activity::Reader;
    use crate::domain::notice::{News, Origin};
    use crate::store::memory::MemoryStore;

    fn notice(second: i64) -> Notice {
        let origin = Origin {
            address: None,
            browser: None,
        };
        let at = Timestamp::from_second(second).unwrap();
        let reader = Reader {
            language: "de".to_owned(),
            host: "webmail.test".to_owned(),
        };
        Notice::new("alice@required.test", &reader, at, origin, News::TurnedOff)
    }

    #[tokio::test]
    async fn notices_wait_in_the_order_in_which_they_came() {
        let start = Timestamp::from_second(1_000_000).unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let store = Arc::new(MemoryStore::new(clock as Arc<dyn Clock>));
        let records = NoticeRecords::new(store);
        for (second, random) in [(30, 1), (10, 2), (20, 3)] {
            let notice = notice(second);
            let id = NoticeId::new(&notice, [random; 8]);
            records.add(&id, &notice).await.unwrap();
        }
        let first = records.page(None, 2).await.unwrap();
        let rest = records.page(Some(&first[1].id), 2).await.unwrap();
        let seconds: Vec<i64> = first
            .iter()
            .chain(&rest)
            .map(|waiting| waiting.notice.as_ref().unwrap().at.as_second())
            .collect();
        assert_eq!(seconds, [10, 20, 30]);
    }

    #[tokio::test]
    async fn of_two_that_take_a_notice_one_gets_it() {
        let start = Timestamp::from_second(1_000_000).unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let store = Arc::new(MemoryStore::new(clock as Arc<dyn Clock>));
        let records = NoticeRecords::new(store);
        let notice = notice(1_000_000);
        let id = NoticeId::new(&notice, [1; 8]);
        records.add(&id, &notice).await.unwrap();
        let page = records.page(None, 9).await.unwrap();
        let taken = notice.taken(start);
        let one = records.replace(&page[0], &taken).await.unwrap();
        let other = records.replace(&page[0], &taken).await.unwrap();
        assert!(one.is_some() && other.is_none());
        assert!(!records.remove(&page[0]).await.unwrap(), "removed unseen");
        assert!(records.remove(&one.unwrap()).await.unwrap());
        assert!(records.page(None, 9).await.unwrap().is_empty());
    }
}
