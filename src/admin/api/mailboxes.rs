//! Mailboxes, and how they stand.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use super::super::Admin;
use super::super::access::Caller;
use super::super::etag::etag;
use super::super::problem::Problem;
use super::input::{Asked, DomainPath, MailboxPath};
use super::models::{MailboxItem, MailboxModel, Page};
use super::windows::{MAX_CURSOR, MAX_DOMAIN, Window, limit, short};

/// The mailboxes of a domain that have been seen.
#[utoipa::path(
    get,
    path = "/api/v1/domains/{domain}/mailboxes",
    operation_id = "list_mailboxes",
    params(("domain" = String, Path, description = "The domain", max_length = 253), Window),
    responses(
        (status = 200, body = Page<MailboxItem>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    DomainPath(domain): DomainPath,
    Asked(window): Asked<Window>,
) -> Result<Json<Page<MailboxItem>>, Problem> {
    let desk = caller.domain_desk(&admin)?;
    let limit = limit(window.limit)?;
    let prefix = short("prefix", window.prefix, MAX_DOMAIN)?;
    let prefix = prefix.unwrap_or_default().to_lowercase();
    let cursor = short("cursor", window.cursor, MAX_CURSOR)?;
    let wanted = (prefix.as_str(), cursor.as_deref());
    let rows = desk.mailboxes(&domain, wanted, limit).await?;
    let full = rows.len() == limit;
    let next = rows.last().filter(|_| full).map(|row| row.local.clone());
    let items = rows
        .iter()
        .map(|row| MailboxItem::new(row, domain.as_str()));
    Ok(Json(Page {
        items: items.collect(),
        next,
    }))
}

/// How a mailbox stands: what is asked of it and why, its authenticators, failures and activity.
#[utoipa::path(
    get,
    path = "/api/v1/mailboxes/{address}",
    operation_id = "show_mailbox",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    responses(
        (status = 200, body = MailboxModel, headers(
            ("ETag" = String, description = "Of its exception; absent where there is none")
        )),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
) -> Result<Response, Problem> {
    let state = caller.mailbox_desk(&admin, subject)?.show().await?;
    let version = state.exception.as_ref().map(|(_, version)| *version);
    let mut response = Json(MailboxModel::from(&state)).into_response();
    if let Some(version) = version {
        response.headers_mut().insert(header::ETAG, etag(version));
    }
    Ok(response)
}
