//! The trail in the machine's syslog (RFC 5424).

use std::io;
use std::path::PathBuf;

use super::datagram::DatagramSocket;
use super::{Line, Sink};
use crate::domain::audit::Outcome;

/// A syslog behind a datagram socket such as `/dev/log`. Facility 10 (authpriv); the event is the
/// MSGID, and the line the message.
#[derive(Debug)]
pub struct SyslogSink {
    socket: DatagramSocket,
    host: String,
}

impl SyslogSink {
    /// The syslog behind `socket`. It may come later.
    #[must_use]
    pub fn new(socket: PathBuf) -> Self {
        let system = rustix::system::uname();
        Self {
            socket: DatagramSocket::new(socket),
            host: host(&system.nodename().to_string_lossy()),
        }
    }
}

impl Sink for SyslogSink {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        let message = message(line, &self.host, std::process::id());
        self.socket.send(message.as_bytes())
    }

    fn reopen(&mut self) -> io::Result<()> {
        self.socket.close();
        Ok(())
    }

    fn place(&self) -> String {
        self.socket.place()
    }
}

/// RFC 5424 §6: header, no structured data, message. It is ASCII, so it needs no byte order mark.
fn message(line: &Line, host: &str, process: u32) -> String {
    let priority = FACILITY * 8 + severity(line.event.outcome());
    let (time, event, json) = (line.time, line.event.name(), &line.json);
    format!("<{priority}>1 {time:.3} {host} vestibule {process} {event} - {json}")
}

/// RFC 5424 §6.2.1.
const fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Alarm => 3,
        Outcome::Failure => 4,
        Outcome::Pending | Outcome::Success => 5,
    }
}

/// RFC 5424 §6.2.4: printable, at most 255 characters, `-` where there is none.
fn host(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(char::is_ascii_graphic)
        .take(255)
        .collect();
    if name.is_empty() {
        "-".to_owned()
    } else {
        name
    }
}

const FACILITY: u8 = 10;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::AuditEntry;
    use super::*;
    use crate::domain::audit::Event;

    #[test]
    fn a_line_is_a_message_of_rfc_5424() {
        let line = AuditEntry::of(Event::LoginFailed, Timestamp::UNIX_EPOCH).line();
        let expected = "<84>1 1970-01-01T00:00:00.000Z mx.test vestibule 7 login_failed - \
                        {\"v\":1,\"time\":\"1970-01-01T00:00:00.000Z\",\
                        \"event\":\"login_failed\",\"outcome\":\"failure\"}";
        assert_eq!(message(&line, "mx.test", 7), expected);
    }

    #[test]
    fn no_name_of_an_event_is_too_long_for_a_message_id() {
        for event in Event::ALL {
            assert!(event.name().len() <= 32, "{}", event.name());
        }
    }

    #[test]
    fn a_host_without_a_name_is_a_hyphen() {
        assert_eq!(host(""), "-");
        assert_eq!(host("a b\n"), "ab");
    }
}
