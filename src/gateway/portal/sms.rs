//! Setting up text messages: a number, a code sent to it, and the code typed back.

use std::time::Duration;

use http::{HeaderMap, Response};
use vestibule_templates::{
    CodeProblem, CountryOption, NumberProblem, SmsCode, SmsNumber, SmsStatus, sms_code, sms_number,
};

use super::choose::methods;
use super::context::{Context, Reply};
use super::finish::problem;
use super::form::{Form, form_token};
use super::recovery;
use super::setup::{Setup, Step, step};
use crate::domain::authenticator::FactorKind;
use crate::domain::phone::{Country, PhoneNumber, PhoneRefusal};
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Sending, SmsChannel, Waiting};
use crate::gateway::trail::Happened;

pub(super) async fn show(context: Context) -> Reply {
    Reply(match enter(&context).await {
        Ok(Entered::Setup(setup, channel)) => number_page(&context, &setup, channel, ("", None)),
        Ok(Entered::Elsewhere(response)) => Ok(*response),
        Err(error) => Err(error),
    })
}

pub(super) async fn choose(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(chosen(&context, &headers, body).await)
}

pub(super) async fn show_code(context: Context) -> Reply {
    Reply(code_shown(&context).await)
}

pub(super) async fn confirm(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(confirmed(&context, &headers, body).await)
}

enum Entered<'a> {
    Elsewhere(Box<Response<Body>>),
    Setup(Setup<'a>, &'a SmsChannel),
}

/// Whether this login may set up text messages here.
async fn enter(context: &Context) -> Result<Entered<'_>, GatewayError> {
    let elsewhere = |response| Ok(Entered::Elsewhere(Box::new(response)));
    let setup = match step(context).await? {
        Step::Setup(setup) => setup,
        Step::Guarded(_) => return elsewhere(context.to("enroll/guard")),
        Step::Elsewhere(response) => return Ok(Entered::Elsewhere(response)),
    };
    match &context.gateway().sms {
        Some(channel) if setup.allows(context, FactorKind::Sms) => {
            Ok(Entered::Setup(setup, channel))
        }
        Some(_) | None => elsewhere(context.to("enroll")),
    }
}

async fn chosen(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let (setup, channel) = match enter(context).await? {
        Entered::Setup(setup, channel) => (setup, channel),
        Entered::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, setup.claims, headers, body).await?;
    let typed = form.field("number").unwrap_or_default();
    let country = form.field("country").and_then(Country::parse);
    let countries = channel.countries_for(&setup.policy);
    let number = PhoneNumber::parse(typed, country).and_then(|own| countries.admit(own));
    let number = match number {
        Ok(number) => number,
        Err(refusal) => {
            let problem = match refusal {
                PhoneRefusal::Country => NumberProblem::CountryNotAllowed,
                PhoneRefusal::Line(_) => NumberProblem::NumberRefused,
                PhoneRefusal::Malformed | PhoneRefusal::NoCountry | PhoneRefusal::Unassigned => {
                    NumberProblem::NumberInvalid
                }
            };
            return number_page(context, &setup, channel, (typed, Some(problem)));
        }
    };
    let sending = context
        .gateway()
        .send_code(&context.visit, setup.claims, &number)
        .await?;
    let problem = match sending {
        Sending::AlreadySent(_) | Sending::Sent(_) => return Ok(context.to("enroll/sms/code")),
        Sending::CouldNotSend(_) => NumberProblem::CannotSend,
        Sending::Exhausted | Sending::OverBudget => NumberProblem::TooMany { seconds: A_WHILE },
    };
    number_page(context, &setup, channel, (typed, Some(problem)))
}

async fn code_shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    let setup = match enter(context).await? {
        Entered::Setup(setup, _) => setup,
        Entered::Elsewhere(response) => return Ok(*response),
    };
    match context
        .gateway()
        .waiting_code(setup.claims, context.visit.now)
        .await?
    {
        Some(waiting) => code_page(context, &setup, &waiting, (SmsStatus::Sent, None)),
        None => Ok(context.to("enroll/sms")),
    }
}

