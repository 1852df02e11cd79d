//! Giving rights to programs.

use std::sync::Arc;

use super::super::Admin;
use super::super::error::AdminError;
use super::Act;
use crate::domain::audit::Event;
use crate::domain::policy::FieldError;
use crate::domain::token::{StoredToken, TokenGrant, TokenId};
use crate::random::bytes;
use crate::secret::SecretText;

/// Giving rights to programs.
pub(in crate::admin) struct TokenDesk {
    admin: Arc<Admin>,
    actor: String,
}

impl TokenDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, actor: String) -> Self {
        Self {
            admin: Arc::clone(admin),
            actor,
        }
    }

    /// Who gives them.
    pub(in crate::admin) fn actor(&self) -> &str {
        &self.actor
    }

    /// Makes a token: what is known of it, and what is shown once.
    pub(in crate::admin) async fn make(
        &self,
        grant: TokenGrant,
    ) -> Result<(StoredToken, SecretText), AdminError> {
        let (random, now) = (self.admin.random.as_ref(), self.admin.clock.now());
        if grant.expires <= now {
            return Err(AdminError::Field(FieldError {
                field: "expires",
                message: "must be in the future".to_owned(),
            }));
        }
        let secrets = (bytes(random)?, bytes(random)?);
        let (token, shown) = StoredToken::make(grant, now, secrets);
        let rights = token.rights.names().join(", ");
        let detail = format!("{} ({}): {rights}", token.name, token.id.as_str());
        self.write_down(Event::TokenMade, detail).await?;
        self.admin.records.tokens.add(&token, now).await?;
        Ok((token, shown))
    }

    /// Revokes a token.
    pub(in crate::admin) async fn revoke(&self, id: &TokenId) -> Result<(), AdminError> {
        let token = self.admin.records.tokens.load(id).await?;
        let token = token.ok_or(AdminError::NotFound("token"))?;
        let detail = format!("{} ({})", token.name, id.as_str());
        self.write_down(Event::TokenRevoked, detail).await?;
        self.admin.records.tokens.remove(id).await?;
        Ok(())
    }

    async fn write_down(&self, event: Event, detail: String) -> Result<(), AdminError> {
        let act = Act {
            actor: &self.actor,
            event,
            domain: "",
            subject: None,
            reason: None,
            detail: Some(detail),
        };
        self.admin.write_down(act).await
    }
}
