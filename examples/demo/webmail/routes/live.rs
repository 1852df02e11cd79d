//! Answers that take their time: slow ones, event streams, upgraded connections.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, UPGRADE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::super::bodies::Relay;
use super::super::fields::Fields;
use super::Answer;

const LONGEST_WAIT_MS: u64 = 60_000;
const EVENTS: u32 = 3;
const BETWEEN_EVENTS: Duration = Duration::from_millis(200);

/// `GET /slow?ms=…`: answers after a while.
pub(super) async fn slow(uri: Uri) -> Answer {
    let wanted = Fields::of_query(&uri).get("ms").parse::<u64>();
    let wait = wanted.map_err(|_| StatusCode::BAD_REQUEST)?;
    sleep(Duration::from_millis(wait.min(LONGEST_WAIT_MS))).await;
    Ok("done".into_response())
}

/// `GET /sse`: a few events, one after the other.
pub(super) async fn events() -> Response {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        for number in 1..=EVENTS {
            let event = format!("id: {number}\nevent: mail\ndata: {{\"unread\":{number}}}\n\n");
            if sender.send(Bytes::from(event)).await.is_err() {
                return;
            }
            sleep(BETWEEN_EVENTS).await;
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::new(Relay(receiver))).into_response()
}

/// `GET /ws`: switches protocols, then gives back every byte as it came.
///
/// Enough for a proxy's tests; no browser would take it, since the handshake is not answered.
pub(super) async fn upgrade(mut request: Request) -> Response {
    if !asks_for_websocket(request.headers()) {
        return (StatusCode::UPGRADE_REQUIRED, [(UPGRADE, "websocket")]).into_response();
    }
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(connection) = upgraded.await {
            give_back(connection).await;
        }
    });
    let headers = [(CONNECTION, "Upgrade"), (UPGRADE, "websocket")];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

async fn give_back(connection: Upgraded) {
    let (mut from, mut to) = tokio::io::split(TokioIo::new(connection));
    tokio::io::copy(&mut from, &mut to).await.ok();
    to.shutdown().await.ok();
}

fn asks_for_websocket(headers: &HeaderMap) -> bool {
    headers
        .get(UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}
