//! Watching whether the codes come back that are sent: for each country, and in all.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::domain::audit::Event;
use crate::domain::phone::Country;
use crate::domain::sms_alarm::{Alarm, Meter, Turn};
use crate::gateway::state::Gateway;
use crate::telemetry::AuditEntry;

/// Watches whether codes come back. Each node watches what it sends.
#[derive(Debug)]
pub struct SmsWatch {
    alarm: Alarm,
    meters: Mutex<HashMap<Scope, Meter>>,
}

/// What is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Scope {
    All,
    Country(Country),
}

/// Where few codes come back, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    scope: Scope,
    sent: u32,
    verified: u32,
}

impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sent, verified) = (self.sent, self.verified);
        let scope = self.scope.name();
        write!(f, "{scope}: {sent} sent, {verified} verified in an hour")
    }
}

impl Scope {
    fn name(&self) -> &str {
        match self {
            Self::All => "all countries",
            Self::Country(country) => country.code(),
        }
    }
}

impl SmsWatch {
    /// Raises an alarm when `alarm` says so.
    #[must_use]
    pub fn new(alarm: Alarm) -> Self {
        Self {
            alarm,
            meters: Mutex::default(),
        }
    }

    /// Counts a message to `country`; what is suspicious from now on.
    pub fn sent(&self, country: Country, now: Timestamp) -> Vec<Suspicion> {
        self.count(country, |meter| meter.sent(&self.alarm, now))
    }

    /// Counts a code that came back from `country`.
    pub fn verified(&self, country: Country, now: Timestamp) {
        self.count(country, |meter| meter.verified(&self.alarm, now));
    }

    /// What has become suspicious by the mere passing of time.
    pub fn look(&self, now: Timestamp) -> Vec<Suspicion> {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = meters
            .iter_mut()
            .filter_map(|(scope, meter)| Some((*scope, meter.look(&self.alarm, now)?)));
        turns
            .filter_map(|(scope, turn)| said(scope, turn))
            .collect()
    }

    /// Where few codes come back now, by name.
    #[must_use]
    pub fn raised(&self) -> Vec<String> {
        let meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let raised = meters.iter().filter(|(_, meter)| meter.is_raised());
        let mut names: Vec<_> = raised.map(|(scope, _)| scope.name().to_owned()).collect();
        names.sort_unstable();
        names
    }

    fn count(
        &self,
        country: Country,
        count: impl Fn(&mut Meter) -> Option<Turn>,
    ) -> Vec<Suspicion> {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let scopes = [Scope::All, Scope::Country(country)].into_iter();
        let turns = scopes
            .filter_map(|scope| Some((scope, count(meters.entry(scope).or_default())?)))
            .collect::<Vec<_>>();
        let turns = turns.into_iter();
        turns
            .filter_map(|(scope, turn)| said(scope, turn))
            .collect()
    }
}

impl Gateway {
    /// Looks for what has become suspicious by the mere passing of time: a burst of messages that
    /// nothing follows.
    pub fn look_at_messages(&self) {
        let now = self.clock.now();
        if let Some(channel) = &self.sms {
            for suspicion in channel.watch.look(now) {
                self.sound(&suspicion, now);
            }
        }
    }

    /// Writes the alarm into the audit trail. It is nobody's request.
    pub(super) fn sound(&self, suspicion: &Suspicion, now: Timestamp) {
        self.audit.record(&AuditEntry {
            detail: Some(&suspicion.to_string()),
            ..AuditEntry::of(Event::SmsAlarm, now)
        });
    }
}

/// Says what has turned in the log, and gives what is suspicious.
fn said(scope: Scope, turn: Turn) -> Option<Suspicion> {
    match turn {
        Turn::Cleared => {
            tracing::info!(
                scope = scope.name(),
                "codes by text message come back again"
            );
            None
        }
        Turn::Raised { sent, verified } => {
            let message = "few codes by text message come back: somebody may be pumping";
            tracing::error!(scope = scope.name(), sent, verified, message);
            Some(Suspicion {
                scope,
                sent,
                verified,
            })
        }
    }
}
