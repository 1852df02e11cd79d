//! Until when a record counts.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::time::after;

/// The moment a record expires, in microseconds since 1970, or never.
///
/// It is a point on the wall clock and not a countdown, so it holds over a restart. A clock that is
/// set back makes a record live longer, by the step and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deadline(i64);

impl Deadline {
    /// The record stays until it is deleted.
    pub(super) const NEVER: Self = Self(i64::MAX);

    /// The deadline of something written `now` that may live for `ttl`.
    pub(super) fn of(now: Timestamp, ttl: Option<Duration>) -> Self {
        ttl.map_or(Self::NEVER, |ttl| Self(after(now, ttl).as_microsecond()))
    }

    /// Whether the record is expired at `now`.
    pub(super) fn passed(self, now: Timestamp) -> bool {
        self != Self::NEVER && self.0 <= now.as_microsecond()
    }

    /// As it is written to disk.
    pub(super) fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    /// As it was written to disk.
    pub(super) fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(i64::from_be_bytes(bytes))
    }
}
