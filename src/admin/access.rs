//! Who calls, and what they may do. Denied is what is not granted.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Admin;
use super::desk::{
    AdministratorDesk, DomainDesk, JournalDesk, MailboxDesk, OverviewDesk, PolicyDesk, ResetDesk,
    RightsDesk, SearchDesk, TokenDesk,
};
use super::error::AdminError;
use crate::domain::administrator::Administrator;
use crate::domain::identity::{Domain, Subject};
use crate::domain::rights::{Right, Rights};
use crate::domain::token::StoredToken;

/// Whoever calls.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    name: String,
    rights: Rights,
    domains: Option<BTreeSet<String>>,
    standing: Standing,
}

/// What stands behind a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A session of the control panel in which no code was typed for this very thing: it may look,
    /// and ask more, and open nothing.
    Browsing,
    /// A code that was typed for this very thing, a token, or this machine.
    Confirmed,
}

/// A user of this machine, at the other end of the Unix socket (unix(7), `SO_PEERCRED`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// The user's id.
    pub(super) uid: u32,
}

impl Caller {
    /// Root, or the service's own user `own`, may do everything; nobody else anything.
    #[must_use]
    pub(super) fn on_socket(peer: Peer, own: u32) -> Option<Self> {
        (peer.uid == 0 || peer.uid == own).then(|| Self {
            name: format!("uid {}", peer.uid),
            rights: Rights::ALL,
            domains: None,
            standing: Standing::Confirmed,
        })
    }

    /// Whoever shows a token.
    ///
    /// # Errors
    /// When it is not known, or has ended.
    pub(super) async fn by_token(admin: &Admin, shown: &str) -> Result<Self, AdminError> {
        let (id, secret) = StoredToken::split(shown).ok_or(AdminError::Unauthenticated)?;
        let token = admin.records.tokens.load(&id).await?;
        let token = token.filter(|token| token.accepts(secret, admin.clock.now()));
        let token = token.ok_or(AdminError::Unauthenticated)?;
        Ok(Self {
            name: format!("token {} ({})", token.name, token.id.as_str()),
            rights: token.rights,
            domains: token.domains,
            standing: Standing::Confirmed,
        })
    }

    /// An administrator in the control panel, who has verified everything.
    #[must_use]
    pub(super) fn in_panel(administrator: &Administrator) -> Self {
        Self {
            name: format!("administrator {}", administrator.name),
            rights: administrator.role.rights(),
            domains: administrator.role.domains().cloned(),
            standing: Standing::Browsing,
        }
    }

    /// The same, who has just typed a code for what is asked now.
    #[must_use]
    pub(super) fn confirmed(self) -> Self {
        Self {
            standing: Standing::Confirmed,
            ..self
        }
    }

    /// Who it is, in the journal.
    #[must_use]
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What it may do.
    #[must_use]
    pub(super) const fn rights(&self) -> Rights {
        self.rights
    }

    /// To whose mailboxes; all where there are none named.
    #[must_use]
    pub(super) const fn domains(&self) -> Option<&BTreeSet<String>> {
        self.domains.as_ref()
    }

    /// Whether `domain` is any business of the caller's.
    #[must_use]
    pub(super) fn covers(&self, domain: &str) -> bool {
        let named = self.domains.as_ref();
        named.is_none_or(|domains| domains.contains(domain))
    }

    /// To look at the domains that are the caller's business.
    ///
    /// # Errors
    /// When the caller may not read.
    pub(super) fn domain_desk(&self, admin: &Arc<Admin>) -> Result<DomainDesk, AdminError> {
        self.must(Right::Read)?;
        Ok(DomainDesk::new(admin, self.clone()))
    }

    /// To look at a mailbox.
    ///
    /// # Errors
    /// When the caller may not read it.
    pub(super) fn mailbox_desk(
        &self,
        admin: &Arc<Admin>,
        subject: Subject,
    ) -> Result<MailboxDesk, AdminError> {
        self.must_for(Right::Read, subject.domain())?;
        Ok(MailboxDesk::new(admin, subject))
    }

