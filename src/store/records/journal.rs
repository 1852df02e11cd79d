//! The journal of changes: `change/<place>`, the newest first.

use std::sync::Arc;

use super::{RecordsError, TRIES, key};
use crate::domain::authenticator::RecordError;
use crate::domain::journal::{Change, Line};
use crate::store::{Entry, Expected, Key, Put, Store};

/// The journal of changes. Lines are added, and never changed or removed.
#[derive(Debug, Clone)]
pub struct JournalRecords(Arc<dyn Store>);

/// What a walk through the whole journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Every line follows the one before it.
    Whole {
        /// How many there are.
        lines: u64,
        /// The hash of the last: as long as it is known elsewhere, no end can be cut off unseen.
        last: Option<String>,
    },
    /// The line at this place is not what was written, or not the one that follows.
    Broken {
        /// The place.
        number: u64,
    },
}

impl JournalRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Adds a line, durably.
    ///
    /// # Errors
    /// When the store fails; the line may then be there or not.
    pub async fn append(&self, change: &Change) -> Result<Line, RecordsError> {
        for _ in 0..TRIES {
            let last = self.page(None, 1).await?.into_iter().next();
            let line = Line::after(last.as_ref(), change.clone());
            let key = place(line.number)?;
            let value = serde_json::to_vec(&line).map_err(|_| format_error(&key))?;
            let put = self.0.put_if(&key, Expected::Absent, value.into(), None);
            if let Put::Stored(_) = put.await? {
                return Ok(line);
            }
        }
        Err(RecordsError::Contended(KIND.to_owned()))
    }

    /// At most `limit` lines before the one at the place `before`, the newest first.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn page(&self, before: Option<u64>, limit: usize) -> Result<Vec<Line>, RecordsError> {
        let after = before.map(place).transpose()?;
        let entries = self.0.list(PREFIX, after.as_ref(), limit).await?;
        entries
            .iter()
            .map(|(key, entry)| decode(key, entry))
            .collect()
    }

    /// Walks through the whole journal.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn verify(&self) -> Result<Verified, RecordsError> {
        let mut later: Option<Line> = None;
        let mut whole = Verified::Whole {
            lines: 0,
            last: None,
        };
        loop {
            let before = later.as_ref().map(|line| line.number);
            let page = self.page(before, PAGE).await?;
            if page.is_empty() {
                // What is left over must be the first of all.
                return Ok(match &later {
                    Some(first) if !first.follows(None) => Verified::Broken {
                        number: first.number,
                    },
                    Some(_) | None => whole,
                });
            }
            for line in page {
                match &later {
                    Some(later) if !later.follows(Some(&line)) => {
                        let number = later.number;
                        return Ok(Verified::Broken { number });
                    }
                    Some(_) => {}
                    None => {
                        whole = Verified::Whole {
                            lines: line.number,
                            last: Some(line.hash.clone()),
                        };
                    }
                }
                later = Some(line);
            }
        }
    }
}

/// Counted from the end, so that the store's order is from the newest on.
fn place(number: u64) -> Result<Key, RecordsError> {
    key(KIND, &format!("{:020}", u64::MAX - number))
}

fn decode(key: &Key, entry: &Entry) -> Result<Line, RecordsError> {
    serde_json::from_slice(&entry.value).map_err(|_| format_error(key))
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

const KIND: &str = "change";
const PREFIX: &str = "change/";
const PAGE: usize = 500;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::store::memory::MemoryStore;

    fn change(number: usize) -> Change {
        Change {
            at: Timestamp::UNIX_EPOCH,
            actor: "root".to_owned(),
            event: format!("event {number}"),
            domain: None,
            subject: None,
            reason: None,
            detail: None,
        }
    }

    async fn journal(lines: usize) -> (Arc<dyn Store>, JournalRecords) {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(clock as Arc<dyn Clock>));
        let journal = JournalRecords::new(Arc::clone(&store));
        for number in 0..lines {
            journal.append(&change(number)).await.unwrap();
        }
        (store, journal)
    }

    #[tokio::test]
    async fn the_newest_line_is_first_and_a_whole_journal_is_found_whole() {
        let (_, journal) = journal(1200).await;
        let page = journal.page(None, 2).await.unwrap();
        let numbers: Vec<u64> = page.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1200, 1199]);
        let before = journal.page(Some(2), 9).await.unwrap();
        assert_eq!(before.len(), 1);
        let verified = journal.verify().await.unwrap();
        let last = Some(page[0].hash.clone());
        assert_eq!(verified, Verified::Whole { lines: 1200, last });
    }

    #[tokio::test]
    async fn a_removed_or_altered_line_is_found() {
        for victim in [1, 700, 1199] {
            let (store, journal) = journal(1200).await;
            let key = place(victim).unwrap();
            let entry = store.get(&key).await.unwrap().unwrap();
            let text = String::from_utf8(entry.value.to_vec()).unwrap();
            let altered = text.replace("\"root\"", "\"nobody\"");
            let expected = Expected::Version(entry.version);
            let put = store.put_if(&key, expected, altered.into(), None).await;
            assert!(matches!(put, Ok(Put::Stored(_))));
            let broken = journal.verify().await.unwrap();
            assert!(matches!(broken, Verified::Broken { .. }), "{victim}");
            let entry = store.get(&key).await.unwrap().unwrap();
            assert!(store.delete_if(&key, entry.version).await.unwrap());
            let broken = journal.verify().await.unwrap();
            assert!(matches!(broken, Verified::Broken { .. }), "{victim}");
        }
    }

    #[tokio::test]
    async fn lines_that_come_at_once_all_get_a_place() {
        let (_, journal) = journal(0).await;
        let appends = (0..50).map(|number| {
            let journal = journal.clone();
            async move {
                journal
                    .append(&change(number))
                    .await
                    .map(|line| line.number)
            }
        });
        let mut numbers: Vec<u64> = futures_util::future::join_all(appends)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    }
}
