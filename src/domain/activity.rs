//! What happened lately in a mailbox, as its owner may read it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::audit::Event;
use super::time::between;

/// One line of a mailbox's recent activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// When.
    pub time: Timestamp,
    /// What: the name of an [`Event`].
    pub event: String,
    /// From where.
    pub address: String,
    /// With which browser, in a few words.
    pub browser: String,
}

/// How somebody reads our pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// In which language (RFC 5646).
    pub language: String,
    /// At which host name.
    pub host: String,
}

/// The last lines of a mailbox, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    format: u8,
    /// How its owner last read our pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
    /// The lines.
    pub lines: Vec<Activity>,
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            format: FORMAT,
            reader: None,
            lines: Vec::new(),
        }
    }
}

impl Recent {
    /// Adds a line, and forgets what is too old.
    pub fn add(&mut self, line: Activity) {
        self.lines.insert(0, line);
        self.lines.truncate(KEPT);
    }

    /// Whether somebody may have a session of at most `lifetime`. Sessions are nowhere listed: whoever
    /// has signed in within that time, and has not signed out everywhere since, may have one.
    #[must_use]
    pub fn may_have_session(&self, now: Timestamp, lifetime: Duration) -> bool {
        let ended = Event::SignedOutEverywhere.name();
        let opens = [
            Event::LoggedIn.name(),
            Event::CodeAccepted.name(),
            Event::RecoveryCodeUsed.name(),
        ];
        let decisive = |line: &&Activity| line.event == ended || opens.contains(&&*line.event);
        let last = self.lines.iter().find(decisive);
        last.is_some_and(|line| line.event != ended && between(line.time, now) < lifetime)
    }
}

impl Activity {
    /// A line about `event`.
    #[must_use]
    pub fn new(event: Event, time: Timestamp, address: String, browser: String) -> Self {
        Self {
            time,
            event: event.name().to_owned(),
            address,
            browser,
        }
    }
}

const FORMAT: u8 = 1;
const KEPT: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_line_is_first_and_the_oldest_are_forgotten() {
        let mut recent = Recent::default();
        for second in 0..100 {
            let time = Timestamp::from_second(second).unwrap();
            recent.add(Activity::new(
                Event::LoggedIn,
                time,
                String::new(),
                String::new(),
            ));
        }
        assert_eq!(recent.lines.len(), KEPT);
        assert_eq!(recent.lines[0].time.as_second(), 99);
    }

    #[test]
    fn a_session_may_be_open_until_its_time_is_over_or_all_are_ended() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let line = |event, second| Activity::new(event, at(second), String::new(), String::new());
        let hour = Duration::from_secs(3600);
        let mut recent = Recent::default();
        assert!(!recent.may_have_session(at(0), hour));
        recent.add(line(Event::PasswordAccepted, 0));
        assert!(!recent.may_have_session(at(1), hour));
        recent.add(line(Event::CodeAccepted, 1));
        recent.add(line(Event::CodeRefused, 2));
        assert!(recent.may_have_session(at(3600), hour));
        assert!(!recent.may_have_session(at(3601), hour));
        recent.add(line(Event::SignedOutEverywhere, 3));
        assert!(!recent.may_have_session(at(4), hour));
    }
}
