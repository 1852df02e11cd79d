//! The challenge: a code from the authenticator app, and the mailbox opens.

use http::{HeaderMap, Response};
use vestibule_templates::{Challenge, CodeProblem, challenge};

use super::context::{Context, Reply};
use super::finish::{finish, problem, word};
use super::form::{Form, form_token};
use crate::domain::audit::Event;
use crate::domain::policy::Need;
use crate::domain::session::{Claims, MethodName, Stage};
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Proof, Verdict};

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context).await)
}

pub(super) async fn answer(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(answered(&context, &headers, body).await)
}

async fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    match stage(context).await? {
        Step::Challenge(claims) => page(context, claims, None),
        Step::Elsewhere(response) => Ok(*response),
    }
}

async fn answered(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let claims = match stage(context).await? {
        Step::Challenge(claims) => claims,
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, claims, headers, body).await?;
    let Some(code) = form.code() else {
        return page(context, claims, Some(CodeProblem::Malformed));
    };
    let (gateway, visit) = (context.gateway(), &context.visit);
    let proof = Proof::App(code);
    let verdict = gateway.verify(&claims.subject, &proof, visit.now).await?;
    if verdict == Verdict::Accepted {
        gateway
            .record(visit, Event::CodeAccepted, claims, None)
            .await;
        let claims = claims.clone().with_method(MethodName::Otp, visit.now);
        return finish(context, claims);
    }
    gateway
        .record(visit, Event::CodeRefused, claims, Some(word(verdict)))
        .await;
    match problem(verdict) {
        Some(problem) => page(context, claims, Some(problem)),
        // The last authenticator was removed meanwhile: the page decides anew.
        None => Ok(context.to("challenge")),
    }
}

/// What this login needs now.
enum Step<'a> {
    Challenge(&'a Claims),
    Elsewhere(Box<Response<Body>>),
}

async fn stage(context: &Context) -> Result<Step<'_>, GatewayError> {
    let elsewhere = |response| Ok(Step::Elsewhere(Box::new(response)));
    let Some(claims) = context.visit.claims() else {
        return elsewhere(context.to_login_page());
    };
    let (loaded, _) = context.gateway().enrollment(&claims.subject).await?;
    let enrolled = loaded.enrollment.is_active();
    let requirement = context.requirement(claims);
    match requirement.need(enrolled, claims.has_second_factor()) {
        Need::Verify => Ok(Step::Challenge(claims)),
        Need::Enroll => elsewhere(context.to("enroll")),
        Need::Nothing => match claims.stage {
            // The policy changed while this login waited.
            Stage::Pending => elsewhere(finish(context, claims.clone())?),
            Stage::Verified => elsewhere(context.to_home()),
        },
    }
}

fn page(
    context: &Context,
    claims: &Claims,
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let token = form_token(context, claims)?;
    let shown = Challenge {
        subject: claims.subject.as_str(),
        form_token: &token,
        problem,
    };
    Ok(context.page(challenge(&context.frame(), &shown)))
}
