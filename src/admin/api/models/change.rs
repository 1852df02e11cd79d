//! A line of the journal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::journal::Line;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChangeModel {
    /// Its place, from 1 on.
    pub(crate) number: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
    /// Who.
    pub(crate) actor: String,
    /// What: the name of an event.
    pub(crate) event: String,
    /// The domain that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
    /// The mailbox that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// The hash of this line and of all before it.
    pub(crate) hash: String,
}

impl From<Line> for ChangeModel {
    fn from(line: Line) -> Self {
        Self {
            number: line.number,
            at: line.change.at,
            actor: line.change.actor,
            event: line.change.event,
            domain: line.change.domain,
            subject: line.change.subject,
            reason: line.change.reason,
            detail: line.change.detail,
            hash: line.hash,
        }
    }
}
