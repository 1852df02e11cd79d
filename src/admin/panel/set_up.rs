//! Setting up an account.

use axum::response::Response;
use http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use vestibule_templates::panel::{Invited, PasswordProblem, SetUp, invited, set_up};

use super::super::accounts::{SetUpProblem, Visitor};
use super::super::error::AdminError;
use super::door::{refused, status, with_session};
use super::failed::{Failed, see_other};
use super::inside::Page;
use super::posted::AtDoor;
use crate::domain::administrator::{PasswordRefusal, Stage};
use crate::secret::SecretText;

#[derive(Deserialize)]
pub(super) struct Invitation {
    name: String,
    invitation: String,
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    new: String,
    again: String,
    code: String,
    #[serde(default)]
    form_token: String,
}

pub(super) async fn show(page: Page) -> Response {
    page.show(|panel| {
        let model = Invited {
            name: "",
            problem: None,
        };
        invited(panel, &model)
    })
}

pub(super) async fn begin(form: AtDoor<Invitation>) -> Result<Response, Failed> {
    let AtDoor { page, form } = form;
    let typed = SecretText::new(form.invitation);
    let problem = match page.panel.admin.begin_set_up(&form.name, &typed).await? {
        Ok(token) => return with_session(&token, "/setup/finish"),
        Err(refusal) => refused(refusal),
    };
    Ok(page.show_as(status(problem), |panel| {
        let model = Invited {
            name: &form.name,
            problem: Some(problem),
        };
        invited(panel, &model)
    }))
}

pub(super) async fn show_offer(page: Page) -> Result<Response, Failed> {
    match setting_up(&page) {
        Some(visitor) => offer(&page, visitor, None),
        None => Ok(see_other("/setup")),
    }
}

pub(super) async fn finish(form: AtDoor<Chosen>) -> Result<Response, Failed> {
    let AtDoor { page, form } = form;
    let Some(visitor) = setting_up(&page) else {
        return Ok(see_other("/setup"));
    };
    if !visitor.token.is_form_token(&form.form_token) {
        return Err(Failed::Form);
    }
    let passwords = (SecretText::new(form.new), SecretText::new(form.again));
    let finished = page
        .panel
        .admin
        .finish_set_up(visitor, passwords, &form.code);
    match finished.await? {
        Ok(token) => with_session(&token, "/"),
        Err(problem) => offer(&page, visitor, Some(shown(problem))),
    }
}

/// A problem as pages show it.
pub(super) const fn shown(problem: SetUpProblem) -> PasswordProblem {
    match problem {
        SetUpProblem::Code => PasswordProblem::Code,
        SetUpProblem::Different => PasswordProblem::Different,
        SetUpProblem::Over => PasswordProblem::Over,
        SetUpProblem::Password(PasswordRefusal::Guessable) => PasswordProblem::Guessable,
        SetUpProblem::Password(PasswordRefusal::TooLong) => PasswordProblem::Long,
        SetUpProblem::Password(PasswordRefusal::TooShort) => PasswordProblem::Short,
    }
}

fn setting_up(page: &Page) -> Option<&Visitor> {
    let visitor = page.visitor.as_ref();
    visitor.filter(|visitor| visitor.session.stage == Stage::SetUp)
}

fn offer(
    page: &Page,
    visitor: &Visitor,
    problem: Option<PasswordProblem>,
) -> Result<Response, Failed> {
    let offered = page.panel.admin.offered(visitor, &page.host)?;
    let picture = QrCode::new(&offered.url);
    let picture = picture.map_err(|_| AdminError::Internal("a QR code is too long"))?;
    let picture = picture
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let token = page.form_token();
    Ok(page.show_as(status, |panel| {
        let model = SetUp {
            name: visitor.administrator.name.as_str(),
            form_token: &token,
            qr_svg: &picture,
            key: &offered.key,
            otpauth_url: &offered.url,
            problem,
        };
        set_up(panel, &model)
    }))
}
