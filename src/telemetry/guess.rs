//! One line for every guess that failed, for programs that shut addresses out, such as fail2ban.
//!
//! The line is stable (docs/fail2ban.md), and nothing in it is chosen by whoever guesses: no name, no
//! target, no field of theirs. So nobody can write a line about another's address.

use std::fmt;
use std::net::IpAddr;

use crate::domain::audit::Event;

/// Logs a failed guess at level warn, target `guess`; nothing where `event` is none.
pub fn log_guess(event: Event, client: IpAddr, request: &dyn fmt::Display, site: &str) {
    if let Some(what) = event.guess() {
        tracing::warn!(target: "guess", client = %client, what, %request, site);
    }
}
