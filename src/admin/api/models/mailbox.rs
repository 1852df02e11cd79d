//! How a mailbox stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AuthenticatorModel, ExceptionModel};
use crate::admin::desk::MailboxState;
use crate::domain::authenticator::Enrollment;

/// How a mailbox stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MailboxModel {
    /// Its address, in canonical form.
    pub(crate) address: String,
    /// What is asked of it, all told.
    pub(crate) mode: String,
    /// What its domain asks.
    pub(crate) domain_mode: String,
    /// Where that is said: `file`, `store` or `default`.
    pub(crate) source: String,
    /// What is asked of it in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exception: Option<ExceptionModel>,
    /// Whether it has a second factor.
    pub(crate) enrolled: bool,
    /// Its record cannot be read: nobody gets in by it, and a reset makes a new one.
    pub(crate) damaged: bool,
    /// Its authenticators, the preferred one first.
    pub(crate) authenticators: Vec<AuthenticatorModel>,
    /// How many recovery codes are left.
    pub(crate) recovery_codes_left: u64,
    /// How many browsers are trusted.
    pub(crate) trusted_browsers: u64,
    /// Wrong codes in a row, by kind of factor.
    pub(crate) failures: Vec<FailuresModel>,
    /// What happened lately, the newest first.
    pub(crate) activity: Vec<ActivityModel>,
}

/// Wrong codes in a row, of one kind of factor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct FailuresModel {
    /// `totp`, `sms`, `recovery` or `setup`.
    pub(crate) kind: String,
    /// How many.
    pub(crate) count: u32,
    /// Whether none is taken any more until an administrator unlocks it.
    pub(crate) suspended: bool,
    /// When the next one is taken.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) next: Timestamp,
}

/// Something that happened in a mailbox.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ActivityModel {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
    /// What: the name of an event.
    pub(crate) event: String,
    /// From where.
    pub(crate) address: String,
    /// With which browser.
    pub(crate) browser: String,
}

impl From<&MailboxState> for MailboxModel {
    fn from(state: &MailboxState) -> Self {
        let enrollment = state.enrollment.as_ref();
        let own = enrollment.into_iter().flat_map(|own| &own.authenticators);
        let left = enrollment.and_then(|own| own.recovery.as_ref());
        let failures = state.failures.iter().map(|(kind, attempts)| FailuresModel {
            kind: kind.name().to_owned(),
            count: attempts.failures(),
            suspended: attempts.is_suspended(),
            next: attempts.next(),
        });
        let activity = state.activity.iter().map(|line| ActivityModel {
            at: line.time,
            event: line.event.clone(),
            address: line.address.clone(),
            browser: line.browser.clone(),
        });
        Self {
            address: state.subject.to_string(),
            mode: state.mode.word().to_owned(),
            domain_mode: state.domain.0.word().to_owned(),
            source: state.domain.1.name().to_owned(),
            exception: state.exception.as_ref().map(|(said, _)| said.into()),
            enrolled: enrollment.is_none_or(Enrollment::is_active),
            damaged: enrollment.is_none(),
            authenticators: own.map(AuthenticatorModel::from).collect(),
            recovery_codes_left: left.map_or(0, |set| set.left() as u64),
            trusted_browsers: state.trusted_browsers as u64,
            failures: failures.collect(),
            activity: activity.collect(),
        }
    }
}
