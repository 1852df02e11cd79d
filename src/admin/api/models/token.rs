//! A token, without its secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::token::StoredToken;

/// A token, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TokenModel {
    /// Its id.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) name: String,
    /// What it may do: `read`, `policy`, `reset`, `operate`.
    pub(crate) rights: Vec<String>,
    /// To whose mailboxes; absent: to all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domains: Option<Vec<String>>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) made: Timestamp,
    /// By whom.
    pub(crate) by: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) expires: Timestamp,
}

impl From<&StoredToken> for TokenModel {
    fn from(token: &StoredToken) -> Self {
        Self {
            id: token.id.as_str().to_owned(),
            name: token.name.clone(),
            rights: token
                .rights
                .names()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            domains: token
                .domains
                .as_ref()
                .map(|all| all.iter().cloned().collect()),
            made: token.made,
            by: token.by.clone(),
            expires: token.expires,
        }
    }
}
