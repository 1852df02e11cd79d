//! Saying what is asked of a domain, and of single mailboxes in it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::super::Admin;
use super::super::access::Standing;
use super::super::error::AdminError;
use super::Act;
use crate::domain::audit::Event;
use crate::domain::identity::{Domain, Subject};
use crate::domain::policy::{DomainPolicy, FieldError, Mode, PolicyTable, Source, TermsForm};
use crate::store::records::{Exception, StoredPolicy};
use crate::store::{Expected, Version};

/// What a change is based on (RFC 9110 §13.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) enum Basis {
    /// On nothing being there.
    Nothing,
    /// On this version.
    Version(Version),
}

impl From<Basis> for Expected {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::Nothing => Self::Absent,
            Basis::Version(version) => Self::Version(version),
        }
    }
}

/// Saying what is asked.
pub(in crate::admin) struct PolicyDesk {
    admin: Arc<Admin>,
    actor: String,
    domain: Domain,
    standing: Standing,
}

impl PolicyDesk {
    pub(in crate::admin) fn new(
        admin: &Arc<Admin>,
        (actor, standing): (String, Standing),
        domain: Domain,
    ) -> Self {
        Self {
            admin: Arc::clone(admin),
            actor,
            domain,
            standing,
        }
    }

    /// Says what is asked of the domain; gives the new version.
    pub(in crate::admin) async fn say(
        &self,
        terms: TermsForm,
        basis: Basis,
        reason: Option<&str>,
    ) -> Result<Version, AdminError> {
        self.refuse_listed()?;
        let meant = terms.read()?;
        let stored = self.expect(basis).await?;
        {
            let table = self.admin.table.load();
            self.permit((&table, stored.as_ref()), &meant.over(table.unlisted()))?;
        }
        let detail = serde_json::to_string(&terms).ok();
        self.write_down(Event::PolicySet, None, (reason, detail))
            .await?;
        let policy = StoredPolicy::new(terms, self.actor.clone(), self.admin.clock.now());
        let policies = &self.admin.records.policies;
        let put = policies.put(&self.domain, basis.into(), &policy).await?;
        let version = put.ok_or(AdminError::Changed)?;
        self.until(|table| table.stored(self.domain.as_str()) == Some(&meant))
            .await;
        Ok(version)
    }

    /// Takes back what was said: the domain is as all others are.
    pub(in crate::admin) async fn take_back(
        &self,
        basis: Basis,
        reason: Option<&str>,
    ) -> Result<(), AdminError> {
        self.refuse_listed()?;
        let Basis::Version(version) = basis else {
            return Err(AdminError::Unconditional);
        };
        let stored = self.expect(basis).await?;
        {
            let table = self.admin.table.load();
            self.permit((&table, stored.as_ref()), table.unlisted())?;
        }
        self.write_down(Event::PolicyUnset, None, (reason, None))
            .await?;
        let removed = self.admin.records.policies.remove(&self.domain, version);
        if !removed.await? {
            return Err(AdminError::Changed);
        }
        self.until(|table| table.stored(self.domain.as_str()).is_none())
            .await;
        Ok(())
    }

    /// Asks more of one mailbox, until a date.
    pub(in crate::admin) async fn except(
        &self,
        subject: &Subject,
        (mode, until): (Mode, Timestamp),
        basis: Basis,
        reason: &str,
    ) -> Result<Version, AdminError> {
        let now = self.admin.clock.now();
        if until <= now {
            return Err(AdminError::Field(FieldError {
                field: "until",
                message: "must be in the future".to_owned(),
            }));
        }
        let before = self.admin.records.exceptions.load(subject).await?;
        let less = before.is_some_and(|(before, _)| mode < before.mode() || until < before.until);
        if less {
            self.must_be_confirmed()?;
        }
        let detail = Some(format!("{} until {until:.0}", mode.word()));
        self.write_down(Event::ExceptionSet, Some(subject), (Some(reason), detail))
            .await?;
        let by = (self.actor.clone(), now);
        let exception = Exception::new(mode, until, reason.to_owned(), by);
        let exceptions = &self.admin.records.exceptions;
        let put = exceptions.put(subject, basis.into(), &exception).await?;
        let version = put.ok_or(AdminError::Changed)?;
        self.until(|table| table.exception(subject) == Some(mode))
            .await;
        Ok(version)
    }

    /// Asks of a mailbox what is asked of its domain.
    pub(in crate::admin) async fn end_exception(
        &self,
        subject: &Subject,
        version: Version,
        reason: Option<&str>,
    ) -> Result<(), AdminError> {
        self.must_be_confirmed()?;
        self.write_down(Event::ExceptionEnded, Some(subject), (reason, None))
            .await?;
        let removed = self.admin.records.exceptions.remove(subject, version);
        if !removed.await? {
            return Err(AdminError::Changed);
        }
        self.until(|table| table.exception(subject).is_none()).await;
        Ok(())
    }

    /// Waits until this node asks what was just said, so that whoever looks finds it so. Other nodes
    /// hear of it at the same time; somebody else may have said something else meanwhile.
    async fn until(&self, holds: impl Fn(&PolicyTable) -> bool) {
        for _ in 0..LOOKS {
            if holds(&self.admin.table.load()) {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        tracing::warn!(domain = %self.domain, "what was said is not in force here yet");
    }

    /// What asks less than what is in force opens mailboxes.
    /// What this node has in force may lag behind what is stored: it is compared with both.
    fn permit(
        &self,
        (table, stored): (&PolicyTable, Option<&StoredPolicy>),
        wanted: &DomainPolicy,
    ) -> Result<(), AdminError> {
        let (now, _) = table.domain(self.domain.as_str());
        let stored = stored.map(|stored| stored.terms.read()).transpose()?;
        let stored = stored.map(|terms| terms.over(table.unlisted()));
        let less = |before: &DomainPolicy| wanted.asks_less_than(before);
        if less(now) || stored.as_ref().is_some_and(less) {
            self.must_be_confirmed()?;
        }
        Ok(())
    }

    fn must_be_confirmed(&self) -> Result<(), AdminError> {
        match self.standing {
            Standing::Confirmed => Ok(()),
            Standing::Browsing => Err(AdminError::Unconfirmed),
        }
    }

    fn refuse_listed(&self) -> Result<(), AdminError> {
        let table = self.admin.table.load();
        match table.domain(self.domain.as_str()).1 {
            Source::File => Err(AdminError::InFile),
            Source::Default | Source::Store => Ok(()),
        }
    }

    /// Looked at before anything is written down; decided by the write itself.
    async fn expect(&self, basis: Basis) -> Result<Option<StoredPolicy>, AdminError> {
        let stored = self.admin.records.policies.load(&self.domain).await?;
        match (basis, stored) {
            (Basis::Nothing, None) => Ok(None),
            (Basis::Version(based), Some((stored, version))) if based == version => {
                Ok(Some(stored))
            }
            (Basis::Nothing | Basis::Version(_), _) => Err(AdminError::Changed),
        }
    }

    async fn write_down(
        &self,
        event: Event,
        subject: Option<&Subject>,
        (reason, detail): (Option<&str>, Option<String>),
    ) -> Result<(), AdminError> {
        let act = Act {
            actor: &self.actor,
            event,
            domain: self.domain.as_str(),
            subject: subject.map(Subject::as_str),
            reason,
            detail,
        };
        self.admin.write_down(act).await
    }
}

const LOOK: Duration = Duration::from_millis(2);
const LOOKS: u32 = 500;
