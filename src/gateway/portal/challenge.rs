//! The challenge: a code, and the mailbox opens; or a fresh code, and a change may be made.

use std::time::Duration;

use axum::extract::RawQuery;
use http::{HeaderMap, Response};
use vestibule_templates::{
    Challenge, ChallengeFactor, CodeProblem, MessagesNote, OtherWay, SmsStatus, TrustOffer,
    challenge,
};

use super::context::{Context, Reply};
use super::finish::{finish, problem};
use super::form::{Form, form_token};
use super::sms;
use super::ticket::{self, Kind, Permitted};
use crate::domain::audit::Event;
use crate::domain::authenticator::{
    Authenticator, Enrollment, FactorKind, RecoveryCode, RecoverySet,
};
use crate::domain::notice::News;
use crate::domain::phone::PhoneNumber;
use crate::domain::policy::Need;
use crate::domain::session::{Claims, LoginId, MethodName, Stage};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{Proof, Verdict};
use crate::gateway::trail::Happened;

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
    let factor = match query
        .split('&')
        .find_map(|pair| pair.strip_prefix("factor="))
    {
        Some("app") => FactorKind::Totp,
        Some("recovery") => FactorKind::RecoveryCode,
        Some("sms") => FactorKind::Sms,
        Some(_) | None => asked.preferred(),
    };
    asked.page(context, factor, None).await
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
    let (factor, proof) = proof(&form, asked.claims.login);
    if factor == FactorKind::Sms && form.field("action") == Some("send") {
        return asked.send(context).await;
    }
    // A code that was on its way when the policy was done with it is worth nothing.
    if factor == FactorKind::Sms && asked.numbers.is_empty() {
        return Ok(context.to("challenge"));
    }
    let Some(proof) = proof else {
        return asked
            .page(context, factor, Some(CodeProblem::Malformed))
            .await;
    };
    let (gateway, visit) = (context.gateway(), &context.visit);
    let subject = &asked.claims.subject;
    let by = gateway.known_at(visit, subject);
    let verdict = gateway.verify(subject, &proof, (by, visit.now)).await?;
    if verdict == Verdict::Accepted {
        return asked
            .accepted(context, factor, form.field("trust") == Some("yes"))
            .await;
    }
    gateway
        .record(visit, Happened::refused(verdict), asked.claims)
        .await;
    match problem(verdict) {
        Some(problem) => asked.page(context, factor, Some(problem)).await,
        // The last authenticator was removed meanwhile: the page decides anew.
        None => Ok(context.to("challenge")),
    }
}

/// What a person typed, and as what.
fn proof(form: &Form, login: LoginId) -> (FactorKind, Option<Proof>) {
    match form.field("factor") {
        Some("recovery") => {
            let code = form.field("code").and_then(RecoveryCode::parse);
            (FactorKind::RecoveryCode, code.map(Proof::Recovery))
        }
        Some("sms") => {
            let code = form.code().map(|code| Proof::Sms(login, code));
            (FactorKind::Sms, code)
        }
        Some(_) | None => (FactorKind::Totp, form.code().map(Proof::App)),
    }
}

