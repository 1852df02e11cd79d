//! The visitor's own account.

use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use vestibule_templates::panel::{Account, AccountProblem, account};

use super::super::accounts::{Changed, Verdict};
use super::door::with_session;
use super::failed::Failed;
use super::inside::Inside;
use super::outcome::outcome;
use super::posted::Posted;
use super::query::Query;
use super::set_up::shown;
use crate::secret::SecretText;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: String,
    new: String,
    again: String,
    code: String,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Response {
    let model = Account {
        name: inside.visitor.administrator.name.as_str(),
        done: outcome(asked.done.as_deref()),
        problem: None,
    };
    inside.page.show(|panel| account(panel, &model))
}

pub(super) async fn password(form: Posted<NewPassword>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let secret = SecretText::new;
    let old = (secret(form.old), form.code.as_str());
    let new = (secret(form.new), secret(form.again));
    let admin = &inside.page.panel.admin;
    let said;
    let problem = match admin.change_password(&inside.visitor, old, new).await? {
        Changed::Done(token) => return with_session(&token, "/account?done=password"),
        Changed::New(problem) => AccountProblem::New(shown(problem)),
        Changed::Old(Verdict::Wrong) => AccountProblem::Old,
        Changed::Old(verdict) => {
            said = inside.words(verdict).unwrap_or_default();
            AccountProblem::Code(&said)
        }
    };
    let model = Account {
        name: inside.visitor.administrator.name.as_str(),
        done: None,
        problem: Some(problem),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(inside.page.show_as(status, |panel| account(panel, &model)))
}

pub(super) async fn others(form: Posted<Nothing>) -> Result<Response, Failed> {
    let inside = form.inside;
    let token = inside.page.panel.admin.end_others(&inside.visitor).await?;
    with_session(&token, "/account?done=others")
}
