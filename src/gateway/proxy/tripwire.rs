//! The tripwire: a verified session's upstream session must stay the one that was verified.

use http::Response;

use crate::domain::audit::{Event, Reason};
use crate::domain::session::Claims;
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::cookies::{Sealer, SetCookie};
use crate::gateway::error::GatewayError;
use crate::gateway::state::Worker;
use crate::gateway::trail::Happened;
use crate::gateway::visit::Visit;

/// Seals the webmail's cookies into its answer's `fields`, and ends the login when the webmail has
/// signed the person out. Gives an answer to send instead when the webmail has started another
/// session than the one that was verified: its own is then withheld.
pub(super) async fn watch(
    worker: &Worker,
    visit: &Visit,
    claims: &Claims,
    cookies: &[SetCookie],
    response: &mut Response<Body>,
    active: bool,
) -> Result<Option<Response<Body>>, GatewayError> {
    let gateway = &worker.gateway;
    let sealed = {
        let ring = gateway.ring.load();
        let sealer = Sealer::new(gateway, visit, &ring);
        sealer.seal(cookies, claims.login, Some(&visit.jar))?
    };
    if sealed.identity_changed {
        gateway.revoke(claims.login, visit.now).await?;
        gateway.audit(visit, Event::IdentityChanged, Some(claims));
        return Ok(Some(gateway.ended(visit)));
    }
    let headers = response.headers_mut();
    if sealed.signed_out {
        gateway.revoke(claims.login, visit.now).await?;
        let happened = Happened::from(Event::LoggedOut).because(Reason::WebmailSignedOut);
        gateway.audit(visit, happened, Some(claims));
        add_cookies(headers, gateway.farewell());
    } else if active {
        add_cookies(headers, gateway.touched(claims, visit.now)?);
    }
    add_cookies(headers, sealed.fields);
    Ok(None)
}
