//! The listening side.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::Webmail;

/// Pause after a failed accept, so that a shortage of descriptors does not become a busy loop.
const BREATH: Duration = Duration::from_millis(50);

/// Answers requests until the future is dropped, which also closes every connection.
pub(crate) async fn serve(listener: TcpListener, webmail: Arc<Webmail>) {
    let service = TowerToHyperService::new(webmail.router());
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => connections.spawn(converse(stream, service.clone())),
            Err(_) => {
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection; a browser that goes away in between is nothing to report.
async fn converse(stream: TcpStream, service: TowerToHyperService<axum::Router>) {
    stream.set_nodelay(true).ok();
    http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await
        .ok();
}
