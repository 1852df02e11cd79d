//! The passwords that were tried lately, in the memory of this node, and bounded in number.
//!
//! Nothing of it is in the store: a guess must cost an attacker more than it costs us, and a node
//! more makes guessing only that much faster.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ipnet::IpNet;
use jiff::Timestamp;

use crate::domain::login_limits::{Debt, LoginLimits, Rate};
use crate::domain::network::{home, neighbourhood};

/// Names a browser that has passed before.
pub type BrowserId = [u8; 16];

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Scope {
    Address(IpNet),
    Network(IpNet),
    Mailbox(String),
    MailboxFromNetwork(String, IpNet),
    KnownBrowser(BrowserId),
}

/// The passwords that were tried lately.
#[derive(Debug)]
pub struct Guesses {
    limits: LoginLimits,
    most: usize,
    debts: Mutex<HashMap<Scope, Debt>>,
}

/// A password that may be tried, counted as wrong until it is known to be right.
#[derive(Debug)]
#[must_use]
pub struct Guess(Vec<(Scope, Rate)>);

impl Guesses {
    /// None yet.
    #[must_use]
    pub fn new(limits: LoginLimits) -> Self {
        Self::bounded(limits, MOST)
    }

    fn bounded(limits: LoginLimits, most: usize) -> Self {
        Self {
            limits,
            most,
            debts: Mutex::new(HashMap::new()),
        }
    }

    /// Counts a password that is about to be tried for `mailbox`, the name as it was typed, by a
    /// browser that is `known` there or is not.
    ///
    /// # Errors
    /// How long to wait, where it may not be tried.
    pub fn admit(
        &self,
        client: IpAddr,
        mailbox: &str,
        known: Option<BrowserId>,
        now: Timestamp,
    ) -> Result<Guess, Duration> {
        let scopes = self.scopes(client, mailbox, known);
        let mut debts = self.lock();
        let mut added = Vec::with_capacity(scopes.len());
        let mut wait = None;
        for (scope, rate) in &scopes {
            let debt = debts.get(scope).copied();
            match debt.unwrap_or(Debt::none(now)).add(*rate, now) {
                Ok(debt) => added.push((scope.clone(), debt)),
                Err(longer) => wait = wait.max(Some(longer)),
            }
        }
        // What is refused is no guess, and makes nobody wait longer.
        if let Some(wait) = wait {
            return Err(wait);
        }
        debts.extend(added);
        if debts.len() > self.most {
            forget(&mut debts, self.most, now);
        }
        Ok(Guess(scopes))
    }

    /// The password was right, or nobody could say: it counts no longer. What was wrong before
    /// still does, or whoever has a mailbox could wipe the slate with it.
    pub fn forgive(&self, guess: Guess, now: Timestamp) {
        let mut debts = self.lock();
        for (scope, rate) in guess.0 {
            if let Some(debt) = debts.get_mut(&scope) {
                *debt = debt.forgive(rate, now);
            }
        }
    }

    fn scopes(
        &self,
        client: IpAddr,
        mailbox: &str,
        known: Option<BrowserId>,
    ) -> Vec<(Scope, Rate)> {
        let limits = &self.limits;
        if let Some(browser) = known {
            return vec![(Scope::KnownBrowser(browser), limits.known_browser)];
        }
        let (one, around) = (home(client), neighbourhood(client));
        let mailbox = mailbox.to_owned();
        let here = Scope::MailboxFromNetwork(mailbox.clone(), around);
        let mut scopes = vec![
            (here, limits.mailbox_from_network),
            (Scope::Mailbox(mailbox), limits.mailbox),
        ];
        if !limits.is_shared(client) {
            scopes.push((Scope::Address(one), limits.address));
            scopes.push((Scope::Network(around), limits.network));
        }
        scopes
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Scope, Debt>> {
        self.debts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets what is paid, and where that is not enough the smallest debts: whoever guesses from
/// everywhere pushes out those who guessed little, not those who guessed much.
fn forget(debts: &mut HashMap<Scope, Debt>, most: usize, now: Timestamp) {
    debts.retain(|_, debt| !debt.is_none(now));
    let room = most - most / 8;
    if debts.len() <= room {
        return;
    }
    let mut all: Vec<Debt> = debts.values().copied().collect();
    let surplus = all.len() - room;
    let (_, smallest_kept, _) = all.select_nth_unstable(surplus);
    let smallest_kept = *smallest_kept;
    debts.retain(|_, debt| *debt > smallest_kept);
}

/// Some ten megabytes at most.
const MOST: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_000_000).unwrap()
    }

