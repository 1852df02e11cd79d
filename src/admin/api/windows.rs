//! Which part of a list is wanted.

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::problem::Problem;

/// Which part of a list is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Window {
    /// `next` of the answer before.
    #[param(max_length = 512)]
    pub(super) cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
    /// Only names that begin so.
    #[param(max_length = 253)]
    pub(super) prefix: Option<String>,
}

/// How many are given at most.
///
/// # Errors
/// When it is out of range.
pub(super) fn limit(asked: Option<u16>) -> Result<usize, Problem> {
    let asked = usize::from(asked.unwrap_or(DEFAULT_LIMIT));
    if (1..=MAX_LIMIT).contains(&asked) {
        Ok(asked)
    } else {
        let range = format!("must be from 1 to {MAX_LIMIT}");
        Err(Problem::of_field("limit", range))
    }
}

/// Which domains are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DomainsWanted {
    /// `next` of the answer before.
    #[param(max_length = 512)]
    pub(super) cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
    /// Only names that begin so.
    #[param(max_length = 253)]
    pub(super) prefix: Option<String>,
    /// Only names with this in them.
    #[param(max_length = 253)]
    pub(super) contains: Option<String>,
    /// Only those that ask this.
    #[param(pattern = "^(required|optional|disabled)$")]
    pub(super) mode: Option<String>,
}

/// Which tokens are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TokensWanted {
    /// `next` of the answer before.
    #[param(pattern = "^[0-9A-Fa-f]{16}$")]
    pub(super) cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

/// Which administrators are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AdministratorsWanted {
    /// `next` of the answer before.
    #[param(pattern = "^[a-z0-9][a-z0-9._@-]{1,63}$")]
    pub(super) cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

/// Which changes come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Order {
    /// The newest.
    #[default]
    Newest,
    /// The oldest.
    Oldest,
}

/// Which changes are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangesWanted {
    /// `next` of the answer before.
    pub(super) cursor: Option<u64>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
    /// Only those of this domain.
    #[param(max_length = 253)]
    pub(super) domain: Option<String>,
    /// Only those of this mailbox.
    #[param(max_length = 320)]
    pub(super) subject: Option<String>,
    /// Only these.
    #[param(max_length = 100)]
    pub(super) event: Option<String>,
    /// Only from this time on.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(super) since: Option<Timestamp>,
    /// Only before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(super) until: Option<Timestamp>,
    /// Which come first; the newest, where it is not said. From the oldest on, the number of any change
    /// is a cursor: what follows it is given.
    #[param(inline)]
    pub(super) order: Option<Order>,
}

/// Which mailboxes are sought.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Sought {
    /// `next` of the answer before.
    #[param(max_length = 512)]
    pub(super) cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
    /// Only addresses that begin so: `ali`, `alice@`, `alice@example.com`.
    #[param(max_length = 320)]
    pub(super) prefix: Option<String>,
}

/// How far back it goes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaysWanted {
    /// How many days (UTC), today among them; 30 where it is not said.
    #[param(minimum = 1, maximum = 400)]
    pub(super) days: Option<u16>,
}

/// From where the journal is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VerificationWanted {
    /// `next` of the answer before.
    #[param(pattern = "^[1-9][0-9]{0,18}-[0-9a-f]{64}$")]
    pub(super) cursor: Option<String>,
}

/// A text of the query that is no longer than the document says.
///
/// # Errors
/// When it is longer.
pub(super) fn short(
    field: &'static str,
    value: Option<String>,
    most: usize,
) -> Result<Option<String>, Problem> {
    let long = value
        .as_ref()
        .is_some_and(|value| value.chars().count() > most);
    if long {
        return Err(Problem::of_field(
            field,
            format!("must be at most {most} characters"),
        ));
    }
    Ok(value)
}

pub(super) const MAX_CURSOR: usize = 512;
pub(super) const MAX_DOMAIN: usize = 253;
pub(super) const MAX_ADDRESS: usize = 320;
pub(super) const MAX_EVENT: usize = 100;
const DEFAULT_LIMIT: u16 = 100;
const MAX_LIMIT: usize = 500;
