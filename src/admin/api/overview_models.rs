//! What the overview says, as JSON.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::desk::{Day, DomainStanding, Overview};
use crate::domain::census::{Standing, Suspension};
use crate::domain::policy::Mode;
use crate::domain::sms_budget::Window;
use crate::domain::tally::{DayTallies, Tally};
use crate::domain::warning::Warning;

/// How everything stands that is the caller's business.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct OverviewModel {
    /// When the mailboxes were counted; absent where they have not been since the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) as_of: Option<Timestamp>,
    /// Whether this is about all domains, or about the caller's alone.
    pub(crate) all_domains: bool,
    /// All mailboxes.
    pub(crate) mailboxes: StandingModel,
    /// The domains of which a mailbox has been seen, by what they ask.
    pub(crate) domains: ModesModel,
    /// Up to ten Required domains in which somebody has no second factor, the smallest adoption first.
    pub(crate) least_adopted: Vec<DomainStandingModel>,
    /// Up to ten domains, the one with the most mailboxes first.
    pub(crate) largest: Vec<DomainStandingModel>,
    /// Up to 100 mailboxes that take no more codes of some kind, by address.
    pub(crate) suspended: Vec<SuspensionModel>,
    /// The days of which something is known, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) days: Option<Vec<DayModel>>,
    /// What was counted in these days together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) counted: Option<CountsModel>,
    /// Text messages, where they are offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sms: Option<SmsModel>,
    /// What should be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warnings: Option<Vec<WarningModel>>,
}

/// How many domains ask what.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub(crate) struct ModesModel {
    /// Those that require a second factor.
    pub(crate) required: u32,
    /// Those that offer one.
    pub(crate) optional: u32,
    /// Those that have none.
    pub(crate) disabled: u32,
}

/// How many mailboxes have been seen, and how they stand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct StandingModel {
    /// Those that have signed in within the last half year, or have set up a second factor.
    pub(crate) seen: u32,
    /// Of them, those with a second factor.
    pub(crate) enrolled: u32,
    /// Those without.
    pub(crate) not_enrolled: u32,
    /// How many of a thousand have a second factor; absent where none has been seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) adoption_permille: Option<u32>,
    /// Those with an authenticator app.
    pub(crate) totp: u32,
    /// Those with a number for text messages.
    pub(crate) sms: u32,
    /// Those with recovery codes left.
    pub(crate) recovery: u32,
    /// Those whose record cannot be read: nobody gets in by it, and a reset makes a new one.
    pub(crate) damaged: u32,
    /// Those that have signed in within the time of a session (`session.absolute`), and may have one.
    pub(crate) signed_in_lately: u32,
    /// Those that take no more codes of some kind. No more than 10,000 are counted.
    pub(crate) suspended: u32,
}

/// A domain, and how its mailboxes stand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DomainStandingModel {
    /// Its name, as A-labels.
    pub(crate) domain: String,
    /// What it asks: `required`, `optional` or `disabled`.
    pub(crate) mode: String,
    /// Its mailboxes.
    pub(crate) mailboxes: StandingModel,
}

/// A mailbox that takes no more codes of some kind, until its owner passes with another factor or an
/// administrator unlocks it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SuspensionModel {
    /// Its address.
    pub(crate) address: String,
    /// Which kind: `totp`, `sms`, `recovery` or `setup`.
    pub(crate) kind: String,
    /// Since when; absent where its record cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) since: Option<Timestamp>,
}

/// A day (UTC).
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DayModel {
    /// Which: `2026-11-24`.
    #[schema(format = Date)]
    pub(crate) day: String,
    /// How the mailboxes stood when they were last counted in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mailboxes: Option<StandingModel>,
    /// What was counted in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) counted: Option<CountsModel>,
}

/// What was counted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CountsModel {
    /// Sign-ins with a code of an app.
    pub(crate) sign_in_app: u64,
    /// Sign-ins with a code by text message.
    pub(crate) sign_in_sms: u64,
    /// Sign-ins with a recovery code, or a code of the administrator.
    pub(crate) sign_in_recovery_code: u64,
    /// Sign-ins in a trusted browser.
    pub(crate) sign_in_trusted_browser: u64,
    /// Sign-ins with the password alone.
    pub(crate) sign_in_password_only: u64,
    /// Passwords that the webmail accepted and after which a second factor was asked for.
    pub(crate) password_accepted: u64,
    /// Passwords that the webmail refused.
    pub(crate) password_refused: u64,
    /// Logins that were ambiguous or came from another site.
    pub(crate) login_refused: u64,
    /// Codes that were refused before a login was verified.
    pub(crate) challenge_failed: u64,
    /// Times that a mailbox has used up its attempts with a kind of factor.
    pub(crate) suspended: u64,
    /// Authenticators that were added.
    pub(crate) enrolled: u64,
    /// Authenticators that were removed while another was left.
    pub(crate) factor_removed: u64,
    /// Mailboxes that have removed their last authenticator.
    pub(crate) unenrolled: u64,
    /// Text messages that were sent.
    pub(crate) sms_sent: u64,
    /// Codes that came back.
    pub(crate) sms_verified: u64,
    /// Text messages that the provider did not take.
    pub(crate) sms_not_sent: u64,
    /// Text messages that a budget did not allow.
    pub(crate) sms_over_budget: u64,
}