/// What this login is asked for.
struct Asked<'a> {
    claims: &'a Claims,
    enrollment: Enrollment,
    /// The numbers that a code can be sent to.
    numbers: Vec<PhoneNumber>,
    epoch: u64,
    /// Whether a recovery code can be typed.
    takes_recovery: bool,
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
    let gateway = context.gateway();
    let factors = context.policy(claims).factors;
    let numbers = gateway.usable_numbers(&claims.subject, &enrollment, factors)?;
    let (subject, now) = (&claims.subject, context.visit.now);
    let takes_recovery = gateway.takes_recovery(subject, &enrollment, now).await?;
    let asked = |why| {
        Ok(Step::Asked(Asked {
            claims,
            enrollment: enrollment.clone(),
            numbers: numbers.clone(),
            epoch,
            takes_recovery,
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
        let risen = claims.clone().with_method(method, visit.now);
        gateway.record(visit, event, &risen).await;
        if factor == FactorKind::RecoveryCode {
            // An administrator's code leaves the mailbox's own as they were.
            let (now_has, _) = gateway.enrollment(&claims.subject).await?;
            let own = now_has.enrollment.recovery.as_ref();
            let left = own.map_or(0, RecoverySet::left);
            let news = News::RecoveryCodeUsed { left };
            gateway.tell(visit, &claims.subject, news).await;
        }
        if self.why == Why::Change {
            let mut response = context.to("enroll");
            let bound = (claims, self.epoch);
            let permit = ticket::issue(context, Kind::Change, bound, &Permitted::Add)?;
            add_cookies(response.headers_mut(), permit);
            return Ok(response);
        }
        if let Some(id) = self.retired(context)? {
            let mut response = context.to("enroll");
            let (bound, permitted) = ((claims, self.epoch), Permitted::Retire(id));
            let permit = ticket::issue(context, Kind::Change, bound, &permitted)?;
            add_cookies(response.headers_mut(), permit);
            return Ok(response);
        }
        let mut response = finish(context, risen)?;
        let days = context.policy(claims).trusted_days;
        if trust && days > 0 {
            let browser = visit.browser();
            let trusted = gateway.trust(visit, &claims.subject, self.epoch, (&browser, days));
            if let Some(cookie) = trusted.await? {
                add_cookies(response.headers_mut(), [cookie]);
                gateway.record(visit, Event::BrowserTrusted, claims).await;
                let news = News::BrowserTrusted { days };
                gateway.tell(visit, &claims.subject, news).await;
            }
        }
        Ok(response)
    }

    /// The authenticator that another must take the place of before anything opens: one that the
    /// policy has done with, or a number where no message can be sent any more.
    fn retired(&self, context: &Context) -> Result<Option<String>, GatewayError> {
        let (subject, policy) = (&self.claims.subject, context.policy(self.claims));
        let gateway = context.gateway();
        let must = gateway.must_replace(subject, &self.enrollment, &policy)?;
        let mut own = self.enrollment.authenticators.iter();
        let number = own.find(|own| own.kind() == FactorKind::Sms);
        Ok(number.filter(|_| must).map(|own| own.id.to_string()))
    }

    /// What there is to say of text messages.
    fn messages(&self, context: &Context) -> Option<MessagesNote> {
        let has_number = self.enrollment.has(FactorKind::Sms);
        if !has_number || self.has_app() {
            return None;
        }
        if self.numbers.is_empty() {
            return Some(MessagesNote::NotSent);
        }
        let factors = context.policy(self.claims).factors;
        (!factors.sms).then_some(MessagesNote::GivenUp)
    }

    /// The factor that is asked for first.
    fn preferred(&self) -> FactorKind {
        let first = self.enrollment.authenticators.first();
        match first.map(Authenticator::kind) {
            Some(FactorKind::Sms) if !self.numbers.is_empty() => FactorKind::Sms,
            Some(_) | None if self.has_app() => FactorKind::Totp,
            Some(_) | None if self.numbers.is_empty() => FactorKind::RecoveryCode,
            Some(_) | None => FactorKind::Sms,
        }
    }

    fn has_app(&self) -> bool {
        self.enrollment.has(FactorKind::Totp)
    }

    /// Sends a code to the preferred number.
    async fn send(&self, context: &Context) -> Result<Response<Body>, GatewayError> {
        let Some(number) = self.numbers.first() else {
            return Ok(context.to("challenge"));
        };
        let gateway = context.gateway();
        let sending = gateway
            .send_code(&context.visit, self.claims, number)
            .await?;
        let delivery = (sms::status(sending), sms::pause(sending));
        self.rendered(context, FactorKind::Sms, None, delivery)
    }

    async fn page(
        &self,
        context: &Context,
        factor: FactorKind,
        problem: Option<CodeProblem>,
    ) -> Result<Response<Body>, GatewayError> {
        let mut delivery = (SmsStatus::NotSent, None);
        if factor == FactorKind::Sms {
            let waiting = context
                .gateway()
                .waiting_code(self.claims, context.visit.now)
                .await?;
            let preferred = self.numbers.first();
            if let Some(waiting) = waiting.filter(|waiting| waiting.is_at(preferred)) {
                delivery = (SmsStatus::Sent, waiting.resend_in);
            }
        }
        self.rendered(context, factor, problem, delivery)
    }

    fn rendered(
        &self,
        context: &Context,
        factor: FactorKind,
        problem: Option<CodeProblem>,
        (status, pause): (SmsStatus, Option<Duration>),
    ) -> Result<Response<Body>, GatewayError> {
        let token = form_token(context, self.claims)?;
        let policy = context.policy(self.claims);
        let masked = self.numbers.first().map(PhoneNumber::masked);
        let shown = match (factor, &masked) {
            (FactorKind::Sms, Some(masked)) => ChallengeFactor::Sms {
                masked,
                resend_in: pause.map(|pause| pause.as_secs().max(1)),
                status,
            },
            (FactorKind::RecoveryCode, _) => ChallengeFactor::Recovery,
            (FactorKind::SetupCode | FactorKind::Sms | FactorKind::Totp, _) => ChallengeFactor::App,
        };
        let mut others = Vec::new();
        if self.has_app() && factor != FactorKind::Totp {
            others.push(OtherWay::App);
        }
        if let Some(masked) = masked.as_deref().filter(|_| factor != FactorKind::Sms) {
            others.push(OtherWay::Sms { masked });
        }
        if self.takes_recovery && factor != FactorKind::RecoveryCode {
            others.push(OtherWay::Recovery);
        }
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
            messages: self.messages(context),
            adding: self.why == Why::Change,
        };
        Ok(context.page(challenge(&context.frame(), &page)))
    }
}
