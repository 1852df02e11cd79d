//! What the API says, as JSON. Nothing in it is secret, but the codes and tokens that are shown once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::desk::{DomainRow, MailboxState};
use crate::domain::authenticator::{Authenticator, Enrollment};
use crate::domain::journal::Line;
use crate::domain::policy::TermsForm;
use crate::domain::token::StoredToken;
use crate::store::records::{Exception, MailboxRow, StoredPolicy};

/// Part of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// The `cursor` of the next question; absent: that is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// A domain, and what is asked of its mailboxes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DomainModel {
    /// Its name, as A-labels.
    pub(crate) domain: String,
    /// Where it is said: `file` (and is changed there alone), `store` or `default`.
    pub(crate) source: String,
    /// All that applies.
    pub(crate) effective: TermsForm,
    /// What was said of it in the store; without effect where `source` is `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stored: Option<TermsForm>,
    /// Who said it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) at: Option<Timestamp>,
}

impl DomainModel {
    pub(super) fn new(row: &DomainRow, stored: Option<StoredPolicy>) -> Self {
        let (stored, by, at) = match stored {
            Some(stored) => (Some(stored.terms), Some(stored.by), Some(stored.at)),
            None => (None, None, None),
        };
        Self {
            domain: row.name.clone(),
            source: row.source.name().to_owned(),
            effective: TermsForm::from(&row.policy),
            stored,
            by,
            at,
        }
    }
}

/// Who would be affected by a change of a domain's policy.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PreviewModel {
    /// Mailboxes that have signed in within the last half year, or have set up a second factor.
    pub(crate) seen: u64,
    /// Of them, those with a second factor.
    pub(crate) enrolled: u64,
    /// Those without: under `required` they must set one up at their next login.
    pub(crate) not_enrolled: u64,
    /// Those that have signed in within the last twelve hours, and may have a session.
    pub(crate) signed_in_lately: u64,
}

/// A mailbox in the list of its domain.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MailboxItem {
    /// Its address.
    pub(crate) address: String,
    /// Whether it has a second factor.
    pub(crate) enrolled: bool,
    /// The kinds of its authenticators: `totp`, `sms`.
    pub(crate) factors: Vec<String>,
    /// What happened last, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_seen: Option<Timestamp>,
}

impl MailboxItem {
    pub(super) fn new(row: &MailboxRow, domain: &str) -> Self {
        let lines = row.recent.iter().flat_map(|recent| &recent.lines);
        Self {
            address: format!("{}@{domain}", row.local),
            enrolled: row.is_enrolled(),
            factors: row.enrollment.iter().flat_map(kinds).collect(),
            last_seen: lines.map(|line| line.time).next(),
        }
    }
}

fn kinds(enrollment: &Enrollment) -> Vec<String> {
    let own = enrollment.authenticators.iter();
    own.map(|own| own.kind().name().to_owned()).collect()
}

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

/// What is asked of one mailbox in particular.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExceptionModel {
    /// `required`, `optional` or `disabled`; the stricter of this and the domain's applies.
    pub(crate) mode: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) until: Timestamp,
    /// Why.
    pub(crate) reason: String,
    /// Who said it.
    pub(crate) by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
}

impl From<&Exception> for ExceptionModel {
    fn from(exception: &Exception) -> Self {
        Self {
            mode: exception.mode().word().to_owned(),
            until: exception.until,
            reason: exception.reason.clone(),
            by: exception.by.clone(),
            at: exception.at,
        }
    }
}

/// An authenticator, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AuthenticatorModel {
    /// What it is: `totp` or `sms`.
    pub(crate) kind: String,
    /// What its owner calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// When it was confirmed.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) added: Timestamp,
    /// When a code of it was last accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_used: Option<Timestamp>,
}

impl From<&Authenticator> for AuthenticatorModel {
    fn from(own: &Authenticator) -> Self {
        Self {
            kind: own.kind().name().to_owned(),
            name: own.name.clone(),
            added: own.added,
            last_used: own.last_used,
        }
    }
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

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChangeModel {
    /// Its place, from 1 on.
    pub(crate) number: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
    /// Who.
    pub(crate) actor: String,
    /// What: the name of an event.
    pub(crate) event: String,
    /// The domain that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
    /// The mailbox that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// The hash of this line and of all before it.
    pub(crate) hash: String,
}

impl From<Line> for ChangeModel {
    fn from(line: Line) -> Self {
        Self {
            number: line.number,
            at: line.change.at,
            actor: line.change.actor,
            event: line.change.event,
            domain: line.change.domain,
            subject: line.change.subject,
            reason: line.change.reason,
            detail: line.change.detail,
            hash: line.hash,
        }
    }
}

/// A token, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TokenModel {
    /// Its id.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) name: String,
    /// What it may do: `read`, `policy`, `reset`, `operate`.
    pub(crate) rights: Vec<String>,
    /// To whose mailboxes; absent: to all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domains: Option<Vec<String>>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) made: Timestamp,
    /// By whom.
    pub(crate) by: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) expires: Timestamp,
}

impl From<&StoredToken> for TokenModel {
    fn from(token: &StoredToken) -> Self {
        Self {
            id: token.id.as_str().to_owned(),
            name: token.name.clone(),
            rights: token
                .rights
                .names()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            domains: token
                .domains
                .as_ref()
                .map(|all| all.iter().cloned().collect()),
            made: token.made,
            by: token.by.clone(),
            expires: token.expires,
        }
    }
}
