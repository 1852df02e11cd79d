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
use super::state::{Gateway, Worker};
use super::visit::Visit;
use crate::domain::audit::{Event, Reason};
use crate::domain::policy::Permit;
use crate::domain::profile::Credentials;
use crate::gateway::trail::Happened;

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
            note(gateway, visit, Event::LoginRefused, None, &error);
            return Err(error);
        }
    };
    let ended = carry_out(worker, visit, parts, &credentials, &permit).await;
    if let Err(error) = &ended
        && !matches!(error, GatewayError::TooManyGuesses(_))
    {
        let name = Some(credentials.user.as_str());
        note(gateway, visit, Event::LoginAborted, name, error);
    }
    ended
}

async fn carry_out(
    worker: &Worker,
    visit: &Visit,
    parts: &Parts,
    credentials: &Credentials,
    permit: &Permit,
) -> Result<Response<Body>, GatewayError> {
    let attempt = Attempt::new(worker, visit, parts, permit)?;
    let (gateway, name) = (&worker.gateway, credentials.user.as_str());
    let known = gateway.known_browser(visit, name).await;
    let guess = match gateway.guesses.admit(visit.client, name, known, visit.now) {
        Ok(guess) => guess,
        Err(wait) => {
            let happened = Happened::from(Event::LoginLimited).because(Reason::TooEarly);
            gateway.audit(visit, happened.named(Some(name)), None);
            return Err(GatewayError::TooManyGuesses(wait));
        }
    };
    let outcome = match attempt.run(credentials).await {
        Ok(Outcome::Refused(response)) => {
            let happened = Happened::from(Event::LoginFailed).because(Reason::WebmailRefused);
            gateway.audit(visit, happened.named(Some(name)), None);
            return Ok(response);
        }
        Ok(Outcome::Accepted(accepted)) => Ok(accepted),
        Err(error) => Err(error),
    };
    gateway.guesses.forgive(guess, visit.now);
    admit::admit(worker, visit, credentials, *outcome?).await
}

/// Nobody was signed in: why, in the audit trail.
fn note(gateway: &Gateway, visit: &Visit, event: Event, name: Option<&str>, error: &GatewayError) {
    let detail = error.to_string();
    let happened = Happened::from(event).because(error.reason()).named(name);
    gateway.audit(visit, happened.detailed(&detail), None);
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
