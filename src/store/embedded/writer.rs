//! The one thread that writes: many requests, one sync, then the answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::mark::Mark;
use super::record::Record;
use super::shared::{Shared, live};
use super::sweep::Sweep;
use super::syncer::Syncer;
use super::table::{TableError, panic_text};
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
        let count = u64::try_from(requests.len()).unwrap_or(u64::MAX);
        let before = self.last;
        self.last = before.saturating_add(count);
        self.shared.progress.begin(self.last);
        let answers = self
            .apply(requests, before)
            .map_err(|error| error.to_string())?;
        // What nobody wrote need not be synced: all that was found had been synced before.
        if answers
            .iter()
            .any(|answer| matches!(answer, Ok(Put::Stored(_))))
        {
            self.persist_up_to(self.last)?;
        }
        self.shared.progress.finish(self.last);
        Ok(answers)
    }

    fn apply(&mut self, requests: &[Request], before: u64) -> Result<Vec<Answer>, TableError> {
        let now = self.shared.clock.now();
        let _still = self
            .shared
            .moment
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let versions = (before.saturating_add(1)..).map(Version);
        requests
            .iter()
            .zip(versions)
            .map(|(request, version)| self.apply_one(&request.write, version, now))
            .collect()
    }

    /// One compare-and-swap. A record that is corrupt stays as it is, and concerns this call alone.
    fn apply_one(
        &self,
        write: &Write,
        version: Version,
        now: Timestamp,
    ) -> Result<Answer, TableError> {
        let table = &self.shared.table;
        let current = match table.get(&write.key) {
            Ok(found) => live(found, now),
            Err(TableError::Corrupt(key)) => return Ok(Err(StoreError::Corrupt { key })),
            Err(engine @ TableError::Engine(_)) => return Err(engine),
        };
        if !write.expected.holds(current.as_ref()) {
            return Ok(Ok(Put::Conflict(current)));
        }
        match &write.value {
            None => table.remove(&write.key)?,
            Some((value, ttl)) => {
                let record = Record {
                    version,
                    deadline: Deadline::of(now, *ttl),
                    value: value.clone(),
                };
                table.put(&write.key, &record)?;
            }
        }
        Ok(Ok(Put::Stored(version)))
    }

    fn persist_up_to(&mut self, last: u64) -> Result<(), String> {
        self.shared
            .table
            .put_last(last)
            .map_err(|error| error.to_string())?;
        self.persist()?;
        self.mark
            .set(last)
            .map_err(|error| format!("its mark cannot be written: {error}"))
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
    /// it in a watch that was begun before. Then there is time for the sweep.
    fn announce(&mut self, requests: &mut Vec<Request>, answers: Vec<Answer>) {
        let writes = requests.len();
        for (request, answer) in requests.drain(..).zip(answers) {
            if let Ok(Put::Stored(version)) = answer {
                self.shared.feed.tell(change(request.write, version));
            }
            request.answer.send(answer).ok();
        }
        let now = self.shared.clock.now();
        match self.sweep.step(&self.shared.table, writes, now) {
            Ok(()) => {}
            Err(TableError::Corrupt(key)) => tracing::error!(key, "the store has a corrupt record"),
            Err(engine @ TableError::Engine(_)) => self.shared.fail(&engine.to_string()),
        }
    }
}

fn change(write: Write, version: Version) -> Change {
    match write.value {
        None => Change::Deleted(write.key),
        Some((value, _)) => Change::Put(write.key, Entry { value, version }),
    }
}
