//! The bounded queue between requests and the thread that writes.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Line;

/// The bounded queue.
#[derive(Debug)]
pub(super) struct Queue {
    capacity: usize,
    state: Mutex<State>,
    work: Condvar,
    empty: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<Line>,
    /// Taken, and not yet written.
    open: usize,
    reopen: bool,
    closed: bool,
}

/// There is no room for this line.
#[derive(Debug)]
pub(super) struct Full(pub(super) Line);

/// What is to be done next.
#[derive(Debug)]
pub(super) struct Work {
    /// Whether the sink is to be opened anew first.
    pub(super) reopen: bool,
    /// The lines to write.
    pub(super) lines: VecDeque<Line>,
}

impl Queue {
    pub(super) fn of(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::default(),
            work: Condvar::new(),
            empty: Condvar::new(),
        }
    }

    /// Puts a line in.
    ///
    /// # Errors
    /// Gives it back when there is no room.
    pub(super) fn put(&self, line: Line) -> Result<(), Full> {
        let mut state = self.state();
        if state.lines.len() + state.open >= self.capacity {
            return Err(Full(line));
        }
        state.lines.push_back(line);
        self.work.notify_one();
        Ok(())
    }

    /// Asks for the sink to be opened anew.
    pub(super) fn reopen(&self) {
        self.state().reopen = true;
        self.work.notify_one();
    }

    /// No more lines come.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.work.notify_one();
    }

    /// Waits for something to do, and says so when it is [`done`](Self::done); nothing when it is
    /// closed and all is done.
    pub(super) fn take(&self) -> Option<Work> {
        let waiting = |state: &mut State| state.lines.is_empty() && !state.reopen && !state.closed;
        let mut state = self
            .work
            .wait_while(self.state(), waiting)
            .unwrap_or_else(PoisonError::into_inner);
        let work = Work {
            reopen: std::mem::take(&mut state.reopen),
            lines: std::mem::take(&mut state.lines),
        };
        state.open = work.lines.len();
        (work.reopen || !work.lines.is_empty()).then_some(work)
    }

    /// One line that was taken is written, or counted as lost.
    pub(super) fn done(&self) {
        let mut state = self.state();
        state.open = state.open.saturating_sub(1);
        if state.open == 0 && state.lines.is_empty() {
            self.empty.notify_all();
        }
    }

    /// Waits until nothing is in it, for at most `patience`; whether nothing is.
    pub(super) fn wait_until_empty(&self, patience: Duration) -> bool {
        let busy = |state: &mut State| state.open > 0 || !state.lines.is_empty();
        let waited = self
            .empty
            .wait_timeout_while(self.state(), patience, busy)
            .unwrap_or_else(PoisonError::into_inner);
        !waited.1.timed_out()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
