//! Asking the program, over its Unix socket.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpStream, UnixStream};

use super::program::socket;

/// One connection to the program.
pub(super) struct Asker(SendRequest<Full<Bytes>>);

/// By whom something is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// An administrator with this session, in the control panel.
    Panel(&'a str),
    /// Root, over the Unix socket.
    Root,
    /// A program with this token.
    Token(&'a str),
}

impl Asker {
    /// Connects as soon as the program listens.
    pub(super) async fn connect(folder: &Path) -> Result<Self> {
        let mut tries = 0;
        let stream = loop {
            match UnixStream::connect(socket(folder)).await {
                Ok(stream) => break stream,
                Err(error) => {
                    tries += 1;
                    ensure!(tries < 6000, "the program does not listen: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        };
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    /// Connects to the control panel, of a program that is ready.
    pub(super) async fn panel(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    pub(super) async fn ask(&mut self, path: &str, by: By<'_>) -> Result<Bytes> {
        let request = Request::builder().uri(path).header("host", "localhost");
        let request = match by {
            By::Panel(session) => {
                request.header("cookie", format!("__Host-vestibule-admin={session}"))
            }
            By::Root => request,
            By::Token(token) => request.header("authorization", format!("Bearer {token}")),
        };
        self.send(request.body(Full::default())?).await
    }

    pub(super) async fn json(&mut self, path: &str) -> Result<Value> {
        Ok(serde_json::from_slice(&self.ask(path, By::Root).await?)?)
    }

    /// Makes a token that may read these domains.
    pub(super) async fn token(&mut self, domains: &[&str]) -> Result<String> {
        let wanted = json!({
            "name": "scale", "rights": ["read"], "domains": domains,
            "expires": "2099-01-01T00:00:00Z",
        });
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/tokens")
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(wanted.to_string())))?;
        let made: Value = serde_json::from_slice(&self.send(request).await?)?;
        let token = made.get("token").and_then(Value::as_str);
        Ok(token.context("no token")?.to_owned())
    }

    pub(super) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Bytes> {
        let path = request.uri().to_string();
        self.0.ready().await?;
        let response = self.0.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        let said = String::from_utf8_lossy(&body);
        ensure!(
            status == StatusCode::OK || status == StatusCode::CREATED,
            "{path}: {status}: {said}"
        );
        Ok(body)
    }
}
