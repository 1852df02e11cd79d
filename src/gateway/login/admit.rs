//! The webmail has accepted the password: what the policy asks besides.

use http::header::LOCATION;
use http::{HeaderMap, Response};

use super::attempt::Accepted;
use crate::domain::audit::{Event, Reason};
use crate::domain::policy::{Mode, Need};
use crate::domain::profile::{Credentials, Target};
use crate::domain::session::{Claims, LoginId, MethodName};
use crate::domain::tally::Tally;
use crate::gateway::answer::{add_cookies, see_other};
use crate::gateway::body::Body;
use crate::gateway::cookies::{RETURN, Sealer, clear};
use crate::gateway::error::GatewayError;
use crate::gateway::state::Worker;
use crate::gateway::trail::Happened;
use crate::gateway::visit::Visit;
use crate::random::bytes;

/// Asks the policy, and answers with a session that is as far as this login has come.
pub(super) async fn admit(
    worker: &Worker,
    visit: &Visit,
    credentials: &Credentials,
    accepted: Accepted,
) -> Result<Response<Body>, GatewayError> {
    let gateway = &worker.gateway;
    let login = LoginId(bytes(gateway.random.as_ref())?);
    let sealed = {
        let ring = gateway.ring.load();
        Sealer::new(gateway, visit, &ring).seal(&accepted.cookies, login, None)?
    };
    let target = return_target(worker, visit, credentials, &accepted.headers);
    let claims = Claims::pending(login, accepted.subject, &visit.site.name, visit.now);
    let (need, mut claims) = assess(worker, visit, claims).await?;
    let (happened, mut response) = match need {
        Need::Nothing => {
            let happened = Happened::from(Event::LoggedIn).because(nothing_more(worker, &claims));
            claims = claims.verified(&gateway.session, visit.now);
            gateway.tallies.count(Tally::of_sign_in(&claims));
            (happened, see_other(target.as_str()))
        }
        Need::Enroll | Need::Verify => {
            claims.return_to = Some(target.to_string());
            let challenge = format!("{}/challenge", visit.mount);
            let reason = match need {
                Need::Enroll => Reason::MustEnroll,
                Need::Nothing | Need::Verify => Reason::MustVerify,
            };
            let happened = Happened::from(Event::PasswordAccepted).because(reason);
            (happened, see_other(&challenge))
        }
    };
    // A login inside a session starts over: the session it was sent in ends.
    if let Some(former) = visit.claims() {
        gateway.revoke(former.login, visit.now).await?;
    }
    let other = (accepted.shown != claims.subject).then(|| accepted.shown.to_string());
    let happened = happened.named(other.as_deref());
    gateway.record(visit, happened, &claims).await;
    let session = gateway.session_cookie(&claims)?;
    let known = match need {
        Need::Nothing => gateway.known_cookie(visit, &claims.subject),
        Need::Enroll | Need::Verify => None,
    };
    let headers = response.headers_mut();
    add_cookies(headers, sealed.fields);
    add_cookies(headers, known);
    add_cookies(headers, [session].into_iter().chain(clear(RETURN)));
    Ok(response)
}

/// What this login still needs, and what is known of it now.
async fn assess(
    worker: &Worker,
    visit: &Visit,
    mut claims: Claims,
) -> Result<(Need, Claims), GatewayError> {
    let gateway = &worker.gateway;
    let (enrollment, epoch) = gateway.enrollment_at_login(&claims.subject).await?;
    claims.epoch = epoch;
    let policy = gateway.policy.load().policy(&claims.subject);
    let enrolled = enrollment.is_active();
    let need = policy.requirement().need(enrolled, false);
    match need {
        Need::Nothing => {}
        Need::Verify if policy.trusted_days > 0 => {
            // What must be replaced is asked for, by whichever browser.
            if gateway.must_replace(&claims.subject, &enrollment, &policy)? {
                return Ok((need, claims));
            }
            if gateway.is_trusted(visit, &claims.subject, epoch).await? {
                let claims = claims.with_method(MethodName::TrustedBrowser, visit.now);
                return Ok((Need::Nothing, claims));
            }
        }
        Need::Verify => {}
        Need::Enroll if policy.grace.is_zero() => {}
        Need::Enroll => {
            let deadline = gateway
                .grace
                .deadline(&claims.subject, policy.grace, visit.now);
            claims.grace_until = Some(deadline.await?);
        }
    }
    Ok((need, claims))
}

/// Why a password was enough.
fn nothing_more(worker: &Worker, claims: &Claims) -> Reason {
    let trusted = MethodName::TrustedBrowser;
    if claims.methods.iter().any(|method| method.name == trusted) {
        return Reason::TrustedBrowser;
    }
    match worker.gateway.policy.load().in_force(&claims.subject).mode {
        Mode::Disabled => Reason::MfaDisabled,
        Mode::Optional | Mode::Required => Reason::NotEnrolled,
    }
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
