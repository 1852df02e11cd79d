//! The end of a login: from pending to verified, and on to where the person wanted to go.

use http::Response;
use vestibule_templates::CodeProblem;

use super::Context;
use crate::domain::session::{Claims, Stage};
use crate::domain::tally::Tally;
use crate::gateway::answer::{add_cookies, see_other};
use crate::gateway::body::Body;
use crate::gateway::cookies::{OFFER, clear};
use crate::gateway::error::GatewayError;
use crate::gateway::factors::Verdict;

/// Raises the login to verified and sends the browser on.
pub(super) fn finish(context: &Context, claims: Claims) -> Result<Response<Body>, GatewayError> {
    let home = context.visit.site.profile.home.as_str();
    let target = claims.return_to.clone();
    let mut response = see_other(target.as_deref().unwrap_or(home));
    issue(context, claims, &mut response)?;
    Ok(response)
}

/// Adds the cookie of a verified session to `response`.
pub(super) fn issue(
    context: &Context,
    claims: Claims,
    response: &mut Response<Body>,
) -> Result<(), GatewayError> {
    let gateway = context.gateway();
    if claims.stage == Stage::Pending {
        gateway.tallies.count(Tally::of_sign_in(&claims));
    }
    let verified = claims.verified(&gateway.session, context.visit.now);
    let session = gateway.session_cookie(&verified)?;
    let known = gateway.known_cookie(&context.visit, &verified.subject);
    let fields = [Some(session), clear(OFFER), known];
    add_cookies(response.headers_mut(), fields.into_iter().flatten());
    Ok(())
}

/// What a page says of a code that was not accepted.
pub(super) const fn problem(verdict: Verdict) -> Option<CodeProblem> {
    match verdict {
        Verdict::Accepted | Verdict::NotEnrolled => None,
        Verdict::Expired => Some(CodeProblem::Expired),
        Verdict::Suspended => Some(CodeProblem::Suspended),
        Verdict::Used => Some(CodeProblem::Used),
        Verdict::Wait(seconds) => Some(CodeProblem::Wait { seconds }),
        Verdict::Wrong => Some(CodeProblem::Wrong),
    }
}
