//! Whether codes that are sent come back: where few do, somebody is probably having messages sent to
//! numbers that pay them (SMS pumping).

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::time::between;

/// When there is reason for an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm {
    /// From how many messages in an hour on a share says something.
    pub least_sent: u32,
    /// The percentage of codes that must come back.
    pub least_verified: u32,
}

impl Default for Alarm {
    fn default() -> Self {
        Self {
            least_sent: 20,
            least_verified: 40,
        }
    }
}

/// What was sent in the last hour, and what came back.
#[derive(Debug, Default)]
pub struct Meter {
    /// A minute each, the newest last.
    minutes: VecDeque<Minute>,
    raised: bool,
}

#[derive(Debug, Clone, Copy)]
struct Minute {
    since: Timestamp,
    sent: u32,
    verified: u32,
}

/// A turn of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Codes come back again.
    Cleared,
    /// Few of these many came back.
    Raised {
        /// Messages whose code could have come back.
        sent: u32,
        /// Codes that did.
        verified: u32,
    },
}

impl Meter {
    /// Counts a message that is sent at `now`.
    pub fn sent(&mut self, alarm: &Alarm, now: Timestamp) -> Option<Turn> {
        self.count(now, (1, 0));
        self.judge(alarm, now)
    }

    /// Counts a code that came back at `now`.
    pub fn verified(&mut self, alarm: &Alarm, now: Timestamp) -> Option<Turn> {
        self.count(now, (0, 1));
        self.judge(alarm, now)
    }

    /// Looks whether something has turned by the mere passing of time.
    pub fn look(&mut self, alarm: &Alarm, now: Timestamp) -> Option<Turn> {
        self.count(now, (0, 0));
        self.judge(alarm, now)
    }

    /// Whether an alarm is raised.
    #[must_use]
    pub const fn is_raised(&self) -> bool {
        self.raised
    }

    fn count(&mut self, now: Timestamp, (sent, verified): (u32, u32)) {
        let age = |minute: &Minute| between(minute.since, now);
        while self
            .minutes
            .front()
            .is_some_and(|first| age(first) >= WINDOW)
        {
            self.minutes.pop_front();
        }
        match self.minutes.back_mut() {
            Some(last) if age(last) < MINUTE => {
                last.sent = last.sent.saturating_add(sent);
                last.verified = last.verified.saturating_add(verified);
            }
            Some(_) | None => self.minutes.push_back(Minute {
                since: now,
                sent,
                verified,
            }),
        }
    }

    /// Whether something has turned. Messages whose code may still come back are not held against
    /// anybody; what came back counts at once.
    fn judge(&mut self, alarm: &Alarm, now: Timestamp) -> Option<Turn> {
        let settled = self.minutes.iter();
        let settled = settled.filter(|minute| between(minute.since, now) >= UNSETTLED);
        let sent: u32 = settled.map(|minute| minute.sent).sum();
        let verified: u32 = self.minutes.iter().map(|minute| minute.verified).sum();
        let enough = sent >= alarm.least_sent.max(1);
        let few = u64::from(verified) * 100 < u64::from(sent) * u64::from(alarm.least_verified);
        let raised = enough && few;
        if raised == self.raised {
            return None;
        }
        self.raised = raised;
        Some(if raised {
            Turn::Raised { sent, verified }
        } else {
            Turn::Cleared
        })
    }
}

const WINDOW: Duration = Duration::from_secs(60 * 60);
const MINUTE: Duration = Duration::from_secs(60);
/// A code is good for five minutes, and a minute is counted as one.
const UNSETTLED: Duration = Duration::from_secs(6 * 60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::after;

    const ALARM: Alarm = Alarm {
        least_sent: 20,
        least_verified: 40,
    };

    fn at(minutes: u64) -> Timestamp {
        let start = Timestamp::from_second(1_000_000).unwrap();
        after(start, Duration::from_secs(minutes * 60))
    }

    #[test]
    fn an_alarm_is_raised_once_when_few_codes_come_back_and_cleared_when_they_do() {
        let mut meter = Meter::default();
        let mut turns = Vec::new();
        for minute in 0..60 {
            turns.extend(meter.sent(&ALARM, at(minute)));
        }
        let (sent, verified) = (20, 0);
        assert_eq!(turns, [Turn::Raised { sent, verified }]);
        turns.clear();
        for _ in 0..60 {
            turns.extend(meter.verified(&ALARM, at(60)));
        }
        assert_eq!(turns, [Turn::Cleared]);
    }

    #[test]
    fn codes_that_come_back_raise_none() {
        let mut meter = Meter::default();
        for minute in 0..300 {
            for _ in 0..10 {
                assert_eq!(meter.sent(&ALARM, at(minute)), None);
            }
            for _ in 0..5 {
                assert_eq!(meter.verified(&ALARM, at(minute + 1)), None);
            }
        }
    }

    #[test]
    fn a_morning_rush_is_no_alarm_before_its_codes_could_come_back() {
        let mut meter = Meter::default();
        for _ in 0..500 {
            assert_eq!(meter.sent(&ALARM, at(0)), None);
        }
        assert_eq!(meter.sent(&ALARM, at(5)), None);
        for _ in 0..400 {
            assert_eq!(meter.verified(&ALARM, at(5)), None);
        }
        assert_eq!(meter.sent(&ALARM, at(10)), None);
    }

    #[test]
    fn what_was_longer_than_an_hour_ago_is_forgotten() {
        let mut meter = Meter::default();
        for _ in 0..100 {
            meter.sent(&ALARM, at(0));
        }
        assert!(matches!(
            meter.sent(&ALARM, at(10)),
            Some(Turn::Raised { .. })
        ));
        assert_eq!(meter.sent(&ALARM, at(70)), Some(Turn::Cleared));
    }

    #[test]
    fn a_burst_is_noticed_though_nothing_follows_it() {
        let mut meter = Meter::default();
        for _ in 0..100 {
            meter.sent(&ALARM, at(0));
        }
        assert_eq!(meter.look(&ALARM, at(5)), None);
        assert!(matches!(
            meter.look(&ALARM, at(7)),
            Some(Turn::Raised { .. })
        ));
    }

    #[test]
    fn few_messages_say_nothing() {
        let mut meter = Meter::default();
        for minute in 0..19 {
            assert_eq!(meter.sent(&ALARM, at(minute)), None);
        }
        assert_eq!(meter.sent(&ALARM, at(40)), None);
    }
}
