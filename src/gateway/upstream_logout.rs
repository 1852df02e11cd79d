//! Ending the webmail's own session when someone signs out from our pages.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT_ENCODING, COOKIE};
use http::{HeaderValue, Request, Version};
use tokio::time::timeout;

use super::body::RequestBody;
use super::error::GatewayError;
use super::headers::finish_headers;
use super::state::Worker;
use super::upstream::find_values;
use super::visit::Visit;

/// Signs the visitor out of the webmail, in the background: our own session has ended already, and
/// without it the browser holds nothing that the webmail would take.
pub fn log_out_upstream(worker: &Arc<Worker>, visit: &Visit) {
    let (worker, visit) = (Arc::clone(worker), visit.clone());
    let tracker = worker.tunnels.clone();
    tracker.spawn(async move {
        match timeout(PATIENCE, log_out(&worker, &visit)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::info!(%error, "the webmail's session was left to expire"),
            Err(_) => tracing::info!("the webmail's session was left to expire: too slow"),
        }
    });
}

async fn log_out(worker: &Worker, visit: &Visit) -> Result<(), GatewayError> {
    let Some(logout) = &visit.site.profile.upstream_logout else {
        return Ok(());
    };
    let mut target = logout.target.to_string();
    if let Some((page, token, parameter)) = &logout.token {
        let client = worker.client(visit.site.index)?;
        let response = client.send(request(visit, page.as_str())?).await?;
        let found = find_values(response.into_body(), token).await?;
        let token = found.first().cloned().unwrap_or_default();
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(parameter, &token)
            .finish();
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&query);
    }
    let client = worker.client(visit.site.index)?;
    client.send(request(visit, &target)?).await?;
    Ok(())
}

fn request(visit: &Visit, target: &str) -> Result<Request<RequestBody>, GatewayError> {
    let mut request = Request::new(RequestBody::Empty);
    let uri = target.parse();
    *request.uri_mut() = uri.map_err(|_| GatewayError::Internal("a target is no URI"))?;
    let headers = request.headers_mut();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    finish_headers(headers, visit, Version::HTTP_11);
    if let Some(cookies) = &visit.jar.verified {
        headers.insert(COOKIE, cookies.clone());
    }
    Ok(request)
}

const PATIENCE: Duration = Duration::from_secs(10);
