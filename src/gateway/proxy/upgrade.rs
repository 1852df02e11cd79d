//! WebSockets (RFC 6455) of verified sessions: a tunnel that ends with the session.

use std::sync::Arc;
use std::time::Duration;

use http::header::{CONNECTION, CONTENT_LENGTH, COOKIE, TRANSFER_ENCODING, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;

use super::forward::origin_form;
use super::tripwire;
use crate::domain::policy::{Class, Outcome, SessionState, decide};
use crate::domain::session::Claims;
use crate::gateway::answer::plain;
use crate::gateway::body::{Body, RequestBody};
use crate::gateway::cookies::{Sealer, SetCookie};
use crate::gateway::error::GatewayError;
use crate::gateway::headers::{finish_headers, strip_request, strip_response};
use crate::gateway::same_origin::has_origin;
use crate::gateway::state::{Gateway, Worker};
use crate::gateway::upstream::Client;
use crate::gateway::visit::Visit;

/// Asks the webmail to switch to a WebSocket, and tunnels if it does.
pub(super) async fn upgrade(
    worker: &Worker,
    visit: &Visit,
    claims: &Claims,
    client: &Client,
    mut parts: Parts,
) -> Result<Response<Body>, GatewayError> {
    if !is_websocket(&parts) {
        return Ok(plain(
            StatusCode::BAD_REQUEST,
            "Only WebSocket upgrades pass.\n",
        ));
    }
    // A page of another site may open a WebSocket with our cookies: the browser says so.
    if !has_origin(&parts.headers, visit.host()) {
        return Err(GatewayError::CrossSite);
    }
    let downstream = parts.extensions.remove::<OnUpgrade>();
    let downstream = downstream.ok_or(GatewayError::Internal("an upgrade without a connection"))?;

    let mut request = Request::new(RequestBody::Empty);
    *request.uri_mut() = origin_form(&parts.uri)?;
    *request.headers_mut() = parts.headers;
    let headers = request.headers_mut();
    strip_request(headers);
    finish_headers(headers, visit, parts.version);
    switch(headers);
    if let Some(cookies) = &visit.jar.verified {
        headers.insert(COOKIE, cookies.clone());
    }

    let response = client.send_upgrade(request).await?;
    let (mut answer, upstream, set) = received(worker, visit, client, response);
    // The webmail may start another session in this answer as in any other.
    let instead = tripwire::watch(worker, visit, claims, &set, &mut answer, true).await?;
    if let Some(instead) = instead {
        return Ok(instead);
    }
    if let Some(upstream) = upstream {
        switch(answer.headers_mut());
        let gateway = Arc::clone(&worker.gateway);
        let claims = claims.clone();
        worker
            .tunnels
            .spawn(async move { tunnel(&gateway, &claims, downstream, upstream).await });
    }
    Ok(answer)
}

/// The webmail's answer without its cookies, its side of the tunnel if it switches, and the cookies.
fn received(
    worker: &Worker,
    visit: &Visit,
    client: &Client,
    mut response: Response<Incoming>,
) -> (Response<Body>, Option<OnUpgrade>, Vec<SetCookie>) {
    let gateway = &worker.gateway;
    let set = Sealer::new(gateway, visit, &gateway.ring.load()).take(response.headers_mut());
    strip_response(response.headers_mut());
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        let upstream = hyper::upgrade::on(&mut response);
        return (response.map(|_| Body::empty()), Some(upstream), set);
    }
    let body = |body| Body::Upstream(Box::new(client.detached(body)));
    (response.map(body), None, set)
}

/// Carries bytes both ways until either side closes, or the session ends.
async fn tunnel(gateway: &Gateway, claims: &Claims, downstream: OnUpgrade, upstream: OnUpgrade) {
    let (Ok(downstream), Ok(upstream)) = tokio::join!(downstream, upstream) else {
        return;
    };
    let mut copy = std::pin::pin!(copy(downstream, upstream));
    let mut check = tokio::time::interval(CHECK);
    loop {
        tokio::select! {
            () = &mut copy => return,
            _ = check.tick() => if !stands(gateway, claims) { return },
        }
    }
}

async fn copy(downstream: Upgraded, upstream: Upgraded) {
    let (mut downstream, mut upstream) = (TokioIo::new(downstream), TokioIo::new(upstream));
    let copied = tokio::io::copy_bidirectional(&mut downstream, &mut upstream).await;
    if let Err(error) = copied {
        tracing::debug!(%error, "a tunnel broke");
    }
}

/// What every request is asked, asked of a tunnel while it lasts. It has no idle end.
fn stands(gateway: &Gateway, claims: &Claims) -> bool {
    let state = if claims.has_second_factor() {
        SessionState::VerifiedBySecondFactor
    } else {
        SessionState::VerifiedByPassword
    };
    let requirement = gateway.policy.load().requirement(&claims.subject);
    let decision = decide(Class::Upgrade, state, requirement);
    matches!(decision.outcome, Outcome::Forward(_))
        && gateway.clock.now() < claims.absolute_end
        && !gateway.live.is_revoked(claims.login)
        && gateway.live.epoch(&claims.subject) <= claims.epoch
}

fn is_websocket(parts: &Parts) -> bool {
    let upgrade = parts.headers.get(UPGRADE);
    let websocket = upgrade.is_some_and(|u| u.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let framed = [CONTENT_LENGTH, TRANSFER_ENCODING];
    let has_body = framed.iter().any(|name| parts.headers.contains_key(name));
    parts.method == Method::GET && websocket && !has_body
}

fn switch(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}

const CHECK: Duration = Duration::from_secs(1);
