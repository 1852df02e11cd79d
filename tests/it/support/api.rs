//! The administrator's API of a house: over its Unix socket, and over the network.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::task::JoinSet;
use vestibule::admin::{Admin, Pace, api, panel, serve};
use vestibule::app::admin;

use super::House;

/// A running API.
pub(crate) struct Api {
    socket: PathBuf,
    pub(crate) address: SocketAddr,
    pub(crate) document: Value,
    admin: Arc<Admin>,
    _tasks: JoinSet<()>,
    _folder: TempDir,
}

/// What it answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Result<Value> {
        Ok(serde_json::from_str(&self.text)?)
    }

    pub(crate) fn etag(&self) -> Option<String> {
        let tag = self.headers.get("etag")?;
        tag.to_str().ok().map(str::to_owned)
    }
}

impl Api {
    pub(crate) async fn of(house: &House) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let socket = folder.path().join("admin.sock");
        let listener = serve::bind_socket(&socket)?;
        let network = TcpListener::bind("127.0.0.1:0").await?;
        let address = network.local_addr()?;
        let admin = admin(&house.config, &house.gateway, &house.shared);
        let (router, document) = api::router(Arc::clone(&admin));
        let pages = panel::router(&admin, router.clone(), None);
        let mut tasks = JoinSet::new();
        let own = rustix::process::geteuid().as_raw();
        tasks.spawn(serve::on_socket(listener, own, router));
        tasks.spawn(serve::on_network(network, pages));
        Ok(Self {
            socket,
            address,
            document: serde_json::to_value(document)?,
            admin,
            _tasks: tasks,
            _folder: folder,
        })
    }

    /// Counts the mailboxes, as is done now and then.
    pub(crate) async fn take_census(&self) -> Result<()> {
        self.admin.census().take(Pace::AtOnce).await?;
        Ok(())
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Reply> {
        self.ask(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<Reply> {
        self.ask(Method::POST, path, &[], Some(body)).await
    }

    /// As the user of this process, over the socket.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Option<Value>,
    ) -> Result<Reply> {
        let stream = UnixStream::connect(&self.socket).await?;
        exchange(stream, request(method, path, headers, body.as_ref())?).await
    }

    /// Over the network, with whatever the headers say.
    pub(crate) async fn over_network(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Option<Value>,
    ) -> Result<Reply> {
        let stream = TcpStream::connect(self.address).await?;
        exchange(stream, request(method, path, headers, body.as_ref())?).await
    }
}

/// Asks the API of whatever program listens at `socket`.
pub(crate) async fn get_at(socket: &Path, path: &str) -> Result<Reply> {
    let stream = UnixStream::connect(socket).await?;
    exchange(stream, request(Method::GET, path, &[], None)?).await
}

fn request(
    method: Method,
    path: &str,
    headers: &[(&'static str, &str)],
    body: Option<&Value>,
) -> Result<Request<Full<Bytes>>> {
    let text = body.map(Value::to_string).unwrap_or_default();
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .body(Full::new(Bytes::from(text)))?;
    if body.is_some() {
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert("content-type", json);
    }
    for (name, value) in headers {
        let value = HeaderValue::from_str(value)?;
        request.headers_mut().append(*name, value);
    }
    Ok(request)
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Reply>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    driver.abort();
    Ok(Reply {
        status: head.status,
        headers: head.headers,
        text: String::from_utf8_lossy(&body).into_owned(),
    })
}
