//! A store in memory: the model that engines are compared with, and one that fails on demand.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use super::deadline::Deadline;
use super::feed::Feed;
use super::{Change, Entry, Expected, Key, Put, Store, StoreError, Version, Watch, check_size};
use crate::clock::{Clock, Timestamp};

/// What a call that was chosen to fail does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing, and says so.
    Unavailable,
    /// Nothing, and does not say so: [`StoreError::Unknown`].
    Unknown,
    /// What it was asked, and does not say so: [`StoreError::Unknown`].
    UnknownApplied,
}

/// Keeps everything until it is dropped, and nothing beyond.
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

impl MemoryStore {
    /// An empty store whose records expire by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let state = Mutex::new(State {
            records: BTreeMap::new(),
            last: 0,
            calls: 0,
            fault: None,
            feed: Feed::new(),
        });
        Self { clock, state }
    }

    /// Lets the `n`th call from now on fail (the next one is the first), once. Every method of
    /// [`Store`] counts as a call. Replaces a fault that has not come yet.
    pub fn fail_at(&self, n: u64, fault: Fault) {
        let mut state = self.lock();
        state.fault = Some((state.calls + n, fault));
    }

    /// How many calls there were.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.lock().calls
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts the call, and does `work` unless the call is one that fails without.
    fn call<T>(&self, work: impl FnOnce(&mut State) -> T) -> Result<T, StoreError> {
        let mut state = self.lock();
        match state.count() {
            None => Ok(work(&mut state)),
            Some(Fault::Unavailable) => Err(StoreError::Unavailable {
                reason: "a test wants it so".to_owned(),
            }),
            Some(Fault::Unknown) => Err(StoreError::Unknown),
            Some(Fault::UnknownApplied) => {
                work(&mut state);
                Err(StoreError::Unknown)
            }
        }
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn get(&self, key: &Key) -> Result<Option<Entry>, StoreError> {
        let now = self.clock.now();
        self.call(|state| state.live(key, now))
    }

    async fn put_if(
        &self,
        key: &Key,
        expected: Expected,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<Put, StoreError> {
        check_size(&value)?;
        let now = self.clock.now();
        self.call(|state| state.put_if(key, expected, value, ttl, now))
    }

    async fn delete_if(&self, key: &Key, version: Version) -> Result<bool, StoreError> {
        let now = self.clock.now();
        self.call(|state| state.delete_if(key, version, now))
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Entry)>, StoreError> {
        let now = self.clock.now();
        self.call(|state| {
            let start = after.map_or(Bound::Unbounded, Bound::Excluded);
            let range = state.records.range((start, Bound::Unbounded));
            range
                .filter(|(key, record)| {
                    key.as_str().starts_with(prefix) && !record.deadline.passed(now)
                })
                .take(limit)
                .map(|(key, record)| (key.clone(), record.entry.clone()))
                .collect()
        })
    }

    async fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError> {
        self.call(|state| state.feed.watch(prefix))?
    }
}

struct State {
    records: BTreeMap<Key, Record>,
    last: u64,
    calls: u64,
    fault: Option<(u64, Fault)>,
    feed: Feed,
}

struct Record {
    entry: Entry,
    deadline: Deadline,
}

impl State {
    fn count(&mut self) -> Option<Fault> {
        self.calls += 1;
        self.fault
            .take_if(|(call, _)| *call == self.calls)
            .map(|(_, fault)| fault)
    }

    fn live(&self, key: &Key, now: Timestamp) -> Option<Entry> {
        let record = self.records.get(key)?;
        (!record.deadline.passed(now)).then(|| record.entry.clone())
    }

    fn put_if(
        &mut self,
        key: &Key,
        expected: Expected,
        value: Bytes,
        ttl: Option<Duration>,
        now: Timestamp,
    ) -> Put {
        let current = self.live(key, now);
        if !expected.holds(current.as_ref()) {
            return Put::Conflict(current);
        }
        self.last += 1;
        let version = Version(self.last);
        let entry = Entry { value, version };
        let record = Record {
            entry: entry.clone(),
            deadline: Deadline::of(now, ttl),
        };
        self.records.insert(key.clone(), record);
        self.feed.tell(Change::Put(key.clone(), entry));
        Put::Stored(version)
    }

    fn delete_if(&mut self, key: &Key, version: Version, now: Timestamp) -> bool {
        let current = self.live(key, now);
        let holds = Expected::Version(version).holds(current.as_ref());
        if holds {
            self.records.remove(key);
            self.feed.tell(Change::Deleted(key.clone()));
        }
        holds
    }
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;
