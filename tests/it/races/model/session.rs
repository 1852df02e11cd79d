//! What the model knows of a session.

use jiff::Timestamp;

use super::rule::Stage;

/// A session in a browser.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Whose password opened it.
    pub(super) owner: usize,
    /// Which login; copies of it have the same.
    pub(super) login: usize,
    pub(super) stage: Stage,
    /// The changes of the mailbox that it has outlived.
    pub(super) epoch: u64,
    /// When the password was typed.
    pub(super) since: Timestamp,
    /// When it ends unless it is used: at the latest.
    pub(super) idle: Timestamp,
    /// Whether all cookies of the browser are of this login.
    pub(super) whole: bool,
    /// Whether it may put an app in the place of the one that there is.
    pub(super) permit: bool,
}

/// Whether a login was signed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Alive,
    Dead,
    /// The store failed when it was.
    Unsure,
}

impl Session {
    /// Whether its time may not be over.
    pub(super) fn may_last(&self, now: Timestamp) -> bool {
        match self.stage {
            Stage::Waiting => now < later(self.since, WAITS),
            Stage::Password | Stage::Code => now < later(self.since, LASTS) && now < self.idle,
        }
    }

    /// Whether its time cannot be over.
    pub(super) fn must_last(&self, now: Timestamp) -> bool {
        self.since <= now && now < later(self.since, WAITS)
    }

    /// It was used.
    pub(super) fn used(&mut self, now: Timestamp) {
        self.idle = self.idle.max(later(now, IDLE));
    }
}

/// So many seconds later.
pub(super) fn later(time: Timestamp, seconds: i64) -> Timestamp {
    time + jiff::SignedDuration::from_secs(seconds)
}

const WAITS: i64 = 15 * 60;
const LASTS: i64 = 12 * 3600;
const IDLE: i64 = 3600;
