//! Settings → Security: is Multi-Factor Authentication on, and the switch.

use axum::extract::RawQuery;
use http::{HeaderMap, Response};
use vestibule_templates::{
    AuthenticatorLine, CodeProblem, FactorState, Locale, Notice, Removal, Security,
    authenticator_app_label, security,
};

use super::context::{Context, Reply};
use super::finish::{issue, problem, word};
use super::form::{Form, form_token};
use crate::domain::audit::Event;
use crate::domain::authenticator::{Authenticator, FactorKind};
use crate::domain::policy::Mode;
use crate::domain::session::Claims;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::Change;

pub(super) async fn show(context: Context, RawQuery(query): RawQuery) -> Reply {
    let notice = match query.as_deref() {
        Some("turned=on") => Some(Notice::TurnedOn),
        Some("turned=off") => Some(Notice::TurnedOff),
        Some(_) | None => None,
    };
    Reply(match who(&context) {
        Ok(claims) => page(&context, claims, notice, None).await,
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
    match form.field("action") {
        Some("on") => Ok(context.to("enroll")),
        Some("off") if removal(context, claims) == Removal::Allowed => {
            turn_off(context, claims, &form).await
        }
        Some(_) | None => page(context, claims, None, None).await,
    }
}

async fn turn_off(
    context: &Context,
    claims: &Claims,
    form: &Form,
) -> Result<Response<Body>, GatewayError> {
    let Some(code) = form.code() else {
        return page(context, claims, None, Some(CodeProblem::Malformed)).await;
    };
    let (gateway, visit) = (context.gateway(), &context.visit);
    match gateway.unenroll(&claims.subject, &code, visit.now).await? {
        Change::Done { epoch } => {
            gateway.audit(visit, Event::Unenrolled, Some(claims), None);
            let mut claims = claims.clone();
            claims.epoch = epoch;
            let mut response = context.to("security?turned=off");
            issue(context, claims, &mut response)?;
            Ok(response)
        }
        Change::Refused(verdict) => {
            gateway.audit(visit, Event::CodeRefused, Some(claims), Some(word(verdict)));
            page(context, claims, None, problem(verdict)).await
        }
        Change::Overtaken => Ok(context.to("security")),
    }
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

async fn page(
    context: &Context,
    claims: &Claims,
    notice: Option<Notice>,
    problem: Option<CodeProblem>,
) -> Result<Response<Body>, GatewayError> {
    let (loaded, _) = context.gateway().enrollment(&claims.subject).await?;
    let locale = context.visit.locale();
    let rows: Vec<_> = loaded
        .enrollment
        .authenticators
        .iter()
        .map(|own| Row::of(own, locale))
        .collect();
    let lines: Vec<_> = rows.iter().map(Row::line).collect();
    let state = if lines.is_empty() {
        FactorState::Off
    } else {
        FactorState::On {
            authenticators: &lines,
            removal: removal(context, claims),
        }
    };
    let token = form_token(context, claims)?;
    let shown = Security {
        subject: claims.subject.as_str(),
        form_token: &token,
        notice: notice.filter(|notice| match notice {
            Notice::TurnedOn => !lines.is_empty(),
            Notice::TurnedOff => lines.is_empty(),
        }),
        state,
        problem,
        webmail_url: context.visit.site.profile.home.as_str(),
    };
    Ok(context.page(security(&context.frame(), &shown)))
}

/// An authenticator as the page shows it.
struct Row {
    name: String,
    added: String,
    last_used: Option<String>,
}

impl Row {
    fn of(authenticator: &Authenticator, locale: Locale) -> Self {
        Self {
            name: match authenticator.kind() {
                FactorKind::Totp => authenticator_app_label(locale),
            },
            added: format!("{:.0}", authenticator.added),
            last_used: authenticator.last_used.map(|time| format!("{time:.0}")),
        }
    }

    fn line(&self) -> AuthenticatorLine<'_> {
        AuthenticatorLine {
            name: &self.name,
            added: &self.added,
            last_used: self.last_used.as_deref(),
        }
    }
}
