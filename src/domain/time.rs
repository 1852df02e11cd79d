//! Arithmetic on points in time. Reading the clock is the shell's business.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `start` plus `step`, or the end of time where that overflows.
#[must_use]
pub fn after(start: Timestamp, step: Duration) -> Timestamp {
    start.checked_add(step).unwrap_or(Timestamp::MAX)
}

/// The time from `start` to `end`; zero when `end` is not later.
#[must_use]
pub fn between(start: Timestamp, end: Timestamp) -> Duration {
    Duration::try_from(end.duration_since(start)).unwrap_or_default()
}

/// The day in which `time` is, in UTC: counts and censuses are kept by it.
#[must_use]
pub fn day(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}
