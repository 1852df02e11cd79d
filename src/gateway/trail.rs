//! What the gateway remembers of what happened: in the audit trail, the journal of changes, and the
//! mailbox's recent activity.

use super::error::GatewayError;
use super::factors::Verdict;
use super::state::Gateway;
use super::visit::Visit;
use crate::domain::activity::Activity;
use crate::domain::audit::{Event, Reason};
use crate::domain::journal::{Change, Line};
use crate::domain::session::Claims;
use crate::domain::tally::Tally;
use crate::telemetry::{AuditEntry, JournalPlace, Origin, log_guess};

/// Something that happened to a login.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    event: Event,
    reason: Option<Reason>,
    name: Option<&'a str>,
    detail: Option<&'a str>,
}

impl From<Event> for Happened<'_> {
    fn from(event: Event) -> Self {
        Self {
            event,
            reason: None,
            name: None,
            detail: None,
        }
    }
}

impl<'a> Happened<'a> {
    /// A code that was not accepted.
    #[must_use]
    pub fn refused(verdict: Verdict) -> Self {
        let reason = match verdict {
            Verdict::Accepted => None,
            Verdict::Expired => Some(Reason::Expired),
            Verdict::NotEnrolled => Some(Reason::NotEnrolled),
            Verdict::Suspended => Some(Reason::Suspended),
            Verdict::Used => Some(Reason::Used),
            Verdict::Wait(_) => Some(Reason::TooEarly),
            Verdict::Wrong => Some(Reason::Wrong),
        };
        Self {
            reason,
            ..Self::from(Event::CodeRefused)
        }
    }

    /// For this reason.
    #[must_use]
    pub const fn because(self, reason: Reason) -> Self {
        Self {
            reason: Some(reason),
            ..self
        }
    }

    /// Under another name than the subject.
    #[must_use]
    pub const fn named(self, name: Option<&'a str>) -> Self {
        Self { name, ..self }
    }

    /// With more about it, in words for the operator. Never a secret.
    #[must_use]
    pub const fn detailed(self, detail: &'a str) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }
}

impl Gateway {
    /// Remembers what happened to a mailbox: in the journal where it is a change, in the audit trail,
    /// and in the mailbox's recent activity. The change is made already: what fails here is missing
    /// there, and the log says so.
    pub async fn record<'a>(
        &self,
        visit: &Visit,
        happened: impl Into<Happened<'a>>,
        claims: &Claims,
    ) {
        let happened = happened.into();
        let line = if happened.event.is_change() {
            self.write_down(visit, &happened, claims).await
        } else {
            None
        };
        self.note(visit, &happened, Some(claims), line.as_ref());
        let address = visit.client.to_string();
        let activity = Activity::new(happened.event, visit.now, address, visit.browser());
        let reader = visit.reader();
        let added = self.activity.add(&claims.subject, &activity, &reader);
        if let Err(error) = added.await {
            tracing::warn!(%error, "recent activity could not be noted");
        }
    }

    /// Remembers what happened in the audit trail alone.
    pub fn audit<'a>(
        &self,
        visit: &Visit,
        happened: impl Into<Happened<'a>>,
        claims: Option<&Claims>,
    ) {
        self.note(visit, &happened.into(), claims, None);
    }

    fn note(
        &self,
        visit: &Visit,
        happened: &Happened<'_>,
        claims: Option<&Claims>,
        line: Option<&Line>,
    ) {
        if let Some(tally) = Tally::of_event(happened.event, claims) {
            self.tallies.count(tally);
        }
        log_guess(happened.event, visit.client, &visit.id, &visit.site.name);
        let request = visit.id.to_string();
        let entry = AuditEntry {
            reason: happened.reason,
            name: happened.name,
            origin: Some(Origin {
                request: &request,
                client: visit.client,
                site: &visit.site.name,
            }),
            policy: claims.map(|claims| self.policy.load().in_force(&claims.subject)),
            journal: line.map(|line| JournalPlace {
                number: line.number,
                hash: &line.hash,
            }),
            detail: happened.detail,
            ..AuditEntry::of(happened.event, visit.now)
        };
        self.audit.record(&match claims {
            Some(claims) => entry.about(claims),
            None => entry,
        });
    }

    async fn write_down(
        &self,
        visit: &Visit,
        happened: &Happened<'_>,
        claims: &Claims,
    ) -> Option<Line> {
        let change = Change {
            at: visit.now,
            actor: claims.subject.to_string(),
            event: happened.event.name().to_owned(),
            domain: Some(claims.subject.domain().to_owned()),
            subject: Some(claims.subject.to_string()),
            reason: None,
            detail: happened.detail.map(str::to_owned),
        };
        match self.journal.append(&change).await {
            Ok(line) => Some(line),
            Err(error) => {
                let event = happened.event.name();
                tracing::error!(%error, event, "a change could not be added to the journal");
                None
            }
        }
    }
}

impl GatewayError {
    /// Why a login could not be carried out.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::CrossSite => Reason::CrossSite,
            Self::Body(_) | Self::Facts(_) | Self::Form(_) | Self::FormToken | Self::Login(_) => {
                Reason::Ambiguous
            }
            Self::Names(_) | Self::Subject(_) => Reason::NoMailbox,
            Self::Records(_) => Reason::Store,
            Self::TooManyGuesses(_) => Reason::TooEarly,
            Self::Element(_) | Self::Sealing(_) | Self::Unusable(_) | Self::Upstream(_) => {
                Reason::Webmail
            }
            Self::Claims(_)
            | Self::Forbidden
            | Self::Internal(_)
            | Self::Misdirected(_)
            | Self::Random(_) => Reason::Internal,
        }
    }
}
