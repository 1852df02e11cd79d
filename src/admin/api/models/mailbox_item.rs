//! A mailbox in the list of its domain.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::authenticator::Enrollment;
use crate::store::records::MailboxRow;

/// A mailbox in the list of its domain.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MailboxItem {
    /// Its address.
    pub(crate) address: String,
    /// Whether it has a second factor.
    pub(crate) enrolled: bool,
    /// The kinds of its authenticators: `totp`, `sms`.
    pub(crate) factors: Vec<String>,
    /// What happened last, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_seen: Option<Timestamp>,
}

impl MailboxItem {
    pub(in crate::admin::api) fn new(row: &MailboxRow, domain: &str) -> Self {
        let lines = row.recent.iter().flat_map(|recent| &recent.lines);
        Self {
            address: format!("{}@{domain}", row.local),
            enrolled: row.is_enrolled(),
            factors: row.enrollment.iter().flat_map(kinds).collect(),
            last_seen: lines.map(|line| line.time).next(),
        }
    }
}

fn kinds(enrollment: &Enrollment) -> Vec<String> {
    let own = enrollment.authenticators.iter();
    own.map(|own| own.kind().name().to_owned()).collect()
}
