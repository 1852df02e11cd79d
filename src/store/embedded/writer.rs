//! The one thread that writes: many requests, one sync, then the answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::batch::{Batch, Sum};
use super::guard::panic_text;
use super::mark::Mark;
use super::record::Record;
use super::shared::{Shared, live};
use super::sweep::Sweep;
use super::syncer::Syncer;
use super::table::TableError;
use crate::clock::Timestamp;
use crate::store::deadline::Deadline;
use crate::store::{Change, Entry, Expected, Key, Put, StoreError, Version};

/// How many requests share one sync at most.
const BATCH: usize = 256;

/// One conditional write.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) key: Key,
    pub(super) expected: Expected,
    /// The new value, or none to delete.
    pub(super) value: Option<(Bytes, Option<Duration>)>,
}

/// What came of it. A deletion is `Stored` too.
pub(super) type Answer = Result<Put, StoreError>;

/// A write and who waits for the answer.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) write: Write,
    pub(super) answer: oneshot::Sender<Answer>,
}

/// Owns everything that only the writing thread touches.
pub(super) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) syncer: Box<dyn Syncer>,
    pub(super) mark: Mark,
    /// The version of the last write that was begun. Each takes the next, also over a restart.
    pub(super) last: u64,
    /// The sum of all records.
    pub(super) sum: Sum,
    pub(super) sweep: Sweep,
}

impl Writer {
    /// Serves `inbox` until it is closed and empty; then everything is on disk, or the store down.
    pub(super) fn run(mut self, mut inbox: mpsc::Receiver<Request>) -> Result<(), StoreError> {
        let mut requests = Vec::new();
        while inbox.blocking_recv_many(&mut requests, BATCH) > 0 {
            self.serve(&mut requests);
        }
        self.shared.progress.check()?;
        if let Err(reason) = self.persist() {
            self.shared.fail(&reason);
        }
        self.shared.progress.check()
    }

    /// Once the store is down, every request is told so and nothing is touched.
    fn serve(&mut self, requests: &mut Vec<Request>) {
        if self.shared.progress.check().is_err() {
            return self.refuse(requests);
        }
        // A panic can leave nothing half-done that matters: the writer does no more after it.
        let commit = catch_unwind(AssertUnwindSafe(|| self.commit(requests)))
            .unwrap_or_else(|panic| Err(panic_text(&*panic)));
        match commit {
            Ok(answers) => self.announce(requests, answers),
            Err(reason) => {
                self.shared.fail(&reason);
                for request in requests.drain(..) {
                    request.answer.send(Err(StoreError::Unknown)).ok();
                }
            }
        }
    }

    fn refuse(&self, requests: &mut Vec<Request>) {
        for request in requests.drain(..) {
            if let Err(down) = self.shared.progress.check() {
                request.answer.send(Err(down)).ok();
            }
        }
    }

    /// Carries out `requests` in order and makes them durable.
    fn commit(&mut self, requests: &[Request]) -> Result<Vec<Answer>, String> {
        let now = self.shared.clock.now();
        let shared = Arc::clone(&self.shared);
        let mut batch = Batch::new(&shared.table, self.sum);
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let answer = self.attempt(&request.write, &mut batch, now);
            answers.push(answer.map_err(|error| error.to_string())?);
        }
        // If nothing was written, nothing need be synced: all that was found had been before.
        if !batch.is_empty() {
            self.sweep
                .step(&shared.table, &mut batch, requests.len(), now)
                .map_err(|error| error.to_string())?;
            self.apply(batch)?;
        }
        Ok(answers)
    }

    /// One compare-and-swap. A record that is corrupt stays as it is, and concerns this call alone.
    fn attempt(
        &mut self,
        write: &Write,
        batch: &mut Batch<'_>,
        now: Timestamp,
    ) -> Result<Answer, TableError> {
        let current = match batch.get(&write.key) {
            Ok(found) => live(found, now),
            Err(TableError::Corrupt(key)) => return Ok(Err(StoreError::Corrupt { key })),
            Err(engine @ TableError::Engine(_)) => return Err(engine),
        };
        if !write.expected.holds(current.as_ref()) {
            return Ok(Ok(Put::Conflict(current)));
        }
        self.last = self.last.saturating_add(1);
        let version = Version(self.last);
        let record = write.value.clone().map(|(value, ttl)| Record {
            version,
            deadline: Deadline::of(now, ttl),
            value,
        });
        batch.set(&write.key, record)?;
        Ok(Ok(Put::Stored(version)))
    }

    /// Makes `batch` visible, durable, and known to be durable, in this order.
    fn apply(&mut self, batch: Batch<'_>) -> Result<(), String> {
        let shared = Arc::clone(&self.shared);
        shared.progress.begin(self.last);
        {
            let _still = shared
                .moment
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            self.sum = batch.apply(self.last).map_err(|error| error.to_string())?;
        }
        self.persist()?;
        self.mark
            .set(self.last)
            .map_err(|error| format!("its mark cannot be written: {error}"))?;
        shared.progress.finish(self.last);
        Ok(())
    }

    /// A failed sync is never tried again: the system may have dropped the pages that it could not
    /// write, and would then report success.
    fn persist(&mut self) -> Result<(), String> {
        self.shared
            .table
            .flush()
            .map_err(|error| error.to_string())?;
        self.syncer
            .sync()
            .map_err(|error| format!("its files cannot be synced: {error}"))
    }

    /// Tells the watchers and those who asked, in this order: who has the answer to a write finds
    /// it in a watch that was begun before.
    fn announce(&self, requests: &mut Vec<Request>, answers: Vec<Answer>) {
        for (request, answer) in requests.drain(..).zip(answers) {
            if let Ok(Put::Stored(version)) = answer {
                self.shared.feed.tell(change(request.write, version));
            }
            request.answer.send(answer).ok();
        }
    }
}

fn change(write: Write, version: Version) -> Change {
    match write.value {
        None => Change::Deleted(write.key),
        Some((value, _)) => Change::Put(write.key, Entry { value, version }),
    }
}
