//! What was just saved, so that it can be undone for a minute.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::call::Tag;
use crate::domain::policy::TermsForm;
use crate::domain::time::after;

/// What was just saved, by whom. It lies in memory: a restart ends the minute early.
#[derive(Debug, Default)]
pub(super) struct Shelf(VecDeque<Saved>);

/// What one press of a button has saved.
#[derive(Debug, Clone)]
pub(super) struct Saved {
    id: String,
    by: String,
    until: Timestamp,
    /// The domains that were changed.
    pub(super) changes: Vec<Change>,
    /// Those that could not be, and why.
    pub(super) failed: Vec<(String, String)>,
}

/// A domain that was changed.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// Which.
    pub(super) domain: String,
    /// What was said of it before.
    pub(super) before: Option<TermsForm>,
    /// Which version is there now, unless somebody changes it.
    pub(super) now: Tag,
}

impl Shelf {
    /// Keeps what `by` has saved at `now`, under `id`.
    pub(super) fn keep(
        &mut self,
        (id, by): (String, &str),
        (changes, failed): (Vec<Change>, Vec<(String, String)>),
        now: Timestamp,
    ) {
        self.0.retain(|saved| now < saved.until);
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Saved {
            id,
            by: by.to_owned(),
            until: after(now, MINUTE),
            changes,
            failed,
        });
    }

    /// What `by` has saved under `id`, less than a minute ago.
    pub(super) fn look(&self, id: &str, by: &str, now: Timestamp) -> Option<&Saved> {
        let mut kept = self.0.iter();
        kept.find(|saved| saved.id == id && saved.by == by && now < saved.until)
    }

    /// The same, and takes it off the shelf.
    pub(super) fn take(&mut self, id: &str, by: &str, now: Timestamp) -> Option<Saved> {
        let place = self
            .0
            .iter()
            .position(|saved| saved.id == id && saved.by == by && now < saved.until)?;
        self.0.remove(place)
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_was_saved_can_be_undone_once_for_a_minute_by_who_saved_it() {
        let mut shelf = Shelf::default();
        let keep = |shelf: &mut Shelf, id: &str| {
            shelf.keep((id.to_owned(), "carol"), (Vec::new(), Vec::new()), at(0));
        };
        keep(&mut shelf, "a");
        assert!(shelf.look("a", "carol", at(59)).is_some());
        assert!(shelf.look("a", "carol", at(60)).is_none());
        assert!(shelf.take("a", "dave", at(1)).is_none());
        assert!(shelf.take("a", "carol", at(1)).is_some());
        assert!(shelf.take("a", "carol", at(1)).is_none());
    }

    #[test]
    fn the_shelf_has_an_end() {
        let mut shelf = Shelf::default();
        for number in 0..200 {
            let id = (format!("{number}"), "carol");
            shelf.keep(id, (Vec::new(), Vec::new()), at(0));
        }
        assert_eq!(shelf.0.len(), MOST);
        assert!(shelf.look("199", "carol", at(1)).is_some());
    }
}
