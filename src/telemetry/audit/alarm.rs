//! How often the log says that lines are lost.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::time::between;

/// Says at once that lines are lost, and then once a minute for as long as they are.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    said: Option<Timestamp>,
    lost: u64,
}

impl Alarm {
    /// One more line is lost at `now`. How many there are, when it is time to say so.
    pub(super) fn lose(&mut self, now: Timestamp) -> Option<u64> {
        self.lost = self.lost.saturating_add(1);
        let due = match self.said {
            None => true,
            // A clock that was set back must not keep us quiet.
            Some(said) => now < said || between(said, now) >= AGAIN,
        };
        if due {
            self.said = Some(now);
        }
        due.then_some(self.lost)
    }

    /// Lines are written again. How many were lost meanwhile, if any.
    pub(super) fn recover(&mut self) -> Option<u64> {
        self.said = None;
        Some(std::mem::take(&mut self.lost)).filter(|lost| *lost > 0)
    }
}

const AGAIN: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_loss_is_said_at_once_and_then_once_a_minute() {
        let mut alarm = Alarm::default();
        let said: Vec<_> = (0..150).filter_map(|now| alarm.lose(at(now))).collect();
        assert_eq!(said, [1, 61, 121]);
        assert_eq!(alarm.recover(), Some(150));
        assert_eq!(alarm.recover(), None);
        assert_eq!(alarm.lose(at(151)), Some(1));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_keep_it_quiet() {
        let mut alarm = Alarm::default();
        assert_eq!(alarm.lose(at(1000)), Some(1));
        assert_eq!(alarm.lose(at(10)), Some(2));
    }
}
