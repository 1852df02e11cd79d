//! One mailbox: how it stands, and what can be done for it.

use axum::extract::Path;
use axum::response::Response;
use http::{Method, StatusCode};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use vestibule_templates::panel::{
    ActivityRow, Asked as Who, AuthenticatorRow, ExceptionRow, FailureRow, Given as Shown,
    GivenKind, Mailbox, MailboxAction as Action, ModeKind, given, mailbox,
};

use super::super::api::exceptions::ExceptionSet;
use super::super::api::models::{ActivityModel, AuthenticatorModel, FailuresModel, MailboxModel};
use super::super::api::resets::{Given, Reason, ResetDone};
use super::super::problem::Problem;
use super::call::{Call, Tag};
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::outcome::outcome;
use super::posted::Posted;
use super::query::Query;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    reason: String,
    code: String,
    with_code: String,
    mode: String,
    until: String,
    version: String,
}

/// What is wrong with a form: the field, and what.
type Wrong = (String, String);

pub(super) async fn show(
    inside: Inside,
    Path(address): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let mut model = page(&inside, &inside.api()?, &address).await?;
    model.done = outcome(asked.done.as_deref());
    Ok(inside.page.show(|panel| mailbox(panel, &model)))
}

pub(super) async fn act(
    Path((address, word)): Path<(String, String)>,
    form: Posted<Form>,
) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    let action = Action::of(&word).ok_or(Failed::NotFound)?;
    let done = match action {
        Action::Bypass | Action::Reset | Action::SetupCode | Action::SignOut | Action::Unlock => {
            help(&inside, (&address, action), &form).await?
        }
        Action::EndException | Action::Exception => {
            except(&inside, (&address, action), &form).await?
        }
    };
    match done {
        Ok(response) => Ok(response),
        Err((field, what)) => {
            let mut model = page(&inside, &inside.api()?, &address).await?;
            model.reason = form.reason;
            model.wrong = Some((action, field, what));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(inside.page.show_as(status, |panel| mailbox(panel, &model)))
        }
    }
}

/// Lets the owner in again: takes the administrator's own code.
async fn help(
    inside: &Inside,
    (address, action): (&str, Action),
    form: &Form,
) -> Result<Result<Response, Wrong>, Failed> {
    // A reason that is missing does not cost a code.
    if form.reason.trim().is_empty() {
        let said = Problem::of_field("reason", "must be from 1 to 500 characters in one line");
        return Ok(Err(wrong(&said).unwrap_or_default()));
    }
    let call = match inside.confirmed(&form.code).await? {
        Ok(call) => call,
        Err(words) => return Ok(Err(("code".to_owned(), words))),
    };
    let at = |word: &str| format!("mailboxes/{}/{word}", percent(address));
    let body = Reason {
        reason: form.reason.clone(),
    };
    let with_code = form.with_code == "yes";
    let outcome = async {
        Ok::<_, Problem>(match action {
            Action::Bypass => {
                let code = call.post(&at("bypass"), &body).await?;
                once(inside, address, (GivenKind::Bypass, code))
            }
            Action::SetupCode => {
                let code = call.post(&at("setup-code"), &body).await?;
                once(inside, address, (GivenKind::SetupCode, code))
            }
            Action::Reset => {
                let done: ResetDone = call.post(&at("reset"), &body).await?;
                if with_code {
                    let code = call.post(&at("setup-code"), &body).await?;
                    once(inside, address, (GivenKind::SetupCode, code))
                } else if done.was_enrolled {
                    back(address, "reset")
                } else {
                    back(address, "reset-nothing")
                }
            }
            Action::SignOut => {
                call.order(Method::POST, &at("sign-out"), Some(&body))
                    .await?;
                back(address, "sign-out")
            }
            Action::EndException | Action::Exception | Action::Unlock => {
                call.order(Method::POST, &at("unlock"), Some(&body)).await?;
                back(address, "unlock")
            }
        })
    };
    match outcome.await {
        Ok(response) => Ok(Ok(response)),
        Err(problem) => wrong(&problem).map(Err).ok_or(Failed::Problem(problem)),
    }
}

