//! Changes on their way from one writer to any number of watchers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender};

use super::{Change, StoreError, Watch};

/// How many changes a watcher may be behind before it is told to list again.
pub(super) const CAPACITY: usize = 1024;

/// Where changes go in. When it is closed or dropped, every watch ends.
#[derive(Debug)]
pub(super) struct Feed(Mutex<Option<Sender<Change>>>);

impl Feed {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Some(broadcast::channel(CAPACITY).0)))
    }

    /// Tells all watchers; that nobody watches is no error.
    pub(super) fn tell(&self, change: Change) {
        if let Some(changes) = &*self.lock() {
            changes.send(change).ok();
        }
    }

    pub(super) fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError> {
        let changes = self.lock().as_ref().map(Sender::subscribe);
        Ok(Box::new(PrefixWatch {
            changes: changes.ok_or_else(closed)?,
            prefix: prefix.to_owned(),
        }))
    }

    pub(super) fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Sender<Change>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer of a store that takes no more calls.
pub(super) fn closed() -> StoreError {
    StoreError::Unavailable {
        reason: "it is closed".to_owned(),
    }
}

#[derive(Debug)]
struct PrefixWatch {
    changes: Receiver<Change>,
    prefix: String,
}

impl PrefixWatch {
    fn concerns(&self, change: &Change) -> bool {
        match change {
            Change::Deleted(key) | Change::Put(key, _) => key.as_str().starts_with(&self.prefix),
            Change::Resync => true,
        }
    }
}

#[async_trait]
impl Watch for PrefixWatch {
    async fn next(&mut self) -> Option<Change> {
        loop {
            match self.changes.recv().await {
                Ok(change) if self.concerns(&change) => return Some(change),
                Ok(_) => {}
                // Perhaps none of the missed changes was below the prefix; nobody knows any more.
                Err(RecvError::Lagged(_)) => return Some(Change::Resync),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
