//! Looking at who has rights.

use std::sync::Arc;

use super::super::Admin;
use super::super::error::AdminError;
use crate::domain::administrator::{Administrator, AdministratorName};
use crate::domain::token::{StoredToken, TokenId};

/// Looking at who has rights.
pub(in crate::admin) struct RightsDesk {
    admin: Arc<Admin>,
}

impl RightsDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>) -> Self {
        Self {
            admin: Arc::clone(admin),
        }
    }

    /// At most `limit` tokens after `after`.
    pub(in crate::admin) async fn tokens(
        &self,
        after: Option<&TokenId>,
        limit: usize,
    ) -> Result<Vec<StoredToken>, AdminError> {
        Ok(self.admin.records.tokens.page(after, limit).await?)
    }

    /// At most `limit` administrators after `after`.
    pub(in crate::admin) async fn administrators(
        &self,
        after: Option<&AdministratorName>,
        limit: usize,
    ) -> Result<Vec<Administrator>, AdminError> {
        Ok(self.admin.records.administrators.page(after, limit).await?)
    }

    /// The administrator of this name.
    pub(in crate::admin) async fn administrator(
        &self,
        name: &AdministratorName,
    ) -> Result<Administrator, AdminError> {
        let found = self.admin.records.administrators.load(name).await?;
        let (found, _) = found.ok_or(AdminError::NotFound("administrator"))?;
        Ok(found)
    }
}
