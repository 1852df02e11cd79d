//! One domain.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use vestibule_templates::i18n::PanelPhrase as P;
use vestibule_templates::panel::{
    Confirm, DomainPage, DomainProblem, DomainValues, ModeKind, Outcome, confirm, domain,
};

use super::super::api::domains::DomainSet;
use super::super::api::models::DomainModel;
use super::super::problem::Problem;
use super::call::{Call, Tag};
use super::domains::{HERE, affected, status};
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::posted::Posted;
use super::query::Query;
use super::shelf::Change;
use super::terms::{terms, values};
use crate::domain::policy::TermsForm;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    saved: Option<String>,
}

/// The form. Its names are those of the API, but for what people would not count in seconds.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Form {
    version: String,
    confirmed: String,
    mode: String,
    factors: String,
    trusted_days: String,
    grace_hours: String,
    guard: String,
    networks: String,
    live_sessions: String,
    sms_countries: String,
    sms_per_day: String,
    contact: String,
    reason: String,
    code: String,
}

#[derive(Deserialize)]
pub(super) struct Version {
    version: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn show(
    inside: Inside,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (mut model, _) = page(&inside, &inside.api()?, &name).await?;
    if let Some(id) = asked.saved
        && inside.saved(&id).is_some_and(|(count, _)| count > 0)
    {
        model.done = Some(Outcome {
            words: P::Saved,
            count: None,
        });
        model.undo = Some(id);
    }
    Ok(inside.page.show(|panel| domain(panel, &model)))
}

pub(super) async fn save(Path(name): Path<String>, form: Posted<Form>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let call = inside.api()?;
    let (mut model, before) = page(&inside, &call, &name).await?;
    let (basis, confirmed) = (Tag(form.version.clone()), form.confirmed == "yes");
    let typed = form.values();
    let wrong = |model: &mut DomainPage, typed: DomainValues, problem: DomainProblem| {
        model.values = typed;
        model.problem = Some(problem);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        inside.page.show_as(status, |panel| domain(panel, model))
    };
    let terms = match read(&typed) {
        Ok(terms) => terms,
        Err(problem) => return Ok(wrong(&mut model, typed, problem)),
    };
    // What an undo leads back to must be what this replaces.
    if form.version != model.version && !model.in_file {
        return Ok(wrong(&mut model, typed, DomainProblem::Changed));
    }
    let wanted = ModeKind::of(&typed.mode).unwrap_or(ModeKind::Required);
    let asked = async |code| ask(&inside, (&name, wanted), (&form.version, &typed), code).await;
    if before.effective.mode != typed.mode && !confirmed {
        let less = less(&before.effective.mode, wanted);
        return asked(less.then_some(None)).await;
    }
    let call = match form.code.as_str() {
        "" => call,
        code => match inside.confirmed(code).await? {
            Ok(call) => call,
            Err(words) => return asked(Some(Some(words))).await,
        },
    };
    let reason = Some(typed.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let set = DomainSet { terms, reason };
    let path = format!("domains/{}", percent(&name));
    match call.put(&path, &basis, &set).await {
        Ok(now) => {
            let change = Change {
                domain: name.clone(),
                before: before.stored,
                now,
            };
            let id = inside.keep((vec![change], Vec::new()))?;
            Ok(see_other(&format!(
                "{HERE}/domain/{}?saved={id}",
                percent(&name)
            )))
        }
        // What asks less in another way than by the mode.
        Err(problem) if problem.is_unconfirmed() => asked(Some(None)).await,
        Err(problem) => match about(&problem) {
            Some(shown) => Ok(wrong(&mut model, typed, shown)),
            None => Err(problem.into()),
        },
    }
}

/// What the API would refuse is not asked about first.
fn read(typed: &DomainValues) -> Result<TermsForm, DomainProblem> {
    let read = terms(typed).and_then(|terms| terms.read().map(|_| terms));
    read.map_err(|error| DomainProblem::Field(error.field.to_owned(), error.message))
}

/// Whether a mode asks less than the one that is in force.
fn less(now: &str, wanted: ModeKind) -> bool {
    let rank = |mode| match mode {
        ModeKind::Disabled => 0,
        ModeKind::Optional => 1,
        ModeKind::Required => 2,
    };
    ModeKind::of(now).is_some_and(|now| rank(wanted) < rank(now))
}

pub(super) async fn unset(
    Path(name): Path<String>,
    form: Posted<Version>,
) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let call = match inside.confirmed(&form.code).await? {
        Ok(call) => call,
        Err(words) => {
            let (mut model, _) = page(&inside, &inside.api()?, &name).await?;
            model.unset_problem = Some(words);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(inside.page.show_as(status, |panel| domain(panel, &model)));
        }
    };
    let path = format!("domains/{}", percent(&name));
    match call.delete(&path, &Tag(form.version)).await {
        Ok(()) => Ok(see_other(&format!("{HERE}/domain/{}", percent(&name)))),
        Err(problem) => match about(&problem) {
            Some(shown) => {
                let (mut model, _) = page(&inside, &call, &name).await?;
                model.problem = Some(shown);
                let status = StatusCode::CONFLICT;
                Ok(inside.page.show_as(status, |panel| domain(panel, &model)))
            }
            None => Err(problem.into()),
        },
    }
}

/// A problem that the form itself shows.
fn about(problem: &Problem) -> Option<DomainProblem> {
    match StatusCode::from_u16(problem.status) {
        Ok(StatusCode::PRECONDITION_FAILED | StatusCode::PRECONDITION_REQUIRED) => {
            Some(DomainProblem::Changed)
        }
        Ok(_) | Err(_) => {
            let wrong = problem.errors.first()?;
            Some(DomainProblem::Field(
                wrong.field.clone(),
                wrong.message.clone(),
            ))
        }
    }
}

/// The page before the domain's policy changes.
async fn ask(
    inside: &Inside,
    (name, mode): (&str, ModeKind),
    (version, typed): (&str, &DomainValues),
    code: Option<Option<String>>,
) -> Result<Response, Failed> {
    let call = inside.api()?;
    let status = status(code.as_ref().and_then(Option::as_ref));
    let domains = vec![name.to_owned()];
    let required = mode == ModeKind::Required;
    let carried = typed.pairs().into_iter();
    // The page itself asks for the time where a second factor will be required.
    let carried = carried.filter(|(field, _)| !required || *field != "grace_hours");
    let mut hidden: Vec<(String, String)> = carried
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .collect();
    hidden.push(("version".to_owned(), version.to_owned()));
    let model = Confirm {
        affected: affected(&call, &domains, inside.page.panel.admin.now()).await?,
        domains,
        mode,
        hidden,
        grace_hours: typed.grace_hours.clone(),
        post: Confirm::domain_address(name),
        back: format!("{HERE}/domain/{}", percent(name)),
        code,
    };
    Ok(inside.page.show_as(status, |panel| confirm(panel, &model)))
}

async fn page(
    inside: &Inside,
    call: &Call,
    name: &str,
) -> Result<(DomainPage, DomainModel), Failed> {
    let path = format!("domains/{}", percent(name));
    let (model, Tag(version)) = call.get_tagged::<DomainModel>(&path).await?;
    let in_file = model.source == "file";
    let shown = match (&model.stored, in_file) {
        (Some(stored), false) => values(stored),
        (_, true) => values(&model.effective),
        (None, false) => DomainValues {
            mode: model.effective.mode.clone(),
            ..DomainValues::default()
        },
    };
    let said = model.by.clone().zip(model.at.map(|at| format!("{at:.0}")));
    let page = DomainPage {
        name: model.domain.clone(),
        values: shown,
        in_file,
        said: said.filter(|_| !in_file),
        changes: inside.rights().policy,
        version,
        problem: None,
        unset_problem: None,
        done: None,
        undo: None,
    };
    Ok((page, model))
}

impl Form {
    fn values(&self) -> DomainValues {
        DomainValues {
            mode: self.mode.clone(),
            factors: self.factors.clone(),
            trusted_days: self.trusted_days.clone(),
            grace_hours: self.grace_hours.clone(),
            guard: self.guard.clone(),
            networks: self.networks.clone(),
            live_sessions: self.live_sessions.clone(),
            sms_countries: self.sms_countries.clone(),
            sms_per_day: self.sms_per_day.clone(),
            contact: self.contact.clone(),
            reason: self.reason.clone(),
        }
    }
}
