//! Counting the mailboxes: a walk through all of them, now and then, a little at a time.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::domain::authenticator::FactorKind;
use crate::domain::census::{Census, DayCensus, Standing, Suspension};
use crate::domain::time::day;
use crate::store::Store;
use crate::store::records::{
    AddressIndex, AttemptRecords, CensusRecords, MailboxIndex, MailboxRow, RecordsError,
};

/// Takes censuses, and keeps the last one in memory.
#[derive(Debug)]
pub struct CensusTaker {
    clock: Arc<dyn Clock>,
    lifetime: Duration,
    latest: ArcSwapOption<Census>,
    failed: ArcSwapOption<Timestamp>,
    /// The day in which the index of addresses was mended last.
    mended: ArcSwapOption<Date>,
    addresses: AddressIndex,
    attempts: AttemptRecords,
    days: CensusRecords,
    mailboxes: MailboxIndex,
}

/// How much of the machine a walk takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// All there is.
    AtOnce,
    /// It rests four times as long as it works.
    Gentle,
}

impl CensusTaker {
    /// Counts what is in `store`. A session lasts for at most `lifetime`.
    #[must_use]
    pub fn new(store: &Arc<dyn Store>, clock: Arc<dyn Clock>, lifetime: Duration) -> Arc<Self> {
        let store = || Arc::clone(store);
        Arc::new(Self {
            clock,
            lifetime,
            latest: ArcSwapOption::empty(),
            failed: ArcSwapOption::empty(),
            mended: ArcSwapOption::empty(),
            addresses: AddressIndex::new(store()),
            attempts: AttemptRecords::new(store()),
            days: CensusRecords::new(store()),
            mailboxes: MailboxIndex::new(store()),
        })
    }

    /// Takes a census soon and then at every interval, for as long as it runs.
    pub async fn follow(self: Arc<Self>, interval: Duration) {
        tokio::time::sleep(FIRST.min(interval)).await;
        loop {
            let begun = Instant::now();
            match self.take(Pace::Gentle).await {
                Ok(census) => tracing::info!(
                    mailboxes = census.all.seen,
                    enrolled = census.all.enrolled,
                    seconds = begun.elapsed().as_secs(),
                    "the mailboxes are counted"
                ),
                Err(error) => tracing::error!(%error, "the mailboxes could not be counted"),
            }
            tokio::time::sleep(interval).await;
        }
    }

    /// Takes a census: the last one, from now on, and this day's in the store.
    ///
    /// # Errors
    /// When the store fails. The one before then stays the last.
    pub async fn take(&self, pace: Pace) -> Result<Arc<Census>, RecordsError> {
        let now = self.clock.now();
        let taken = self.walk(now, pace).await;
        self.failed
            .store(taken.is_err().then_some(now).map(Arc::new));
        taken
    }

    /// The last one; none until the first is finished.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Census>> {
        self.latest.load_full()
    }

    /// For how long a session lasts at most.
    #[must_use]
    pub const fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// When the last one was begun, if it failed.
    #[must_use]
    pub fn failed(&self) -> Option<Timestamp> {
        self.failed.load().as_deref().copied()
    }

    async fn walk(&self, now: Timestamp, pace: Pace) -> Result<Arc<Census>, RecordsError> {
        let today = day(now);
        let mend = self.mended.load().as_deref() != Some(&today);
        let suspended = self.suspended(pace).await?;
        let domains = self.domains(now, (pace, mend)).await?;
        let census = Arc::new(Census::new(now, domains, suspended));
        self.days.put(&DayCensus::from(&*census)).await?;
        self.latest.store(Some(Arc::clone(&census)));
        if mend {
            self.sweep(pace).await?;
            self.mended.store(Some(Arc::new(today)));
        }
        Ok(census)
    }

    async fn domains(
        &self,
        now: Timestamp,
        (pace, mend): (Pace, bool),
    ) -> Result<Vec<(Box<str>, Standing)>, RecordsError> {
        let mut domains: Vec<(Box<str>, Standing)> = Vec::new();
        let mut after: Option<MailboxRow> = None;
        loop {
            let begun = Instant::now();
            let page = self.mailboxes.walk(after.as_ref(), SLICE).await?;
            if mend {
                // One that was seen before there was the index of addresses, or while that failed.
                try_join_all(page.iter().map(|row| self.note(row))).await?;
            }
            for row in &page {
                // The rows of a domain follow one another.
                if domains.last().is_none_or(|(name, _)| **name != *row.domain) {
                    domains.push((row.domain.as_str().into(), Standing::default()));
                }
                if let Some((_, standing)) = domains.last_mut() {
                    *standing = standing.plus(&standing_of(row, now, self.lifetime));
                }
            }
            after = page.into_iter().last();
            if after.is_none() {
                return Ok(domains);
            }
            pace.rest(begun).await;
        }
    }

    async fn note(&self, row: &MailboxRow) -> Result<bool, RecordsError> {
        self.addresses.note(&row.address()).await
    }

    async fn suspended(&self, pace: Pace) -> Result<Vec<Suspension>, RecordsError> {
        let mut found = Vec::new();
        for kind in FactorKind::ALL {
            let mut after: Option<String> = None;
            loop {
                let begun = Instant::now();
                let page = self.attempts.page(kind, after.as_deref(), SLICE).await?;
                let Some((last, _)) = page.last() else {
                    break;
                };
                after = Some(last.clone());
                for (address, attempts) in page {
                    let suspended = attempts.is_none_or(|attempts| attempts.is_suspended());
                    if suspended && found.len() < MOST_SUSPENDED {
                        found.push(Suspension {
                            address: address.into(),
                            kind,
                            since: attempts.map(|attempts| attempts.last()),
                        });
                    }
                }
                pace.rest(begun).await;
            }
        }
        Ok(found)
    }

    /// Forgets the addresses of which nothing is left.
    async fn sweep(&self, pace: Pace) -> Result<(), RecordsError> {
        let mut after: Option<String> = None;
        loop {
            let begun = Instant::now();
            let window = ("", after.as_deref());
            let page = self.addresses.page(window, SLICE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            for address in &page {
                if !self.mailboxes.is_seen(address).await? {
                    self.addresses.forget(address).await?;
                }
            }
            after = Some(last.clone());
            pace.rest(begun).await;
        }
    }
}

impl Pace {
    async fn rest(self, begun: Instant) {
        match self {
            Self::AtOnce => tokio::task::yield_now().await,
            Self::Gentle => tokio::time::sleep(begun.elapsed().saturating_mul(REST)).await,
        }
    }
}

/// How one mailbox stands.
pub(super) fn standing_of(row: &MailboxRow, now: Timestamp, lifetime: Duration) -> Standing {
    let one = Standing::one(row.may_have_session(now, lifetime));
    match &row.enrollment {
        _ if row.damaged => one.with_damage(),
        Some(enrollment) => one.with(enrollment),
        None => one,
    }
}

/// After the start, when there is enough else to do.
const FIRST: Duration = Duration::from_secs(10);
/// A few milliseconds of work: whatever else shares the thread waits no longer.
const SLICE: usize = 128;
const REST: u32 = 4;
/// Whoever has so many suspended mailboxes does not look at them one by one.
const MOST_SUSPENDED: usize = 10_000;
