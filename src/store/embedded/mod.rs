//! The default engine: sled, in this process, in one directory.
//!
//! sled answers before anything is on disk, and its `flush` is not an fsync. So one thread does all
//! the writing: it takes what requests there are, carries them out in order, flushes,
//! syncs the file, and only then answers. Many writers share one sync.
//!
//! Reads are served on the caller's thread: a page from the cache or the file is a matter of
//! microseconds, and moving that to another thread costs more. A reader can meet a write that is
//! not on disk yet; it then waits until it is, and fails if that fails. So nobody ever acts on
//! something that a power cut can take back, and a read that finds only durable records does not wait.
//!
//! After a panic in sled or a failed sync nothing is known any more: the store is down, each call
//! says [`StoreError::Unavailable`], watches end, and the process must be started again.

mod batch;
mod error;
mod files;
mod guard;
mod mark;
mod open;
mod progress;
mod record;
mod shared;
mod sweep;
mod syncer;
mod table;
mod writer;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

pub use error::OpenError;
use files::Claim;
use shared::Shared;
use writer::{Request, Write};

use super::feed::closed;
use super::{Entry, Expected, Key, Put, Store, StoreError, Version, Watch, check_size};

/// A store in one directory of this machine.
///
/// Dropping it closes it, and waits for what was begun. Dropping the future of a write leaves open
/// whether it is written.
pub struct SledStore {
    path: PathBuf,
    inbox: Option<mpsc::Sender<Request>>,
    writer: Option<JoinHandle<Result<(), StoreError>>>,
    shared: Arc<Shared>,
    // Last, so that it is given up last.
    _claim: Claim,
}

impl SledStore {
    /// Closes the store, and says whether all is well on disk. Blocks until then.
    ///
    /// # Errors
    /// When the store was down or went down.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.finish()
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        self.inbox = None;
        match self.writer.take().map(JoinHandle::join) {
            Some(Ok(end)) => end,
            Some(Err(_)) => Err(StoreError::Unknown),
            None => Ok(()),
        }
    }

    async fn write(&self, write: Write) -> Result<Put, StoreError> {
        self.shared.progress.check()?;
        let inbox = self.inbox.as_ref().ok_or_else(closed)?;
        let (answer, answered) = oneshot::channel();
        let request = Request { write, answer };
        if inbox.send(request).await.is_err() {
            return Err(closed());
        }
        answered.await.unwrap_or(Err(StoreError::Unknown))
    }
}

#[async_trait]
impl Store for SledStore {
    /// What is found is as durable as its version. Nothing is found also where a deletion is on its
    /// way to the disk, hence the wait for all that was begun before this was read.
    async fn get(&self, key: &Key) -> Result<Option<Entry>, StoreError> {
        let progress = &self.shared.progress;
        progress.check()?;
        let found = self.shared.read(key)?;
        let seen = match &found {
            Some(entry) => entry.version.0,
            None => progress.begun(),
        };
        progress.durable(seen).await?;
        Ok(found)
    }

    async fn put_if(
        &self,
        key: &Key,
        expected: Expected,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<Put, StoreError> {
        check_size(&value)?;
        self.write(Write {
            key: key.clone(),
            expected,
            value: Some((value, ttl)),
        })
        .await
    }

    async fn delete_if(&self, key: &Key, version: Version) -> Result<bool, StoreError> {
        let write = Write {
            key: key.clone(),
            expected: Expected::Version(version),
            value: None,
        };
        Ok(matches!(self.write(write).await?, Put::Stored(_)))
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Entry)>, StoreError> {
        let progress = &self.shared.progress;
        progress.check()?;
        let found = self.shared.read_list(prefix, after, limit)?;
        progress.durable(progress.begun()).await?;
        Ok(found)
    }

    async fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError> {
        self.shared.progress.check()?;
        self.shared.feed.watch(prefix)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        // The reason is in the log; who wants it calls `close`.
        self.finish().ok();
    }
}

impl fmt::Debug for SledStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SledStore")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
