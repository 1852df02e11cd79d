//! Importing a list of domains: looked at whole first, then saved in the background.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use vestibule_templates::panel::{
    Import, ImportLine, ImportOutcome, ImportProblem, ModeKind, Progress, import, import_progress,
};

use super::super::api::models::DomainModel;
use super::call::Call;
use super::change::{Alteration, Outcome, alter};
use super::domains::{HERE, affected};
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::list_file::{Wish, Wrong, read};
use super::posted::Posted;
use super::query::Query;
use crate::domain::policy::Mode;
use crate::random::bytes;

/// Lists that are being saved, by a random name.
#[derive(Default)]
pub(super) struct Imports(HashMap<String, Job>);

struct Job {
    by: String,
    done: u64,
    all: u64,
    outcome: Option<Outcome>,
}

#[derive(Deserialize)]
pub(super) struct List {
    #[serde(default)]
    list: String,
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    job: String,
}

pub(super) async fn show(inside: Inside) -> Response {
    inside.page.show(|panel| import(panel, &Import::default()))
}

pub(super) async fn check(form: Posted<List>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    inside.must_change()?;
    let (status, model) = match plan(&inside, &form.list).await? {
        Ok((model, _)) => (StatusCode::OK, model),
        Err(model) => (StatusCode::UNPROCESSABLE_ENTITY, model),
    };
    Ok(inside.page.show_as(status, |panel| import(panel, &model)))
}

pub(super) async fn save(form: Posted<List>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    inside.must_change()?;
    // What was looked at may have changed meanwhile.
    let (mut model, wishes) = match plan(&inside, &form.list).await? {
        Ok(planned) => planned,
        Err(model) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(inside.page.show_as(status, |panel| import(panel, &model)));
        }
    };
    let call = match model.code {
        None => inside.api()?,
        Some(_) => match inside.confirmed(&form.code).await? {
            Ok(call) => call,
            Err(words) => {
                model.code = Some(Some(words));
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(inside.page.show_as(status, |panel| import(panel, &model)));
            }
        },
    };
    let id = begin(&inside, wishes.len() as u64)?;
    let kept = id.clone();
    let panel = Arc::clone(&inside.page.panel);
    tokio::spawn(async move {
        let outcome = run(&call, &wishes, |done| {
            let imports = panel.imports.lock();
            let mut imports = imports.unwrap_or_else(PoisonError::into_inner);
            if let Some(job) = imports.0.get_mut(&kept) {
                job.done = done;
            }
        });
        let outcome = outcome.await;
        let imports = panel.imports.lock();
        let mut imports = imports.unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = imports.0.get_mut(&kept) {
            job.outcome = Some(outcome);
        }
    });
    Ok(see_other(&format!("{HERE}/import/progress?job={id}")))
}

/// Makes room for a list of `all` domains: its name.
fn begin(inside: &Inside, all: u64) -> Result<String, Failed> {
    let admin = &inside.page.panel.admin;
    let random: [u8; 16] =
        bytes(admin.random.as_ref()).map_err(super::super::error::AdminError::from)?;
    let id = data_encoding::HEXLOWER.encode(&random);
    let job = Job {
        by: inside.visitor.administrator.name.to_string(),
        done: 0,
        all,
        outcome: None,
    };
    {
        let imports = inside.page.panel.imports.lock();
        let mut imports = imports.unwrap_or_else(PoisonError::into_inner);
        imports.0.retain(|_, job| job.outcome.is_none());
        if imports.0.len() >= AT_ONCE {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let problem = super::super::problem::Problem::new(
                status,
                "other lists are being saved: wait until they are",
            );
            return Err(problem.into());
        }
        imports.0.insert(id.clone(), job);
    }
    Ok(id)
}

pub(super) async fn progress(
    inside: Inside,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let by = inside.visitor.administrator.name.as_str();
    let (progress, outcome) = {
        let imports = inside.page.panel.imports.lock();
        let mut imports = imports.unwrap_or_else(PoisonError::into_inner);
        let job = imports.0.get_mut(&asked.job).filter(|job| job.by == by);
        let job = job.ok_or(Failed::NotFound)?;
        let progress = Progress {
            done: job.done,
            all: job.all,
        };
        let outcome = job.outcome.clone();
        if outcome.is_some() {
            imports.0.remove(&asked.job);
        }
        (progress, outcome)
    };
    if let Some(outcome) = outcome {
        let id = inside.keep(outcome)?;
        return Ok(see_other(&format!("{HERE}?saved={id}")));
    }
    let mut response = inside.page.show(|panel| import_progress(panel, progress));
    let soon = HeaderValue::from_static("1");
    response.headers_mut().insert("refresh", soon);
    Ok(response)
}

async fn run(call: &Call, wishes: &[Wish], mut told: impl FnMut(u64)) -> Outcome {
    let (mut changes, mut failed) = (Vec::new(), Vec::new());
    for (place, wish) in wishes.iter().enumerate() {
        let alteration = Alteration {
            mode: wish.mode.word().to_owned(),
            grace_seconds: None,
        };
        match alter(call, &wish.domain, &alteration).await {
            Ok(change) => changes.push(change),
            Err(problem) => failed.push((wish.domain.clone(), problem.detail)),
        }
        told(place as u64 + 1);
    }
    (changes, failed)
}

/// What a list would do, and what of it is to be done; or what is wrong with it.
async fn plan(inside: &Inside, list: &str) -> Result<Result<(Import, Vec<Wish>), Import>, Failed> {
    let refused = |problems, refused| Import {
        list: list.to_owned(),
        problems,
        refused,
        ..Import::default()
    };
    let wishes = match read(list) {
        Ok(wishes) => wishes,
        Err(Wrong::Lines(problems)) => return Ok(Err(refused(problems, None))),
        Err(Wrong::List(problem)) => return Ok(Err(refused(Vec::new(), Some(problem)))),
    };
    let call = inside.api()?;
    let (mut lines, mut open, mut stricter) = (Vec::new(), Vec::new(), Vec::new());
    for wish in wishes {
        let path = format!("domains/{}", percent(&wish.domain));
        let now: DomainModel = call.get(&path).await?;
        let same = now.effective.mode == wish.mode.word();
        let mode = ModeKind::of(wish.mode.word()).unwrap_or(ModeKind::Required);
        let Some(outcome) = outcome(&now.source, same) else {
            return Ok(Err(refused(Vec::new(), Some(ImportProblem::InFile))));
        };
        if mode == ModeKind::Required && !same {
            stricter.push(wish.domain.clone());
        }
        lines.push(ImportLine {
            domain: wish.domain.clone(),
            mode,
            outcome,
        });
        if outcome != ImportOutcome::Same {
            open.push(wish);
        }
    }
    let affected = match stricter.len() {
        1..=COUNTED => {
            let now = inside.page.panel.admin.now();
            Some(affected(&call, &stricter, now).await?)
        }
        _ => None,
    };
    let less = open.iter().any(|wish| wish.mode != Mode::Required);
    let model = Import {
        list: list.to_owned(),
        lines,
        affected,
        code: less.then_some(None),
        ..Import::default()
    };
    Ok(Ok((model, open)))
}

/// What a line means for a domain; nothing where it is the policy file's to say something else.
fn outcome(source: &str, same: bool) -> Option<ImportOutcome> {
    match (source, same) {
        ("file", false) => None,
        ("file" | "store", true) => Some(ImportOutcome::Same),
        ("store", false) => Some(ImportOutcome::Change),
        (_, _) => Some(ImportOutcome::New),
    }
}

const AT_ONCE: usize = 4;
const COUNTED: usize = 1000;
