//! How many wrong passwords may be tried: from one address, one network, for one mailbox.
//!
//! Nobody is shut out by a stranger for good: a mailbox is limited for each network apart, long
//! before it is limited for all, and a browser that has passed there before has a budget of its own.

use std::time::Duration;

use ipnet::IpNet;
use jiff::Timestamp;

use super::time::{after, between};

/// So many failures in such a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many may follow one another at once.
    pub failures: u32,
    /// In which time all of them are forgotten, one by one.
    pub within: Duration,
}

/// How many wrong passwords may be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLimits {
    /// From one visitor: an IPv4 address, or an IPv6 network of 64 bits.
    pub address: Rate,
    /// From one customer's network: 24 bits of IPv4, 48 bits of IPv6.
    pub network: Rate,
    /// For one mailbox, from one such network.
    pub mailbox_from_network: Rate,
    /// For one mailbox, from everywhere.
    pub mailbox: Rate,
    /// For one mailbox, from a browser that has passed there before.
    pub known_browser: Rate,
    /// Whose addresses are many people's: they are not counted by address or network.
    pub shared: Vec<IpNet>,
}

impl Default for LoginLimits {
    fn default() -> Self {
        let quarter = |failures| Rate {
            failures,
            within: Duration::from_secs(15 * 60),
        };
        Self {
            address: quarter(30),
            network: quarter(150),
            mailbox_from_network: quarter(10),
            mailbox: Rate {
                failures: 100,
                within: Duration::from_secs(60 * 60),
            },
            known_browser: quarter(10),
            shared: ["127.0.0.0/8", "::1/128"]
                .iter()
                .filter_map(|net| net.parse().ok())
                .collect(),
        }
    }
}

impl LoginLimits {
    /// Whether `address` is many people's.
    #[must_use]
    pub fn is_shared(&self, address: std::net::IpAddr) -> bool {
        let address = address.to_canonical();
        self.shared.iter().any(|net| net.contains(&address))
    }
}

/// Failures that are not forgotten yet: when the last of them will be (the generic cell rate
/// algorithm, ITU-T I.371 annex A). One point in time is all there is to remember.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Debt(Timestamp);

impl Debt {
    /// None.
    #[must_use]
    pub const fn none(now: Timestamp) -> Self {
        Self(now)
    }

    /// One failure more; where that is too many, how long to wait.
    ///
    /// # Errors
    /// The wait, which is never zero.
    pub fn add(self, rate: Rate, now: Timestamp) -> Result<Self, Duration> {
        // A clock that stepped back must not make the debt larger than it can be.
        let left = between(now, self.0).min(rate.within);
        let with = left + rate.one();
        if with > rate.within {
            return Err((with - rate.within).max(Duration::from_secs(1)));
        }
        Ok(Self(after(now, with)))
    }

    /// One failure less: it was none.
    #[must_use]
    pub fn forgive(self, rate: Rate, now: Timestamp) -> Self {
        Self(after(now, between(now, self.0).saturating_sub(rate.one())))
    }

    /// Whether all is forgotten.
    #[must_use]
    pub fn is_none(self, now: Timestamp) -> bool {
        self.0 <= now
    }
}

impl Rate {
    /// In which time one failure is forgotten.
    fn one(self) -> Duration {
        self.within / self.failures.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        failures: 10,
        within: Duration::from_secs(1000),
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn so_many_at_once_and_then_one_at_a_time() {
        let mut debt = Debt::none(at(0));
        for _ in 0..10 {
            debt = debt.add(RATE, at(0)).unwrap();
        }
        assert_eq!(debt.add(RATE, at(0)), Err(Duration::from_secs(100)));
        assert_eq!(debt.add(RATE, at(99)), Err(Duration::from_secs(1)));
        debt = debt.add(RATE, at(100)).unwrap();
        assert_eq!(debt.add(RATE, at(100)), Err(Duration::from_secs(100)));
        assert!(debt.is_none(at(1100)));
    }

    #[test]
    fn what_was_no_failure_is_taken_back_and_no_more_than_that() {
        let two = Debt::none(at(0)).add(RATE, at(0)).unwrap().add(RATE, at(0));
        let one = two.unwrap().forgive(RATE, at(0));
        assert_eq!(one, Debt::none(at(0)).add(RATE, at(0)).unwrap());
        assert!(one.forgive(RATE, at(0)).forgive(RATE, at(0)).is_none(at(0)));
    }

    #[test]
    fn a_clock_that_steps_back_makes_nobody_wait_longer_than_the_whole_time() {
        let debt = Debt::none(at(5000)).add(RATE, at(5000)).unwrap();
        assert_eq!(debt.add(RATE, at(0)), Err(Duration::from_secs(100)));
    }

    #[test]
    fn this_machine_is_many_people_unless_the_operator_says_otherwise() {
        let limits = LoginLimits::default();
        for shared in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!(limits.is_shared(shared.parse().unwrap()), "{shared}");
        }
        assert!(!limits.is_shared("203.0.113.7".parse().unwrap()));
    }
}
