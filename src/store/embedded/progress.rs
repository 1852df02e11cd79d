//! How far the writer has come: what it has begun, what is durable, and whether the store is down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::store::StoreError;

/// Shared by the writer, who moves it, and the readers, who wait for it. The numbers are versions.
#[derive(Debug)]
pub(super) struct Progress {
    begun: AtomicU64,
    mark: watch::Sender<Mark>,
}

#[derive(Debug)]
struct Mark {
    durable: u64,
    down: Option<Arc<str>>,
}

impl Progress {
    /// Everything up to version `last` is durable.
    pub(super) fn new(last: u64) -> Self {
        let mark = Mark {
            durable: last,
            down: None,
        };
        Self {
            begun: AtomicU64::new(last),
            mark: watch::Sender::new(mark),
        }
    }

    /// From now on, what readers find may be as new as version `last`.
    pub(super) fn begin(&self, last: u64) {
        self.begun.store(last, Ordering::SeqCst);
    }

    /// Up to which version there may be something to be found.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::SeqCst)
    }

    /// All up to version `last` is on disk.
    pub(super) fn finish(&self, last: u64) {
        self.mark.send_modify(|mark| mark.durable = last);
    }

    /// The store is down, for good; the first reason stays. Whether this was the first.
    pub(super) fn fail(&self, reason: &str) -> bool {
        self.mark.send_if_modified(|mark| {
            let first = mark.down.is_none();
            mark.down.get_or_insert_with(|| reason.into());
            first
        })
    }

    /// Nothing, or the error that every call gets since the store is down.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.mark.borrow().up()
    }

    /// Waits until version `last` is on disk.
    pub(super) async fn durable(&self, last: u64) -> Result<(), StoreError> {
        if self.mark.borrow().durable >= last {
            return Ok(());
        }
        let mut marks = self.mark.subscribe();
        let reached = marks
            .wait_for(|mark| mark.durable >= last || mark.down.is_some())
            .await;
        match reached {
            Ok(mark) if mark.durable >= last => Ok(()),
            Ok(mark) => mark.up(),
            Err(_) => Err(StoreError::Unknown),
        }
    }
}

impl Mark {
    fn up(&self) -> Result<(), StoreError> {
        match &self.down {
            None => Ok(()),
            Some(reason) => Err(StoreError::Unavailable {
                reason: reason.to_string(),
            }),
        }
    }
}
