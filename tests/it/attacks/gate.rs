//! A store that holds one call back until it is told to go on: a race, step by step.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Notify;
use vestibule::store::{Entry, Expected, Key, Put, Store, StoreError, Version, Watch};

/// Which call is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Get,
    Put,
}

/// The store, and the hand on it.
#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    store: Mutex<Option<Arc<dyn Store>>>,
    armed: Mutex<Option<(Call, &'static str)>>,
    reached: Notify,
    released: Notify,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Inner {
            store: Mutex::new(None),
            armed: Mutex::new(None),
            reached: Notify::new(),
            released: Notify::new(),
        }))
    }

    /// Puts the hand on `store`.
    pub(crate) fn before(&self, store: Arc<dyn Store>) -> Arc<dyn Store> {
        let mut held = self.0.store.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(store);
        Arc::new(self.clone())
    }

    /// The next `call` for a key that starts with `prefix` is held back.
    pub(crate) fn arm(&self, call: Call, prefix: &'static str) {
        let mut armed = self.0.armed.lock().unwrap_or_else(PoisonError::into_inner);
        *armed = Some((call, prefix));
    }

    /// Waits until the call has come.
    pub(crate) async fn reached(&self) {
        self.0.reached.notified().await;
    }

    /// Lets it go on.
    pub(crate) fn release(&self) {
        self.0.released.notify_one();
    }

    async fn pass(&self, call: Call, key: &Key) -> Result<Arc<dyn Store>, StoreError> {
        let hold = {
            let mut armed = self.0.armed.lock().unwrap_or_else(PoisonError::into_inner);
            let fits = |(own, prefix): &mut (Call, &str)| {
                *own == call && key.as_str().starts_with(*prefix)
            };
            armed.take_if(fits).is_some()
        };
        if hold {
            self.0.reached.notify_one();
            self.0.released.notified().await;
        }
        self.store()
    }

    fn store(&self) -> Result<Arc<dyn Store>, StoreError> {
        let held = self.0.store.lock().unwrap_or_else(PoisonError::into_inner);
        held.clone().ok_or(StoreError::Unknown)
    }
}

#[async_trait]
impl Store for Gate {
    async fn get(&self, key: &Key) -> Result<Option<Entry>, StoreError> {
        self.pass(Call::Get, key).await?.get(key).await
    }

    async fn put_if(
        &self,
        key: &Key,
        expected: Expected,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<Put, StoreError> {
        let store = self.pass(Call::Put, key).await?;
        store.put_if(key, expected, value, ttl).await
    }

    async fn delete_if(&self, key: &Key, version: Version) -> Result<bool, StoreError> {
        self.store()?.delete_if(key, version).await
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Entry)>, StoreError> {
        self.store()?.list(prefix, after, limit).await
    }

    async fn watch(&self, prefix: &str) -> Result<Box<dyn Watch>, StoreError> {
        self.store()?.watch(prefix).await
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate")
    }
}
