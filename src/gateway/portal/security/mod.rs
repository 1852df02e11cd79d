//! Settings → Security: whether Multi-Factor Authentication is on, and every change of it.

mod activity;
mod edit;
mod page;

use axum::extract::RawQuery;
use http::{HeaderMap, Response};
use vestibule_templates::{CodeProblem, Notice, OpenForm, Removal, SecurityAction};

use self::edit::Edit;
use self::page::{Shown, page};
use super::context::{Context, Reply};
use super::finish::{issue, problem};
use super::form::Form;
use super::ticket::{self, Kind, Permitted};
use super::{recovery, sms};
use crate::domain::audit::Event;
use crate::domain::authenticator::{AuthenticatorId, FactorKind};
use crate::domain::notice::News;
use crate::domain::policy::Mode;
use crate::domain::session::Claims;
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Change, Proof, Verdict};
use crate::gateway::trail::Happened;

pub(super) async fn show(context: Context, RawQuery(query): RawQuery) -> Reply {
    let done = query
        .as_deref()
        .and_then(|query| query.strip_prefix("done="));
    let shown = Shown {
        notice: done.and_then(notice),
        ..Shown::default()
    };
    Reply(match who(&context) {
        Ok(claims) => page(&context, claims, &shown).await,
        Err(elsewhere) => Ok(*elsewhere),
    })
}

pub(super) async fn change(context: Context, headers: HeaderMap, body: axum::body::Body) -> Reply {
    Reply(match who(&context) {
        Ok(claims) => changed(&context, claims, &headers, body).await,
        Err(elsewhere) => Ok(*elsewhere),
    })
}

async fn changed(
    context: &Context,
    claims: &Claims,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let form = Form::read(context, claims, headers, body).await?;
    let action = form.field("action").and_then(SecurityAction::parse);
    let Some(action) = action else {
        return Ok(context.to("security"));
    };
    match action {
        SecurityAction::On => Ok(context.to("enroll")),
        SecurityAction::Regenerate => regenerate(context, claims, &form).await,
        SecurityAction::ChangeNumber => {
            permit_replacement(context, claims, (&form, action), "enroll/sms").await
        }
        SecurityAction::Replace => {
            permit_replacement(context, claims, (&form, action), "enroll").await
        }
        SecurityAction::RevokeBrowser => {
            distrust(context, claims, form.field("id"), "browser").await
        }
        SecurityAction::RevokeBrowsers => distrust(context, claims, None, "browsers").await,
        SecurityAction::SignOutEverywhere => sign_out_everywhere(context, claims).await,
        SecurityAction::Off
        | SecurityAction::Prefer
        | SecurityAction::Remove
        | SecurityAction::Rename => {
            let must_leave = match removal(context, claims) {
                Removal::Allowed => None,
                Removal::RequiredByPolicy => Some(context.policy(claims).factors),
            };
            match Edit::of(action, &form, must_leave) {
                Some(edit) => alter(context, claims, (&form, action), &edit).await,
                None => Ok(context.to("security")),
            }
        }
        SecurityAction::SendCode => send(context, claims, &form).await,
    }
}

/// Makes a change of one write, after a freshly typed code.
async fn alter(
    context: &Context,
    claims: &Claims,
    (form, action): (&Form, SecurityAction),
    edit: &Edit,
) -> Result<Response<Body>, GatewayError> {
    let proofs = proofs(context, claims, form).await?;
    if proofs.is_empty() {
        let malformed = Some(CodeProblem::Malformed);
        return complain(context, claims, (form, action), malformed).await;
    }
    let (gateway, visit) = (context.gateway(), &context.visit);
    let (before, _) = gateway.enrollment(&claims.subject).await?;
    let news = edit.news(gateway, &claims.subject, &before.enrollment);
    let by = gateway.known_at(visit, &claims.subject);
    let change = gateway.change_with(&claims.subject, &proofs, (by, visit.now), |own| {
        edit.apply(own)
    });
    match change.await? {
        Change::Done { epoch } => {
            gateway
                .record(
                    visit,
                    Happened::from(edit.event()).detailed(action.word()),
                    claims,
                )
                .await;
            if let Some(news) = news {
                gateway.tell(visit, &claims.subject, news).await;
            }
            let mut claims = claims.clone();
            claims.epoch = epoch;
            let mut response = context.to(&format!("security?done={}", action.word()));
            issue(context, claims, &mut response)?;
            Ok(response)
        }
        Change::Refused(verdict) => refused(context, claims, (form, action), verdict).await,
        Change::Overtaken => Ok(context.to("security")),
    }
}

