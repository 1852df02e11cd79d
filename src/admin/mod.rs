//! The administrator's side: one API, which the command line and the admin page use too.
//!
//! A request becomes a `Caller`; a caller gets a desk for one domain or mailbox, if it
//! has the right; and only a desk reaches the records. A handler that forgets to ask does not compile.

mod access;
mod accounts;
pub mod api;
mod census;
mod desk;
mod error;
mod etag;
mod lookout;
pub mod panel;
pub(crate) mod problem;
pub mod serve;

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;

pub use census::{CensusTaker, Pace};
pub use lookout::Lookout;

use crate::clock::Clock;
use crate::domain::policy::PolicyTable;
use crate::domain::seal::KeyRing;
use crate::domain::sms_budget;
use crate::random::Random;
use crate::store::Store;
use crate::store::records::{
    ActivityRecords, AdministratorRecords, AttemptRecords, BudgetRecords, BypassRecords,
    CensusRecords, EnrollmentRecords, EpochRecords, ExceptionRecords, JournalRecords, MailboxIndex,
    NoticeRecords, PolicyRecords, TallyRecords, TokenRecords, TrustedRecords,
};
use crate::telemetry::Audit;

/// What the administrator's side works with. Only desks look into it.
pub struct Admin {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    table: Arc<ArcSwap<PolicyTable>>,
    ring: Arc<ArcSwap<KeyRing>>,
    host: String,
    notices: Option<NoticeRecords>,
    hashing: Arc<Semaphore>,
    sms: Option<sms_budget::Limits>,
    census: Arc<CensusTaker>,
    lookout: Arc<dyn Lookout>,
    audit: Arc<Audit>,
    records: Records,
}

/// What is taken from outside.
#[derive(Debug)]
pub struct Outside {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The policy, which the gateway keeps current.
    pub table: Arc<ArcSwap<PolicyTable>>,
    /// The keys.
    pub ring: Arc<ArcSwap<KeyRing>>,
    /// The first webmail's host name, for mails to people who have not been seen.
    pub host: String,
    /// Mails that wait, where there is a mail server.
    pub notices: Option<NoticeRecords>,
    /// How many text messages may be sent, where SMS is offered.
    pub sms: Option<sms_budget::Limits>,
    /// Who counts the mailboxes.
    pub census: Arc<CensusTaker>,
    /// Who knows what is wrong elsewhere.
    pub lookout: Arc<dyn Lookout>,
    /// The audit trail, which the gateway writes too.
    pub audit: Arc<Audit>,
}

struct Records {
    activity: ActivityRecords,
    administrators: AdministratorRecords,
    attempts: AttemptRecords,
    budgets: BudgetRecords,
    bypasses: BypassRecords,
    censuses: CensusRecords,
    enrollments: EnrollmentRecords,
    epochs: EpochRecords,
    exceptions: ExceptionRecords,
    journal: JournalRecords,
    mailboxes: MailboxIndex,
    policies: PolicyRecords,
    tallies: TallyRecords,
    tokens: TokenRecords,
    trusted: TrustedRecords,
}

impl Admin {
    /// The administrator's side of what is `outside`.
    #[must_use]
    pub fn new(outside: Outside) -> Arc<Self> {
        let store = || Arc::clone(&outside.store);
        let records = Records {
            activity: ActivityRecords::new(store()),
            administrators: AdministratorRecords::new(store()),
            attempts: AttemptRecords::new(store()),
            budgets: BudgetRecords::new(store()),
            bypasses: BypassRecords::new(store()),
            censuses: CensusRecords::new(store()),
            enrollments: EnrollmentRecords::new(store()),
            epochs: EpochRecords::new(store()),
            exceptions: ExceptionRecords::new(store()),
            journal: JournalRecords::new(store()),
            mailboxes: MailboxIndex::new(store()),
            policies: PolicyRecords::new(store()),
            tallies: TallyRecords::new(store()),
            tokens: TokenRecords::new(store()),
            trusted: TrustedRecords::new(store()),
        };
        Arc::new(Self {
            clock: outside.clock,
            random: outside.random,
            table: outside.table,
            ring: outside.ring,
            host: outside.host,
            notices: outside.notices,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            sms: outside.sms,
            census: outside.census,
            lookout: outside.lookout,
            audit: outside.audit,
            records,
        })
    }

    /// Who counts the mailboxes.
    #[must_use]
    pub const fn census(&self) -> &Arc<CensusTaker> {
        &self.census
    }
}

impl Admin {
    /// The time.
    fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }
}

impl fmt::Debug for Admin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admin")
    }
}

/// Each takes 19 MiB while it is computed.
const HASHES_AT_ONCE: usize = 2;
