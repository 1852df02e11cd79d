//! Who knows what is wrong elsewhere in the program.

use std::fmt;

use jiff::Timestamp;

use crate::domain::warning::Warning;

/// Knows what is wrong elsewhere in the program, and should be looked at.
pub trait Lookout: fmt::Debug + Send + Sync {
    /// All that is wrong at `now`.
    fn warnings(&self, now: Timestamp) -> Vec<Warning>;
}