/// A freshly typed code permits to set up an authenticator in the place of another. Nothing is
/// changed until that one is confirmed.
async fn permit_replacement(
    context: &Context,
    claims: &Claims,
    (form, action): (&Form, SecurityAction),
    then: &str,
) -> Result<Response<Body>, GatewayError> {
    let Some(id) = form.field("id").and_then(AuthenticatorId::parse) else {
        return Ok(context.to("security"));
    };
    let proofs = proofs(context, claims, form).await?;
    if proofs.is_empty() {
        let malformed = Some(CodeProblem::Malformed);
        return complain(context, claims, (form, action), malformed).await;
    }
    let (gateway, visit) = (context.gateway(), &context.visit);
    let by = gateway.known_at(visit, &claims.subject);
    let verdict = gateway
        .verify_any(&claims.subject, &proofs, (by, visit.now))
        .await?;
    if verdict != Verdict::Accepted {
        return refused(context, claims, (form, action), verdict).await;
    }
    let (_, epoch) = gateway.enrollment(&claims.subject).await?;
    let permitted = Permitted::Replace(id.to_string());
    let permit = ticket::issue(context, Kind::Change, (claims, epoch), &permitted)?;
    let mut response = context.to(then);
    add_cookies(response.headers_mut(), permit);
    Ok(response)
}

/// New recovery codes; the earlier ones are dead.
async fn regenerate(
    context: &Context,
    claims: &Claims,
    form: &Form,
) -> Result<Response<Body>, GatewayError> {
    let action = SecurityAction::Regenerate;
    let proofs = proofs(context, claims, form).await?;
    if proofs.is_empty() {
        let malformed = Some(CodeProblem::Malformed);
        return complain(context, claims, (form, action), malformed).await;
    }
    let (gateway, visit) = (context.gateway(), &context.visit);
    let (set, codes) = gateway.make_recovery_codes(visit.now).await?;
    let by = gateway.known_at(visit, &claims.subject);
    let change = gateway.change_with(&claims.subject, &proofs, (by, visit.now), |enrollment| {
        enrollment.recovery = Some(set.clone());
        enrollment.is_active()
    });
    match change.await? {
        Change::Done { epoch } => {
            gateway
                .record(visit, Event::RecoveryCodesMade, claims)
                .await;
            gateway
                .tell(visit, &claims.subject, News::RecoveryCodesMade)
                .await;
            let mut claims = claims.clone();
            claims.epoch = epoch;
            let mut response = context.to("recovery");
            let shown = recovery::keep(context, &claims, &codes)?;
            add_cookies(response.headers_mut(), shown);
            issue(context, claims, &mut response)?;
            Ok(response)
        }
        Change::Refused(verdict) => refused(context, claims, (form, action), verdict).await,
        Change::Overtaken => Ok(context.to("security")),
    }
}

/// What a typed code may be: one that was sent for this login, or one of an app.
async fn proofs(
    context: &Context,
    claims: &Claims,
    form: &Form,
) -> Result<Vec<Proof>, GatewayError> {
    let Some(code) = form.code() else {
        return Ok(Vec::new());
    };
    let gateway = context.gateway();
    let mut proofs = Vec::new();
    let (loaded, _) = gateway.enrollment(&claims.subject).await?;
    let factors = context.policy(claims).factors;
    let numbers = gateway.usable_numbers(&claims.subject, &loaded.enrollment, factors)?;
    let waiting = gateway.waiting_code(claims, context.visit.now).await?;
    if waiting.is_some_and(|waiting| numbers.iter().any(|own| waiting.is_at(Some(own)))) {
        proofs.push(Proof::Sms(claims.login, code.clone()));
    }
    let mut own = loaded.enrollment.authenticators.iter();
    if proofs.is_empty() || own.any(|own| own.kind() == FactorKind::Totp) {
        proofs.push(Proof::App(code));
    }
    Ok(proofs)
}

