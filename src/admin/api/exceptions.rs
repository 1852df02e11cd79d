//! What is asked of single mailboxes, until a date.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::Caller;
use super::super::desk::Basis;
use super::super::error::AdminError;
use super::super::etag::{basis, etag};
use super::super::problem::Problem;
use super::input::{Body, MailboxPath};
use super::resets::reason;
use crate::domain::identity::Domain;
use crate::domain::policy::Mode;

/// What is asked of a mailbox.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionSet {
    /// `required`, `optional` or `disabled`; the stricter of this and the domain's applies.
    #[schema(pattern = "^(required|optional|disabled)$")]
    pub(crate) mode: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) until: Timestamp,
    /// Why, for the journal.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) reason: String,
}

/// Asks more of one mailbox than of its domain, until a date.
#[utoipa::path(
    put,
    path = "/api/v1/mailboxes/{address}/exception",
    operation_id = "set_exception",
    params(
        ("address" = String, Path, description = "The mailbox", max_length = 320),
        ("If-Match" = Option<String>, Header, description = "The ETag of what this replaces"),
        ("If-None-Match" = Option<String>, Header, description = "`*`, for a mailbox without one"),
    ),
    request_body = ExceptionSet,
    responses(
        (status = 204, headers(("ETag" = String, description = "Of the exception now"))),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    headers: HeaderMap,
    Body(set): Body<ExceptionSet>,
) -> Result<Response, Problem> {
    let desk = caller.policy_desk(&admin, domain_of(&subject)?)?;
    let mode = Mode::parse(&set.mode);
    let mode = mode.ok_or_else(|| Problem::of_field("mode", "required, optional or disabled"))?;
    let reason = reason(&set.reason)?;
    let until = (mode, set.until);
    let version = desk
        .except(&subject, until, basis(&headers)?, &reason)
        .await?;
    let tag = [(header::ETAG, etag(version))];
    Ok((StatusCode::NO_CONTENT, tag).into_response())
}

/// Asks of a mailbox what is asked of its domain.
#[utoipa::path(
    delete,
    path = "/api/v1/mailboxes/{address}/exception",
    operation_id = "end_exception",
    params(
        ("address" = String, Path, description = "The mailbox", max_length = 320),
        ("If-Match" = String, Header, description = "The ETag of what this ends"),
    ),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn unset(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let desk = caller.policy_desk(&admin, domain_of(&subject)?)?;
    let Basis::Version(version) = basis(&headers)? else {
        return Err(AdminError::Unconditional.into());
    };
    desk.end_exception(&subject, version, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn domain_of(subject: &crate::domain::identity::Subject) -> Result<Domain, Problem> {
    let domain = Domain::parse(subject.domain());
    domain.map_err(|error| Problem::of_field("address", error.to_string()))
}