/// Text messages.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SmsModel {
    /// How many of a thousand codes came back in the days that were asked for; absent where none was
    /// sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) conversion_permille: Option<u64>,
    /// How many may be sent in a day (`sms.budgets.all_day`).
    pub(crate) budget: u32,
    /// How many were sent of that.
    pub(crate) used: u32,
    /// Since when; a day later the budget is whole again. Absent where none was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) since: Option<Timestamp>,
}

/// Something that an administrator should look at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct WarningModel {
    /// What: `aliases_unresolved`, `census_failed`, `certificate_ends`, `certificate_unreadable`,
    /// `configuration_refused`, `keys_overdue`, `mail_waits`, `policy_refused` or `sms_alarm`.
    pub(crate) kind: String,
    /// The same in words.
    pub(crate) text: String,
    /// The time that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) at: Option<Timestamp>,
    /// What it is about: a site, a country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
}

impl From<&Overview> for OverviewModel {
    fn from(overview: &Overview) -> Self {
        let whole = overview.whole.as_ref();
        let counted = whole.map(|whole| {
            let mut all = DayTallies::default();
            for day in whole.days.iter().filter_map(|day| day.tallies.as_ref()) {
                all.add(&Tally::ALL.map(|tally| (tally, day.count(tally))));
            }
            all
        });
        let sms = whole.and_then(|whole| whole.sms.as_ref());
        let sms = sms.zip(counted.as_ref());
        Self {
            as_of: overview.as_of,
            all_domains: whole.is_some(),
            mailboxes: (&overview.all).into(),
            domains: ModesModel::new(&overview.domains),
            least_adopted: overview.least_adopted.iter().map(Into::into).collect(),
            largest: overview.largest.iter().map(Into::into).collect(),
            suspended: overview.suspended.iter().map(Into::into).collect(),
            days: whole.map(|whole| whole.days.iter().map(Into::into).collect()),
            sms: sms.map(|((budget, window), counted)| {
                SmsModel::new(*budget, window.as_ref(), counted)
            }),
            counted: counted.as_ref().map(Into::into),
            warnings: whole.map(|whole| whole.warnings.iter().map(Into::into).collect()),
        }
    }
}

impl ModesModel {
    fn new(counts: &[(Mode, u32)]) -> Self {
        let mut model = Self::default();
        for (mode, count) in counts {
            match mode {
                Mode::Required => model.required = *count,
                Mode::Optional => model.optional = *count,
                Mode::Disabled => model.disabled = *count,
            }
        }
        model
    }
}

impl From<&Standing> for StandingModel {
    fn from(standing: &Standing) -> Self {
        Self {
            seen: standing.seen,
            enrolled: standing.enrolled,
            not_enrolled: standing.not_enrolled(),
            adoption_permille: standing.adoption(),
            totp: standing.totp,
            sms: standing.sms,
            recovery: standing.recovery,
            damaged: standing.damaged,
            signed_in_lately: standing.signed_in_lately,
            suspended: standing.suspended,
        }
    }
}

impl From<&DomainStanding> for DomainStandingModel {
    fn from(row: &DomainStanding) -> Self {
        Self {
            domain: row.domain.clone(),
            mode: row.mode.word().to_owned(),
            mailboxes: (&row.standing).into(),
        }
    }
}

impl From<&Suspension> for SuspensionModel {
    fn from(one: &Suspension) -> Self {
        Self {
            address: one.address.to_string(),
            kind: one.kind.name().to_owned(),
            since: one.since,
        }
    }
}

impl From<&Day> for DayModel {
    fn from(day: &Day) -> Self {
        Self {
            day: day.date.to_string(),
            mailboxes: day.census.as_ref().map(|census| (&census.all).into()),
            counted: day.tallies.as_ref().map(Into::into),
        }
    }
}

impl From<&DayTallies> for CountsModel {
    fn from(counted: &DayTallies) -> Self {
        let count = |tally| counted.count(tally);
        Self {
            sign_in_app: count(Tally::SignInApp),
            sign_in_sms: count(Tally::SignInSms),
            sign_in_recovery_code: count(Tally::SignInRecoveryCode),
            sign_in_trusted_browser: count(Tally::SignInTrustedBrowser),
            sign_in_password_only: count(Tally::SignInPasswordOnly),
            password_accepted: count(Tally::PasswordAccepted),
            password_refused: count(Tally::PasswordRefused),
            login_refused: count(Tally::LoginRefused),
            challenge_failed: count(Tally::ChallengeFailed),
            suspended: count(Tally::Suspended),
            enrolled: count(Tally::Enrolled),
            factor_removed: count(Tally::FactorRemoved),
            unenrolled: count(Tally::Unenrolled),
            sms_sent: count(Tally::SmsSent),
            sms_verified: count(Tally::SmsVerified),
            sms_not_sent: count(Tally::SmsNotSent),
            sms_over_budget: count(Tally::SmsOverBudget),
        }
    }
}

impl SmsModel {
    fn new(budget: u32, window: Option<&Window>, counted: &DayTallies) -> Self {
        let (sent, verified) = (
            counted.count(Tally::SmsSent),
            counted.count(Tally::SmsVerified),
        );
        Self {
            conversion_permille: verified.saturating_mul(1000).checked_div(sent),
            budget,
            used: window.map_or(0, Window::used),
            since: window.map(Window::since),
        }
    }
}

impl From<&Warning> for WarningModel {
    fn from(warning: &Warning) -> Self {
        Self {
            kind: warning.kind().to_owned(),
            text: warning.text(),
            at: warning.at(),
            about: warning.about().map(str::to_owned),
        }
    }
}
