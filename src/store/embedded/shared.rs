//! What the writing thread and the readers share, and how it is read.

use std::sync::{Arc, PoisonError, RwLock};

use super::progress::Progress;
use super::record::Record;
use super::table::{Table, TableError};
use crate::clock::{Clock, Timestamp};
use crate::store::feed::Feed;
use crate::store::{Entry, Key, StoreError};

/// One for each open store.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) table: Table,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) progress: Progress,
    pub(super) feed: Feed,
    /// Held while a batch is carried out (not while it is synced), so that a list is of one moment.
    pub(super) moment: RwLock<()>,
}

impl Shared {
    /// The store is down from here on.
    pub(super) fn fail(&self, reason: &str) {
        if self.progress.fail(reason) {
            self.table.abandon();
            self.feed.close();
            tracing::error!(reason, "the store is down until the next start");
        }
    }

    /// What a reader is told of an error. One of sled takes the store down.
    fn refuse(&self, error: TableError) -> StoreError {
        match error {
            TableError::Corrupt(key) => StoreError::Corrupt { key },
            TableError::Engine(reason) => {
                self.fail(&reason);
                StoreError::Unavailable { reason }
            }
        }
    }

    pub(super) fn read(&self, key: &Key) -> Result<Option<Entry>, StoreError> {
        let found = self.table.get(key).map_err(|error| self.refuse(error))?;
        Ok(live(found, self.clock.now()))
    }

    pub(super) fn read_list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Entry)>, StoreError> {
        let mut entries = Vec::new();
        if limit == 0 {
            return Ok(entries);
        }
        let now = self.clock.now();
        let _still = self.moment.read().unwrap_or_else(PoisonError::into_inner);
        self.table
            .scan(prefix.as_bytes(), after, |key, record| {
                entries.extend(live(Some(record), now).map(|entry| (key, entry)));
                entries.len() < limit
            })
            .map_err(|error| self.refuse(error))?;
        Ok(entries)
    }
}

/// What of a record readers and writers see.
pub(super) fn live(record: Option<Record>, now: Timestamp) -> Option<Entry> {
    record
        .filter(|record| !record.deadline.passed(now))
        .map(Record::into_entry)
}
