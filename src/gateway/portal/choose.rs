//! The first step of a set-up: how to be verified, or later, where there is grace.

use http::{HeaderMap, Response};
use vestibule_templates::{Choose, Grace, MethodOption, choose};

use super::context::{Context, Reply};
use super::finish::finish;
use super::form::{Form, form_token};
use super::setup::{Setup, Step, step};
use crate::domain::audit::Event;
use crate::domain::authenticator::FactorKind;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context).await)
}

pub(super) async fn put_off(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(put_off_until(&context, &headers, body).await)
}

async fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    let setup = match step(context).await? {
        Step::Setup(setup) => setup,
        Step::Guarded(_) => return Ok(context.to("enroll/guard")),
        Step::Elsewhere(response) => return Ok(*response),
    };
    let methods = methods(context, &setup);
    let until = setup
        .grace(context.visit.now)
        .map(|until| format!("{until:.0}"));
    // A choice of one is none.
    if let ([MethodOption::App], None) = (methods.as_slice(), &until) {
        return Ok(context.to("enroll/app"));
    }
    let token = form_token(context, setup.claims)?;
    let shown = Choose {
        subject: setup.claims.subject.as_str(),
        form_token: &token,
        forced: setup.forced,
        methods: &methods,
        grace: until.as_deref().map(|until| Grace { until }),
        progress: setup.progress(1),
    };
    Ok(context.page(choose(&context.frame(), &shown)))
}

async fn put_off_until(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let setup = match step(context).await? {
        Step::Setup(setup) | Step::Guarded(setup) => setup,
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, setup.claims, headers, body).await?;
    let later = form.field("action") == Some("later");
    if !later || setup.grace(context.visit.now).is_none() {
        return Ok(context.to("enroll"));
    }
    let gateway = context.gateway();
    gateway
        .record(&context.visit, Event::EnrollmentPutOff, setup.claims)
        .await;
    finish(context, setup.claims.clone())
}

/// The ways that may be set up, the recommended one first.
pub(super) fn methods(context: &Context, setup: &Setup<'_>) -> Vec<MethodOption> {
    let ways = [
        (FactorKind::Totp, MethodOption::App),
        (FactorKind::Sms, MethodOption::Sms),
    ];
    let allowed = ways
        .into_iter()
        .filter(|(kind, _)| setup.allows(context, *kind));
    allowed.map(|(_, option)| option).collect()
}
