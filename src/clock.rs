//! Time as an argument: the only place that reads the machine's clock.
//!
//! Decisions take a [`Timestamp`]; the shell asks a [`Clock`] for it once per request.

use std::sync::Mutex;
use std::time::Duration;

pub use jiff::Timestamp;

/// Tells the time. A trait, so that a test can step it in both directions.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current time, as the wall clock shows it. It may step back.
    fn now(&self) -> Timestamp;
}

/// The machine's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self(Mutex::new(start))
    }

    /// Sets the clock to `time`, which may lie in the past.
    pub fn set(&self, time: Timestamp) {
        *self.lock() = time;
    }

    /// Moves the clock forward by `step`.
    pub fn advance(&self, step: Duration) {
        let mut time = self.lock();
        *time = time.checked_add(step).unwrap_or(Timestamp::MAX);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Timestamp> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}
