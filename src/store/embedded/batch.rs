//! Writes that are carried out together.

use std::collections::BTreeMap;

use super::record::Record;
use super::table::{Table, TableError};
use crate::store::Key;

/// Changes to a table that are not made yet; they are read as if they were.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    table: &'a Table,
    changes: BTreeMap<Key, Option<Record>>,
    sum: Sum,
}

impl<'a> Batch<'a> {
    /// None yet, to a table whose records have this `sum`.
    pub(super) fn new(table: &'a Table, sum: Sum) -> Self {
        Self {
            table,
            changes: BTreeMap::new(),
            sum,
        }
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Record>, TableError> {
        match self.changes.get(key) {
            Some(changed) => Ok(changed.clone()),
            None => self.table.get(key),
        }
    }

    /// Puts `new` in the place of what [`Self::get`] gives; none deletes.
    pub(super) fn set(&mut self, key: &Key, new: Option<Record>) -> Result<(), TableError> {
        if let Some(old) = self.get(key)? {
            self.sum.remove(key.as_str().as_bytes(), &old);
        }
        if let Some(new) = &new {
            self.sum.add(key.as_str().as_bytes(), new);
        }
        self.changes.insert(key.clone(), new);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes the changes, all at once, as those up to write `last`; the new sum. After a crash,
    /// either all of them are there or none.
    pub(super) fn apply(self, last: u64) -> Result<Sum, TableError> {
        self.table.apply(&self.changes, last, self.sum)?;
        Ok(self.sum)
    }
}

/// A checksum of many records, in any order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum(pub(super) u64);

impl Sum {
    pub(super) fn add(&mut self, key: &[u8], record: &Record) {
        self.0 = self.0.wrapping_add(record.checksum(key));
    }

    fn remove(&mut self, key: &[u8], record: &Record) {
        self.0 = self.0.wrapping_sub(record.checksum(key));
    }
}
