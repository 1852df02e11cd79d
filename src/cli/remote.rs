//! Asking the running service: the API over its Unix socket, and nothing else.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HOST, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use tokio::net::UnixStream;

use crate::admin::problem::Problem;
use crate::config::Config;
use crate::domain::identity::Domain;

/// The running service.
pub(super) struct Service {
    socket: PathBuf,
    runtime: tokio::runtime::Runtime,
}

/// What it answered.
pub(super) struct Answer {
    /// The body.
    pub(super) body: Bytes,
    /// The version of what was asked for, where there is one.
    pub(super) etag: Option<HeaderValue>,
}

/// What a change is based on.
pub(super) enum Basis {
    /// Nothing is said of it.
    None,
    /// On what was read before; on nothing, where there was nothing.
    Read(Option<HeaderValue>),
}

/// The service cannot be asked.
#[derive(Debug, Error)]
#[error("the service does not answer on {socket}: {cause}; is it running, and may you ask it?")]
pub(super) struct Unreachable {
    socket: String,
    cause: String,
}

impl Service {
    /// The service of this configuration.
    ///
    /// # Errors
    /// When the configuration names no socket.
    pub(super) fn of(config: &Config) -> anyhow::Result<Self> {
        let socket = config.admin.socket.clone();
        let socket = socket.context("admin.socket is not set: the service cannot be asked")?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(Self { socket, runtime })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// When the service cannot be asked, or says that something is wrong.
    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<(T, Answer)> {
        let answer = self.ask(Method::GET, path, &Basis::None, None)?;
        let read = serde_json::from_slice(&answer.body).context("the service's answer")?;
        Ok((read, answer))
    }

    /// Sends a change.
    ///
    /// # Errors
    /// When the service cannot be asked, or says that something is wrong.
    pub(super) fn send<B: Serialize>(
        &self,
        method: Method,
        path: &str,
        (basis, body): (&Basis, Option<&B>),
    ) -> anyhow::Result<Answer> {
        let body = body.map(serde_json::to_vec).transpose()?;
        self.ask(method, path, basis, body)
    }

    /// Sends a change that answers with something.
    ///
    /// # Errors
    /// When the service cannot be asked, or says that something is wrong.
    pub(super) fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> anyhow::Result<(T, Answer)> {
        let answer = self.send(Method::POST, path, (&Basis::None, Some(body)))?;
        let read = serde_json::from_slice(&answer.body).context("the service's answer")?;
        Ok((read, answer))
    }

    fn ask(
        &self,
        method: Method,
        path: &str,
        basis: &Basis,
        body: Option<Vec<u8>>,
    ) -> anyhow::Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(HOST, "localhost")
            .body(Full::default())?;
        if let Some(body) = body {
            *request.body_mut() = Full::new(Bytes::from(body));
            let headers = request.headers_mut();
            let json = HeaderValue::from_static("application/json");
            headers.insert(CONTENT_TYPE, json);
        }
        let headers = request.headers_mut();
        match basis {
            Basis::None => {}
            Basis::Read(Some(tag)) => {
                headers.insert(IF_MATCH, tag.clone());
            }
            Basis::Read(None) => {
                headers.insert(IF_NONE_MATCH, HeaderValue::from_static("*"));
            }
        }
        let answered = self
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, self.exchange(request)).await });
        let (status, answer) = match answered {
            Ok(answered) => answered?,
            Err(_) => anyhow::bail!("the service takes too long"),
        };
        if status.is_success() {
            return Ok(answer);
        }
        let problem: Problem = serde_json::from_slice(&answer.body)
            .with_context(|| format!("the service answered {status}"))?;
        anyhow::bail!("{}", problem.detail)
    }

    async fn exchange(
        &self,
        request: Request<Full<Bytes>>,
    ) -> anyhow::Result<(StatusCode, Answer)> {
        let connected = UnixStream::connect(&self.socket).await;
        let stream = connected.map_err(|cause| Unreachable {
            socket: self.socket.display().to_string(),
            cause: cause.to_string(),
        })?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(connection);
        let response = sender.send_request(request).await?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await;
        let body = body.map_err(|error| anyhow::anyhow!(error))?.to_bytes();
        driver.abort();
        let etag = head.headers.get(ETAG).cloned();
        Ok((head.status, Answer { body, etag }))
    }
}

/// A name as one segment of a path (RFC 3986 §3.3).
pub(super) fn segment(name: &str) -> String {
    utf8_percent_encode(&labels(name), SEGMENT).to_string()
}

/// The name of a domain or a mailbox with its domain as A-labels, as the API takes it. What is no name
/// stays as it is: the service says what is wrong with it.
pub(super) fn labels(name: &str) -> String {
    let (local, domain) = match name.rsplit_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, name),
    };
    match (Domain::parse(domain), local) {
        (Ok(domain), Some(local)) => format!("{local}@{domain}"),
        (Ok(domain), None) => domain.to_string(),
        (Err(_), _) => name.to_owned(),
    }
}

/// Names and values as a query string, without those that are nothing.
pub(super) fn query(pairs: &[(&str, Option<String>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.finish()
}

/// Writes rows in columns, the first row as their names.
pub(super) fn table(out: &mut dyn Write, rows: &[Vec<String>]) -> std::io::Result<()> {
    let columns = rows.first().map_or(0, Vec::len);
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');
const PATIENCE: Duration = Duration::from_secs(60);
const MAX_ANSWER: usize = 16 * 1024 * 1024;
