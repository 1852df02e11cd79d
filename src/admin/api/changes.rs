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
use super::windows::{
    ChangesWanted, MAX_ADDRESS, MAX_DOMAIN, MAX_EVENT, Order, VerificationWanted, limit, short,
};
use crate::store::records::Seam;

/// Whether the journal is whole, as far as it was looked at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerifiedModel {
    /// Whether every line that was looked at follows the one before it.
    pub(crate) whole: bool,
    /// The `cursor` of the next question: older lines are still to be looked at. Absent: that is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
    /// The place of the newest line that was looked at; without `cursor` as many lines there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lines: Option<u64>,
    /// Its hash: keep that of the last line elsewhere, and no end can be cut off unseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last: Option<String>,
    /// The line that was altered, or whose neighbour is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) broken_at: Option<u64>,
}

/// The changes. A search may answer with few or none and a `next`: there are more
/// lines to look through.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    operation_id = "list_changes",
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
        since: wanted.since,
        until: wanted.until,
    };
    let (lines, next) = match wanted.order.unwrap_or_default() {
        Order::Newest => desk.page(&filter, wanted.cursor, limit).await?,
        Order::Oldest => {
            let after = wanted.cursor.unwrap_or(0);
            desk.page_from(&filter, after, limit).await?
        }
    };
    Ok(Json(Page {
        items: lines.into_iter().map(ChangeModel::from).collect(),
        next: next.map(|place| place.to_string()),
    }))
}

/// Walks through some 10,000 lines of the journal, from the newest on: whether one was removed or
/// altered. The journal is whole when every part is, up to the one without `next`.
#[utoipa::path(
    get,
    path = "/api/v1/changes/verification",
    operation_id = "verify_changes",
    params(VerificationWanted),
    responses(
        (status = 200, body = VerifiedModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn verify(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(wanted): Asked<VerificationWanted>,
) -> Result<Json<VerifiedModel>, Problem> {
    let desk = caller.journal_desk(&admin)?;
    let seam = match wanted.cursor.as_deref() {
        None => None,
        Some(cursor) => {
            let wrong = || Problem::of_field("cursor", "not one of ours");
            Some(seam(cursor).ok_or_else(wrong)?)
        }
    };
    let checked = desk.check(seam.as_ref()).await?;
    let (lines, last) = checked
        .newest
        .map(|newest| (newest.number, newest.hash))
        .unzip();
    Ok(Json(VerifiedModel {
        whole: checked.broken.is_none(),
        next: checked
            .next
            .map(|next| format!("{}-{}", next.number, next.hash)),
        lines: lines.or(Some(0)),
        last,
        broken_at: checked.broken,
    }))
}

/// A place and a hash, exactly as `next` has them.
fn seam(cursor: &str) -> Option<Seam> {
    let (number, hash) = cursor.split_once('-')?;
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let place: u64 = number.parse().ok()?;
    let exact = place > 0 && i64::try_from(place).is_ok() && place.to_string() == number;
    let whole = hash.len() == 64 && hash.bytes().all(hex);
    (exact && whole).then(|| Seam {
        number: place,
        hash: hash.to_owned(),
    })
}
