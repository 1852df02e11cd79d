//! What a login may set up now, and what the pages of the set-up share.

use http::Response;
use jiff::Timestamp;
use vestibule_templates::{MessageKind, Progress};

use super::Context;
use super::ticket::{self, Kind, Permitted};
use crate::domain::authenticator::{AuthenticatorId, FactorKind};
use crate::domain::policy::{DomainPolicy, Guard, Need};
use crate::domain::session::{Claims, Stage};
use crate::gateway::answer::notice;
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;

/// A set-up that may go on.
#[derive(Debug)]
pub(super) struct Setup<'a> {
    pub(super) claims: &'a Claims,
    pub(super) epoch: u64,
    pub(super) what: What,
    /// Whether nothing else opens before it is done.
    pub(super) forced: bool,
    pub(super) policy: DomainPolicy,
    /// The number that another takes the place of, masked.
    pub(super) replaces: Option<String>,
}

/// What is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Another authenticator.
    Another,
    /// The first one.
    First,
    /// One in the place of this one.
    InPlaceOf(AuthenticatorId),
}

/// Where a visitor of a set-up page belongs.
pub(super) enum Step<'a> {
    Elsewhere(Box<Response<Body>>),
    Guarded(Setup<'a>),
    Setup(Setup<'a>),
}

/// Decides anew what this login may set up.
pub(super) async fn step(context: &Context) -> Result<Step<'_>, GatewayError> {
    let elsewhere = |response| Ok(Step::Elsewhere(Box::new(response)));
    let Some(claims) = context.visit.claims() else {
        return elsewhere(context.to_login_page());
    };
    let (loaded, epoch) = context.gateway().enrollment(&claims.subject).await?;
    let policy = context.policy(claims);
    let enrolled = loaded.enrollment.is_active();
    let need = policy
        .requirement()
        .need(enrolled, claims.has_second_factor());
    let permitted: Option<Permitted> = ticket::present(context, Kind::Change, (claims, epoch));
    let setup = |what| Setup {
        claims,
        epoch,
        what,
        forced: need == Need::Enroll,
        policy: policy.clone(),
        replaces: None,
    };
    let in_place_of = |id: AuthenticatorId| {
        let own = context.gateway();
        let replaces = own.masked_number(&claims.subject, &loaded.enrollment, &id);
        Setup {
            replaces,
            ..setup(What::InPlaceOf(id))
        }
    };
    match (claims.stage, enrolled) {
        (Stage::Pending, false) if need == Need::Enroll => {
            guarded(context, setup(What::First), permitted.as_ref())
        }
        // What it has verified with is to be replaced before anything opens.
        (Stage::Pending, true) if need == Need::Verify => match permitted {
            Some(Permitted::Retire(id)) => match AuthenticatorId::parse(&id) {
                Some(id) => Ok(Step::Setup(Setup {
                    forced: true,
                    ..in_place_of(id)
                })),
                None => elsewhere(context.to("challenge")),
            },
            Some(Permitted::Add | Permitted::First | Permitted::Replace(_)) | None => {
                elsewhere(context.to("challenge"))
            }
        },
        // It must verify first, or needs nothing any more: the challenge knows.
        (Stage::Pending, _) => elsewhere(context.to("challenge")),
        (Stage::Verified, _) if !context.is_offered(claims) => elsewhere(context.not_found()),
        (Stage::Verified, false) => guarded(context, setup(What::First), permitted.as_ref()),
        (Stage::Verified, true) => Ok(match permitted {
            Some(Permitted::Add) => Step::Setup(setup(What::Another)),
            Some(Permitted::Replace(id)) => match AuthenticatorId::parse(&id) {
                Some(id) => Step::Setup(in_place_of(id)),
                None => Step::Elsewhere(Box::new(context.to("security"))),
            },
            // A change takes a freshly typed code.
            Some(Permitted::First | Permitted::Retire(_)) | None => {
                Step::Elsewhere(Box::new(context.to("challenge?for=add")))
            }
        }),
    }
}

/// Who may set up first: the password may be stolen.
fn guarded<'a>(
    context: &Context,
    setup: Setup<'a>,
    permitted: Option<&Permitted>,
) -> Result<Step<'a>, GatewayError> {
    if permitted == Some(&Permitted::First) || setup.policy.guard.lets_begin(context.visit.client) {
        return Ok(Step::Setup(setup));
    }
    Ok(match setup.policy.guard {
        Guard::AdminCode | Guard::None => Step::Guarded(setup),
        Guard::TrustedNetwork(_) => {
            let kind = MessageKind::UntrustedNetwork;
            let refused = notice(&context.visit, http::StatusCode::FORBIDDEN, kind);
            Step::Elsewhere(Box::new(refused))
        }
    })
}

impl Setup<'_> {
    /// Whether an authenticator of this kind may be set up here.
    pub(super) fn allows(&self, context: &Context, kind: FactorKind) -> bool {
        let possible =
            match kind {
                FactorKind::Totp => true,
                FactorKind::Sms => context.gateway().sms.as_ref().is_some_and(|channel| {
                    !channel.countries_for(&self.policy).as_slice().is_empty()
                }),
                FactorKind::RecoveryCode | FactorKind::SetupCode => false,
            };
        possible && self.policy.factors.allows(kind)
    }

    /// How far a first set-up is; a change has no steps to count.
    pub(super) const fn progress(&self, step: u64) -> Option<Progress> {
        match self.what {
            What::First => Some(Progress { step, of: 3 }),
            What::Another | What::InPlaceOf(_) => None,
        }
    }

    /// Until when it may wait, if it still may at `now`.
    pub(super) fn grace(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.claims.grace_until.filter(|_| self.forced);
        until.filter(|until| *until > now)
    }
}
