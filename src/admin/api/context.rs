//! Who calls, from how they came.

use std::sync::Arc;

use axum::Json;
use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Admin;
use super::super::access::{Caller, Peer};
use super::super::error::AdminError;
use super::super::problem::Problem;

/// How a request came: the listener says it, never the request.
#[derive(Debug, Clone, Copy)]
pub(in crate::admin) enum Connection {
    /// Over the network.
    Network,
    /// Over the Unix socket, from a process of `peer`; we are `own`.
    Socket { peer: Peer, own: u32 },
}

impl FromRequestParts<Arc<Admin>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, admin: &Arc<Admin>) -> Result<Self, Problem> {
        // The control panel asks from within this program; nothing from outside brings one.
        if let Some(caller) = parts.extensions.get::<Self>() {
            return Ok(caller.clone());
        }
        let mut shown = parts.headers.get_all(AUTHORIZATION).iter();
        let token = match (shown.next(), shown.next()) {
            (None, _) => None,
            (Some(value), None) => {
                let text = value.to_str().unwrap_or_default();
                let bearer = text
                    .split_once(' ')
                    .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
                let (_, token) = bearer.ok_or(AdminError::Unauthenticated)?;
                Some(token.trim())
            }
            (Some(_), Some(_)) => return Err(AdminError::Unauthenticated.into()),
        };
        if let Some(token) = token {
            return Ok(Self::by_token(admin, token).await?);
        }
        match parts.extensions.get::<Connection>() {
            Some(Connection::Socket { peer, own }) => {
                Self::on_socket(*peer, *own).ok_or_else(|| AdminError::Unauthenticated.into())
            }
            Some(Connection::Network) | None => Err(AdminError::Unauthenticated.into()),
        }
    }
}

/// Who the API takes the caller for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Whoami {
    /// Its name in the journal.
    pub(crate) name: String,
    /// What it may do.
    pub(crate) rights: Vec<String>,
    /// To whose mailboxes; absent: to all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domains: Option<Vec<String>>,
}

/// Who the caller is taken for.
#[utoipa::path(
    get,
    path = "/api/v1/whoami",
    responses(
        (status = 200, body = Whoami),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn whoami(caller: Caller) -> Json<Whoami> {
    Json(Whoami {
        name: caller.name().to_owned(),
        rights: caller
            .rights()
            .names()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        domains: caller
            .domains()
            .map(|domains| domains.iter().cloned().collect()),
    })
}