async fn confirmed(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let setup = match enter(context).await? {
        Entered::Setup(setup, _) => setup,
        Entered::Elsewhere(response) => return Ok(*response),
    };
    let (gateway, visit, claims) = (context.gateway(), &context.visit, setup.claims);
    let form = Form::read(context, claims, headers, body).await?;
    let Some(waiting) = gateway.waiting_code(claims, visit.now).await? else {
        return Ok(context.to("enroll/sms"));
    };
    if form.field("action") == Some("send") {
        let sending = gateway.send_code(visit, claims, &waiting.number).await?;
        let again = Waiting {
            resend_in: pause(sending),
            ..waiting
        };
        return code_page(context, &setup, &again, (status(sending), None));
    }
    let Some(code) = form.code() else {
        let malformed = (SmsStatus::Sent, Some(CodeProblem::Malformed));
        return code_page(context, &setup, &waiting, malformed);
    };
    let confirmed = gateway.confirm_sms(&claims.subject, claims.login, &code, visit.now);
    match confirmed.await? {
        Ok(confirmed) => recovery::set_up(context, &setup, &confirmed).await,
        Err(verdict) => {
            gateway
                .record(visit, Happened::refused(verdict), claims)
                .await;
            code_page(
                context,
                &setup,
                &waiting,
                (SmsStatus::Sent, problem(verdict)),
            )
        }
    }
}

fn number_page(
    context: &Context,
    setup: &Setup<'_>,
    channel: &SmsChannel,
    (typed, problem): (&str, Option<NumberProblem>),
) -> Result<Response<Body>, GatewayError> {
    let token = form_token(context, setup.claims)?;
    let countries = channel.countries_for(&setup.policy);
    let countries = countries.as_slice().iter();
    let countries: Vec<_> = countries
        .enumerate()
        .map(|(place, country)| CountryOption {
            region: country.code(),
            name: None,
            calling_code: country.calling_code(),
            selected: place == 0,
        })
        .collect();
    let shown = SmsNumber {
        subject: setup.claims.subject.as_str(),
        form_token: &token,
        forced: setup.forced,
        can_choose: methods(context, setup).len() > 1,
        app_offered: setup.allows(context, FactorKind::Totp),
        progress: setup.progress(2),
        countries: &countries,
        typed,
        replaces: setup.replaces.as_deref(),
        problem,
    };
    Ok(context.page(sms_number(&context.frame(), &shown)))
}

fn code_page(
    context: &Context,
    setup: &Setup<'_>,
    waiting: &Waiting,
    (status, problem): (SmsStatus, Option<CodeProblem>),
) -> Result<Response<Body>, GatewayError> {
    let token = form_token(context, setup.claims)?;
    let masked = waiting.number.masked();
    let shown = SmsCode {
        subject: setup.claims.subject.as_str(),
        form_token: &token,
        forced: setup.forced,
        progress: setup.progress(2),
        masked: &masked,
        status,
        resend_in: waiting.resend_in.map(|left| left.as_secs().max(1)),
        problem,
    };
    Ok(context.page(sms_code(&context.frame(), &shown)))
}

/// What a page says of a wish for a code.
pub(super) const fn status(sending: Sending) -> SmsStatus {
    match sending {
        Sending::AlreadySent(_) => SmsStatus::AlreadySent,
        Sending::CouldNotSend(_) | Sending::Exhausted | Sending::OverBudget => {
            SmsStatus::CouldNotSend
        }
        Sending::Sent(_) => SmsStatus::Sent,
    }
}

/// When it may be wished for again.
pub(super) const fn pause(sending: Sending) -> Option<Duration> {
    match sending {
        Sending::AlreadySent(pause) | Sending::CouldNotSend(pause) | Sending::Sent(pause) => {
            Some(pause)
        }
        Sending::Exhausted | Sending::OverBudget => None,
    }
}

/// What people are told to wait when a budget is exhausted, in seconds.
const A_WHILE: u64 = 60 * 60;
