//! What every request is checked against, held in memory and kept current by watch: the epochs of
//! mailboxes whose factors changed lately, and the logins that were revoked.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use crate::clock::Clock;
use crate::domain::identity::Subject;
use crate::domain::session::LoginId;
use crate::domain::time::after;
use crate::store::records::{EpochRecords, RevocationRecords};
use crate::store::{Change, Entry, Key, Store, StoreError, Watch};

/// Epochs and revocations in memory.
#[derive(Debug, Default)]
pub struct Live {
    epochs: RwLock<HashMap<String, Held<u64>>>,
    revoked: RwLock<HashMap<LoginId, Held<()>>>,
}

/// A value, and when no session can depend on it any more.
#[derive(Debug, Clone, Copy)]
struct Held<T> {
    value: T,
    until: Timestamp,
}

impl Live {
    /// The epoch that sessions of `subject` must have at least.
    #[must_use]
    pub fn epoch(&self, subject: &Subject) -> u64 {
        let epochs = self.epochs.read().unwrap_or_else(PoisonError::into_inner);
        epochs.get(subject.as_str()).map_or(0, |held| held.value)
    }

    /// Whether `login` was revoked.
    #[must_use]
    pub fn is_revoked(&self, login: LoginId) -> bool {
        let revoked = self.revoked.read().unwrap_or_else(PoisonError::into_inner);
        revoked.contains_key(&login)
    }

    /// Takes over what this node has just written, without waiting for the watch.
    pub fn raise_epoch(&self, subject: &str, epoch: u64, now: Timestamp) {
        let mut epochs = self.epochs.write().unwrap_or_else(PoisonError::into_inner);
        let value = epochs.get(subject).map_or(0, |held| held.value).max(epoch);
        let until = after(now, EpochRecords::LIFETIME);
        epochs.insert(subject.to_owned(), Held { value, until });
    }

    /// Takes over what this node has just written, without waiting for the watch.
    pub fn revoke(&self, login: LoginId, now: Timestamp) {
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        let until = after(now, EpochRecords::LIFETIME);
        revoked.insert(login, Held { value: (), until });
    }

    /// Loads everything, and begins to follow the changes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn start(
        self: &Arc<Self>,
        store: &Arc<dyn Store>,
        clock: Arc<dyn Clock>,
    ) -> Result<Follower, StoreError> {
        let mut watches = Vec::new();
        for prefix in [EpochRecords::PREFIX, RevocationRecords::PREFIX] {
            watches.push((prefix, store.watch(prefix).await?));
            self.load(store.as_ref(), prefix, clock.now()).await?;
        }
        Ok(Follower {
            live: Arc::clone(self),
            store: Arc::clone(store),
            clock,
            watches,
        })
    }

    async fn load(
        &self,
        store: &dyn Store,
        prefix: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut last: Option<Key> = None;
        loop {
            let page = store.list(prefix, last.as_ref(), PAGE).await?;
            for (key, entry) in &page {
                self.take(key, entry, now);
            }
            match page.into_iter().next_back() {
                Some((key, _)) => last = Some(key),
                None => return Ok(()),
            }
        }
    }

    fn take(&self, key: &Key, entry: &Entry, now: Timestamp) {
        if let Some(subject) = EpochRecords::subject(key) {
            self.raise_epoch(subject, EpochRecords::decode(entry), now);
        } else if let Some(login) = RevocationRecords::login(key) {
            self.revoke(login, now);
        }
    }

    /// Forgets what no session can depend on any more.
    fn sweep(&self, now: Timestamp) {
        let mut epochs = self.epochs.write().unwrap_or_else(PoisonError::into_inner);
        epochs.retain(|_, held| held.until > now);
        drop(epochs);
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        revoked.retain(|_, held| held.until > now);
    }
}

/// Keeps [`Live`] current for as long as it runs.
pub struct Follower {
    live: Arc<Live>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    watches: Vec<(&'static str, Box<dyn Watch>)>,
}

impl Follower {
    /// Follows the changes until the store closes or fails: what is in memory is then stale, and
    /// the gateway must stop.
    pub async fn run(self) {
        let mut tasks = tokio::task::JoinSet::new();
        for (prefix, watch) in self.watches {
            let live = Arc::clone(&self.live);
            let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
            tasks.spawn(async move { follow(&live, &store, clock.as_ref(), prefix, watch).await });
        }
        let mut sweep = tokio::time::interval(SWEEP);
        loop {
            tokio::select! {
                _ = tasks.join_next() => return,
                _ = sweep.tick() => self.live.sweep(self.clock.now()),
            }
        }
    }
}

async fn follow(
    live: &Live,
    store: &Arc<dyn Store>,
    clock: &dyn Clock,
    prefix: &str,
    mut watch: Box<dyn Watch>,
) {
    while let Some(change) = watch.next().await {
        match change {
            Change::Put(key, entry) => live.take(&key, &entry, clock.now()),
            // Neither kind of record is ever taken back.
            Change::Deleted(_) => {}
            Change::Resync => {
                if let Err(error) = live.load(store.as_ref(), prefix, clock.now()).await {
                    tracing::error!(%error, "changes were missed and cannot be read again");
                    return;
                }
            }
        }
    }
}

const PAGE: usize = 1000;
const SWEEP: std::time::Duration = std::time::Duration::from_secs(600);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::store::memory::MemoryStore;

    #[tokio::test]
    async fn what_another_node_writes_arrives_by_watch() {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(Arc::clone(&clock)));
        let subject = Subject::parse("alice@required.test", None).unwrap();
        let (before, later) = (LoginId([1; 16]), LoginId([2; 16]));
        let revocations = RevocationRecords::new(Arc::clone(&store));
        revocations.revoke(before).await.unwrap();

        let live = Arc::new(Live::default());
        let follower = live.start(&store, Arc::clone(&clock)).await.unwrap();
        assert!(live.is_revoked(before));
        tokio::spawn(follower.run());
        revocations.revoke(later).await.unwrap();
        EpochRecords::new(store).raise(&subject, 7).await.unwrap();
        while !(live.is_revoked(later) && live.epoch(&subject) == 7) {
            tokio::task::yield_now().await;
        }
    }
}
