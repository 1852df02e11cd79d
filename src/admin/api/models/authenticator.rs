//! An authenticator, without its secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::authenticator::Authenticator;

/// An authenticator, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AuthenticatorModel {
    /// What it is: `totp` or `sms`.
    pub(crate) kind: String,
    /// What its owner calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// When it was confirmed.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) added: Timestamp,
    /// When a code of it was last accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_used: Option<Timestamp>,
}

impl From<&Authenticator> for AuthenticatorModel {
    fn from(own: &Authenticator) -> Self {
        Self {
            kind: own.kind().name().to_owned(),
            name: own.name.clone(),
            added: own.added,
            last_used: own.last_used,
        }
    }
}
