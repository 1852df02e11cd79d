//! Counting in memory: what is counted costs the request one atomic increment.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::tally::Tally;

/// What this node has counted and not yet written down.
#[derive(Debug, Default)]
pub struct Tallies([AtomicU64; Tally::ALL.len()]);

impl Tallies {
    /// Counts one.
    pub fn count(&self, tally: Tally) {
        self.add(tally, 1);
    }

    /// Takes out what was counted, to be written down.
    #[must_use]
    pub fn take(&self) -> Vec<(Tally, u64)> {
        let taken = Tally::ALL.into_iter().zip(&self.0);
        let taken = taken.map(|(tally, counter)| (tally, counter.swap(0, Ordering::Relaxed)));
        taken.filter(|(_, count)| *count > 0).collect()
    }

    /// Puts back what could not be written down.
    pub fn put_back(&self, taken: &[(Tally, u64)]) {
        for (tally, count) in taken {
            self.add(*tally, *count);
        }
    }

    fn add(&self, tally: Tally, count: u64) {
        if let Some(counter) = self.0.get(tally.index()) {
            counter.fetch_add(count, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_counted_once_and_what_is_put_back_is_not_lost() {
        let tallies = Tallies::default();
        tallies.count(Tally::Enrolled);
        tallies.count(Tally::Enrolled);
        tallies.count(Tally::SmsSent);
        let taken = tallies.take();
        assert_eq!(taken, [(Tally::Enrolled, 2), (Tally::SmsSent, 1)]);
        assert!(tallies.take().is_empty());
        tallies.count(Tally::Enrolled);
        tallies.put_back(&taken);
        assert_eq!(tallies.take(), [(Tally::Enrolled, 3), (Tally::SmsSent, 1)]);
    }
}
