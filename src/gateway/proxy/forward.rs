//! A request that was permitted goes to the webmail, and its answer to the browser.

use http::header::{ALLOW, COOKIE, MAX_FORWARDS};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, Version};
use http_body::Body as _;

use super::{settings_entry, tripwire, upgrade};
use crate::domain::policy::{Carries, Class, Permit};
use crate::domain::profile::Kind;
use crate::gateway::answer::{add_cookies, plain};
use crate::gateway::body::{Body, RequestBody};
use crate::gateway::cookies::Sealer;
use crate::gateway::error::GatewayError;
use crate::gateway::headers::{finish_headers, strip_request, strip_response};
use crate::gateway::incoming::Incoming;
use crate::gateway::state::Worker;
use crate::gateway::visit::Visit;

/// Forwards a request under `permit`.
///
/// # Errors
/// When the webmail gives no answer, or one that cannot be passed on.
pub async fn forward(
    worker: &Worker,
    visit: &Visit,
    class: Class,
    (mut parts, body): (Parts, Incoming),
    permit: Permit,
) -> Result<Response<Body>, GatewayError> {
    if let Some(answer) = last_forward(&mut parts) {
        return Ok(answer);
    }
    let (claims, cookies) = match permit.carries() {
        Carries::Nothing => (None, visit.jar.anonymous.clone()),
        Carries::Session => {
            let claims = visit.verified().ok_or(UNVERIFIED)?;
            (Some(claims), visit.jar.verified.clone())
        }
    };
    let client = worker.client(visit.site.index)?;
    if visit.kind == Kind::Upgrade {
        let claims = claims.ok_or(UNVERIFIED)?;
        return upgrade::upgrade(worker, visit, claims, client, parts).await;
    }
    let method = parts.method.clone();
    let target = (parts.uri.path(), parts.uri.query());
    let entry = settings_entry::wanted(worker, visit, &method, target);
    let active = class != Class::Asset && !visit.site.profile.is_poll(target.0, target.1);

    let mut request = outgoing(visit, parts, body)?;
    let headers = request.headers_mut();
    if let Some(cookies) = cookies {
        headers.insert(COOKIE, cookies);
    }
    if entry.is_some() {
        settings_entry::ask(headers);
    }
    let mut response = client.send(request).await?;
    *response.version_mut() = Version::HTTP_11;

    let gateway = &worker.gateway;
    let set = Sealer::new(gateway, visit, &gateway.ring.load()).take(response.headers_mut());
    strip_response(response.headers_mut());
    let mut response = match entry {
        Some(entry) => settings_entry::insert(entry, visit, response),
        None => response.map(|body| Body::Upstream(Box::new(body))),
    };
    if let Some(claims) = claims {
        let instead = tripwire::watch(worker, visit, claims, &set, &mut response, active).await?;
        return Ok(instead.unwrap_or(response));
    }
    let open = Sealer::new(gateway, visit, &gateway.ring.load()).anonymous(&set);
    add_cookies(response.headers_mut(), open);
    Ok(response)
}

/// The request for the webmail: the browser's, without what may not pass.
fn outgoing(
    visit: &Visit,
    parts: Parts,
    body: Incoming,
) -> Result<Request<RequestBody>, GatewayError> {
    let body = if body.is_end_stream() {
        RequestBody::Empty
    } else {
        RequestBody::Streamed(body)
    };
    let mut request = Request::new(body);
    *request.uri_mut() = origin_form(&parts.uri)?;
    *request.method_mut() = parts.method;
    *request.headers_mut() = parts.headers;
    let headers = request.headers_mut();
    strip_request(headers);
    finish_headers(headers, visit, parts.version);
    Ok(request)
}

/// The path and query exactly as they were judged.
pub(super) fn origin_form(uri: &Uri) -> Result<Uri, GatewayError> {
    let mut parts = http::uri::Parts::default();
    parts.path_and_query = uri.path_and_query().cloned();
    Uri::from_parts(parts).map_err(|_| GatewayError::Internal("a target is no URI"))
}

/// `Max-Forwards` of OPTIONS, RFC 9110 §7.6.2: at zero the answer is ours.
fn last_forward(parts: &mut Parts) -> Option<Response<Body>> {
    if parts.method != Method::OPTIONS {
        return None;
    }
    let left = parts.headers.get(MAX_FORWARDS)?.to_str().ok()?;
    match left.trim().parse::<u32>().ok()? {
        0 => {
            let mut answer = plain(StatusCode::OK, "");
            let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH");
            answer.headers_mut().insert(ALLOW, methods);
            Some(answer)
        }
        left => {
            parts
                .headers
                .insert(MAX_FORWARDS, HeaderValue::from(left - 1));
            None
        }
    }
}

const UNVERIFIED: GatewayError = GatewayError::Internal("a permit without a verified session");
