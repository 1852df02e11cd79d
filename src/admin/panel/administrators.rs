//! The people who sign in here.

use axum::extract::Path;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;
use vestibule_templates::panel::{
    AdministratorLine, AdministratorState, Administrators, Given as Shown, GivenKind,
    OneAdministrator, RoleKind, RoleValues, administrator, administrators, given,
};

use super::super::api::administrators::{AdministratorAdd, AdministratorModel, Assignment};
use super::super::api::models::Page;
use super::super::api::resets::{Given, Reason};
use super::super::problem::Problem;
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::outcome::outcome;
use super::posted::Posted;
use super::query::Query;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    cursor: Option<String>,
    done: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    name: String,
    role: String,
    domains: String,
    reason: String,
    code: String,
}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let mut model = list(&inside, asked.cursor.as_deref()).await?;
    model.done = outcome(asked.done.as_deref());
    Ok(inside.page.show(|panel| administrators(panel, &model)))
}

pub(super) async fn add(form: Posted<Form>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let (field, what) = match inside.confirmed(&form.code).await? {
        Err(words) => ("code".to_owned(), words),
        Ok(call) => {
            let wanted = AdministratorAdd {
                name: form.name.trim().to_lowercase(),
                role: form.role.clone(),
                domains: names(&form.domains),
            };
            match call.post::<_, Given>("administrators", &wanted).await {
                Ok(code) => return Ok(invitation(&inside, &wanted.name, code)),
                Err(problem) => about(problem)?,
            }
        }
    };
    let mut model = list(&inside, None).await?;
    model.name = form.name;
    model.role = RoleValues {
        role: form.role,
        domains: form.domains,
    };
    model.wrong = Some((field, what));
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(inside
        .page
        .show_as(status, |panel| administrators(panel, &model)))
}

pub(super) async fn show_one(
    inside: Inside,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let model = OneAdministrator {
        line: one(&inside, &name).await?,
        done: outcome(asked.done.as_deref()),
        wrong: None,
    };
    Ok(inside.page.show(|panel| administrator(panel, &model)))
}

pub(super) async fn change(
    Path((name, word)): Path<(String, String)>,
    form: Posted<Form>,
) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    if !["role", "invitation", "remove"].contains(&word.as_str()) {
        return Err(Failed::NotFound);
    }
    let (field, what) = match inside.confirmed(&form.code).await? {
        Err(words) => ("code".to_owned(), words),
        Ok(call) => {
            let at = format!("administrators/{}", percent(&name));
            let done = async {
                Ok::<_, Problem>(match word.as_str() {
                    "role" => {
                        let body = Assignment {
                            role: form.role.clone(),
                            domains: names(&form.domains),
                        };
                        call.order(Method::PUT, &at, Some(&body)).await?;
                        see_other(&format!("/administrators/{}?done=role", percent(&name)))
                    }
                    "invitation" => {
                        let reason = form.reason.clone();
                        let body = Reason { reason };
                        let code = call.post(&format!("{at}/invitation"), &body).await?;
                        invitation(&inside, &name, code)
                    }
                    _ => {
                        call.order::<()>(Method::DELETE, &at, None).await?;
                        see_other("/administrators?done=removed")
                    }
                })
            };
            match done.await {
                Ok(response) => return Ok(response),
                Err(problem) => about(problem)?,
            }
        }
    };
    let model = OneAdministrator {
        line: one(&inside, &name).await?,
        done: None,
        wrong: Some((word, field, what)),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(inside
        .page
        .show_as(status, |panel| administrator(panel, &model)))
}

/// What the form itself shows of a problem: the field, and what is wrong with it.
fn about(problem: Problem) -> Result<(String, String), Failed> {
    match (problem.errors.first(), StatusCode::from_u16(problem.status)) {
        (Some(first), _) => Ok((first.field.clone(), first.message.clone())),
        (None, Ok(StatusCode::CONFLICT)) => Ok(("name".to_owned(), problem.detail)),
        (None, _) => Err(problem.into()),
    }
}

/// The names in a field, one in each line; nothing where it is empty.
pub(super) fn names(typed: &str) -> Option<Vec<String>> {
    let words = typed.split([',', '\n', ' ']).map(str::trim);
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    Some(words).filter(|words| !words.is_empty())
}

fn invitation(inside: &Inside, name: &str, code: Given) -> Response {
    let known = inside.page.panel.address.as_deref();
    let here = known.map_or_else(|| inside.page.host.clone(), str::to_owned);
    let model = Shown {
        kind: GivenKind::Invitation,
        whom: name.to_owned(),
        code: code.code,
        until: code.until.map(|until| format!("{until:.0}")),
        back: "/administrators".to_owned(),
        address: Some(format!("{here}/setup")),
    };
    inside.page.show(|panel| given(panel, &model))
}

async fn list(inside: &Inside, cursor: Option<&str>) -> Result<Administrators, Failed> {
    let query = cursor.map(|cursor| format!("?cursor={}", percent(cursor)));
    let path = format!("administrators{}", query.unwrap_or_default());
    let page: Page<AdministratorModel> = inside.api()?.get(&path).await?;
    let next = page.next.as_deref().map(percent);
    Ok(Administrators {
        lines: page.items.into_iter().map(line).collect(),
        first: cursor.map(|_| "/administrators".to_owned()),
        next: next.map(|next| format!("/administrators?cursor={next}")),
        ..Administrators::default()
    })
}

async fn one(inside: &Inside, name: &str) -> Result<AdministratorLine, Failed> {
    let path = format!("administrators/{}", percent(name));
    Ok(line(inside.api()?.get(&path).await?))
}

fn line(model: AdministratorModel) -> AdministratorLine {
    let state = match model.state.as_str() {
        "active" => AdministratorState::Active,
        "invited" => AdministratorState::Invited,
        "suspended" => AdministratorState::Suspended,
        _ => AdministratorState::Expired,
    };
    AdministratorLine {
        name: model.name,
        role: RoleKind::of(&model.role).unwrap_or(RoleKind::Reader),
        domains: model.domains,
        state,
        last_seen: model.last_seen.map(|at| format!("{at:.0}")),
    }
}
