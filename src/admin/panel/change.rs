//! Changing policies, and changing them back.

use std::sync::PoisonError;

use http::StatusCode;

use super::super::api::domains::DomainSet;
use super::super::api::models::DomainModel;
use super::super::error::AdminError;
use super::super::problem::Problem;
use super::call::{Call, Tag};
use super::failed::Failed;
use super::inside::{Inside, percent};
use super::shelf::Change;
use crate::domain::policy::TermsForm;
use crate::random::bytes;

/// What changes in a domain's terms, besides what was said of it before.
#[derive(Debug, Clone)]
pub(super) struct Alteration {
    /// What is asked.
    pub(super) mode: String,
    /// For how many seconds the set-up may wait; nothing: as it was.
    pub(super) grace_seconds: Option<u64>,
}

/// What was changed, and what could not be.
pub(super) type Outcome = (Vec<Change>, Vec<(String, String)>);

/// Alters one domain, based on what is said of it now.
pub(super) async fn alter(
    call: &Call,
    domain: &str,
    alteration: &Alteration,
) -> Result<Change, Problem> {
    let path = format!("domains/{}", percent(domain));
    let (model, basis) = call.get_tagged::<DomainModel>(&path).await?;
    let terms = altered(model.stored.clone(), alteration);
    let set = DomainSet {
        terms,
        reason: None,
    };
    let now = call.put(&path, &basis, &set).await?;
    Ok(Change {
        domain: domain.to_owned(),
        before: model.stored,
        now,
    })
}

fn altered(before: Option<TermsForm>, alteration: &Alteration) -> TermsForm {
    let mode = alteration.mode.clone();
    let before = before.unwrap_or_else(|| TermsForm::of(&mode));
    TermsForm {
        mode,
        grace_seconds: alteration.grace_seconds.or(before.grace_seconds),
        ..before
    }
}

/// Says of one domain what was said before, unless somebody has changed it meanwhile.
pub(super) async fn change_back(call: &Call, change: &Change) -> Result<(), Problem> {
    let path = format!("domains/{}", percent(&change.domain));
    match &change.before {
        Some(terms) => {
            let set = DomainSet {
                terms: terms.clone(),
                reason: None,
            };
            call.put(&path, &change.now, &set).await?;
            Ok(())
        }
        None if change.now == Tag::default() => Ok(()),
        None => call.delete(&path, &change.now).await,
    }
}

/// Alters several domains.
pub(super) async fn alter_all(
    call: &Call,
    domains: Vec<String>,
    alteration: &Alteration,
) -> Result<Outcome, Problem> {
    let (mut changes, mut failed) = (Vec::new(), Vec::new());
    for domain in domains {
        match alter(call, &domain, alteration).await {
            Ok(change) => changes.push(change),
            Err(problem) if problem.status == StatusCode::SERVICE_UNAVAILABLE => {
                return Err(problem);
            }
            Err(problem) => failed.push((domain, problem.detail)),
        }
    }
    Ok((changes, failed))
}

impl Inside {
    /// Keeps what was saved, so that it can be undone: the name to ask for it by.
    pub(super) fn keep(&self, outcome: Outcome) -> Result<String, Failed> {
        let admin = &self.page.panel.admin;
        let random: [u8; 16] = bytes(admin.random.as_ref()).map_err(AdminError::from)?;
        let id = data_encoding::HEXLOWER.encode(&random);
        let by = self.visitor.administrator.name.as_str();
        let shelf = self.page.panel.shelf.lock();
        let mut shelf = shelf.unwrap_or_else(PoisonError::into_inner);
        shelf.keep((id.clone(), by), outcome, admin.now());
        Ok(id)
    }

    /// Changes back what was saved: what was changed back, and what could not be; nothing when the
    /// minute is over.
    pub(super) async fn undo(&self, id: &str) -> Result<Option<Outcome>, Failed> {
        let by = self.visitor.administrator.name.as_str();
        let saved = {
            let shelf = self.page.panel.shelf.lock();
            let mut shelf = shelf.unwrap_or_else(PoisonError::into_inner);
            shelf.take(id, by, self.page.panel.admin.now())
        };
        let Some(saved) = saved else {
            return Ok(None);
        };
        // It only leads back to where this administrator was a minute ago.
        let call = self.undoing()?;
        let (mut failed, mut back) = (Vec::new(), Vec::new());
        for change in saved.changes {
            match change_back(&call, &change).await {
                Ok(()) => back.push(change),
                Err(problem) if problem.status == StatusCode::SERVICE_UNAVAILABLE => {
                    return Err(problem.into());
                }
                Err(problem) => failed.push((change.domain, problem.detail)),
            }
        }
        Ok(Some((back, failed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alteration_leaves_what_was_said_besides() {
        let before = TermsForm {
            trusted_days: Some(7),
            grace_seconds: Some(3600),
            ..TermsForm::of("optional")
        };
        let alteration = |grace_seconds| Alteration {
            mode: "required".to_owned(),
            grace_seconds,
        };
        let kept = altered(Some(before.clone()), &alteration(None));
        assert_eq!(
            (kept.mode.as_str(), kept.trusted_days),
            ("required", Some(7))
        );
        assert_eq!(kept.grace_seconds, Some(3600));
        let set = altered(Some(before), &alteration(Some(0)));
        assert_eq!(set.grace_seconds, Some(0));
        assert_eq!(altered(None, &alteration(None)), TermsForm::of("required"));
    }
}
