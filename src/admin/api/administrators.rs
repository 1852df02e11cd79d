//! Administrators: people who sign in to the control panel.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use super::super::problem::Problem;
use super::input::{Asked, Body};
use super::models::Page;
use super::resets::{Given, Reason, reason};
use super::tokens::domains;
use super::windows::{AdministratorsWanted, limit};
use crate::domain::administrator::{Administrator, AdministratorName, Role};

/// An administrator, without what they sign in with.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AdministratorModel {
    /// What they sign in with.
    pub(crate) name: String,
    /// `operator`, `domain_administrator` or `reader`.
    pub(crate) role: String,
    /// For whose mailboxes; absent: for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domains: Option<Vec<String>>,
    /// `active`, `invited`, `expired` (the invitation has ended) or `suspended` (after too many wrong
    /// codes).
    pub(crate) state: String,
    /// When they were added.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) made: Timestamp,
    /// By whom.
    pub(crate) by: String,
    /// When they last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_seen: Option<Timestamp>,
}

/// Who is to be an administrator.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdministratorAdd {
    /// What they will sign in with.
    #[schema(pattern = "^[a-z0-9][a-z0-9._@-]{1,63}$")]
    pub(crate) name: String,
    /// What they are there for: `operator`, `domain_administrator` or `reader`.
    #[schema(pattern = "^(operator|domain_administrator|reader)$")]
    pub(crate) role: String,
    /// For whose mailboxes: needed for a domain administrator, possible for a reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub(crate) domains: Option<Vec<String>>,
}

/// What an administrator is there for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// `operator`, `domain_administrator` or `reader`.
    #[schema(pattern = "^(operator|domain_administrator|reader)$")]
    pub(crate) role: String,
    /// For whose mailboxes: needed for a domain administrator, possible for a reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub(crate) domains: Option<Vec<String>>,
}

fn role(name: &str, named: Option<&[String]>) -> Result<Role, Problem> {
    let named = named.map(domains).transpose()?;
    Role::parse(name, named).ok_or_else(|| match name {
        "operator" => Problem::of_field("domains", "an operator has all of them"),
        "domain_administrator" => Problem::of_field("domains", "name at least one"),
        _ => Problem::of_field("role", "operator, domain_administrator or reader"),
    })
}

impl AdministratorModel {
    fn new(administrator: &Administrator, now: Timestamp) -> Self {
        let role = &administrator.role;
        let state = match (administrator.credentials(), administrator.invitation()) {
            (Some(_), _) if administrator.is_suspended() => "suspended",
            (Some(_), _) => "active",
            (None, Some(kept)) if now < kept.until => "invited",
            (None, _) => "expired",
        };
        Self {
            name: administrator.name.to_string(),
            role: role.name().to_owned(),
            domains: role.domains().map(|all| all.iter().cloned().collect()),
            state: state.to_owned(),
            made: administrator.made,
            by: administrator.by.clone(),
            last_seen: administrator.last_seen,
        }
    }
}

/// The administrators.
#[utoipa::path(
    get,
    path = "/api/v1/administrators",
    operation_id = "list_administrators",
    params(AdministratorsWanted),
    responses(
        (status = 200, body = Page<AdministratorModel>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(window): Asked<AdministratorsWanted>,
) -> Result<Json<Page<AdministratorModel>>, Problem> {
    let desk = caller.rights_desk(&admin)?;
    let limit = limit(window.limit)?;
    let after = window.cursor.as_deref().map(|cursor| {
        let name = AdministratorName::parse(cursor);
        name.ok_or_else(|| Problem::of_field("cursor", "not one of ours"))
    });
    let rows = desk
        .administrators(after.transpose()?.as_ref(), limit)
        .await?;
    let full = rows.len() == limit;
    let next = rows.last().filter(|_| full);
    let now = admin.now();
    Ok(Json(Page {
        next: next.map(|row| row.name.to_string()),
        items: rows
            .iter()
            .map(|row| AdministratorModel::new(row, now))
            .collect(),
    }))
}

/// Adds an administrator, who sets up a password and an authenticator with the code that this gives
/// once.
#[utoipa::path(
    post,
    path = "/api/v1/administrators",
    operation_id = "add_administrator",
    request_body = AdministratorAdd,
    responses(
        (status = 201, body = Given),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn add(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Body(wanted): Body<AdministratorAdd>,
) -> Result<(StatusCode, Json<Given>), Problem> {
    let desk = caller.administrator_desk(&admin)?;
    let name = AdministratorName::parse(&wanted.name).ok_or_else(|| {
        let allowed = "from 2 to 64 of a to z, 0 to 9, dot, underscore, hyphen and @";
        Problem::of_field("name", allowed)
    })?;
    let (code, until) = desk
        .add(name, role(&wanted.role, wanted.domains.as_deref())?)
        .await?;
    let given = Given {
        code: code.expose().to_owned(),
        until: Some(until),
    };
    Ok((StatusCode::CREATED, Json(given)))
}

/// An administrator.
#[utoipa::path(
    get,
    path = "/api/v1/administrators/{name}",
    operation_id = "show_administrator",
    params(("name" = String, Path, description = "The administrator", max_length = 64)),
    responses(
        (status = 200, body = AdministratorModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<AdministratorModel>, Problem> {
    let desk = caller.rights_desk(&admin)?;
    let found = desk.administrator(&known(&name)?).await?;
    Ok(Json(AdministratorModel::new(&found, admin.now())))
}

/// Gives an administrator another role.
#[utoipa::path(
    put,
    path = "/api/v1/administrators/{name}",
    operation_id = "assign_administrator",
    params(("name" = String, Path, description = "The administrator", max_length = 64)),
    request_body = Assignment,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn assign(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wanted): Body<Assignment>,
) -> Result<StatusCode, Problem> {
    let desk = caller.administrator_desk(&admin)?;
    desk.assign(
        &known(&name)?,
        role(&wanted.role, wanted.domains.as_deref())?,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an administrator; their sessions end at once.
#[utoipa::path(
    delete,
    path = "/api/v1/administrators/{name}",
    operation_id = "remove_administrator",
    params(("name" = String, Path, description = "The administrator", max_length = 64)),
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn remove(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    let desk = caller.administrator_desk(&admin)?;
    desk.remove(&known(&name)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invites an administrator anew who has lost password or phone: what they had is no good any more.
#[utoipa::path(
    post,
    path = "/api/v1/administrators/{name}/invitation",
    operation_id = "invite_administrator",
    params(("name" = String, Path, description = "The administrator", max_length = 64)),
    request_body = Reason,
    responses(
        (status = 200, body = Given),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn invite(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Path(name): Path<String>,
    Body(why): Body<Reason>,
) -> Result<Json<Given>, Problem> {
    let desk = caller.administrator_desk(&admin)?;
    let (code, until) = desk.invite(&known(&name)?, &reason(&why.reason)?).await?;
    Ok(Json(Given {
        code: code.expose().to_owned(),
        until: Some(until),
    }))
}

fn known(name: &str) -> Result<AdministratorName, AdminError> {
    AdministratorName::parse(name).ok_or(AdminError::NotFound("administrator"))
}
