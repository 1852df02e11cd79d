//! A change of a mailbox that is one write.

use vestibule_templates::SecurityAction;

use super::super::form::Form;
use crate::domain::audit::Event;
use crate::domain::authenticator::{AuthenticatorId, Enrollment};
use crate::domain::identity::Subject;
use crate::domain::notice::News;
use crate::domain::policy::Factors;
use crate::gateway::Gateway;

/// A change of a mailbox that is one write.
#[derive(Debug)]
pub(super) enum Edit {
    Off,
    Prefer(AuthenticatorId),
    Remove {
        id: AuthenticatorId,
        /// What must be left: nothing where that is nothing.
        must_leave: Option<Factors>,
    },
    Rename(AuthenticatorId, Option<String>),
}

impl Edit {
    /// What a form asks for; nothing where it lacks something, or the policy does not let it.
    pub(super) fn of(
        action: SecurityAction,
        form: &Form,
        must_leave: Option<Factors>,
    ) -> Option<Self> {
        let id = || form.field("id").and_then(AuthenticatorId::parse);
        match action {
            SecurityAction::Off => must_leave.is_none().then_some(Self::Off),
            SecurityAction::Prefer => Some(Self::Prefer(id()?)),
            SecurityAction::Remove => Some(Self::Remove {
                id: id()?,
                must_leave,
            }),
            SecurityAction::Rename => {
                let name = form.field("name").unwrap_or_default().trim();
                let name: String = name.chars().take(MAX_NAME).collect();
                Some(Self::Rename(
                    id()?,
                    Some(name).filter(|name| !name.is_empty()),
                ))
            }
            SecurityAction::ChangeNumber
            | SecurityAction::On
            | SecurityAction::Regenerate
            | SecurityAction::Replace
            | SecurityAction::RevokeBrowser
            | SecurityAction::RevokeBrowsers
            | SecurityAction::SendCode
            | SecurityAction::SignOutEverywhere => None,
        }
    }

    /// Makes the change; whether it is one that may be made.
    pub(super) fn apply(&self, enrollment: &mut Enrollment) -> bool {
        match self {
            Self::Off => {
                enrollment.authenticators.clear();
                enrollment.recovery = None;
                true
            }
            Self::Prefer(id) => {
                enrollment.prefer(id);
                true
            }
            Self::Remove { id, must_leave } => {
                let was_there = enrollment.find(id).is_some();
                enrollment.remove(id);
                let mut left = enrollment.authenticators.iter();
                // A number that the policy has done with is nothing to be left with.
                let enough =
                    must_leave.is_none_or(|factors| left.any(|own| factors.allows(own.kind())));
                was_there && enough
            }
            Self::Rename(id, name) => enrollment.rename(id, name.clone()),
        }
    }

    /// What the mailbox is told, which has `enrolled` these before.
    pub(super) fn news(
        &self,
        gateway: &Gateway,
        subject: &Subject,
        enrolled: &Enrollment,
    ) -> Option<News> {
        match self {
            Self::Off => Some(News::TurnedOff),
            Self::Prefer(_) | Self::Rename(..) => None,
            Self::Remove { .. } if enrolled.authenticators.len() == 1 => Some(News::TurnedOff),
            Self::Remove { id, .. } => {
                let factor = gateway.name_of(subject, enrolled, id)?;
                Some(News::FactorRemoved { factor })
            }
        }
    }

    /// How it is remembered.
    pub(super) const fn event(&self) -> Event {
        match self {
            Self::Off => Event::Unenrolled,
            Self::Prefer(_) | Self::Rename(..) => Event::FactorChanged,
            Self::Remove { .. } => Event::FactorRemoved,
        }
    }
}

const MAX_NAME: usize = 64;
