//! The journal: every change, each line bound to the one before it, so that a line that was removed
//! or altered shows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A change, before it has its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Who did it: a mailbox, a token, an administrator, or a user of the machine.
    pub actor: String,
    /// What: the name of an event.
    pub event: String,
    /// The domain that it concerns, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The mailbox that it concerns, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Why, in the actor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// More about it. Never a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    format: u8,
    /// Its place, from 1 on.
    pub number: u64,
    /// What happened.
    #[serde(flatten)]
    pub change: Change,
    /// The hash of the line before it; zeros before the first.
    pub previous: String,
    /// SHA-256 of this line and, through `previous`, of all before it, in hexadecimal.
    pub hash: String,
}

impl Line {
    /// The line that follows `last`.
    #[must_use]
    pub fn after(last: Option<&Self>, change: Change) -> Self {
        let number = last.map_or(1, |last| last.number.saturating_add(1));
        let previous = last.map_or_else(nothing, |last| last.hash.clone());
        let hash = hash(number, &change, &previous);
        Self {
            format: FORMAT,
            number,
            change,
            previous,
            hash,
        }
    }

    /// Whether it says what it said when it was written, and stands right after `previous`.
    #[must_use]
    pub fn follows(&self, previous: Option<&Self>) -> bool {
        let place = previous.map_or(1, |line| line.number.saturating_add(1));
        let bound = previous.map_or_else(nothing, |line| line.hash.clone());
        self.is_whole() && self.number == place && self.previous == bound
    }

    /// Whether it says what it said when it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.format == FORMAT && self.hash == hash(self.number, &self.change, &self.previous)
    }
}

/// Each part with its length in front: no two lines make the same bytes.
fn hash(number: u64, change: &Change, previous: &str) -> String {
    let mut hasher = Sha256::new();
    let number = number.to_string();
    let at = change.at.to_string();
    let parts = [
        Some("vestibule journal 1"),
        Some(previous),
        Some(&number),
        Some(&at),
        Some(&change.actor),
        Some(&change.event),
        change.domain.as_deref(),
        change.subject.as_deref(),
        change.reason.as_deref(),
        change.detail.as_deref(),
    ];
    for part in parts {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(length.to_be_bytes());
        hasher.update(part.unwrap_or_default());
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize())
}

fn nothing() -> String {
    "0".repeat(64)
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn change(event: &str) -> Change {
        Change {
            at: Timestamp::UNIX_EPOCH,
            actor: "root".to_owned(),
            event: event.to_owned(),
            domain: None,
            subject: Some("alice@required.test".to_owned()),
            reason: Some("lost phone".to_owned()),
            detail: None,
        }
    }

    #[test]
    fn a_line_that_was_altered_or_has_lost_its_neighbour_shows() {
        let first = Line::after(None, change("one"));
        let second = Line::after(Some(&first), change("two"));
        let third = Line::after(Some(&second), change("three"));
        assert!(first.follows(None) && second.follows(Some(&first)));
        assert!(third.follows(Some(&second)) && !third.follows(Some(&first)));
        assert!(!second.follows(None), "the first was removed");
        let mut altered = second.clone();
        altered.change.reason = None;
        assert!(!altered.is_whole());
        altered.change.reason = Some(String::new());
        assert!(!altered.is_whole());
    }

    #[test]
    fn a_word_that_moves_to_the_next_field_makes_another_hash() {
        let mut moved = change("one");
        moved.detail = moved.reason.take();
        let (one, other) = (Line::after(None, change("one")), Line::after(None, moved));
        assert_ne!(one.hash, other.hash);
    }

    #[test]
    fn a_line_survives_its_record() {
        let line = Line::after(None, change("one"));
        let bytes = serde_json::to_vec(&line).unwrap();
        assert_eq!(serde_json::from_slice::<Line>(&bytes).unwrap(), line);
    }
}
