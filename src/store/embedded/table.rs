//! What of sled is used: one tree, and nothing that comes out of it unchecked.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Bound;
use std::path::Path;
use std::str;

use bytes::Bytes;
use sled::{Db, IVec, Tree};

use super::batch::Sum;
use super::error::OpenError;
use super::guard::guard;
use super::record::Record;
use crate::store::deadline::Deadline;
use crate::store::{Key, Version};

/// sled's page cache in bytes; the process grows to a multiple of it.
const CACHE: u64 = 32 * 1024 * 1024;

/// Where the table tells what is in it: the last write, and the sum of all records. Not a [`Key`].
const SUMMARY: &[u8] = b"/";

/// The records of one open store.
#[derive(Debug, Clone)]
pub(super) struct Table {
    db: Db,
    records: Tree,
}

/// What is in a table, according to itself and in fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contents {
    /// The last write.
    pub(super) last: u64,
    /// The sum of the records.
    pub(super) sum: Sum,
    /// Whether they are the records that were there after the last write.
    pub(super) complete: bool,
}

/// What can be wrong with what sled gives.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    /// The record under this key is not one.
    #[error("its record {0} is corrupt")]
    Corrupt(String),
    /// sled reports an error, or has panicked. The store can no longer be trusted.
    #[error("{0}")]
    Engine(String),
}

impl TableError {
    /// The error of opening the store at `path` that comes of this.
    pub(super) fn opening(self, path: &Path) -> OpenError {
        let path = path.to_owned();
        match self {
            Self::Corrupt(key) => OpenError::Corrupt { path, key },
            Self::Engine(reason) => OpenError::Engine { path, reason },
        }
    }
}

impl Table {
    /// Makes the files of an empty store in `dir`. The caller syncs them.
    pub(super) fn create(dir: &Path) -> Result<(), TableError> {
        let table = Self::trees(dir)?;
        table.apply(&BTreeMap::new(), 0, Sum::default())?;
        table.flush()
    }

    /// Opens the store in `dir` and reads it once from end to end.
    pub(super) fn open(dir: &Path) -> Result<(Self, Contents), TableError> {
        let table = Self::trees(dir)?;
        let contents = table.verify()?;
        Ok((table, contents))
    }

    fn trees(dir: &Path) -> Result<Self, TableError> {
        guard(|| {
            let config = sled::Config::new().path(dir).cache_capacity(CACHE);
            let db = config.open()?;
            let records = db.open_tree("records")?;
            Ok(Self { db, records })
        })
    }

    /// The summary is in every store from the beginning: without it, this is what sled makes of a
    /// log that it cannot read, an empty one.
    fn verify(&self) -> Result<Contents, TableError> {
        let summary = guard(|| self.records.get(SUMMARY))?;
        let summary = checked(SUMMARY, &summary.ok_or_else(|| corrupt(SUMMARY))?)?;
        let (mut sum, mut last) = (Sum::default(), summary.version);
        self.scan(b"", None, |key, record| {
            sum.add(key.as_str().as_bytes(), &record);
            last = last.max(record.version);
            true
        })?;
        Ok(Contents {
            last: last.0,
            sum,
            complete: last == summary.version && *summary.value == sum.0.to_be_bytes(),
        })
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Record>, TableError> {
        let key = key.as_str().as_bytes();
        guard(|| self.records.get(key))?
            .map(|bytes| checked(key, &bytes))
            .transpose()
    }

    /// Makes the changes at once, and notes what is then in the table.
    pub(super) fn apply(
        &self,
        changes: &BTreeMap<Key, Option<Record>>,
        last: u64,
        sum: Sum,
    ) -> Result<(), TableError> {
        let mut batch = sled::Batch::default();
        for (key, change) in changes {
            let key = key.as_str().as_bytes();
            match change {
                Some(record) => batch.insert(key, record.encode(key)),
                None => batch.remove(key),
            }
        }
        let summary = Record {
            version: Version(last),
            deadline: Deadline::NEVER,
            value: Bytes::copy_from_slice(&sum.0.to_be_bytes()),
        };
        batch.insert(SUMMARY, summary.encode(SUMMARY));
        guard(|| self.records.apply_batch(batch))
    }

    /// Shows all records whose key starts with `prefix`, in order, beginning after `after`, as long
    /// as `visit` says so.
    pub(super) fn scan(
        &self,
        prefix: &[u8],
        after: Option<&Key>,
        mut visit: impl FnMut(Key, Record) -> bool,
    ) -> Result<(), TableError> {
        let after = after.map(|key| key.as_str().as_bytes());
        let start = match after.filter(|after| *after >= prefix) {
            Some(after) => Bound::Excluded(after),
            None => Bound::Included(prefix),
        };
        let mut items = self.records.range::<&[u8], _>((start, Bound::Unbounded));
        while let Some((key, bytes)) = guard(|| items.next().transpose())? {
            if !key.starts_with(prefix) {
                break;
            }
            if *key == *SUMMARY {
                continue;
            }
            let record = checked(&key, &bytes)?;
            let name = str::from_utf8(&key).map_err(|_| corrupt(&key))?;
            if !visit(Key(name.to_owned()), record) {
                break;
            }
        }
        Ok(())
    }

    /// Hands all that was written to the operating system. That is not yet the disk.
    pub(super) fn flush(&self) -> Result<(), TableError> {
        guard(|| self.db.flush()).map(drop)
    }

    /// Keeps sled from being shut down in this process. Its shutdown would write and sync again,
    /// which after an error nobody may rely on, or wait for a thread that is gone.
    pub(super) fn abandon(&self) {
        mem::forget(self.clone());
    }
}

fn checked(key: &[u8], bytes: &IVec) -> Result<Record, TableError> {
    Record::decode(key, bytes).ok_or_else(|| corrupt(key))
}

fn corrupt(key: &[u8]) -> TableError {
    TableError::Corrupt(String::from_utf8_lossy(key).into_owned())
}
