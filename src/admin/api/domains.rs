//! Domains, and what is asked of their mailboxes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::Caller;
use super::super::etag::{basis, etag};
use super::super::problem::Problem;
use super::input::{Asked, Body, DomainPath};
use super::models::{DomainModel, Page, PreviewModel};
use super::windows::{DomainsWanted, MAX_CURSOR, MAX_DOMAIN, limit, short};
use crate::domain::policy::{Mode, TermsForm};

/// What is said of a domain.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DomainSet {
    /// What is asked.
    pub(crate) terms: TermsForm,
    /// Why, for the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub(crate) reason: Option<String>,
}

/// The domains that are listed, in the policy file or in the store.
#[utoipa::path(
    get,
    path = "/api/v1/domains",
    operation_id = "list_domains",
    params(DomainsWanted),
    responses(
        (status = 200, body = Page<DomainModel>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(wanted): Asked<DomainsWanted>,
) -> Result<Json<Page<DomainModel>>, Problem> {
    let desk = caller.domain_desk(&admin)?;
    let limit = limit(wanted.limit)?;
    let mode = match wanted.mode.as_deref() {
        None => None,
        Some(word) => {
            let mode = Mode::parse(word);
            let wrong = || Problem::of_field("mode", "required, optional or disabled");
            Some(mode.ok_or_else(wrong)?)
        }
    };
    let prefix = short("prefix", wanted.prefix, MAX_DOMAIN)?;
    let prefix = prefix.unwrap_or_default().to_lowercase();
    let contains = short("contains", wanted.contains, MAX_DOMAIN)?;
    let contains = contains.unwrap_or_default().to_lowercase();
    let cursor = short("cursor", wanted.cursor, MAX_CURSOR)?;
    let rows = desk.page((&prefix, &contains, mode), cursor.as_deref(), limit);
    let full = rows.len() == limit;
    let next = rows.last().filter(|_| full).map(|row| row.name.clone());
    let items = rows.iter().map(|row| DomainModel::new(row, None));
    Ok(Json(Page {
        items: items.collect(),
        next,
    }))
}

/// What is asked of domains that are not listed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DefaultModel {
    /// All that applies.
    pub(crate) effective: TermsForm,
}

/// What is asked of domains that are not listed.
#[utoipa::path(
    get,
    path = "/api/v1/default",
    operation_id = "show_default",
    responses(
        (status = 200, body = DefaultModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn default(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
) -> Result<Json<DefaultModel>, Problem> {
    let effective = caller.domain_desk(&admin)?.default();
    Ok(Json(DefaultModel { effective }))
}

/// What is asked of a domain's mailboxes, and who said it.
#[utoipa::path(
    get,
    path = "/api/v1/domains/{domain}",
    operation_id = "show_domain",
    params(("domain" = String, Path, description = "The domain", max_length = 253)),
    responses(
        (status = 200, body = DomainModel, headers(
            ("ETag" = String, description = "Of what is stored; absent where nothing is")
        )),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    DomainPath(domain): DomainPath,
) -> Result<Response, Problem> {
    let (row, stored) = caller.domain_desk(&admin)?.show(&domain).await?;
    let (stored, version) = match stored {
        Some((stored, version)) => (Some(stored), Some(version)),
        None => (None, None),
    };
    let mut response = Json(DomainModel::new(&row, stored)).into_response();
    if let Some(version) = version {
        response.headers_mut().insert(header::ETAG, etag(version));
    }
    Ok(response)
}

/// Says what is asked of a domain's mailboxes.
#[utoipa::path(
    put,
    path = "/api/v1/domains/{domain}",
    operation_id = "set_domain",
    params(
        ("domain" = String, Path, description = "The domain", max_length = 253),
        ("If-Match" = Option<String>, Header, description = "The ETag of what this replaces"),
        ("If-None-Match" = Option<String>, Header, description = "`*`, for a domain of which nothing is stored"),
    ),
    request_body = DomainSet,
    responses(
        (status = 204, headers(("ETag" = String, description = "Of what is stored now"))),
        (status = 409, description = "It is the policy file's", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    DomainPath(domain): DomainPath,
    headers: HeaderMap,
    Body(set): Body<DomainSet>,
) -> Result<Response, Problem> {
    let desk = caller.policy_desk(&admin, domain)?;
    let basis = basis(&headers)?;
    let reason = set
        .reason
        .as_deref()
        .map(super::resets::reason)
        .transpose()?;
    let version = desk.say(set.terms, basis, reason.as_deref()).await?;
    let tag = [(header::ETAG, etag(version))];
    Ok((StatusCode::NO_CONTENT, tag).into_response())
}

/// Takes back what was said: the domain is as all that are not listed.
#[utoipa::path(
    delete,
    path = "/api/v1/domains/{domain}",
    operation_id = "unset_domain",
    params(
        ("domain" = String, Path, description = "The domain", max_length = 253),
        ("If-Match" = String, Header, description = "The ETag of what this takes back"),
    ),
    responses(
        (status = 204),
        (status = 409, description = "It is the policy file's", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn unset(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    DomainPath(domain): DomainPath,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let desk = caller.policy_desk(&admin, domain)?;
    desk.take_back(basis(&headers)?, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who would be affected by a change: mailboxes that have been seen. A domain with more than 5,000 of
/// them is answered as of the last census.
#[utoipa::path(
    get,
    path = "/api/v1/domains/{domain}/preview",
    operation_id = "preview_domain",
    params(("domain" = String, Path, description = "The domain", max_length = 253)),
    responses(
        (status = 200, body = PreviewModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn preview(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    DomainPath(domain): DomainPath,
) -> Result<Json<PreviewModel>, Problem> {
    let preview = caller.domain_desk(&admin)?.preview(&domain).await?;
    let standing = &preview.standing;
    Ok(Json(PreviewModel {
        seen: standing.seen.into(),
        enrolled: standing.enrolled.into(),
        not_enrolled: standing.not_enrolled().into(),
        signed_in_lately: standing.signed_in_lately.into(),
        as_of: preview.as_of,
        complete: preview.complete,
    }))
}
