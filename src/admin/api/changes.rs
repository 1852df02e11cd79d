//! The journal of changes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::Caller;
use super::super::desk;
use super::super::problem::Problem;
use super::input::Asked;
use super::models::{ChangeModel, Page};
use super::windows::{ChangesWanted, MAX_ADDRESS, MAX_DOMAIN, MAX_EVENT, limit, short};
use crate::store::records::Verified;

/// Whether the journal is whole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerifiedModel {
    /// Whether every line follows the one before it.
    pub(crate) whole: bool,
    /// How many lines there are, where it is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lines: Option<u64>,
    /// The hash of the last line: keep it elsewhere, and no end can be cut off unseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last: Option<String>,
    /// The line that was altered, or whose neighbour is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) broken_at: Option<u64>,
}

/// The changes, the newest first. A search may answer with few or none and a `next`: there are more
/// lines to look through.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    params(ChangesWanted),
    responses(
        (status = 200, body = Page<ChangeModel>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(wanted): Asked<ChangesWanted>,
) -> Result<Json<Page<ChangeModel>>, Problem> {
    let desk = caller.journal_desk(&admin)?;
    let limit = limit(wanted.limit)?;
    // The document says int64, as OpenAPI has no larger one.
    if wanted
        .cursor
        .is_some_and(|place| i64::try_from(place).is_err())
    {
        return Err(Problem::of_field("cursor", "not one of ours"));
    }
    let lower = |text: Option<String>| text.map(|text| text.to_lowercase());
    let filter = desk::Wanted {
        domain: lower(short("domain", wanted.domain, MAX_DOMAIN)?),
        subject: lower(short("subject", wanted.subject, MAX_ADDRESS)?),
        event: short("event", wanted.event, MAX_EVENT)?,
    };
    let (lines, next) = desk.page(&filter, wanted.cursor, limit).await?;
    Ok(Json(Page {
        items: lines.into_iter().map(ChangeModel::from).collect(),
        next: next.map(|place| place.to_string()),
    }))
}

/// Walks through the whole journal: whether a line was removed or altered.
#[utoipa::path(
    get,
    path = "/api/v1/changes/verification",
    responses(
        (status = 200, body = VerifiedModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn verify(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
) -> Result<Json<VerifiedModel>, Problem> {
    let verified = caller.journal_desk(&admin)?.verify().await?;
    Ok(Json(match verified {
        Verified::Whole { lines, last } => VerifiedModel {
            whole: true,
            lines: Some(lines),
            last,
            broken_at: None,
        },
        Verified::Broken { number } => VerifiedModel {
            whole: false,
            lines: None,
            last: None,
            broken_at: Some(number),
        },
    }))
}
