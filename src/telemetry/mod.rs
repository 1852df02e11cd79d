//! What the program tells its operator: the access log, the audit log, and what is counted.

mod access;
mod audit;
mod guess;
mod tallies;

pub use access::{Access, log_access};
pub use audit::{
    Audit, AuditEntry, FileSink, JournalPlace, JournaldSink, Line, Origin, Rotation, Sink,
    StdoutSink, SyslogSink,
};
pub use guess::log_guess;
pub use tallies::Tallies;
