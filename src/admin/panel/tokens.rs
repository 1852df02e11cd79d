//! Tokens for programs.

use std::time::Duration;

use axum::extract::Path;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;
use vestibule_templates::panel::{
    Given as Shown, GivenKind, TokenLine, TokenValues, Tokens, given, tokens,
};

use super::super::api::models::{Page, TokenModel};
use super::super::api::tokens::{TokenMade, TokenMake};
use super::super::problem::Problem;
use super::administrators::names;
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::outcome::outcome;
use super::posted::Posted;
use super::query::Query;
use crate::domain::time::after;

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
    rights: Vec<String>,
    domains: String,
    days: String,
    code: String,
}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let mut model = list(&inside, asked.cursor.as_deref()).await?;
    model.done = outcome(asked.done.as_deref());
    Ok(inside.page.show(|panel| tokens(panel, &model)))
}

pub(super) async fn make(form: Posted<Form>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let days: u64 = form.days.parse().unwrap_or_default();
    let wrong = match inside.confirmed(&form.code).await? {
        Err(words) => ("code".to_owned(), words),
        Ok(call) => {
            let lifetime = Duration::from_secs(days.min(MOST_DAYS) * 24 * 60 * 60);
            let wanted = TokenMake {
                name: form.name.clone(),
                rights: form.rights.clone(),
                domains: names(&form.domains),
                expires: after(inside.page.panel.admin.now(), lifetime),
            };
            match call.post::<_, TokenMade>("tokens", &wanted).await {
                Ok(made) => return Ok(once(&inside, made)),
                Err(problem) => about(problem)?,
            }
        }
    };
    let values = TokenValues {
        name: form.name,
        rights: form.rights,
        domains: form.domains,
        days: form.days,
    };
    refuse(&inside, values, wrong).await
}

pub(super) async fn revoke(Path(id): Path<String>, form: Posted<Form>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    match inside.confirmed(&form.code).await? {
        Err(words) => {
            let wrong = (String::new(), words);
            refuse(&inside, TokenValues::default(), wrong).await
        }
        Ok(call) => {
            let path = format!("tokens/{}", percent(&id));
            call.order::<()>(Method::DELETE, &path, None).await?;
            Ok(see_other("/tokens?done=revoked"))
        }
    }
}

async fn refuse(
    inside: &Inside,
    values: TokenValues,
    wrong: (String, String),
) -> Result<Response, Failed> {
    let mut model = list(inside, None).await?;
    model.values = values;
    model.wrong = Some(wrong);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(inside.page.show_as(status, |panel| tokens(panel, &model)))
}

fn about(problem: Problem) -> Result<(String, String), Failed> {
    match problem.errors.first() {
        Some(first) => Ok((first.field.clone(), first.message.clone())),
        None => Err(problem.into()),
    }
}

fn once(inside: &Inside, made: TokenMade) -> Response {
    let model = Shown {
        kind: GivenKind::Token,
        whom: made.about.name,
        code: made.token,
        until: Some(format!("{:.0}", made.about.expires)),
        back: "/tokens".to_owned(),
        address: None,
    };
    inside.page.show(|panel| given(panel, &model))
}

async fn list(inside: &Inside, cursor: Option<&str>) -> Result<Tokens, Failed> {
    let query = cursor.map(|cursor| format!("?cursor={}", percent(cursor)));
    let path = format!("tokens{}", query.unwrap_or_default());
    let page: Page<TokenModel> = inside.api()?.get(&path).await?;
    let next = page.next.as_deref().map(percent);
    let lines = page.items.into_iter().map(|token| TokenLine {
        id: token.id,
        name: token.name,
        rights: token.rights,
        domains: token.domains,
        ends: format!("{:.0}", token.expires),
    });
    Ok(Tokens {
        lines: lines.collect(),
        first: cursor.map(|_| "/tokens".to_owned()),
        next: next.map(|next| format!("/tokens?cursor={next}")),
        values: TokenValues {
            days: "90".to_owned(),
            ..TokenValues::default()
        },
        ..Tokens::default()
    })
}

const MOST_DAYS: u64 = 365;
