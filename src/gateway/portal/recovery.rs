//! Recovery codes: shown after a set-up and after a change, until they are saved.

use http::{HeaderMap, Response};
use vestibule_templates::{Progress, RecoveryCodes, recovery_codes};
use zeroize::Zeroizing;

use super::context::{Context, Reply};
use super::finish::issue;
use super::form::{Form, form_token};
use super::setup::{Setup, What};
use super::ticket::{self, Kind};
use crate::domain::audit::Event;
use crate::domain::authenticator::FactorKind;
use crate::domain::notice::{FactorName, News};
use crate::domain::profile::Target;
use crate::domain::session::{Claims, MethodName, Stage};
use crate::gateway::answer::{add_cookies, see_other};
use crate::gateway::body::Body;
use crate::gateway::cookies::{RETURN, clear};
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Change, Confirmed};
use crate::secret::SecretText;

pub(super) async fn show(context: Context) -> Reply {
    Reply(shown(&context))
}

pub(super) async fn saved(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(go_on(&context, &headers, body).await)
}

/// Writes a confirmed authenticator into the mailbox, with recovery codes where it has none, and
/// raises the login that has passed it.
pub(super) async fn set_up(
    context: &Context,
    setup: &Setup<'_>,
    confirmed: &Confirmed,
) -> Result<Response<Body>, GatewayError> {
    let (gateway, visit, claims) = (context.gateway(), &context.visit, setup.claims);
    let (subject, now) = (&claims.subject, visit.now);
    let (event, change, codes) = match &setup.what {
        What::First => {
            let (set, codes) = gateway.make_recovery_codes(now).await?;
            let change = gateway.add_first(subject, confirmed, &set, now).await?;
            (Event::Enrolled, change, codes)
        }
        What::Another => {
            let change = gateway.add_another(subject, confirmed, now).await?;
            (Event::Enrolled, change, Vec::new())
        }
        What::InPlaceOf(id) => {
            let change = gateway.replace(subject, id, confirmed, now).await?;
            (Event::FactorChanged, change, Vec::new())
        }
    };
    let epoch = match change {
        Change::Done { epoch } => epoch,
        // Someone has changed this mailbox meanwhile, and that ended this session too.
        Change::Overtaken | Change::Refused(_) => return Ok(context.to("challenge")),
    };
    gateway.tell(visit, subject, news(setup, confirmed)).await;
    let method = match confirmed.kind() {
        FactorKind::Sms => MethodName::Sms,
        FactorKind::RecoveryCode | FactorKind::SetupCode | FactorKind::Totp => MethodName::Otp,
    };
    let mut risen = claims.clone().with_method(method, now);
    risen.epoch = epoch;
    gateway.record(visit, event, &risen).await;
    let mut response = match (&setup.what, codes.is_empty()) {
        (_, false) => context.to("recovery"),
        (What::InPlaceOf(_), true) => context.to("security?done=replaced"),
        (What::First | What::Another, true) => context.to("security?done=added"),
    };
    let headers = response.headers_mut();
    if !codes.is_empty() {
        add_cookies(headers, keep(context, &risen, &codes)?);
    }
    if let (Stage::Pending, Some(target)) = (claims.stage, &claims.return_to)
        && let Ok(target) = Target::parse(target)
    {
        add_cookies(headers, gateway.remember(visit, &target));
    }
    add_cookies(headers, ticket::withdraw(Kind::Change));
    issue(context, risen, &mut response)?;
    Ok(response)
}

/// What the mailbox is told of a set-up.
fn news(setup: &Setup<'_>, confirmed: &Confirmed) -> News {
    let factor = confirmed.name();
    match (&setup.what, factor) {
        (What::First | What::Another, factor) => News::FactorAdded { factor },
        (What::InPlaceOf(_), FactorName::Sms(masked)) => News::NumberChanged { masked },
        (What::InPlaceOf(_), factor @ (FactorName::App | FactorName::Own(_))) => {
            News::FactorReplaced { factor }
        }
    }
}

/// The ticket that carries codes to the page that shows them.
pub(super) fn keep(
    context: &Context,
    claims: &Claims,
    codes: &[SecretText],
) -> Result<Option<http::HeaderValue>, GatewayError> {
    let codes: Vec<&str> = codes.iter().map(SecretText::expose).collect();
    ticket::issue(context, Kind::Codes, (claims, claims.epoch), &codes)
}

fn shown(context: &Context) -> Result<Response<Body>, GatewayError> {
    let Some(claims) = context.visit.verified() else {
        return Ok(context.to("challenge"));
    };
    let ticket: Option<Vec<Zeroizing<String>>> =
        ticket::present::<Vec<String>>(context, Kind::Codes, (claims, claims.epoch))
            .map(|codes| codes.into_iter().map(Zeroizing::new).collect());
    let Some(codes) = ticket else {
        return Ok(context.to("security"));
    };
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    let token = form_token(context, claims)?;
    let first = context.gateway().remembered(&context.visit).is_some();
    let shown = RecoveryCodes {
        subject: claims.subject.as_str(),
        form_token: &token,
        codes: &codes,
        replaced: false,
        download_href: None,
        progress: first.then_some(Progress { step: 3, of: 3 }),
    };
    Ok(context.page(recovery_codes(&context.frame(), &shown)))
}

async fn go_on(
    context: &Context,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let Some(claims) = context.visit.verified() else {
        return Ok(context.to("challenge"));
    };
    let form = Form::read(context, claims, headers, body).await?;
    if form.field("saved") != Some("yes") {
        return Ok(context.to("recovery"));
    }
    let wanted = context.gateway().remembered(&context.visit);
    let mut response = match wanted {
        Some(target) => see_other(target.as_str()),
        None => context.to("security?done=recovery"),
    };
    let cookies = ticket::withdraw(Kind::Codes)
        .into_iter()
        .chain(clear(RETURN));
    add_cookies(response.headers_mut(), cookies);
    Ok(response)
}
