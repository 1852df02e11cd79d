//! Searching for mailboxes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::super::Admin;
use super::super::access::Caller;
use super::super::problem::Problem;
use super::input::Asked;
use super::models::{MailboxItem, Page};
use super::windows::{MAX_ADDRESS, MAX_CURSOR, Sought, limit, short};
use crate::domain::identity::{Domain, Subject};

/// The mailboxes that have been seen and whose address begins with `prefix`, of all domains that the
/// caller has. A search may answer with few or none and a `next`: there are more to look through.
#[utoipa::path(
    get,
    path = "/api/v1/mailboxes",
    operation_id = "search_mailboxes",
    params(Sought),
    responses(
        (status = 200, body = Page<MailboxItem>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn search(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(sought): Asked<Sought>,
) -> Result<Json<Page<MailboxItem>>, Problem> {
    let desk = caller.search_desk(&admin)?;
    let limit = limit(sought.limit)?;
    let prefix = short("prefix", sought.prefix, MAX_ADDRESS)?;
    let prefix = prefix.unwrap_or_default().to_lowercase();
    let cursor = short("cursor", sought.cursor, MAX_CURSOR)?;
    if !cursor.as_deref().is_none_or(is_place) {
        return Err(Problem::of_field("cursor", "not one of ours"));
    }
    let found = desk.find(&prefix, cursor.as_deref(), limit).await?;
    let items = found
        .rows
        .iter()
        .map(|row| MailboxItem::new(row, &row.domain));
    Ok(Json(Page {
        items: items.collect(),
        next: found.next,
    }))
}

/// Whether it is an address, or the beginning of a domain: `@example.com`.
fn is_place(cursor: &str) -> bool {
    match cursor.strip_prefix('@') {
        Some(domain) => Domain::parse(domain).is_ok_and(|parsed| parsed.as_str() == domain),
        None => Subject::parse(cursor, None).is_ok_and(|parsed| parsed.as_str() == cursor),
    }
}
