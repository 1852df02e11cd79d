//! The thread that writes.

use std::sync::Arc;

use super::losses::Losses;
use super::queue::{Queue, Work};
use super::{AuditEntry, Line, Sink};
use crate::domain::audit::Event;

/// What the thread works with.
pub(super) struct Writer {
    queue: Arc<Queue>,
    losses: Arc<Losses>,
    sink: Box<dyn Sink>,
}

impl Writer {
    pub(super) fn new(queue: Arc<Queue>, losses: Arc<Losses>, sink: Box<dyn Sink>) -> Self {
        Self {
            queue,
            losses,
            sink,
        }
    }

    /// Writes until the queue is closed and empty.
    pub(super) fn run(mut self) {
        while let Some(work) = self.queue.take() {
            match work {
                Work::Reopen => self.reopen(),
                Work::Write(line) => {
                    self.write(&line);
                    self.queue.done();
                }
            }
        }
    }

    fn reopen(&mut self) {
        if let Err(error) = self.sink.reopen() {
            let place = self.sink.place();
            tracing::error!(%error, place, "the audit trail cannot be opened anew");
        }
    }

    fn write(&mut self, line: &Line) {
        match self.sink.write(line) {
            Ok(()) => self.say_what_is_missing(line),
            Err(error) => {
                let place = self.sink.place();
                self.losses.lose(line, format_args!("{place}: {error}"));
            }
        }
    }

    /// Whoever reads the trail alone must see that it has a gap.
    fn say_what_is_missing(&mut self, written: &Line) {
        let Some(lost) = self.losses.recover() else {
            return;
        };
        tracing::warn!(lost, "the audit trail can be written again");
        let detail = format!("not written here, and in the log instead: {lost}");
        let gap = AuditEntry {
            detail: Some(&detail),
            ..AuditEntry::of(Event::AuditGap, written.time)
        };
        let gap = gap.line();
        if let Err(error) = self.sink.write(&gap) {
            self.losses.lose(&gap, error);
        }
    }
}
