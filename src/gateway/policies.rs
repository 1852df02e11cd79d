//! What the store says of domains and mailboxes, in the policy table and kept current by watch.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use jiff::Timestamp;

use crate::clock::Clock;
use crate::domain::policy::{Mode, PolicyTable, Terms};
use crate::store::records::{ExceptionRecords, PolicyRecords};
use crate::store::{Change, Entry, Key, Store, StoreError, Watch};

/// Keeps the policy table current for as long as it runs.
pub struct PolicyFollower {
    table: Arc<ArcSwap<PolicyTable>>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    held: Held,
    policies: Box<dyn Watch>,
    exceptions: Box<dyn Watch>,
}

/// What the store says, as far as it was read.
#[derive(Debug, Default)]
struct Held {
    policies: HashMap<String, Terms>,
    exceptions: HashMap<String, (Mode, Timestamp)>,
}

/// Reads all that the store says into `table`, and begins to follow the changes.
///
/// # Errors
/// When the store cannot be read.
pub async fn start(
    table: &Arc<ArcSwap<PolicyTable>>,
    store: &Arc<dyn Store>,
    clock: Arc<dyn Clock>,
) -> Result<PolicyFollower, StoreError> {
    // The watch first: a change in between is then seen twice rather than missed.
    let policies = store.watch(PolicyRecords::PREFIX).await?;
    let exceptions = store.watch(ExceptionRecords::PREFIX).await?;
    let mut follower = PolicyFollower {
        table: Arc::clone(table),
        store: Arc::clone(store),
        clock,
        held: Held::default(),
        policies,
        exceptions,
    };
    follower.read().await?;
    Ok(follower)
}

impl PolicyFollower {
    /// Follows the changes until the store closes or fails: what is in memory is then stale, and
    /// the gateway must stop.
    pub async fn run(mut self) {
        let mut sweep = tokio::time::interval(SWEEP);
        loop {
            let change = tokio::select! {
                change = self.policies.next() => change,
                change = self.exceptions.next() => change,
                _ = sweep.tick() => {
                    self.sweep();
                    continue;
                }
            };
            let Some(change) = change else { return };
            if !self.take(change).await {
                return;
            }
            self.settle().await;
            self.publish();
        }
    }

    /// Takes what else has come: an import changes thousands of domains at once.
    async fn settle(&mut self) {
        loop {
            let change = tokio::select! {
                biased;
                change = self.policies.next() => change,
                change = self.exceptions.next() => change,
                () = std::future::ready(()) => return,
            };
            let Some(change) = change else { return };
            if !self.take(change).await {
                return;
            }
        }
    }

    /// Whether what is held is current again.
    async fn take(&mut self, change: Change) -> bool {
        match change {
            Change::Put(key, entry) => self.held.put(&key, &entry),
            Change::Deleted(key) => self.held.delete(&key),
            Change::Resync => {
                if let Err(error) = self.read().await {
                    tracing::error!(%error, "changes of the policy were missed");
                    return false;
                }
            }
        }
        true
    }

    async fn read(&mut self) -> Result<(), StoreError> {
        let mut held = Held::default();
        for prefix in [PolicyRecords::PREFIX, ExceptionRecords::PREFIX] {
            let mut last: Option<Key> = None;
            loop {
                let page = self.store.list(prefix, last.as_ref(), PAGE).await?;
                for (key, entry) in &page {
                    held.put(key, entry);
                }
                match page.into_iter().next_back() {
                    Some((key, _)) => last = Some(key),
                    None => break,
                }
            }
        }
        self.held = held;
        self.sweep();
        self.publish();
        Ok(())
    }

    /// Forgets exceptions that have ended: the store does not tell of that.
    fn sweep(&mut self) {
        let now = self.clock.now();
        let before = self.held.exceptions.len();
        self.held.exceptions.retain(|_, (_, until)| *until > now);
        if self.held.exceptions.len() != before {
            self.publish();
        }
    }

    fn publish(&self) {
        let exceptions = self.held.exceptions.iter();
        let exceptions: HashMap<_, _> = exceptions
            .map(|(subject, (mode, _))| (subject.clone(), *mode))
            .collect();
        self.table.rcu(|table| {
            table
                .with_stored(self.held.policies.clone())
                .with_exceptions(exceptions.clone())
        });
    }
}

