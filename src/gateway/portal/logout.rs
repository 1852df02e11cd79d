//! Signing out from our own pages: here and in the webmail.

use http::{HeaderMap, Response};

use super::context::{Context, Reply};
use super::form::Form;
use crate::domain::audit::{Event, Reason};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::trail::Happened;
use crate::gateway::upstream_logout::log_out_upstream;

pub(super) async fn sign_out(
    context: Context,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Reply {
    Reply(signed_out(&context, &headers, body).await)
}

async fn signed_out(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let (gateway, visit) = (context.gateway(), &context.visit);
    if let Some(claims) = visit.claims() {
        Form::read(context, claims, headers, body).await?;
        gateway.revoke(claims.login, visit.now).await?;
        let happened = Happened::from(Event::LoggedOut).because(Reason::Person);
        gateway.audit(visit, happened, Some(claims));
        log_out_upstream(&context.worker, visit);
    }
    let mut response = context.to_login_page();
    add_cookies(response.headers_mut(), gateway.farewell());
    Ok(response)
}
