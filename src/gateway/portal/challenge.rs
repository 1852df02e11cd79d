//! The challenge: a code, and the mailbox opens; or a fresh code, and a change may be made.

use axum::extract::RawQuery;
use http::{HeaderMap, Response};
use vestibule_templates::{
    Challenge, ChallengeFactor, CodeProblem, OtherWay, TrustOffer, challenge,
};

use super::context::{Context, Reply};
use super::finish::{finish, problem, word};
use super::form::{Form, form_token};
use super::ticket::{self, Kind, Permitted};
use crate::domain::audit::Event;
use crate::domain::authenticator::{Enrollment, FactorKind, RecoveryCode};
use crate::domain::policy::Need;
use crate::domain::session::{Claims, MethodName, Stage};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Proof, Verdict};

pub(super) async fn show(context: Context, RawQuery(query): RawQuery) -> Reply {
    Reply(shown(&context, query.as_deref().unwrap_or_default()).await)
}

pub(super) async fn answer(
    context: Context,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Reply {
    Reply(
        answered(
            &context,
            query.as_deref().unwrap_or_default(),
            &headers,
            body,
        )
        .await,
    )
}

async fn shown(context: &Context, query: &str) -> Result<Response<Body>, GatewayError> {
    let asked = match step(context, query).await? {
        Step::Asked(asked) => asked,
        Step::Elsewhere(response) => return Ok(*response),
    };
    let factor = if query.contains("factor=recovery") {
        FactorKind::RecoveryCode
    } else {
        FactorKind::Totp
    };
    asked.page(context, factor, None)
}

async fn answered(
    context: &Context,
    query: &str,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Response<Body>, GatewayError> {
    let asked = match step(context, query).await? {
        Step::Asked(asked) => asked,
        Step::Elsewhere(response) => return Ok(*response),
    };
    let form = Form::read(context, asked.claims, headers, body).await?;
    let (factor, proof) = proof(&form);
    let Some(proof) = proof else {
        return asked.page(context, factor, Some(CodeProblem::Malformed));
    };
    let (gateway, visit) = (context.gateway(), &context.visit);
    let verdict = gateway
        .verify(&asked.claims.subject, &proof, visit.now)
        .await?;
    if verdict == Verdict::Accepted {
        return asked
            .accepted(context, factor, form.field("trust") == Some("yes"))
            .await;
    }
    let detail = Some(word(verdict));
    gateway
        .record(visit, Event::CodeRefused, asked.claims, detail)
        .await;
    match problem(verdict) {
        Some(problem) => asked.page(context, factor, Some(problem)),
        // The last authenticator was removed meanwhile: the page decides anew.
        None => Ok(context.to("challenge")),
    }
}

/// What a person typed, and as what.
fn proof(form: &Form) -> (FactorKind, Option<Proof>) {
    match form.field("factor") {
        Some("recovery") => {
            let code = form.field("code").and_then(RecoveryCode::parse);
            (FactorKind::RecoveryCode, code.map(Proof::Recovery))
        }
        Some(_) | None => (FactorKind::Totp, form.code().map(Proof::App)),
    }
}

/// What this login is asked for.
struct Asked<'a> {
    claims: &'a Claims,
    enrollment: Enrollment,
    epoch: u64,
    why: Why,
}

/// What the code is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// To add another authenticator.
    Change,
    /// To open the mailbox.
    SignIn,
}

enum Step<'a> {
    Asked(Asked<'a>),
    Elsewhere(Box<Response<Body>>),
}

async fn step<'a>(context: &'a Context, query: &str) -> Result<Step<'a>, GatewayError> {
    let elsewhere = |response| Ok(Step::Elsewhere(Box::new(response)));
    let Some(claims) = context.visit.claims() else {
        return elsewhere(context.to_login_page());
    };
    let (loaded, epoch) = context.gateway().enrollment(&claims.subject).await?;
    let enrollment = loaded.enrollment;
    let enrolled = enrollment.is_active();
    let asked = |why| {
        Ok(Step::Asked(Asked {
            claims,
            enrollment: enrollment.clone(),
            epoch,
            why,
        }))
    };
    let requirement = context.requirement(claims);
    match requirement.need(enrolled, claims.has_second_factor()) {
        Need::Verify => asked(Why::SignIn),
        Need::Enroll => elsewhere(context.to("enroll")),
        Need::Nothing => match claims.stage {
            // The policy changed while this login waited.
            Stage::Pending => elsewhere(finish(context, claims.clone())?),
            Stage::Verified if enrolled && query.contains("for=add") => asked(Why::Change),
            Stage::Verified => elsewhere(context.to_home()),
        },
    }
}

impl Asked<'_> {
    async fn accepted(
        &self,
        context: &Context,
        factor: FactorKind,
        trust: bool,
    ) -> Result<Response<Body>, GatewayError> {
        let (gateway, visit, claims) = (context.gateway(), &context.visit, self.claims);
        let (event, method) = match factor {
            FactorKind::RecoveryCode => (Event::RecoveryCodeUsed, MethodName::RecoveryCode),
            FactorKind::Sms => (Event::CodeAccepted, MethodName::Sms),
            FactorKind::SetupCode | FactorKind::Totp => (Event::CodeAccepted, MethodName::Otp),
        };
        gateway.record(visit, event, claims, None).await;
        if self.why == Why::Change {
            let mut response = context.to("enroll");
            let bound = (claims, self.epoch);
            let permit = ticket::issue(context, Kind::Change, bound, &Permitted::Add)?;
            add_cookies(response.headers_mut(), permit);
            return Ok(response);
        }
        let mut response = finish(context, claims.clone().with_method(method, visit.now))?;
        let days = context.policy(claims).trusted_days;
        if trust && days > 0 {
            let browser = visit.browser();
            let trusted = gateway.trust(visit, &claims.subject, self.epoch, (&browser, days));
            add_cookies(response.headers_mut(), trusted.await?);
            gateway
                .record(visit, Event::BrowserTrusted, claims, None)
                .await;
        }
        Ok(response)
    }

    fn page(
        &self,
        context: &Context,
        factor: FactorKind,
        problem: Option<CodeProblem>,
    ) -> Result<Response<Body>, GatewayError> {
        let token = form_token(context, self.claims)?;
        let policy = context.policy(self.claims);
        let has_codes = self
            .enrollment
            .recovery
            .as_ref()
            .is_some_and(|set| set.left() > 0);
        let (shown, others) = match factor {
            FactorKind::RecoveryCode => (ChallengeFactor::Recovery, vec![OtherWay::App]),
            FactorKind::SetupCode | FactorKind::Sms | FactorKind::Totp => {
                let others = has_codes.then_some(OtherWay::Recovery);
                (ChallengeFactor::App, others.into_iter().collect())
            }
        };
        let days = u64::from(policy.trusted_days);
        let trust = (days > 0 && self.why == Why::SignIn).then_some(TrustOffer { days });
        let page = Challenge {
            subject: self.claims.subject.as_str(),
            form_token: &token,
            problem,
            factor: shown,
            others: &others,
            trust,
            contact: policy.contact.as_deref(),
        };
        Ok(context.page(challenge(&context.frame(), &page)))
    }
}