impl Held {
    fn put(&mut self, key: &Key, entry: &Entry) {
        if let Some(domain) = PolicyRecords::domain(key) {
            let terms = PolicyRecords::terms(entry);
            self.policies.insert(domain.to_owned(), terms);
        } else if let Some(subject) = ExceptionRecords::subject(key) {
            let read = ExceptionRecords::decode(entry);
            let said = read.map(|exception| (exception.mode(), exception.until));
            // What cannot be read asks for everything, for as long as it is there.
            let said = said.unwrap_or((Mode::Required, Timestamp::MAX));
            self.exceptions.insert(subject, said);
        }
    }

    fn delete(&mut self, key: &Key) {
        if let Some(domain) = PolicyRecords::domain(key) {
            self.policies.remove(domain);
        } else if let Some(subject) = ExceptionRecords::subject(key) {
            self.exceptions.remove(&subject);
        }
    }
}

const PAGE: usize = 1000;
const SWEEP: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::identity::{Domain, Subject};
    use crate::domain::policy::{DomainPolicy, Requirement, TermsForm};
    use crate::store::Expected;
    use crate::store::memory::MemoryStore;
    use crate::store::records::{Exception, StoredPolicy};

    fn said(mode: Mode) -> StoredPolicy {
        let terms = TermsForm::from(&Terms::of(mode));
        StoredPolicy::new(terms, "test".to_owned(), Timestamp::UNIX_EPOCH)
    }

    #[tokio::test]
    async fn what_another_node_says_of_a_domain_arrives_and_is_taken_back() {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(Arc::clone(&clock)));
        let records = PolicyRecords::new(Arc::clone(&store));
        let (before, later) = (Domain::parse("a.test"), Domain::parse("b.test"));
        let (before, later) = (before.unwrap(), later.unwrap());
        let disabled = said(Mode::Disabled);
        let put = records.put(&before, Expected::Absent, &disabled).await;
        let version = put.unwrap().unwrap();

        let table = PolicyTable::new(DomainPolicy::of(Mode::Optional), []);
        let table = Arc::new(ArcSwap::from_pointee(table));
        let follower = start(&table, &store, Arc::clone(&clock)).await.unwrap();
        let mode = |name: &str| table.load().domain(name).0.mode;
        assert_eq!(mode("a.test"), Mode::Disabled);
        tokio::spawn(follower.run());
        let required = said(Mode::Required);
        records
            .put(&later, Expected::Absent, &required)
            .await
            .unwrap();
        assert!(records.remove(&before, version).await.unwrap());
        while mode("a.test") != Mode::Optional || mode("b.test") != Mode::Required {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test]
    async fn a_record_that_cannot_be_read_asks_for_everything() {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(Arc::clone(&clock)));
        for key in [("policy", "a.test"), ("exception", "b.test/alice")] {
            let key = Key::new(key.0, key.1).unwrap();
            let value = bytes::Bytes::from_static(b"{}");
            store
                .put_if(&key, Expected::Absent, value, None)
                .await
                .unwrap();
        }
        let table = PolicyTable::new(DomainPolicy::of(Mode::Disabled), []);
        let table = Arc::new(ArcSwap::from_pointee(table));
        start(&table, &store, clock).await.unwrap();
        for name in ["any@a.test", "alice@b.test"] {
            let subject = Subject::parse(name, None).unwrap();
            let requirement = table.load().requirement(&subject);
            assert!(matches!(requirement, Requirement::Required(_)), "{name}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_exception_ends_on_its_date() {
        let manual = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let clock = Arc::clone(&manual) as Arc<dyn Clock>;
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(Arc::clone(&clock)));
        let subject = Subject::parse("alice@a.test", None).unwrap();
        let until = Timestamp::from_second(3600).unwrap();
        let by = ("test".to_owned(), Timestamp::UNIX_EPOCH);
        let exception = Exception::new(Mode::Required, until, "board".to_owned(), by);
        let records = ExceptionRecords::new(Arc::clone(&store));
        let put = records.put(&subject, Expected::Absent, &exception).await;
        assert!(put.unwrap().is_some());
        let table = PolicyTable::new(DomainPolicy::of(Mode::Disabled), []);
        let table = Arc::new(ArcSwap::from_pointee(table));
        let follower = start(&table, &store, clock).await.unwrap();
        let mode = || table.load().requirement(&subject).mode();
        assert_eq!(mode(), Mode::Required);
        tokio::spawn(follower.run());
        manual.advance(Duration::from_secs(3600));
        while mode() != Mode::Disabled {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}
