//! Setting up an authenticator app: a key to scan or type, and a code to confirm it.

use http::{HeaderMap, HeaderValue, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use vestibule_templates::{CodeProblem, Enroll, enroll};

use super::choose::methods;
use super::context::{Context, Reply};
use super::finish::problem;
use super::form::{Form, form_token};
use super::setup::{Setup, Step, step};
use super::{offer, recovery};
use crate::domain::authenticator::{Offer, TotpSecret};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::trail::Happened;

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context).await)
}

pub(super) async fn confirm(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(confirmed(&context, &headers, body).await)
}

async fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    let setup = match step(context).await? {
        Step::Setup(setup) => setup,
        Step::Guarded(_) => return Ok(context.to("enroll/guard")),
        Step::Elsewhere(response) => return Ok(*response),
    };
    match offer::offered(context, setup.claims, setup.epoch) {
        Some(secret) => page(context, &setup, (&secret, None), None),
        None => fresh(context, &setup, None),
    }
}

async fn confirmed(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let setup = match step(context).await? {
        Step::Setup(setup) => setup,
        Step::Guarded(_) => return Ok(context.to("enroll/guard")),
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, setup.claims, headers, body).await?;
    let Some(secret) = offer::offered(context, setup.claims, setup.epoch) else {
        return fresh(context, &setup, Some(CodeProblem::OfferExpired));
    };
    let Some(code) = form.code() else {
        return page(
            context,
            &setup,
            (&secret, None),
            Some(CodeProblem::Malformed),
        );
    };
    let (gateway, visit, claims) = (context.gateway(), &context.visit, setup.claims);
    let confirmed = gateway.confirm_totp(&claims.subject, secret.clone(), &code, visit.now);
    match confirmed.await? {
        Ok(confirmed) => recovery::set_up(context, &setup, &confirmed).await,
        Err(verdict) => {
            gateway
                .record(visit, Happened::refused(verdict), claims)
                .await;
            page(context, &setup, (&secret, None), problem(verdict))
        }
    }
}

fn fresh(
    context: &Context,
    setup: &Setup<'_>,
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let (secret, cookie) = offer::make(context, setup.claims, setup.epoch)?;
    page(context, setup, (&secret, cookie), problem)
}

fn page(
    context: &Context,
    setup: &Setup<'_>,
    (secret, cookie): (&TotpSecret, Option<HeaderValue>),
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let shown = Offer::new(secret, context.visit.host(), setup.claims.subject.as_str());
    let shown = shown.ok_or(GatewayError::Internal("a key cannot be shown"))?;
    let token = form_token(context, setup.claims)?;
    let enrolling = Enroll {
        subject: setup.claims.subject.as_str(),
        form_token: &token,
        qr_svg: &qr_svg(&shown.url)?,
        key: &shown.key,
        otpauth_url: &shown.url,
        problem,
        forced: setup.forced,
        can_choose: methods(context, setup).len() > 1,
        progress: setup.progress(2),
    };
    let mut response = context.page(enroll(&context.frame(), &enrolling));
    add_cookies(response.headers_mut(), cookie);
    Ok(response)
}

fn qr_svg(text: &str) -> Result<String, GatewayError> {
    let code = QrCode::new(text).map_err(|_| GatewayError::Internal("a QR code is too long"))?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    Ok(picture)
}
