//! Asking a provider: one POST on a connection of its own, within a time limit.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;
use tokio::time::timeout;

/// Asks providers over HTTP/1.1. Redirects are not followed, nothing is sent twice, and no
/// connection is kept: messages are few, and one that the provider has just closed would make the
/// outcome of the next message unknown.
#[derive(Clone)]
pub struct HttpClient {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    limit: Duration,
}

/// A provider's answer.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    /// How long it asks to be left alone.
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum HttpFailure {
    /// Nothing was sent.
    #[error("cannot be reached")]
    Unreached,
    /// The request was sent, or may have been; the answer did not come in time, or not whole.
    #[error("did not answer in time, or not in HTTP")]
    Lost,
}

impl HttpClient {
    /// A client that believes these authorities, and takes `limit` for everything.
    #[must_use]
    pub fn new(trust: Arc<RootCertStore>, limit: Duration) -> Self {
        let tls = ClientConfig::builder()
            .with_root_certificates(trust)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // What does not connect leaves time for the answer of what connects late, and is known not
        // to have been sent.
        tcp.set_connect_timeout(Some(limit.mul_f32(CONNECT_SHARE)));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .build(connector);
        Self { client, limit }
    }

    /// Sends `request`, whose URI is absolute, and reads the whole answer.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> Result<Reply, HttpFailure> {
        let exchange = async {
            let response = self.client.request(request).await.map_err(|error| {
                tracing::debug!(%error, "a provider gave no answer");
                if error.is_connect() {
                    HttpFailure::Unreached
                } else {
                    HttpFailure::Lost
                }
            })?;
            read(response).await
        };
        let outcome = timeout(self.limit, exchange).await;
        outcome.map_err(|_| HttpFailure::Lost)?
    }
}

impl std::fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpClient")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

async fn read(response: Response<Incoming>) -> Result<Reply, HttpFailure> {
    let (head, body) = response.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|_| HttpFailure::Lost)?.to_bytes();
    let seconds = head.headers.get(RETRY_AFTER);
    let seconds = seconds.and_then(|value| value.to_str().ok()?.parse().ok());
    Ok(Reply {
        status: head.status,
        retry_after: seconds.map(|seconds| Duration::from_secs(seconds).min(MAX_RETRY_AFTER)),
        body,
    })
}

/// Of the time limit.
const CONNECT_SHARE: f32 = 0.5;
/// Providers answer with a few hundred bytes.
const MAX_BODY: usize = 64 * 1024;
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);
