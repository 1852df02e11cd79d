//! Lines that could not be written: counted, said, and kept in the program's log.

use std::fmt::Display;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Line;
use super::alarm::Alarm;

/// Lines that could not be written since the start.
#[derive(Debug, Default)]
pub(super) struct Losses {
    all: AtomicU64,
    alarm: Mutex<Alarm>,
}

impl Losses {
    /// Writes `line` to the log in its sink's stead, and says from time to time why.
    pub(super) fn lose(&self, line: &Line, why: impl Display) {
        self.all.fetch_add(1, Ordering::Relaxed);
        let mut alarm = self.alarm.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lost) = alarm.lose(line.time) {
            tracing::error!(
                %why, lost,
                "the audit trail cannot be written; its lines go to this log until it can"
            );
        }
        drop(alarm);
        tracing::error!(target: "audit", line = line.json, "not written to the audit trail");
    }

    /// A line was written. How many were not before it, if any.
    pub(super) fn recover(&self) -> Option<u64> {
        let mut alarm = self.alarm.lock().unwrap_or_else(PoisonError::into_inner);
        alarm.recover()
    }

    /// How many since the start.
    pub(super) fn count(&self) -> u64 {
        self.all.load(Ordering::Relaxed)
    }
}