    fn guesses() -> Guesses {
        Guesses::new(LoginLimits::default())
    }

    /// How many of `count` wrong passwords are tried.
    fn tried(
        guesses: &Guesses,
        count: usize,
        each: impl Fn(usize) -> (String, String, Option<BrowserId>),
    ) -> usize {
        let admitted = (0..count).filter(|number| {
            let (client, mailbox, known) = each(*number);
            guesses
                .admit(client.parse().unwrap(), &mailbox, known, now())
                .is_ok()
        });
        admitted.count()
    }

    #[test]
    fn one_network_guesses_at_one_mailbox_ten_times() {
        let count = tried(&guesses(), 500, |number| {
            (
                format!("203.0.113.{}", number % 250),
                "alice@a.test".to_owned(),
                None,
            )
        });
        assert_eq!(count, 10);
    }

    #[test]
    fn one_address_sprays_over_thirty_mailboxes_and_its_network_over_a_hundred_and_fifty() {
        let spray = |number: usize| format!("m{number}@a.test");
        let one = |number| ("203.0.113.7".to_owned(), spray(number), None);
        assert_eq!(tried(&guesses(), 500, one), 30);
        let network = |number| (format!("203.0.113.{}", number % 250), spray(number), None);
        assert_eq!(tried(&guesses(), 500, network), 150);
        let six = |number| (format!("2001:db8:1:2::{number:x}"), spray(number), None);
        assert_eq!(tried(&guesses(), 500, six), 30);
        let prefix = |number| (format!("2001:db8:1:{number:x}::1"), spray(number), None);
        assert_eq!(tried(&guesses(), 500, prefix), 150);
    }

    #[test]
    fn a_stranger_shuts_nobody_else_out() {
        let guesses = guesses();
        let alice = || "alice@a.test".to_owned();
        tried(&guesses, 500, |_| ("203.0.113.7".to_owned(), alice(), None));
        let elsewhere = tried(&guesses, 1, |_| ("198.51.100.9".to_owned(), alice(), None));
        assert_eq!(elsewhere, 1);
        let known = Some([1; 16]);
        let everywhere = |number| (format!("198.{number}.100.9"), alice(), None);
        assert!(tried(&guesses, 250, everywhere) < 100);
        assert_eq!(
            tried(&guesses, 1, |_| ("198.51.101.9".to_owned(), alice(), None)),
            0
        );
        let own = tried(&guesses, 500, |_| {
            ("203.0.113.7".to_owned(), alice(), known)
        });
        assert_eq!(own, 10);
    }

    #[test]
    fn a_right_password_takes_back_itself_alone() {
        let guesses = guesses();
        let client = "203.0.113.7".parse().unwrap();
        for round in 0..100 {
            match guesses.admit(client, "mallory@a.test", None, now()) {
                Ok(guess) => guesses.forgive(guess, now()),
                Err(_) => panic!("refused after {round} right passwords"),
            }
        }
        let wrong = tried(&guesses, 500, |number| {
            (client.to_string(), format!("m{number}@a.test"), None)
        });
        assert_eq!(wrong, 30);
    }

    #[test]
    fn memory_is_bounded_and_who_guessed_most_is_remembered_longest() {
        let guesses = Guesses::bounded(LoginLimits::default(), 1000);
        let loud = |_| ("203.0.113.7".to_owned(), "alice@a.test".to_owned(), None);
        assert_eq!(tried(&guesses, 500, loud), 10);
        tried(&guesses, 5000, |number| {
            (
                format!("2001:db8:{number:x}::1"),
                format!("m{number}@a.test"),
                None,
            )
        });
        assert!(guesses.lock().len() <= 1000);
        assert_eq!(tried(&guesses, 1, loud), 0);
    }
}
