//! Letting somebody in again who has lost their factors, and ending sessions.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::Caller;
use super::super::problem::Problem;
use super::input::{Body, MailboxPath};

/// Why something is done.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// For the journal.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) reason: String,
}

/// What a reset has done.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ResetDone {
    /// Whether there was a second factor.
    pub(crate) was_enrolled: bool,
}

/// A code, shown once.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Given {
    /// The code.
    pub(crate) code: String,
    /// Until when it is good; absent: today and tomorrow (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) until: Option<Timestamp>,
}

/// A reason in words that a journal can hold.
pub(super) fn reason(text: &str) -> Result<String, Problem> {
    let long = text.chars().count() > MAX_REASON;
    let text = text.trim();
    if text.is_empty() || long || text.chars().any(char::is_control) {
        let message = format!("must be from 1 to {MAX_REASON} characters in one line");
        return Err(Problem::of_field("reason", message));
    }
    Ok(text.to_owned())
}

/// Removes every second factor of a mailbox, its recovery codes and trusted browsers, forgets its
/// failures, and ends its sessions.
#[utoipa::path(
    post,
    path = "/api/v1/mailboxes/{address}/reset",
    operation_id = "reset_mailbox",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    request_body = Reason,
    responses(
        (status = 200, body = ResetDone),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn reset(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    Body(why): Body<Reason>,
) -> Result<Json<ResetDone>, Problem> {
    let desk = caller.reset_desk(&admin, subject)?;
    let was_enrolled = desk.reset(&reason(&why.reason)?).await?;
    Ok(Json(ResetDone { was_enrolled }))
}

/// Ends every session of a mailbox, and all trust in its browsers.
#[utoipa::path(
    post,
    path = "/api/v1/mailboxes/{address}/sign-out",
    operation_id = "sign_out_mailbox",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    request_body = Reason,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn sign_out(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    Body(why): Body<Reason>,
) -> Result<StatusCode, Problem> {
    let desk = caller.reset_desk(&admin, subject)?;
    desk.sign_out(&reason(&why.reason)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets codes be typed again after too many wrong ones.
#[utoipa::path(
    post,
    path = "/api/v1/mailboxes/{address}/unlock",
    operation_id = "unlock_mailbox",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    request_body = Reason,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn unlock(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    Body(why): Body<Reason>,
) -> Result<StatusCode, Problem> {
    let desk = caller.reset_desk(&admin, subject)?;
    desk.unlock(&reason(&why.reason)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a code that stands for the second factor once, within 15 minutes. It is typed where a
/// recovery code is.
#[utoipa::path(
    post,
    path = "/api/v1/mailboxes/{address}/bypass",
    operation_id = "make_bypass",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    request_body = Reason,
    responses(
        (status = 200, body = Given),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn bypass(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    Body(why): Body<Reason>,
) -> Result<Json<Given>, Problem> {
    let desk = caller.reset_desk(&admin, subject)?;
    let (code, until) = desk.bypass(&reason(&why.reason)?).await?;
    Ok(Json(Given {
        code: code.expose().to_owned(),
        until: Some(until),
    }))
}

/// Gives a code with which a mailbox may set up its first authenticator, today and tomorrow (UTC),
/// where its domain has the guard `admin_code`.
#[utoipa::path(
    post,
    path = "/api/v1/mailboxes/{address}/setup-code",
    operation_id = "make_setup_code",
    params(("address" = String, Path, description = "The mailbox", max_length = 320)),
    request_body = Reason,
    responses(
        (status = 200, body = Given),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn setup_code(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    MailboxPath(subject): MailboxPath,
    Body(why): Body<Reason>,
) -> Result<Json<Given>, Problem> {
    let desk = caller.reset_desk(&admin, subject)?;
    let code = desk.setup_code(&reason(&why.reason)?).await?;
    Ok(Json(Given {
        code: code.expose().to_owned(),
        until: None,
    }))
}

const MAX_REASON: usize = 500;
