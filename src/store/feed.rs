//! Changes on their way from one writer to any number of watchers.

use async_trait::async_trait;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender, WeakSender};

use super::{Change, StoreError, Watch};

/// How many changes a watcher may be behind before it is told to list again.
pub(super) const CAPACITY: usize = 1024;

/// The writer's end. When it is dropped, every watch ends.
#[derive(Debug)]
pub(super) struct Feed(Sender<Change>);

impl Feed {
    pub(super) fn new() -> Self {
        Self(broadcast::channel(CAPACITY).0)
    }

    /// Tells all watchers; that nobody watches is no error.
    pub(super) fn tell(&self, change: Change) {
        self.0.send(change).ok();
    }

    pub(super) fn door(&self) -> Door {
        Door(self.0.downgrade())
    }
}

/// Where watchers come in. Does not keep the feed open.
#[derive(Debug)]
pub(super) struct Door(WeakSender<Change>);

impl Door {
    pub(super) fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError> {
        let feed = self.0.upgrade().ok_or_else(closed)?;
        Ok(Box::new(PrefixWatch {
            changes: feed.subscribe(),
            prefix: prefix.to_owned(),
        }))
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
