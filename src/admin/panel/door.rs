//! Signing in and out.

use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::Deserialize;
use vestibule_templates::CodeProblem;
use vestibule_templates::panel::{SignIn, SignInCode, SignInProblem, sign_in, sign_in_code};

use super::super::accounts::{Refusal, Verdict};
use super::super::error::AdminError;
use super::cookie;
use super::failed::{Failed, see_other};
use super::inside::{Page, local, percent};
use super::outcome::outcome;
use super::posted::AtDoor;
use super::query::Query;
use crate::domain::administrator::{SessionToken, Stage};
use crate::secret::SecretText;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    to: String,
    done: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Password {
    name: String,
    password: String,
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
pub(super) struct TypedCode {
    #[serde(default)]
    code: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    form_token: String,
}

#[derive(Deserialize)]
pub(super) struct Bare {
    #[serde(default)]
    form_token: String,
}

pub(super) async fn show(page: Page, Query(asked): Query<Asked>) -> Response {
    let to = local(&asked.to);
    match page.visitor.as_ref().map(|visitor| visitor.session.stage) {
        Some(Stage::Full) => see_other(to),
        Some(Stage::Code) => see_other(&code_page(to)),
        Some(Stage::SetUp) => see_other("/setup/finish"),
        None => page.show(|panel| {
            let done = outcome(asked.done.as_deref());
            let model = SignIn {
                name: "",
                problem: None,
                done,
                to,
            };
            sign_in(panel, &model)
        }),
    }
}

pub(super) async fn password(form: AtDoor<Password>) -> Result<Response, Failed> {
    let AtDoor { page, form } = form;
    let to = local(&form.to).to_owned();
    let password = SecretText::new(form.password);
    let problem = match page.panel.admin.sign_in(&form.name, password).await? {
        Ok(token) => return with_session(&token, &code_page(&to)),
        Err(refusal) => refused(refusal),
    };
    Ok(page.show_as(status(problem), |panel| {
        let model = SignIn {
            name: &form.name,
            problem: Some(problem),
            done: None,
            to: &to,
        };
        sign_in(panel, &model)
    }))
}

pub(super) async fn show_code(page: Page, Query(asked): Query<Asked>) -> Response {
    let to = local(&asked.to);
    match page.visitor.as_ref().map(|visitor| visitor.session.stage) {
        Some(Stage::Code) => ask_code(&page, StatusCode::OK, None, to),
        Some(Stage::Full) => see_other(to),
        Some(Stage::SetUp) | None => see_other("/login"),
    }
}

pub(super) async fn code(form: AtDoor<TypedCode>) -> Result<Response, Failed> {
    let AtDoor { page, form } = form;
    let to = local(&form.to);
    let waiting = page.visitor.as_ref();
    let waiting = waiting.filter(|visitor| visitor.session.stage == Stage::Code);
    let Some(visitor) = waiting else {
        return Ok(see_other("/login"));
    };
    if !visitor.token.is_form_token(&form.form_token) {
        return Err(Failed::Form);
    }
    match page.panel.admin.finish_sign_in(visitor, &form.code).await? {
        Ok(token) => with_session(&token, to),
        Err(verdict) => {
            let (status, problem) = match verdict {
                Verdict::Accepted | Verdict::Wrong => (StatusCode::FORBIDDEN, CodeProblem::Wrong),
                Verdict::Malformed => (StatusCode::UNPROCESSABLE_ENTITY, CodeProblem::Malformed),
                Verdict::Suspended => (StatusCode::FORBIDDEN, CodeProblem::Suspended),
                Verdict::Used => (StatusCode::FORBIDDEN, CodeProblem::Used),
                Verdict::Wait(wait) => {
                    let seconds = wait.as_secs().max(1);
                    (StatusCode::TOO_MANY_REQUESTS, CodeProblem::Wait { seconds })
                }
            };
            Ok(ask_code(&page, status, Some(problem), to))
        }
    }
}

pub(super) async fn sign_out(form: AtDoor<Bare>) -> Result<Response, Failed> {
    let AtDoor { page, form } = form;
    if let Some(visitor) = &page.visitor {
        if !visitor.token.is_form_token(&form.form_token) {
            return Err(Failed::Form);
        }
        page.panel.admin.sign_out(visitor).await?;
    }
    let mut response = see_other("/login?done=bye");
    response.headers_mut().append(SET_COOKIE, cookie::FORGET);
    Ok(response)
}

/// Gives the browser its session, and sends it on.
pub(super) fn with_session(token: &SessionToken, to: &str) -> Result<Response, Failed> {
    let kept = cookie::keep(token);
    let kept = kept.ok_or(AdminError::Internal("a cookie cannot be made"))?;
    let mut response = see_other(to).into_response();
    response.headers_mut().append(SET_COOKIE, kept);
    Ok(response)
}

/// A refusal as pages show it.
pub(super) fn refused(refusal: Refusal) -> SignInProblem {
    match refusal {
        Refusal::Wait(wait) => SignInProblem::Wait {
            seconds: wait.as_secs().max(1),
        },
        Refusal::Wrong => SignInProblem::Wrong,
    }
}

/// The status of an answer with this problem.
pub(super) const fn status(problem: SignInProblem) -> StatusCode {
    match problem {
        SignInProblem::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
        SignInProblem::Wrong => StatusCode::FORBIDDEN,
    }
}

fn code_page(to: &str) -> String {
    format!("/login/code?to={}", percent(to))
}

fn ask_code(page: &Page, status: StatusCode, problem: Option<CodeProblem>, to: &str) -> Response {
    let token = page.form_token();
    page.show_as(status, |panel| {
        let model = SignInCode {
            form_token: &token,
            problem,
            to,
        };
        sign_in_code(panel, &model)
    })
}
