//! The enrollment guard: a code of the administrator before the first set-up.

use http::{HeaderMap, Response};
use vestibule_templates::{CodeProblem, Guard, guard};

use super::context::{Context, Reply};
use super::finish::problem;
use super::form::{Form, form_token};
use super::setup::{Setup, Step, step};
use super::ticket::{self, Kind, Permitted};
use crate::domain::audit::Event;
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::Verdict;
use crate::gateway::trail::Happened;

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context).await)
}

pub(super) async fn answer(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(answered(&context, &headers, body).await)
}

async fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    match step(context).await? {
        Step::Guarded(setup) => page(context, &setup, None),
        Step::Setup(_) => Ok(context.to("enroll")),
        Step::Elsewhere(response) => Ok(*response),
    }
}

async fn answered(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let setup = match step(context).await? {
        Step::Guarded(setup) => setup,
        Step::Setup(_) => return Ok(context.to("enroll")),
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, setup.claims, headers, body).await?;
    let typed = form.field("setup_code").unwrap_or_default();
    let (gateway, visit, claims) = (context.gateway(), &context.visit, setup.claims);
    let verdict = gateway
        .verify_setup_code(&claims.subject, typed, visit.now)
        .await?;
    if verdict != Verdict::Accepted {
        gateway
            .record(visit, Happened::refused(verdict), claims)
            .await;
        return page(context, &setup, problem(verdict));
    }
    gateway.audit(visit, Event::SetupCodeAccepted, Some(claims));
    let mut response = context.to("enroll");
    let permit = ticket::issue(
        context,
        Kind::Change,
        (claims, setup.epoch),
        &Permitted::First,
    )?;
    add_cookies(response.headers_mut(), permit);
    Ok(response)
}

fn page(
    context: &Context,
    setup: &Setup<'_>,
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let token = form_token(context, setup.claims)?;
    let shown = Guard {
        subject: setup.claims.subject.as_str(),
        form_token: &token,
        forced: setup.forced,
        problem,
        contact: setup.policy.contact.as_deref(),
    };
    Ok(context.page(guard(&context.frame(), &shown)))
}
