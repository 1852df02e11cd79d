//! The access log: one event a request, without queries, cookies or bodies.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use http::{Method, StatusCode};

/// One request and its answer.
pub struct Access<'a> {
    /// The request's id, also on our error pages.
    pub id: &'a dyn fmt::Display,
    /// Who asked.
    pub client: IpAddr,
    /// The method.
    pub method: &'a Method,
    /// The path alone: a query may hold a token.
    pub path: &'a str,
    /// The answer's status.
    pub status: StatusCode,
    /// Why the request was decided as it was.
    pub reason: Option<&'a dyn fmt::Debug>,
    /// How long the answer's head took.
    pub took: Duration,
}

/// Logs one request at level info, target `access`.
pub fn log_access(access: &Access<'_>) {
    tracing::info!(
        target: "access",
        id = %access.id,
        client = %access.client,
        method = %access.method,
        path = access.path,
        status = access.status.as_u16(),
        reason = access.reason.map(tracing::field::debug),
        took_us = u64::try_from(access.took.as_micros()).unwrap_or(u64::MAX),
    );
}
