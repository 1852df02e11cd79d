//! What the security page shows.

use http::Response;
use vestibule_templates::{
    AuthenticatorKind, AuthenticatorLine, CodeProblem, Confirm, FactorState, Locale, Notice,
    OpenForm, RecoveryLine, Security, SmsStatus, TrustedLine, authenticator_app_label, security,
    text_message_label,
};

use super::super::context::Context;
use super::super::form::form_token;
use super::{activity, removal};
use crate::domain::authenticator::{Authenticator, Enrollment, FactorKind};
use crate::domain::phone::PhoneNumber;
use crate::domain::session::Claims;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::factors::{TrustedRow, Waiting};

/// What is said besides the state of things.
#[derive(Default)]
pub(super) struct Shown<'a> {
    pub(super) notice: Option<Notice>,
    pub(super) problem: Option<CodeProblem>,
    pub(super) open: Option<OpenForm<'a>>,
    pub(super) sent: Option<SmsStatus>,
}

/// The page, as things are now.
pub(super) async fn page(
    context: &Context,
    claims: &Claims,
    shown: &Shown<'_>,
) -> Result<Response<Body>, GatewayError> {
    let (gateway, visit) = (context.gateway(), &context.visit);
    let (loaded, epoch) = gateway.enrollment(&claims.subject).await?;
    let enrollment = loaded.enrollment;
    let policy = context.policy(claims);
    let numbers = gateway.numbers(&claims.subject, &enrollment)?;
    let masked: Vec<_> = numbers.iter().map(PhoneNumber::masked).collect();
    let rows = Rows::of(&enrollment, &masked, visit.locale());
    let usable = gateway.usable_numbers(&claims.subject, &enrollment, policy.factors)?;
    let waiting = gateway.waiting_code(claims, visit.now).await?;
    let waiting = waiting.filter(|waiting| waiting.is_at(usable.first()));
    let usable = usable.first().map(PhoneNumber::masked);
    let confirm = confirm(&enrollment, usable.as_ref(), waiting.as_ref(), shown.sent);
    let lines = rows.lines();
    let state = if lines.is_empty() {
        FactorState::Off
    } else {
        FactorState::On {
            authenticators: &lines,
            removal: removal(context, claims),
        }
    };
    let trusted = gateway.trusted_rows(visit, &claims.subject, epoch).await?;
    let dates: Vec<_> = trusted.iter().map(Dates::of).collect();
    let trusted: Vec<_> = trusted
        .iter()
        .zip(&dates)
        .map(|(row, dates)| dates.line(row))
        .collect();
    let recent = gateway.activity.load(&claims.subject).await?;
    let times = activity::times(&recent);
    let happened = recent.lines.iter().zip(&times);
    let happened: Vec<_> = happened
        .filter_map(|(line, at)| activity::line(line, at))
        .collect();
    let made = enrollment
        .recovery
        .as_ref()
        .map(|set| format!("{:.0}", set.made));
    let token = form_token(context, claims)?;
    let model = Security {
        subject: claims.subject.as_str(),
        form_token: &token,
        state,
        confirm,
        problem: shown.problem,
        open: shown.open,
        notice: shown.notice,
        can_add: enrollment.is_active(),
        recovery: enrollment
            .is_active()
            .then(|| recovery(&enrollment, made.as_deref())),
        trusted: (policy.trusted_days > 0).then_some(trusted.as_slice()),
        activity: &happened,
        given_up: !policy.factors.sms && !enrollment.has(FactorKind::Totp),
        webmail_url: visit.site.profile.home.as_str(),
    };
    Ok(context.page(security(&context.frame(), &model)))
}

/// What a change is confirmed with, as far as the mailbox can.
fn confirm<'a>(
    enrollment: &Enrollment,
    masked: Option<&'a String>,
    waiting: Option<&Waiting>,
    sent: Option<SmsStatus>,
) -> Confirm<'a> {
    let Some(masked) = masked else {
        return Confirm::App;
    };
    let mut own = enrollment.authenticators.iter();
    let has_app = own.any(|own| own.kind() == FactorKind::Totp);
    let resend_in = waiting.and_then(|waiting| waiting.resend_in);
    let resend_in = resend_in.map(|left| left.as_secs().max(1));
    let known = if waiting.is_some() {
        SmsStatus::Sent
    } else {
        SmsStatus::NotSent
    };
    let status = sent.unwrap_or(known);
    if has_app {
        Confirm::Either {
            masked,
            resend_in,
            status,
        }
    } else {
        Confirm::Sms {
            masked,
            resend_in,
            status,
        }
    }
}

fn recovery<'a>(enrollment: &Enrollment, made: Option<&'a str>) -> RecoveryLine<'a> {
    let set = enrollment.recovery.as_ref();
    let left = set.map_or(0, |set| set.left() as u64);
    RecoveryLine {
        left,
        total: set.map_or(0, |set| set.total() as u64),
        made,
        warn: left <= FEW,
    }
}

/// The authenticators as texts.
struct Rows(Vec<Row>);

struct Row {
    id: String,
    name: String,
    /// The number, masked, of one that codes are sent to.
    number: Option<String>,
    added: String,
    last_used: Option<String>,
}

impl Rows {
    fn of(enrollment: &Enrollment, numbers: &[String], locale: Locale) -> Self {
        let mut numbers = numbers.iter();
        let own = enrollment.authenticators.iter();
        let rows = own.map(|own| match own.kind() {
            FactorKind::Sms => Row::of(own, numbers.next().cloned(), locale),
            FactorKind::RecoveryCode | FactorKind::SetupCode | FactorKind::Totp => {
                Row::of(own, None, locale)
            }
        });
        Self(rows.collect())
    }

    fn lines(&self) -> Vec<AuthenticatorLine<'_>> {
        let rows = self.0.iter().enumerate();
        rows.map(|(place, row)| row.line(place == 0)).collect()
    }
}

impl Row {
    fn of(authenticator: &Authenticator, number: Option<String>, locale: Locale) -> Self {
        let usual = || match &number {
            Some(_) => text_message_label(locale),
            None => authenticator_app_label(locale),
        };
        Self {
            id: authenticator.id.to_string(),
            name: authenticator.name.clone().unwrap_or_else(usual),
            number,
            added: format!("{:.0}", authenticator.added),
            last_used: authenticator.last_used.map(|time| format!("{time:.0}")),
        }
    }

    fn line(&self, preferred: bool) -> AuthenticatorLine<'_> {
        AuthenticatorLine {
            id: &self.id,
            name: &self.name,
            kind: match &self.number {
                Some(masked) => AuthenticatorKind::Sms { masked },
                None => AuthenticatorKind::App,
            },
            added: &self.added,
            last_used: self.last_used.as_deref(),
            preferred,
        }
    }
}

/// A trusted browser's dates as texts.
struct Dates {
    since: String,
    until: String,
}

impl Dates {
    fn of(row: &TrustedRow) -> Self {
        Self {
            since: format!("{:.0}", row.browser.since),
            until: format!("{:.0}", row.browser.until),
        }
    }

    fn line<'a>(&'a self, row: &'a TrustedRow) -> TrustedLine<'a> {
        TrustedLine {
            id: &row.id,
            browser: &row.browser.browser,
            address: &row.browser.address,
            first_used: &self.since,
            until: &self.until,
            this: row.is_this,
        }
    }
}

/// So few recovery codes that new ones should be made.
const FEW: u64 = 3;
