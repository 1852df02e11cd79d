//! What the API refuses is in the log, with whoever asked for it (`Caller`) and what they asked for.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use tracing::Instrument as _;

/// Logs an answer that says that somebody may not. The path alone: a query may hold a name to search for.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let span = tracing::info_span!("administrator", %method, path);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        let _entered = span.enter();
        tracing::warn!(
            status = status.as_u16(),
            "a request of an administrator was refused"
        );
    }
    response
}
