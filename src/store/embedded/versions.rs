//! Versions that no two writes share, not even over a restart or after a deletion.

/// How many versions one write to disk reserves.
const STRIDE: u64 = 4096;

/// Counts up. A ceiling is on disk before a version beyond the last ceiling is shown to anyone; the
/// next process begins at the ceiling, so what this one gave away is not given again.
#[derive(Debug)]
pub(super) struct Versions {
    last: u64,
    ceiling: u64,
}

impl Versions {
    /// Begins after `last`.
    pub(super) fn new(last: u64) -> Self {
        Self {
            last,
            ceiling: last,
        }
    }

    /// Takes `count` versions; the first of them is one above what this gives.
    pub(super) fn take(&mut self, count: u64) -> u64 {
        let before = self.last;
        self.last = before.saturating_add(count);
        before
    }

    /// The last version that was taken.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// The ceiling to be written before the versions taken so far are used, if there is one.
    pub(super) fn raise(&mut self) -> Option<u64> {
        (self.last > self.ceiling).then(|| {
            self.ceiling = self.last.saturating_add(STRIDE);
            self.ceiling
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_version_is_used_above_the_last_ceiling() {
        let mut versions = Versions::new(10);
        let mut ceiling = 10;
        for count in [1, 1, STRIDE, 1, 3 * STRIDE, 5] {
            versions.take(count);
            ceiling = versions.raise().unwrap_or(ceiling);
            assert!(versions.last() <= ceiling);
        }
    }

    #[test]
    fn a_ceiling_is_written_once_in_many_writes() {
        let mut versions = Versions::new(0);
        let raised = (0..STRIDE).filter(|_| {
            versions.take(1);
            versions.raise().is_some()
        });
        assert_eq!(raised.count(), 1);
    }
}
