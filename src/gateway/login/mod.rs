//! Logging in for the browser (DESIGN §3): the form is read strictly, the webmail's login is built
//! anew on a fresh upstream session, and whose mailbox it is, the webmail's answer says.

mod attempt;
mod fresh_session;

use http::header::{CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{HeaderMap, Response};

use self::attempt::{Accepted, Attempt, Outcome};
use super::answer::{add_cookies, see_other};
use super::body::Body;
use super::cookies::{RETURN, Sealer, clear};
use super::error::GatewayError;
use super::incoming::Incoming;
use super::same_origin::is_same_origin;
use super::state::Worker;
use super::visit::Visit;
use crate::domain::audit::Event;
use crate::domain::policy::{Need, Permit};
use crate::domain::profile::{Credentials, Target};
use crate::domain::session::{Claims, LoginId};
use crate::random::bytes;

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
        Outcome::Accepted(accepted) => admit(worker, visit, &credentials, *accepted).await,
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

/// The webmail has accepted the password: asks the policy what else is needed.
async fn admit(
    worker: &Worker,
    visit: &Visit,
    credentials: &Credentials,
    accepted: Accepted,
) -> Result<Response<Body>, GatewayError> {
    let gateway = &worker.gateway;
    let login = LoginId(bytes(gateway.random.as_ref())?);
    let (loaded, epoch) = gateway.enrollment(&accepted.subject).await?;
    let requirement = gateway.policy.load().requirement(&accepted.subject);
    let need = requirement.need(loaded.enrollment.is_active(), false);
    let sealed = {
        let ring = gateway.ring.load();
        Sealer::new(gateway, visit, &ring).seal(&accepted.cookies, login, None)?
    };
    let target = return_target(worker, visit, credentials, &accepted.headers);
    let mut claims = Claims::pending(login, accepted.subject, &visit.site.name, visit.now);
    claims.epoch = epoch;
    let (event, mut response) = match need {
        Need::Nothing => {
            claims = claims.verified(&gateway.session, visit.now);
            (Event::LoggedIn, see_other(target.as_str()))
        }
        Need::Enroll | Need::Verify => {
            claims.return_to = Some(target.to_string());
            let challenge = format!("{}/challenge", visit.mount);
            (Event::PasswordAccepted, see_other(&challenge))
        }
    };
    // A login inside a session starts over: the session it was sent in ends.
    if let Some(former) = visit.claims() {
        gateway.revoke(former.login, visit.now).await?;
    }
    gateway.audit(visit, event, Some(&claims), Some(requirement.mode().word()));
    let session = gateway.session_cookie(&claims)?;
    let headers = response.headers_mut();
    add_cookies(headers, sealed.fields);
    add_cookies(headers, [session].into_iter().chain(clear(RETURN)));
    Ok(response)
}

/// Where to go after the login: what the form said, what was remembered, what the webmail says.
fn return_target(
    worker: &Worker,
    visit: &Visit,
    credentials: &Credentials,
    answer: &HeaderMap,
) -> Target {
    let told = || Target::parse(answer.get(LOCATION)?.to_str().ok()?).ok();
    credentials
        .return_to
        .clone()
        .or_else(|| worker.gateway.remembered(visit))
        .or_else(told)
        .filter(|target| target.as_str().len() <= MAX_RETURN)
        .unwrap_or_else(|| visit.site.profile.home.clone())
}

/// A pending session carries it in its cookie, which browsers keep up to 4,096 bytes.
const MAX_RETURN: usize = 1024;
