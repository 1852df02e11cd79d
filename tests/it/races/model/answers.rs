//! What an answer gives away.

use anyhow::{Result, ensure};

use super::town::{PEOPLE, Town};
use crate::support::Answer;

const SESSION: &str = "__Host-vestibule=";
const KNOWN: &str = "__Host-vestibule-known=";

/// Whether an answer gives a session.
pub(super) fn gives_session(answer: &Answer) -> bool {
    let mut fields = answer.set_cookies().into_iter();
    fields.any(|field| field.starts_with(SESSION) && !field.contains("Max-Age=0"))
}

/// Whether an answer takes the session back.
pub(super) fn takes_session(answer: &Answer) -> bool {
    let mut fields = answer.set_cookies().into_iter();
    fields.any(|field| field.starts_with(SESSION) && field.contains("Max-Age=0"))
}

impl Town {
    /// Nothing in it is of anybody but `owner`, and it is no failure unless the store has failed.
    pub(super) fn inspect(&mut self, owner: Option<usize>, answer: &Answer) -> Result<()> {
        let text = answer.text();
        ensure!(
            self.failing || !answer.status.is_server_error(),
            "{} without a fault: {text:.2000}",
            answer.status
        );
        let fields = answer.set_cookies();
        for (number, name) in PEOPLE.iter().enumerate() {
            let told = text.contains(name) || fields.iter().any(|field| field.contains(name));
            ensure!(
                !told || owner == Some(number),
                "{owner:?} is told of {name}: {text:.2000}"
            );
        }
        let raw = self.raw_sessions();
        for secret in &raw {
            ensure!(!text.contains(secret.as_str()), "a session is in a page");
            ensure!(
                !fields.iter().any(|field| field.contains(secret.as_str())),
                "a session that opens is in a cookie"
            );
        }
        for field in fields {
            let pair = field.split(';').next().unwrap_or_default().to_owned();
            let (_, value) = pair.split_once('=').unwrap_or_default();
            // Short ones are words.
            if value.len() < 16 {
                continue;
            }
            let first = *self.given.entry(value.to_owned()).or_insert(owner);
            ensure!(first == owner, "{owner:?} is given a cookie of {first:?}");
        }
        Ok(())
    }

    /// The webmail's own session values that it saw lately.
    fn raw_sessions(&self) -> Vec<String> {
        let log = self.house.webmail.log();
        let recent = log.iter().rev().take(20);
        let fields = recent.flat_map(|seen| seen.headers.get_all("cookie"));
        let text = fields.map(|field| String::from_utf8_lossy(field.as_bytes()).into_owned());
        let pairs = text.flat_map(|field| {
            let pairs = field.split("; ").map(str::to_owned);
            pairs.collect::<Vec<_>>()
        });
        let values = pairs.filter_map(|pair| Some(pair.split_once('=')?.1.to_owned()));
        values.filter(|value| value.len() >= 16).collect()
    }

    /// Remembers that the browser is known from now on.
    pub(super) fn note_known(&mut self, slot: usize, owner: usize, answer: &Answer) {
        let mut fields = answer.set_cookies().into_iter();
        if fields.any(|field| field.starts_with(KNOWN)) {
            let next = self.next_known;
            self.next_known += 1;
            self.slots[slot].known.entry(owner).or_insert(next);
        }
    }
}
