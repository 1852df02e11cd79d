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
    open: Option<Line>,
    reopen: bool,
    closed: bool,
}

impl State {
    fn waiting(&self) -> usize {
        self.lines.len() + usize::from(self.open.is_some())
    }
}

/// There is no room for this line.
#[derive(Debug)]
pub(super) struct Full(pub(super) Line);

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Work {
    /// Open the sink anew.
    Reopen,
    /// Write this.
    Write(Line),
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
        if state.waiting() >= self.capacity {
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

    /// Waits for something to do; nothing when it is closed and all is done. A line that was taken is to
    /// be said to be [`done`](Self::done).
    pub(super) fn take(&self) -> Option<Work> {
        let waiting = |state: &mut State| state.lines.is_empty() && !state.reopen && !state.closed;
        let mut state = self
            .work
            .wait_while(self.state(), waiting)
            .unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut state.reopen) {
            return Some(Work::Reopen);
        }
        let line = state.lines.pop_front()?;
        state.open = Some(line.clone());
        Some(Work::Write(line))
    }

    /// The line that was taken is written, or counted as lost.
    pub(super) fn done(&self) {
        let mut state = self.state();
        state.open = None;
        if state.lines.is_empty() {
            self.empty.notify_all();
        }
    }

    /// What is not written, and will not be; the first of it may be.
    pub(super) fn give_up(&self) -> Vec<Line> {
        let mut state = self.state();
        let open = state.open.take();
        open.into_iter().chain(state.lines.drain(..)).collect()
    }

    /// Waits until nothing is in it, for at most `patience`; whether nothing is.
    pub(super) fn wait_until_empty(&self, patience: Duration) -> bool {
        let busy = |state: &mut State| state.waiting() > 0;
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
