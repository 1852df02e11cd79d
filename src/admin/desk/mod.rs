//! Desks: what a caller with a right can do. Each is made by `access` alone.

mod administrator;
mod domain;
mod journal;
mod mailbox;
mod overview;
mod policy;
mod reset;
mod rights;
mod search;
mod token;

pub(super) use administrator::AdministratorDesk;
pub(super) use domain::{DomainDesk, DomainRow};
pub(super) use journal::{JournalDesk, Wanted};
pub(super) use mailbox::{MailboxDesk, MailboxState};
pub(super) use overview::{Day, DomainStanding, Overview, OverviewDesk};
pub(super) use policy::{Basis, PolicyDesk};
pub(super) use reset::ResetDesk;
pub(super) use rights::RightsDesk;
pub(super) use search::SearchDesk;
pub(super) use token::TokenDesk;

use super::Admin;
use super::error::AdminError;
use crate::domain::audit::Event;
use crate::domain::journal::Change;
use crate::telemetry::{AuditEntry, JournalPlace};

/// A change that an administrator makes.
struct Act<'a> {
    actor: &'a str,
    event: Event,
    domain: &'a str,
    subject: Option<&'a str>,
    reason: Option<&'a str>,
    detail: Option<String>,
}

impl Admin {
    /// Writes down what is about to be done: nothing is done that is not.
    async fn write_down(&self, act: Act<'_>) -> Result<(), AdminError> {
        let change = Change {
            at: self.clock.now(),
            actor: act.actor.to_owned(),
            event: act.event.name().to_owned(),
            domain: Some(act.domain.to_owned()).filter(|domain| !domain.is_empty()),
            subject: act.subject.map(str::to_owned),
            reason: act.reason.map(str::to_owned),
            detail: act.detail,
        };
        let line = self.records.journal.append(&change).await?;
        self.audit.record(&AuditEntry {
            actor: Some(&change.actor),
            domain: change.domain.as_deref(),
            subject: change.subject.as_deref(),
            journal: Some(JournalPlace {
                number: line.number,
                hash: &line.hash,
            }),
            why: change.reason.as_deref(),
            detail: change.detail.as_deref(),
            ..AuditEntry::of(act.event, change.at)
        });
        Ok(())
    }

    /// Writes down what an administrator does with an account.
    pub(super) async fn write_down_detail(
        &self,
        event: Event,
        actor: &str,
        detail: String,
    ) -> Result<(), AdminError> {
        let act = Act {
            actor,
            event,
            domain: "",
            subject: None,
            reason: None,
            detail: Some(detail),
        };
        self.write_down(act).await
    }

    /// Tells the audit trail what is no change: that somebody signed in, or could not.
    pub(super) fn tell(&self, event: Event, actor: &str) {
        self.audit.record(&AuditEntry {
            actor: Some(actor),
            ..AuditEntry::of(event, self.clock.now())
        });
    }
}
