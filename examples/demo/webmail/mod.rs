//! Meadow Mail: a small, ordinary webmail to stand behind the gateway.
//!
//! It renders on the server, keeps its sessions in memory and knows nothing of a second factor.
//! The demo runs it for people to look at; the integration tests run it as the upstream, and read
//! from [`Webmail::log`] what reached it.

mod accounts;
mod bodies;
mod cookies;
mod fields;
mod gate;
mod letters;
mod mailbox;
mod pages;
mod routes;
mod server;
mod sessions;
mod traffic;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;

pub(crate) use self::accounts::Accounts;
pub(crate) use self::server::serve;
pub(crate) use self::traffic::Seen;

use self::mailbox::Mailbox;
use self::sessions::Sessions;
use self::traffic::Traffic;

/// One running webmail: its accounts, their mail, the sessions and what it has been asked.
pub(crate) struct Webmail {
    accounts: Accounts,
    mailboxes: Mutex<HashMap<String, Mailbox>>,
    sessions: Sessions,
    traffic: Traffic,
}

impl Webmail {
    /// A webmail with a freshly filled mailbox for every account.
    pub(crate) fn new(accounts: Accounts) -> Self {
        let mailboxes = accounts
            .iter()
            .map(|account| {
                let mailbox = Mailbox::filled(&account.address, &account.name);
                (account.address.clone(), mailbox)
            })
            .collect();
        Self {
            accounts,
            mailboxes: Mutex::new(mailboxes),
            sessions: Sessions::default(),
            traffic: Traffic::default(),
        }
    }

    /// Every page and endpoint, as a service.
    pub(crate) fn router(self: &Arc<Self>) -> Router {
        routes::router(Arc::clone(self))
    }

    /// How many requests have arrived since the start, whatever the answer was.
    pub(crate) fn requests_seen(&self) -> u64 {
        self.traffic.count()
    }

    /// The last requests that arrived, oldest first.
    pub(crate) fn log(&self) -> Vec<Seen> {
        self.traffic.recent()
    }

    /// Runs `job` on the mailbox of `address`.
    fn with_mailbox<T>(&self, address: &str, job: impl FnOnce(&mut Mailbox) -> T) -> Option<T> {
        lock(&self.mailboxes).get_mut(address).map(job)
    }
}

/// Locks, also after a holder has panicked: every change under these locks is a single step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
