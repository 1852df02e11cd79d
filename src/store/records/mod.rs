//! Typed records on the store: what each kind of key holds, and how it changes.

mod activity;
mod administrators;
mod attempts;
mod budgets;
mod bypasses;
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
mod tokens;
mod trusted;

pub use activity::ActivityRecords;
pub use administrators::AdministratorRecords;
pub use attempts::AttemptRecords;
pub use budgets::BudgetRecords;
pub use bypasses::{Bypass, BypassRecords};
pub use enrollments::{EnrollmentRecords, Loaded, Salvaged};
pub use epochs::EpochRecords;
pub use exceptions::{Exception, ExceptionRecords};
pub use grace::GraceRecords;
pub use journal::{JournalRecords, Verified};
pub use mailboxes::{MailboxIndex, MailboxRow};
pub use notices::{NoticeId, NoticeRecords, Waiting};
pub use policies::{PolicyRecords, StoredPolicy};
pub use revocations::RevocationRecords;
pub use sent_codes::{LoadedCode, SentCodeRecords};
pub use tokens::TokenRecords;
pub use trusted::TrustedRecords;

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
