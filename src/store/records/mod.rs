//! Typed records on the store: what each kind of key holds, and how it changes.

mod activity;
mod addresses;
mod administrators;
mod attempts;
mod budgets;
mod bypasses;
mod censuses;
mod enrollments;
mod epochs;
mod exceptions;
mod grace;
mod journal;
mod mailboxes;
mod notices;
mod policies;
mod revocations;
mod sent_codes;
mod tallies;
mod tokens;
mod trusted;

pub use activity::ActivityRecords;
pub use addresses::AddressIndex;
pub use administrators::AdministratorRecords;
pub use attempts::AttemptRecords;
pub use budgets::BudgetRecords;
pub use bypasses::{Bypass, BypassRecords};
pub use censuses::CensusRecords;
pub use enrollments::{EnrollmentRecords, Loaded, Salvaged};
pub use epochs::EpochRecords;
pub use exceptions::{Exception, ExceptionRecords};
pub use grace::GraceRecords;
pub use journal::{Checked, JournalRecords, Seam};
pub use mailboxes::{Found, MailboxIndex, MailboxRow};
pub use notices::{NoticeId, NoticeRecords, Waiting};
pub use policies::{PolicyRecords, StoredPolicy};
pub use revocations::RevocationRecords;
pub use sent_codes::{LoadedCode, SentCodeRecords};
pub use tallies::TallyRecords;
pub use tokens::TokenRecords;
pub use trusted::TrustedRecords;

use std::time::Duration;

use jiff::civil::Date;
use thiserror::Error;

use super::{Key, StoreError};
use crate::domain::authenticator::RecordError;

/// Why a record could not be read or changed. Nobody gets in by it.
#[derive(Debug, Error)]
pub enum RecordsError {
    /// Others changed it again and again; try later.
    #[error("the record {0} is changed too often at the same time")]
    Contended(String),
    /// The name makes no key.
    #[error("the name is too long for a key of the store")]
    Name,
    /// The record is not what this version writes.
    #[error("the record {key} cannot be used: {source}")]
    Record {
        /// Which.
        key: String,
        /// Why.
        source: RecordError,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn key(kind: &str, name: &str) -> Result<Key, RecordsError> {
    Key::new(kind, name).ok_or(RecordsError::Name)
}

/// How often a change is tried again when others change the same record.
const TRIES: usize = 64;

/// How long a record about a day is kept: a year, and some weeks to compare with.
const DAYS_KEPT: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// The day that a key below `prefix` is about.
fn day_of(key: &Key, prefix: &str) -> Option<Date> {
    key.as_str().strip_prefix(prefix)?.parse().ok()
}
