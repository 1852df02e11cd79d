//! Tokens for programs.

use std::collections::BTreeSet;
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
use super::input::{Asked, Body, domain};
use super::models::{Page, TokenModel};
use super::resets::reason;
use super::windows::{TokensWanted, limit};
use crate::domain::rights::Rights;
use crate::domain::token::{TokenGrant, TokenId};

/// What a token is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenMake {
    /// What it is for.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) name: String,
    /// What it may do: `read`, `policy`, `reset`, `operate`.
    #[schema(min_items = 1, max_items = 4)]
    pub(crate) rights: Vec<String>,
    /// To whose mailboxes; absent: to all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub(crate) domains: Option<Vec<String>>,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) expires: Timestamp,
}

/// A new token, shown once.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct TokenMade {
    /// What goes into `Authorization: Bearer`.
    pub(crate) token: String,
    /// What is known of it from now on.
    pub(crate) about: TokenModel,
}

/// The tokens that have not ended.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    operation_id = "list_tokens",
    params(TokensWanted),
    responses(
        (status = 200, body = Page<TokenModel>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(window): Asked<TokensWanted>,
) -> Result<Json<Page<TokenModel>>, Problem> {
    let desk = caller.rights_desk(&admin)?;
    let limit = limit(window.limit)?;
    let after = window.cursor.as_deref().map(|cursor| {
        TokenId::parse(cursor).ok_or_else(|| Problem::of_field("cursor", "not one of ours"))
    });
    let tokens = desk.tokens(after.transpose()?.as_ref(), limit).await?;
    let full = tokens.len() == limit;
    let next = tokens.last().filter(|_| full);
    Ok(Json(Page {
        next: next.map(|token| token.id.as_str().to_owned()),
        items: tokens.iter().map(TokenModel::from).collect(),
    }))
}

/// Makes a token.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    operation_id = "make_token",
    request_body = TokenMake,
    responses(
        (status = 201, body = TokenMade),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn make(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Body(wanted): Body<TokenMake>,
) -> Result<(StatusCode, Json<TokenMade>), Problem> {
    let desk = caller.token_desk(&admin)?;
    let few = wanted.rights.len() <= Rights::ALL.names().len();
    let rights = Rights::parse(wanted.rights.iter().map(String::as_str));
    let rights = rights.filter(|rights| few && *rights != Rights::default());
    let wrong = || Problem::of_field("rights", "from read, policy, reset, operate");
    let grant = TokenGrant {
        name: reason(&wanted.name).map_err(|_| {
            Problem::of_field("name", "must be from 1 to 500 characters in one line")
        })?,
        rights: rights.ok_or_else(wrong)?,
        domains: wanted.domains.as_deref().map(domains).transpose()?,
        by: desk.actor().to_owned(),
        expires: wanted.expires,
    };
    let (token, shown) = desk.make(grant).await?;
    let made = TokenMade {
        token: shown.expose().to_owned(),
        about: TokenModel::from(&token),
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Revokes a token: it is no good from now on.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{id}",
    operation_id = "revoke_token",
    params(("id" = String, Path, description = "The token's id")),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn revoke(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let desk = caller.token_desk(&admin)?;
    let id = TokenId::parse(&id).ok_or(AdminError::NotFound("token"))?;
    desk.revoke(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The domains that somebody's rights are limited to.
pub(super) fn domains(names: &[String]) -> Result<BTreeSet<String>, Problem> {
    if names.is_empty() || names.len() > MAX_DOMAINS {
        let range = format!("must name from 1 to {MAX_DOMAINS} domains");
        return Err(Problem::of_field("domains", range));
    }
    let read = names.iter().map(|name| {
        domain(name)
            .map(|domain| domain.to_string())
            .map_err(|message| Problem::of_field("domains", format!("{name:?}: {message}")))
    });
    read.collect()
}

const MAX_DOMAINS: usize = 1000;