/// Sends a code to the preferred number, to confirm a change with.
async fn send(
    context: &Context,
    claims: &Claims,
    form: &Form,
) -> Result<Response<Body>, GatewayError> {
    let (gateway, visit) = (context.gateway(), &context.visit);
    let (loaded, _) = gateway.enrollment(&claims.subject).await?;
    let factors = context.policy(claims).factors;
    let numbers = gateway.usable_numbers(&claims.subject, &loaded.enrollment, factors)?;
    let action = form.field("for").and_then(SecurityAction::parse);
    let (Some(number), Some(action)) = (numbers.first(), action) else {
        return Ok(context.to("security"));
    };
    let sending = gateway.send_code(visit, claims, number).await?;
    let open = OpenForm {
        action,
        id: form.field("id"),
    };
    let shown = Shown {
        open: Some(open),
        sent: Some(sms::status(sending)),
        ..Shown::default()
    };
    page(context, claims, &shown).await
}

async fn distrust(
    context: &Context,
    claims: &Claims,
    id: Option<&str>,
    done: &str,
) -> Result<Response<Body>, GatewayError> {
    let gateway = context.gateway();
    gateway.distrust(&claims.subject, id).await?;
    gateway
        .record(
            &context.visit,
            Happened::from(Event::BrowserDistrusted).detailed(done),
            claims,
        )
        .await;
    Ok(context.to(&format!("security?done={done}")))
}

async fn sign_out_everywhere(
    context: &Context,
    claims: &Claims,
) -> Result<Response<Body>, GatewayError> {
    let (gateway, visit) = (context.gateway(), &context.visit);
    gateway.end_sessions(&claims.subject, visit.now).await?;
    gateway
        .record(visit, Event::SignedOutEverywhere, claims)
        .await;
    let mut response = context.to_login_page();
    add_cookies(response.headers_mut(), gateway.farewell());
    Ok(response)
}

async fn refused(
    context: &Context,
    claims: &Claims,
    form: (&Form, SecurityAction),
    verdict: Verdict,
) -> Result<Response<Body>, GatewayError> {
    context
        .gateway()
        .record(&context.visit, Happened::refused(verdict), claims)
        .await;
    complain(context, claims, form, problem(verdict)).await
}

/// Shows the page again, with the form open that had the wrong code in it.
async fn complain(
    context: &Context,
    claims: &Claims,
    (form, action): (&Form, SecurityAction),
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let open = OpenForm {
        action,
        id: form.field("id"),
    };
    let shown = Shown {
        problem,
        open: Some(open),
        ..Shown::default()
    };
    page(context, claims, &shown).await
}

/// The person whose settings these are, or where to go instead.
fn who(context: &Context) -> Result<&Claims, Box<Response<Body>>> {
    if context.visit.pending().is_some() {
        return Err(Box::new(context.to("challenge")));
    }
    match context.visit.verified() {
        Some(claims) if context.is_offered(claims) => Ok(claims),
        Some(_) => Err(Box::new(context.not_found())),
        None => Err(Box::new(context.to_login_page())),
    }
}

fn removal(context: &Context, claims: &Claims) -> Removal {
    match context.requirement(claims).mode() {
        Mode::Disabled | Mode::Optional => Removal::Allowed,
        Mode::Required => Removal::RequiredByPolicy,
    }
}

fn notice(done: &str) -> Option<Notice> {
    Some(match done {
        "added" => Notice::FactorAdded,
        "browser" => Notice::BrowserRevoked,
        "browsers" => Notice::BrowsersRevoked,
        "off" => Notice::TurnedOff,
        "on" => Notice::TurnedOn,
        "prefer" => Notice::FactorPreferred,
        "recovery" => Notice::RecoveryMade,
        "remove" => Notice::FactorRemoved,
        "rename" => Notice::FactorRenamed,
        "replaced" => Notice::FactorReplaced,
        _ => return None,
    })
}
