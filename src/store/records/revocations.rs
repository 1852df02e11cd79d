//! Revoked logins: `revoked/<login>`, kept for as long as a session may live.

use std::sync::Arc;

use super::{EpochRecords, RecordsError, key};
use crate::domain::session::LoginId;
use crate::store::{Expected, Key, Put, Store};

/// Logins that were signed out before their time.
#[derive(Debug, Clone)]
pub struct RevocationRecords(Arc<dyn Store>);

impl RevocationRecords {
    /// What the keys of these records start with.
    pub const PREFIX: &'static str = "revoked/";

    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Revokes `login`, durably.
    ///
    /// # Errors
    /// When the store fails; the login must then not be called signed out.
    pub async fn revoke(&self, login: LoginId) -> Result<(), RecordsError> {
        let key = key(KIND, &login.to_string())?;
        let ttl = Some(EpochRecords::LIFETIME);
        let value = bytes::Bytes::from_static(b"1");
        // A conflict is as good: somebody has revoked it already.
        match self.0.put_if(&key, Expected::Absent, value, ttl).await? {
            Put::Stored(_) | Put::Conflict(_) => Ok(()),
        }
    }

    /// Which login a key revokes.
    #[must_use]
    pub fn login(key: &Key) -> Option<LoginId> {
        key.as_str()
            .strip_prefix(Self::PREFIX)
            .and_then(LoginId::parse)
    }
}

const KIND: &str = "revoked";
