//! Giving rights to people.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::super::Admin;
use super::super::error::AdminError;
use super::Act;
use crate::domain::administrator::{Administrator, AdministratorName, Invitation, Role};
use crate::domain::audit::Event;
use crate::domain::time::after;
use crate::random::bytes;
use crate::secret::SecretText;

/// Giving rights to people.
pub(in crate::admin) struct AdministratorDesk {
    admin: Arc<Admin>,
    actor: String,
}

impl AdministratorDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, actor: String) -> Self {
        Self {
            admin: Arc::clone(admin),
            actor,
        }
    }

    /// Adds an administrator: the code by which they set themselves up, and until when it is good.
    pub(in crate::admin) async fn add(
        &self,
        name: AdministratorName,
        role: Role,
    ) -> Result<(SecretText, Timestamp), AdminError> {
        let (invitation, code, until) = self.invitation()?;
        let mut administrator = Administrator::new(name, role, &self.actor, self.admin.clock.now());
        administrator.invite(invitation);
        let records = &self.admin.records.administrators;
        if records.load(&administrator.name).await?.is_some() {
            return Err(AdminError::Exists("administrator"));
        }
        let detail = described(&administrator.name, &administrator.role);
        self.write_down(Event::AdministratorAdded, detail, None)
            .await?;
        if !records.add(&administrator).await? {
            return Err(AdminError::Exists("administrator"));
        }
        Ok((code, until))
    }

    /// Invites an administrator anew who has lost password or phone. What they had is no good any
    /// more.
    pub(in crate::admin) async fn invite(
        &self,
        name: &AdministratorName,
        reason: &str,
    ) -> Result<(SecretText, Timestamp), AdminError> {
        self.known(name).await?;
        let (invitation, code, until) = self.invitation()?;
        self.write_down(Event::AdministratorReset, name.to_string(), Some(reason))
            .await?;
        let records = &self.admin.records.administrators;
        let invited = records.change(name, |administrator| {
            administrator.invite(invitation.clone());
            Ok::<_, AdminError>(())
        });
        invited.await?.ok_or(NOBODY)??;
        records.forget_guesses(name.as_str()).await?;
        Ok((code, until))
    }

    /// Gives an administrator another role.
    pub(in crate::admin) async fn assign(
        &self,
        name: &AdministratorName,
        role: Role,
    ) -> Result<(), AdminError> {
        let before = self.known(name).await?;
        if role != Role::Operator {
            self.keep_an_operator(&before).await?;
        }
        self.write_down(Event::AdministratorRoleSet, described(name, &role), None)
            .await?;
        let records = &self.admin.records.administrators;
        let changed = records.change(name, |administrator| {
            administrator.role = role.clone();
            Ok::<_, AdminError>(())
        });
        changed.await?.ok_or(NOBODY)?
    }

    /// Removes an administrator; their sessions end.
    pub(in crate::admin) async fn remove(
        &self,
        name: &AdministratorName,
    ) -> Result<(), AdminError> {
        let before = self.known(name).await?;
        self.keep_an_operator(&before).await?;
        self.write_down(Event::AdministratorRemoved, name.to_string(), None)
            .await?;
        self.admin.records.administrators.remove(name).await?;
        Ok(())
    }

    async fn known(&self, name: &AdministratorName) -> Result<Administrator, AdminError> {
        let known = self.admin.records.administrators.load(name).await?;
        known.map(|(known, _)| known).ok_or(NOBODY)
    }

    /// An operator who can sign in must be left, lest nobody can help from the panel. The machine's
    /// own users always can.
    async fn keep_an_operator(&self, leaving: &Administrator) -> Result<(), AdminError> {
        let able = |administrator: &Administrator| {
            administrator.role == Role::Operator
                && administrator.credentials().is_some()
                && !administrator.is_suspended()
        };
        if !able(leaving) {
            return Ok(());
        }
        let mut after: Option<AdministratorName> = None;
        loop {
            let records = &self.admin.records.administrators;
            let page = records.page(after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else {
                return Err(AdminError::LastOperator);
            };
            if page.iter().any(|one| able(one) && one.name != leaving.name) {
                return Ok(());
            }
            after = Some(last.name.clone());
        }
    }

    fn invitation(&self) -> Result<(Invitation, SecretText, Timestamp), AdminError> {
        let until = after(self.admin.clock.now(), INVITED);
        let (kept, code) = Invitation::make(bytes(self.admin.random.as_ref())?, until);
        Ok((kept, code, until))
    }

    async fn write_down(
        &self,
        event: Event,
        detail: String,
        reason: Option<&str>,
    ) -> Result<(), AdminError> {
        let act = Act {
            actor: &self.actor,
            event,
            domain: "",
            subject: None,
            reason,
            detail: Some(detail),
        };
        self.admin.write_down(act).await
    }
}

fn described(name: &AdministratorName, role: &Role) -> String {
    let domains = role.domains().map(|all| {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        all.join(", ")
    });
    match domains {
        Some(domains) => format!("{name}: {} of {domains}", role.name()),
        None => format!("{name}: {}", role.name()),
    }
}

const NOBODY: AdminError = AdminError::NotFound("administrator");
const INVITED: Duration = Duration::from_secs(24 * 60 * 60);
const PAGE: usize = 100;
