//! One line of the trail.

use jiff::Timestamp;

use crate::domain::audit::Event;

/// One line of the trail, as it is written, and what a sink may sort it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What happened.
    pub event: Event,
    /// When.
    pub time: Timestamp,
    /// Whose mailbox, where it is known.
    pub subject: Option<String>,
    /// The line: a JSON object in printable ASCII, without the newline.
    pub json: String,
}
