//! The trail in systemd's journal, by its own protocol
//! (systemd.io, "Native Journal Protocol").

use std::io;
use std::path::PathBuf;

use super::datagram::DatagramSocket;
use super::{Line, Sink};
use crate::domain::audit::Outcome;

/// systemd's journal. The line is the message; the event, the outcome and the mailbox are fields too,
/// so that `journalctl VESTIBULE_EVENT=login_failed` finds them.
#[derive(Debug)]
pub struct JournaldSink(DatagramSocket);

impl JournaldSink {
    /// The journal behind `socket`. It may come later.
    #[must_use]
    pub const fn new(socket: PathBuf) -> Self {
        Self(DatagramSocket::new(socket))
    }
}

impl Sink for JournaldSink {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        let outcome = line.event.outcome();
        let mut datagram = Vec::with_capacity(line.json.len() + 256);
        field(&mut datagram, "MESSAGE", &line.json);
        field(&mut datagram, "PRIORITY", priority(outcome));
        field(&mut datagram, "SYSLOG_FACILITY", "10");
        field(&mut datagram, "SYSLOG_IDENTIFIER", "vestibule");
        field(&mut datagram, "VESTIBULE_EVENT", line.event.name());
        field(&mut datagram, "VESTIBULE_OUTCOME", outcome.name());
        if let Some(subject) = &line.subject {
            field(&mut datagram, "VESTIBULE_SUBJECT", subject);
        }
        self.0.send(&datagram)
    }

    fn reopen(&mut self) -> io::Result<()> {
        self.0.close();
        Ok(())
    }

    fn place(&self) -> String {
        self.0.place()
    }
}

/// With its length, so that nothing in a value ends it.
fn field(datagram: &mut Vec<u8>, name: &str, value: &str) {
    datagram.extend_from_slice(name.as_bytes());
    datagram.push(b'\n');
    datagram.extend_from_slice(&(value.len() as u64).to_le_bytes());
    datagram.extend_from_slice(value.as_bytes());
    datagram.push(b'\n');
}

/// As in syslog(3).
const fn priority(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Alarm => "3",
        Outcome::Failure => "4",
        Outcome::Pending | Outcome::Success => "5",
    }
}