    /// To see how everything stands, as far as it is the caller's business.
    ///
    /// # Errors
    /// When the caller may not read.
    pub(super) fn overview_desk(&self, admin: &Arc<Admin>) -> Result<OverviewDesk, AdminError> {
        self.must(Right::Read)?;
        Ok(OverviewDesk::new(admin, self.clone()))
    }

    /// To search for mailboxes of the domains that are the caller's business.
    ///
    /// # Errors
    /// When the caller may not read.
    pub(super) fn search_desk(&self, admin: &Arc<Admin>) -> Result<SearchDesk, AdminError> {
        self.must(Right::Read)?;
        Ok(SearchDesk::new(admin, self.clone()))
    }

    /// To say what is asked of a domain and its mailboxes.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn policy_desk(
        &self,
        admin: &Arc<Admin>,
        domain: Domain,
    ) -> Result<PolicyDesk, AdminError> {
        self.must_for(Right::Policy, domain.as_str())?;
        let by = (self.name.clone(), self.standing);
        Ok(PolicyDesk::new(admin, by, domain))
    }

    /// To let the owner of a mailbox in again.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn reset_desk(
        &self,
        admin: &Arc<Admin>,
        subject: Subject,
    ) -> Result<ResetDesk, AdminError> {
        self.must_for(Right::Reset, subject.domain())?;
        self.must_be_confirmed()?;
        Ok(ResetDesk::new(admin, self.name.clone(), subject))
    }

    /// To read the journal, as far as it is the caller's business.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn journal_desk(&self, admin: &Arc<Admin>) -> Result<JournalDesk, AdminError> {
        self.must(Right::Read)?;
        Ok(JournalDesk::new(admin, self.clone()))
    }

    /// To look at who has rights. Nobody whose business is some domains alone may.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn rights_desk(&self, admin: &Arc<Admin>) -> Result<RightsDesk, AdminError> {
        self.must_operate()?;
        Ok(RightsDesk::new(admin))
    }

    /// To give rights to programs.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn token_desk(&self, admin: &Arc<Admin>) -> Result<TokenDesk, AdminError> {
        self.must_operate()?;
        self.must_be_confirmed()?;
        Ok(TokenDesk::new(admin, self.name.clone()))
    }

    /// To give rights to people.
    ///
    /// # Errors
    /// When the caller may not.
    pub(super) fn administrator_desk(
        &self,
        admin: &Arc<Admin>,
    ) -> Result<AdministratorDesk, AdminError> {
        self.must_operate()?;
        self.must_be_confirmed()?;
        Ok(AdministratorDesk::new(admin, self.name.clone()))
    }

    fn must_operate(&self) -> Result<(), AdminError> {
        self.must(Right::Operate)?;
        match self.domains {
            None => Ok(()),
            Some(_) => Err(self.lacks(Right::Operate)),
        }
    }

    fn must_be_confirmed(&self) -> Result<(), AdminError> {
        match self.standing {
            Standing::Confirmed => Ok(()),
            Standing::Browsing => Err(AdminError::Unconfirmed),
        }
    }

    fn must(&self, right: Right) -> Result<(), AdminError> {
        if self.rights.has(right) {
            Ok(())
        } else {
            Err(self.lacks(right))
        }
    }

    /// The refusal, which the log has with the caller's name.
    fn lacks(&self, right: Right) -> AdminError {
        tracing::warn!(who = self.name, right = right.name(), "may not");
        AdminError::Forbidden(right.name())
    }

    /// Whether a domain exists is no answer for those whose business it is not.
    fn must_for(&self, right: Right, domain: &str) -> Result<(), AdminError> {
        self.must(right)?;
        if self.covers(domain) {
            Ok(())
        } else {
            Err(self.lacks(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_socket_root_and_the_services_user_are_let_in_and_nobody_else() {
        let on = |uid| Caller::on_socket(Peer { uid }, 997);
        assert!(on(0).is_some() && on(997).is_some());
        assert!(on(1000).is_none() && on(65534).is_none());
    }
}
