//! The audit trail: every login outcome and every change, one JSON line each, where the operator wants
//! them.
//!
//! Requests put lines into a bounded queue and go on; a thread of its own writes them. A line that
//! cannot be written, or finds the queue full, is counted and goes to the program's log instead: a full
//! disk locks nobody out, and nothing is lost without a word.

mod alarm;
mod datagram;
mod entry;
mod escape;
mod file;
mod journald;
mod line;
mod losses;
mod queue;
mod sink;
mod stdout;
mod syslog;
mod writer;

pub use entry::{AuditEntry, JournalPlace, Origin};
pub use file::{FileSink, Rotation};
pub use journald::JournaldSink;
pub use line::Line;
pub use sink::Sink;
pub use stdout::StdoutSink;
pub use syslog::SyslogSink;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use self::losses::Losses;
use self::queue::{Full, Queue};

/// The audit trail of this process.
pub struct Audit {
    queue: Arc<Queue>,
    losses: Arc<Losses>,
}

impl Audit {
    /// A trail that ends in `sink`, written by a thread of its own.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn to(sink: Box<dyn Sink>) -> io::Result<Self> {
        let queue = Arc::new(Queue::of(CAPACITY));
        let losses = Arc::new(Losses::default());
        let writer = writer::Writer::new(Arc::clone(&queue), Arc::clone(&losses), sink);
        std::thread::Builder::new()
            .name("audit".to_owned())
            .spawn(move || writer.run())?;
        Ok(Self { queue, losses })
    }

    /// Writes one line. Does not wait: what finds the queue full is counted, and goes to the log.
    pub fn record(&self, entry: &AuditEntry<'_>) {
        let line = entry.line();
        if let Err(Full(line)) = self.queue.put(line) {
            self.losses.lose(&line, "the queue is full");
        }
    }

    /// Opens the sink anew before the next line: a file may have been renamed.
    pub fn reopen(&self) {
        self.queue.reopen();
    }

    /// Waits until all lines so far are written or counted as lost, for at most `patience`; whether
    /// they are.
    #[must_use]
    pub fn flush(&self, patience: Duration) -> bool {
        self.queue.wait_until_empty(patience)
    }

    /// How many lines could not be written since the start; the log has them.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.losses.count()
    }
}

impl Drop for Audit {
    /// A sink that hangs must not keep the program from ending.
    fn drop(&mut self) {
        self.queue.close();
        if !self.flush(AT_THE_END) {
            for line in self.queue.give_up() {
                self.losses
                    .lose(&line, "the program ends, and it does not move");
            }
        }
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").field("lost", &self.lost()).finish()
    }
}

/// Some seconds of a flood of logins, and at most a few dozen MiB.
const CAPACITY: usize = 8192;
const AT_THE_END: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
