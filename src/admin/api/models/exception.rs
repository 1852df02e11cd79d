//! What is asked of one mailbox in particular.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::records::Exception;

/// What is asked of one mailbox in particular.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExceptionModel {
    /// `required`, `optional` or `disabled`; the stricter of this and the domain's applies.
    pub(crate) mode: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) until: Timestamp,
    /// Why.
    pub(crate) reason: String,
    /// Who said it.
    pub(crate) by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
}

impl From<&Exception> for ExceptionModel {
    fn from(exception: &Exception) -> Self {
        Self {
            mode: exception.mode().word().to_owned(),
            until: exception.until,
            reason: exception.reason.clone(),
            by: exception.by.clone(),
            at: exception.at,
        }
    }
}
