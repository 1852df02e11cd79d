//! A domain, and what a change of its policy would mean.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::admin::desk::DomainRow;
use crate::domain::policy::TermsForm;
use crate::store::records::StoredPolicy;

/// A domain, and what is asked of its mailboxes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DomainModel {
    /// Its name, as A-labels.
    pub(crate) domain: String,
    /// Where it is said: `file` (and is changed there alone), `store` or `default`.
    pub(crate) source: String,
    /// All that applies.
    pub(crate) effective: TermsForm,
    /// What was said of it in the store; without effect where `source` is `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stored: Option<TermsForm>,
    /// Who said it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) at: Option<Timestamp>,
}

impl DomainModel {
    pub(in crate::admin::api) fn new(row: &DomainRow, stored: Option<StoredPolicy>) -> Self {
        let (stored, by, at) = match stored {
            Some(stored) => (Some(stored.terms), Some(stored.by), Some(stored.at)),
            None => (None, None, None),
        };
        Self {
            domain: row.name.clone(),
            source: row.source.name().to_owned(),
            effective: TermsForm::from(&row.policy),
            stored,
            by,
            at,
        }
    }
}

/// Who would be affected by a change of a domain's policy.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PreviewModel {
    /// Mailboxes that have signed in within the last half year, or have set up a second factor.
    pub(crate) seen: u64,
    /// Of them, those with a second factor.
    pub(crate) enrolled: u64,
    /// Those without: under `required` they must set one up at their next login.
    pub(crate) not_enrolled: u64,
    /// Those that have signed in within the time of a session (`session.absolute`), and may have one.
    pub(crate) signed_in_lately: u64,
    /// When they were counted.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) as_of: Timestamp,
    /// Whether these are all of them. They are not where a large domain has never been counted yet,
    /// soon after the start of the service: there are at least as many.
    pub(crate) complete: bool,
}
