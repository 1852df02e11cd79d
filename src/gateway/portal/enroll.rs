//! Setting up an authenticator app: a key to scan or type, and a code to confirm it.

use http::{HeaderMap, HeaderValue, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use vestibule_templates::{CodeProblem, Enroll, enroll};

use super::context::{Context, Reply};
use super::finish::{finish, issue, problem, word};
use super::form::{Form, form_token};
use super::offer;
use crate::domain::audit::Event;
use crate::domain::authenticator::{Offer, TotpSecret};
use crate::domain::session::{Claims, MethodName, Stage};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::Change;

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context).await)
}

pub(super) async fn confirm(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(confirmed(&context, &headers, body).await)
}

async fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    let (claims, epoch) = match step(context).await? {
        Step::Enroll(claims, epoch) => (claims, epoch),
        Step::Elsewhere(response) => return Ok(*response),
    };
    match offer::offered(context, claims, epoch) {
        Some(secret) => page(context, claims, (&secret, None), None),
        None => fresh(context, claims, epoch, None),
    }
}

async fn confirmed(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let (claims, epoch) = match step(context).await? {
        Step::Enroll(claims, epoch) => (claims, epoch),
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, claims, headers, body).await?;
    let Some(secret) = offer::offered(context, claims, epoch) else {
        return fresh(context, claims, epoch, Some(CodeProblem::OfferExpired));
    };
    let Some(code) = form.code() else {
        let malformed = Some(CodeProblem::Malformed);
        return page(context, claims, (&secret, None), malformed);
    };
    let (gateway, visit) = (context.gateway(), &context.visit);
    let confirmed = gateway.confirm_totp(&claims.subject, secret.clone(), &code, visit.now);
    let confirmed = match confirmed.await? {
        Ok(confirmed) => confirmed,
        Err(verdict) => {
            gateway
                .record(visit, Event::CodeRefused, claims, Some(word(verdict)))
                .await;
            return page(context, claims, (&secret, None), problem(verdict));
        }
    };
    match gateway
        .add(&claims.subject, &confirmed, true, visit.now)
        .await?
    {
        Change::Done { epoch } => {
            gateway
                .record(visit, Event::Enrolled, claims, Some("totp"))
                .await;
            enrolled(context, claims, epoch)
        }
        // Someone has set up this mailbox meanwhile, and that ended this session too.
        Change::Overtaken | Change::Refused(_) => Ok(context.to("challenge")),
    }
}

/// The mailbox has its first authenticator, and this login has passed it.
fn enrolled(
    context: &Context,
    claims: &Claims,
    epoch: u64,
) -> Result<Response<Body>, GatewayError> {
    let mut risen = claims
        .clone()
        .with_method(MethodName::Otp, context.visit.now);
    risen.epoch = epoch;
    match claims.stage {
        Stage::Pending => finish(context, risen),
        Stage::Verified => {
            let mut response = context.to("security?turned=on");
            issue(context, risen, &mut response)?;
            Ok(response)
        }
    }
}

/// What this login may do here now.
enum Step<'a> {
    Elsewhere(Box<Response<Body>>),
    Enroll(&'a Claims, u64),
}

async fn step(context: &Context) -> Result<Step<'_>, GatewayError> {
    let elsewhere = |response| Ok(Step::Elsewhere(Box::new(response)));
    let Some(claims) = context.visit.claims() else {
        return elsewhere(context.to_login_page());
    };
    let (loaded, epoch) = context.gateway().enrollment(&claims.subject).await?;
    let enrolled = loaded.enrollment.is_active();
    match (claims.stage, enrolled) {
        (Stage::Pending, true) => elsewhere(context.to("challenge")),
        (Stage::Pending, false) if is_forced(context, claims) => Ok(Step::Enroll(claims, epoch)),
        // Nothing is needed any more: the challenge lets the login through.
        (Stage::Pending, false) => elsewhere(context.to("challenge")),
        (Stage::Verified, _) if !context.is_offered(claims) => elsewhere(context.not_found()),
        (Stage::Verified, true) => elsewhere(context.to("security")),
        (Stage::Verified, false) => Ok(Step::Enroll(claims, epoch)),
    }
}

fn is_forced(context: &Context, claims: &Claims) -> bool {
    use crate::domain::policy::Need;
    let need = context
        .requirement(claims)
        .need(false, claims.has_second_factor());
    need == Need::Enroll
}

fn fresh(
    context: &Context,
    claims: &Claims,
    epoch: u64,
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let (secret, cookie) = offer::make(context, claims, epoch)?;
    page(context, claims, (&secret, cookie), problem)
}

fn page(
    context: &Context,
    claims: &Claims,
    (secret, cookie): (&TotpSecret, Option<HeaderValue>),
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let shown = Offer::new(secret, context.visit.host(), &claims.subject);
    let shown = shown.ok_or(GatewayError::Internal("a key cannot be shown"))?;
    let token = form_token(context, claims)?;
    let enrolling = Enroll {
        subject: claims.subject.as_str(),
        form_token: &token,
        qr_svg: &qr_svg(&shown.url)?,
        key: &shown.key,
        otpauth_url: &shown.url,
        problem,
        forced: is_forced(context, claims),
    };
    let mut response = context.page(enroll(&context.frame(), &enrolling));
    add_cookies(response.headers_mut(), cookie);
    Ok(response)
}

fn qr_svg(text: &str) -> Result<String, GatewayError> {
    let code = QrCode::new(text).map_err(|_| GatewayError::Internal("a QR code is too long"))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build())
}
