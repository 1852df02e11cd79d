//! Logging in for the browser (DESIGN §3): the form is read strictly, the webmail's login is built
//! anew on a fresh upstream session, and whose mailbox it is, the webmail's answer says.

mod admit;
mod attempt;
mod fresh_session;

use http::Response;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use self::attempt::{Attempt, Outcome};
use super::body::Body;
use super::error::GatewayError;
use super::incoming::Incoming;
use super::same_origin::is_same_origin;
use super::state::Worker;
use super::visit::Visit;
use crate::domain::audit::Event;
use crate::domain::policy::Permit;
use crate::domain::profile::Credentials;

/// Carries out the login that a browser asked for.
///
/// # Errors
/// When the form is ambiguous, the webmail or the store does not answer, or the mailbox cannot be
/// established: nobody is signed in then.
pub async fn login(
    worker: &Worker,
    visit: &Visit,
    parts: &Parts,
    body: Incoming,
    permit: Permit,
) -> Result<Response<Body>, GatewayError> {
    let gateway = &worker.gateway;
    let credentials = match read(worker, visit, parts, body).await {
        Ok(credentials) => credentials,
        Err(error) => {
            let detail = error.to_string();
            gateway.audit(visit, Event::LoginRefused, None, Some(&detail));
            return Err(error);
        }
    };
    let attempt = Attempt::new(worker, visit, parts, &permit)?;
    match attempt.run(&credentials).await? {
        Outcome::Refused(response) => {
            let detail = format!("as {}", credentials.user);
            gateway.audit(visit, Event::LoginFailed, None, Some(&detail));
            Ok(response)
        }
        Outcome::Accepted(accepted) => admit::admit(worker, visit, &credentials, *accepted).await,
    }
}

async fn read(
    worker: &Worker,
    visit: &Visit,
    parts: &Parts,
    body: Incoming,
) -> Result<Credentials, GatewayError> {
    // We fetch the webmail's CSRF token ourselves, so its protection against being signed in by
    // another site's page is ours to give.
    if !is_same_origin(&parts.headers, visit.host()) {
        return Err(GatewayError::CrossSite);
    }
    let content_type = parts.headers.get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let form = body.read(worker.gateway.http.login_bytes).await?;
    let domain = visit.site.default_domain.as_ref();
    Ok(visit.site.profile.read_login(content_type, &form, domain)?)
}
