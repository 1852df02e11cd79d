//! `[limits]`: how much and how long anything may be.

use std::time::Duration;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// How much and how long anything may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections of browsers at a time.
    pub connections: usize,
    /// Those of one address: an IPv4 address, or an IPv6 network of 64 bits.
    pub connections_of_one: usize,
    /// Up to how many open connections those of HTTP/1.1 are kept between two requests.
    pub connections_kept: usize,
    /// From the start of a request, or of TLS, to the end of the request's head.
    pub head_timeout: Duration,
    /// The size of a request's head.
    pub header_bytes: usize,
    /// The size of a login form.
    pub login_body_bytes: usize,
    /// Between two requests on a connection.
    pub idle_timeout: Duration,
    /// Between two reads of a request's body.
    pub body_timeout: Duration,
    /// For a browser to take any of what is written to it.
    pub write_timeout: Duration,
    /// Bytes a second: whoever sends a body or takes an answer more slowly than this is cut off once
    /// it has kept us waiting for `body_timeout` or `write_timeout` in all.
    pub least_rate: u32,
    /// For a connection to the webmail to stand.
    pub upstream_connect: Duration,
    /// For the webmail to begin its answer.
    pub upstream_head: Duration,
    /// How long an unused connection to the webmail is kept.
    pub upstream_idle: Duration,
    /// Unused connections to the webmail that each worker keeps.
    pub upstream_pool: usize,
    /// For open requests to end when the program is told to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connections: 16_000,
            connections_of_one: 1_000,
            connections_kept: 2_500,
            head_timeout: seconds(10),
            header_bytes: 64 * 1024,
            login_body_bytes: 64 * 1024,
            idle_timeout: seconds(60),
            body_timeout: seconds(30),
            write_timeout: seconds(30),
            least_rate: 500,
            upstream_connect: seconds(5),
            upstream_head: seconds(120),
            // Apache httpd closes an idle connection after 5 s, PHP-FPM's front ends later.
            upstream_idle: seconds(4),
            upstream_pool: 64,
            drain: seconds(30),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    connections: Option<u64>,
    connections_of_one: Option<u64>,
    connections_kept: Option<u64>,
    head_timeout: Option<String>,
    header_bytes: Option<u64>,
    login_body_bytes: Option<u64>,
    idle_timeout: Option<String>,
    body_timeout: Option<String>,
    write_timeout: Option<String>,
    least_rate: Option<u64>,
    upstream_connect: Option<String>,
    upstream_head: Option<String>,
    upstream_idle: Option<String>,
    upstream_pool: Option<u64>,
    drain: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Limits {
        let or = Limits::default();
        let mut time = |key: &str, value: Option<String>, default| {
            scope.duration(&at.key(key), value.as_deref(), default)
        };
        let times = Limits {
            head_timeout: time("head_timeout", self.head_timeout, or.head_timeout),
            idle_timeout: time("idle_timeout", self.idle_timeout, or.idle_timeout),
            body_timeout: time("body_timeout", self.body_timeout, or.body_timeout),
            write_timeout: time("write_timeout", self.write_timeout, or.write_timeout),
            upstream_connect: time(
                "upstream_connect",
                self.upstream_connect,
                or.upstream_connect,
            ),
            upstream_head: time("upstream_head", self.upstream_head, or.upstream_head),
            upstream_idle: time("upstream_idle", self.upstream_idle, or.upstream_idle),
            drain: time("drain", self.drain, or.drain),
            ..or
        };
        let mut size =
            |key: &str, value, default, range| scope.count(&at.key(key), value, default, range);
        let (bytes, some) = (MIN_BYTES..=MAX_BYTES, 1..=MILLION);
        let (head, body) = (self.header_bytes, self.login_body_bytes);
        let (all, one, pool) = (
            self.connections,
            self.connections_of_one,
            self.upstream_pool,
        );
        let rate = usize::try_from(or.least_rate).unwrap_or(MILLION);
        let rate = size("least_rate", self.least_rate, rate, some.clone());
        Limits {
            connections_of_one: size(
                "connections_of_one",
                one,
                or.connections_of_one,
                some.clone(),
            ),
            connections_kept: size(
                "connections_kept",
                self.connections_kept,
                or.connections_kept,
                some.clone(),
            ),
            least_rate: u32::try_from(rate).unwrap_or(u32::MAX),
            connections: size("connections", all, or.connections, some.clone()),
            header_bytes: size("header_bytes", head, or.header_bytes, bytes.clone()),
            login_body_bytes: size("login_body_bytes", body, or.login_body_bytes, bytes),
            upstream_pool: size("upstream_pool", pool, or.upstream_pool, some),
            ..times
        }
    }
}

/// No smaller buffer holds the head of every request.
const MIN_BYTES: usize = 8 * 1024;
const MAX_BYTES: usize = 1024 * 1024;
const MILLION: usize = 1_000_000;