async fn except(
    inside: &Inside,
    (address, action): (&str, Action),
    form: &Form,
) -> Result<Result<Response, Wrong>, Failed> {
    let basis = Tag(form.version.clone());
    // What takes the place of another may ask less than that.
    let call = if action == Action::EndException || !form.version.is_empty() {
        match inside.confirmed(&form.code).await? {
            Ok(call) => call,
            Err(words) => return Ok(Err(("code".to_owned(), words))),
        }
    } else {
        inside.api()?
    };
    let path = format!("mailboxes/{}/exception", percent(address));
    let done = if action == Action::EndException {
        let ended = call.delete(&path, &basis).await;
        ended.map(|()| back(address, "unexcept"))
    } else {
        let Some(until) = end_of(&form.until) else {
            let what = format!("{:?} is not a day such as 2026-12-31", form.until);
            return Ok(Err(("until".to_owned(), what)));
        };
        let set = ExceptionSet {
            mode: form.mode.clone(),
            until,
            reason: form.reason.clone(),
        };
        let put = call.put(&path, &basis, &set).await;
        put.map(|_| back(address, "except"))
    };
    match done {
        Ok(response) => Ok(Ok(response)),
        Err(problem) => wrong(&problem).map(Err).ok_or(Failed::Problem(problem)),
    }
}

/// The end of a day, in UTC.
fn end_of(day: &str) -> Option<Timestamp> {
    let day: Date = day.trim().parse().ok()?;
    let next = day.tomorrow().ok()?;
    TimeZone::UTC.to_timestamp(next.at(0, 0, 0, 0)).ok()
}

/// A problem that the form itself shows.
fn wrong(problem: &Problem) -> Option<Wrong> {
    let changed = problem.status == StatusCode::PRECONDITION_FAILED;
    if changed {
        return Some(("version".to_owned(), problem.detail.clone()));
    }
    let first = problem.errors.first()?;
    Some((first.field.clone(), first.message.clone()))
}

fn back(address: &str, word: &str) -> Response {
    see_other(&format!("/mailboxes/{}?done={word}", percent(address)))
}

fn once(inside: &Inside, address: &str, (kind, code): (GivenKind, Given)) -> Response {
    let model = Shown {
        kind,
        whom: address.to_owned(),
        code: code.code,
        until: code.until.map(|until| format!("{until:.0}")),
        back: format!("/mailboxes/{}", percent(address)),
        address: None,
    };
    inside.page.show(|panel| given(panel, &model))
}

async fn page(inside: &Inside, call: &Call, address: &str) -> Result<Mailbox, Failed> {
    let path = format!("mailboxes/{}", percent(address));
    let (model, Tag(version)) = call.get_tagged::<MailboxModel>(&path).await?;
    let asked = match (model.mode == model.domain_mode, model.source.as_str()) {
        (false, _) => Who::Exception,
        (true, "default") => Who::Default,
        (true, _) => Who::Domain,
    };
    let rights = inside.rights();
    let authenticators = model.authenticators.into_iter().map(authenticator_row);
    let exception = model.exception.map(|said| ExceptionRow {
        mode: mode(&said.mode),
        until: at(said.until),
        reason: said.reason,
        by: said.by,
        version,
    });
    Ok(Mailbox {
        mode: mode(&model.mode),
        asked,
        enrolled: model.enrolled,
        damaged: model.damaged,
        authenticators: authenticators.collect(),
        recovery_codes: model.recovery_codes_left,
        trusted_browsers: model.trusted_browsers,
        failures: model.failures.into_iter().map(failure_row).collect(),
        activity: model.activity.into_iter().map(activity_row).collect(),
        exception,
        helps: rights.reset,
        changes: rights.policy,
        done: None,
        wrong: None,
        reason: String::new(),
        address: model.address,
    })
}

fn authenticator_row(own: AuthenticatorModel) -> AuthenticatorRow {
    AuthenticatorRow {
        kind: own.kind,
        name: own.name,
        added: at(own.added),
        last_used: own.last_used.map(at),
    }
}

fn failure_row(row: FailuresModel) -> FailureRow {
    FailureRow {
        kind: row.kind,
        count: row.count.into(),
        suspended: row.suspended,
        next: at(row.next),
    }
}

fn activity_row(line: ActivityModel) -> ActivityRow {
    ActivityRow {
        at: at(line.at),
        event: line.event,
        address: line.address,
        browser: line.browser,
    }
}

/// What cannot be told apart is shown as the stricter.
fn mode(word: &str) -> ModeKind {
    ModeKind::of(word).unwrap_or(ModeKind::Required)
}

fn at(moment: Timestamp) -> String {
    format!("{moment:.0}")
}
