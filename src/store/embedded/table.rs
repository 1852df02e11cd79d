//! What of sled is used: two trees, and nothing that comes out of them unchecked.

use std::any::Any;
use std::mem;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::str;

use bytes::Bytes;
use sled::{Db, IVec, Tree};

use super::error::OpenError;
use super::record::Record;
use crate::store::deadline::Deadline;
use crate::store::{Key, Version};

/// sled's page cache in bytes; the process grows to a multiple of it.
const CACHE: u64 = 32 * 1024 * 1024;

/// Where the number of the last write is kept.
const LAST: &[u8] = b"last";

/// The trees of one open store.
#[derive(Debug, Clone)]
pub(super) struct Table {
    db: Db,
    records: Tree,
    meta: Tree,
}

/// How far the writes in a table go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Up to this one they are all there.
    pub(super) last: u64,
    /// None has a higher version. A crash can leave some beyond `last`.
    pub(super) highest: u64,
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
        table.put_last(0)?;
        table.flush()
    }

    /// Opens the store in `dir` and reads it once from end to end.
    pub(super) fn open(dir: &Path) -> Result<(Self, Extent), TableError> {
        let table = Self::trees(dir)?;
        let extent = table.verify()?;
        Ok((table, extent))
    }

    fn trees(dir: &Path) -> Result<Self, TableError> {
        guard(|| {
            let db = sled::Config::new().path(dir).cache_capacity(CACHE).open()?;
            Ok(Self {
                records: db.open_tree("records")?,
                meta: db.open_tree("meta")?,
                db,
            })
        })
    }

    /// The last write's number is in every store from the beginning: without it, this is what sled
    /// makes of a log that it cannot read, an empty one.
    fn verify(&self) -> Result<Extent, TableError> {
        let last = guard(|| self.meta.get(LAST))?.ok_or_else(|| corrupt(LAST))?;
        let last = checked(LAST, &last)?.version.0;
        let mut highest = last;
        self.scan(b"", None, |_, record| {
            highest = highest.max(record.version.0);
            true
        })?;
        Ok(Extent { last, highest })
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Record>, TableError> {
        let key = key.as_str().as_bytes();
        guard(|| self.records.get(key))?
            .map(|bytes| checked(key, &bytes))
            .transpose()
    }

    pub(super) fn put(&self, key: &Key, record: &Record) -> Result<(), TableError> {
        let key = key.as_str().as_bytes();
        guard(|| self.records.insert(key, record.encode(key))).map(drop)
    }

    pub(super) fn remove(&self, key: &Key) -> Result<(), TableError> {
        guard(|| self.records.remove(key.as_str())).map(drop)
    }

    /// To be called after the writes up to `last`: who finds it there finds them too.
    pub(super) fn put_last(&self, last: u64) -> Result<(), TableError> {
        let record = Record {
            version: Version(last),
            deadline: Deadline::NEVER,
            value: Bytes::new(),
        };
        guard(|| self.meta.insert(LAST, record.encode(LAST))).map(drop)
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

/// A panic in sled becomes an error; sled must not be called again after it.
fn guard<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, TableError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| TableError::Engine(error.to_string())),
        Err(panic) => Err(TableError::Engine(panic_text(&*panic))),
    }
}

/// What a panic said.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a word"))
}
