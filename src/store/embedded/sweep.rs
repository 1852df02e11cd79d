//! Expired records are deleted a few at a time, in step with the writes.

use super::batch::Batch;
use super::table::{Table, TableError};
use crate::clock::Timestamp;
use crate::store::Key;

/// How many records are looked at for each write, so that garbage cannot outgrow the rest.
const PER_WRITE: usize = 4;

/// How many are looked at in one go: enough to be worth it, and too few to be noticed.
const AT_LEAST: usize = 128;
const AT_MOST: usize = 512;

/// Where the sweep stands.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    due: usize,
    after: Option<Key>,
}

impl Sweep {
    /// Looks at some records if enough was written since, and lets `batch` delete those that are
    /// expired and not written again. Nobody can tell: they are absent to every reader already.
    pub(super) fn step(
        &mut self,
        table: &Table,
        batch: &mut Batch<'_>,
        writes: usize,
        now: Timestamp,
    ) -> Result<(), TableError> {
        self.due = self.due.saturating_add(writes * PER_WRITE).min(AT_MOST);
        if self.due < AT_LEAST {
            return Ok(());
        }
        let mut left = std::mem::take(&mut self.due);
        let mut expired = Vec::new();
        let mut reached = None;
        let after = self.after.take();
        let looked = table.scan(b"", after.as_ref(), |key, record| {
            if record.deadline.passed(now) {
                expired.push(key.clone());
            }
            left -= 1;
            reached = (left == 0).then_some(key);
            left > 0
        });
        self.after = reached;
        match looked {
            Ok(()) => {}
            Err(TableError::Corrupt(key)) => tracing::error!(key, "the store has a corrupt record"),
            Err(engine @ TableError::Engine(_)) => return Err(engine),
        }
        for key in expired {
            let record = batch.get(&key)?;
            if record.is_some_and(|record| record.deadline.passed(now)) {
                batch.set(&key, None)?;
            }
        }
        Ok(())
    }
}
