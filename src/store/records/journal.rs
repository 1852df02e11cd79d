//! The journal of changes: `change/<place>`, the newest first.

use std::sync::Arc;

use super::{RecordsError, TRIES, key};
use crate::domain::authenticator::RecordError;
use crate::domain::journal::{Change, Line};
use crate::store::{Entry, Expected, Key, Put, Store};

/// The journal of changes. Lines are added, and never changed or removed.
#[derive(Debug, Clone)]
pub struct JournalRecords(Arc<dyn Store>);

/// What a walk through a part of the journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The newest line that was looked at; nothing where there is none.
    pub newest: Option<Seam>,
    /// The line that is not what was written, or whose neighbour is not the one before it.
    pub broken: Option<u64>,
    /// Where the walk goes on; nothing where it is at an end.
    pub next: Option<Seam>,
}

/// A line that was looked at: the next part of a walk begins with it, and with no other in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    /// Its place.
    pub number: u64,
    /// Its hash.
    pub hash: String,
}

impl From<&Line> for Seam {
    fn from(line: &Line) -> Self {
        Self {
            number: line.number,
            hash: line.hash.clone(),
        }
    }
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

    /// The lines at the `count` places after the place `after`, the oldest first.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn following(&self, after: u64, count: u16) -> Result<Vec<Line>, RecordsError> {
        let end = after.saturating_add(u64::from(count)).saturating_add(1);
        let mut lines = self.page(Some(end), usize::from(count)).await?;
        lines.retain(|line| line.number > after);
        lines.reverse();
        Ok(lines)
    }

    /// Walks through about `most` lines, from the newest or from a seam on to the older ones.
    ///
    /// # Errors
    /// When the store fails or a record cannot be used.
    pub async fn check(&self, from: Option<&Seam>, most: usize) -> Result<Checked, RecordsError> {
        let mut later = match from {
            None => None,
            Some(seam) => match self.line(seam.number).await? {
                Some(line) if line.is_whole() && line.hash == seam.hash => Some(line),
                Some(_) | None => return Ok(Checked::broken(None, seam.number)),
            },
        };
        let mut newest = from.cloned();
        for _ in 0..most.div_ceil(PAGE) {
            let before = later.as_ref().map(|line| line.number);
            let page = self.page(before, PAGE).await?;
            if page.is_empty() {
                // What is left over must be the first of all.
                let wrong = later.filter(|first| !first.follows(None));
                return Ok(Checked {
                    newest,
                    broken: wrong.map(|first| first.number),
                    next: None,
                });
            }
            for line in page {
                if let Some(later) = later.filter(|later| !later.follows(Some(&line))) {
                    return Ok(Checked::broken(newest, later.number));
                }
                newest.get_or_insert_with(|| Seam::from(&line));
                later = Some(line);
            }
            tokio::task::yield_now().await;
        }
        Ok(Checked {
            newest,
            broken: None,
            next: later.as_ref().map(Seam::from),
        })
    }

    async fn line(&self, number: u64) -> Result<Option<Line>, RecordsError> {
        let key = place(number)?;
        let entry = self.0.get(&key).await?;
        entry.map(|entry| decode(&key, &entry)).transpose()
    }
}

impl Checked {
    const fn broken(newest: Option<Seam>, number: u64) -> Self {
        Self {
            newest,
            broken: Some(number),
            next: None,
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

    /// The newest line of a whole walk in parts of about `most` lines, and where it is broken.
    async fn walked(journal: &JournalRecords, most: usize) -> (Option<Seam>, Option<u64>) {
        let mut checked = journal.check(None, most).await.unwrap();
        let newest = checked.newest.clone();
        while let Some(next) = &checked.next {
            checked = journal.check(Some(next), most).await.unwrap();
        }
        (newest, checked.broken)
    }

    #[tokio::test]
    async fn the_newest_line_is_first_and_a_whole_journal_is_found_whole() {
        let (_, journal) = journal(1200).await;
        let page = journal.page(None, 2).await.unwrap();
        let numbers: Vec<u64> = page.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1200, 1199]);
        let before = journal.page(Some(2), 9).await.unwrap();
        assert_eq!(before.len(), 1);
        for most in [1, 500, 700, 2000] {
            let (newest, broken) = walked(&journal, most).await;
            assert_eq!(newest, Some(Seam::from(&page[0])));
            assert_eq!(broken, None);
        }
        let (_, empty) = self::journal(0).await;
        assert_eq!(walked(&empty, 1).await, (None, None));
    }

    #[tokio::test]
    async fn the_places_after_one_are_read_in_order_whatever_is_missing() {
        let (store, journal) = journal(10).await;
        let numbers = async |after, count| {
            let lines = journal.following(after, count).await.unwrap();
            lines.iter().map(|line| line.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0, 4).await, [1, 2, 3, 4]);
        assert_eq!(numbers(4, 4).await, [5, 6, 7, 8]);
        assert_eq!(numbers(8, 4).await, [9, 10]);
        assert!(numbers(10, 4).await.is_empty());
        assert!(numbers(u64::MAX, 4).await.is_empty());
        let key = place(6).unwrap();
        let entry = store.get(&key).await.unwrap().unwrap();
        assert!(store.delete_if(&key, entry.version).await.unwrap());
        assert_eq!(numbers(4, 4).await, [5, 7, 8]);
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
            for most in [1, 2000] {
                assert!(walked(&journal, most).await.1.is_some(), "{victim}");
            }
            let entry = store.get(&key).await.unwrap().unwrap();
            assert!(store.delete_if(&key, entry.version).await.unwrap());
            for most in [1, 2000] {
                assert!(walked(&journal, most).await.1.is_some(), "{victim}");
            }
        }
    }

    #[tokio::test]
    async fn a_line_that_is_replaced_between_two_parts_of_a_walk_is_found() {
        let (store, journal) = journal(1200).await;
        let seam = journal.check(None, 1).await.unwrap().next.unwrap();
        assert_eq!(seam.number, 701);
        // The line at the seam and all before it are written anew, and are a whole chain.
        for number in 1..=seam.number {
            let key = place(number).unwrap();
            let entry = store.get(&key).await.unwrap().unwrap();
            assert!(store.delete_if(&key, entry.version).await.unwrap());
        }
        let mut last = None;
        for number in 1..=seam.number {
            let line = Line::after(last.as_ref(), change(0));
            let value = serde_json::to_vec(&line).unwrap().into();
            let key = place(number).unwrap();
            let put = store.put_if(&key, Expected::Absent, value, None).await;
            assert!(matches!(put, Ok(Put::Stored(_))));
            last = Some(line);
        }
        let checked = journal.check(Some(&seam), 2000).await.unwrap();
        assert_eq!(checked.broken, Some(seam.number));
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
