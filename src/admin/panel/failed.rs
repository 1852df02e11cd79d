//! What goes wrong in the control panel: the one table from errors to pages.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, LOCATION};
use vestibule_templates::Locale;
use vestibule_templates::panel::{PanelError, PanelErrorKind, panel_error};

use super::super::error::AdminError;
use super::super::problem::Problem;
use super::inside::{Page, frame, percent};

/// What went wrong. A page is made of it where the visitor is known.
#[derive(Debug, Clone)]
pub(super) enum Failed {
    /// The form did not come from a page of this session.
    Form,
    /// There is no such page.
    NotFound,
    /// What the API says.
    Problem(Problem),
    /// One must sign in first, and may then go on to this page.
    SignIn(String),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<AdminError> for Failed {
    fn from(error: AdminError) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failed {
    /// The page; `page` is missing where even that cannot be told.
    pub(super) fn page(self, page: Option<&Page>) -> Response {
        let (status, kind, detail) = match self {
            Self::Form => (StatusCode::FORBIDDEN, PanelErrorKind::Form, None),
            Self::NotFound => (StatusCode::NOT_FOUND, PanelErrorKind::NotFound, None),
            Self::SignIn(to) => return see_other(&format!("/login?to={}", percent(&to))),
            Self::Problem(problem) => {
                let status = StatusCode::from_u16(problem.status);
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let kind = match status {
                    StatusCode::UNAUTHORIZED => return see_other("/login"),
                    StatusCode::FORBIDDEN => PanelErrorKind::Forbidden,
                    StatusCode::NOT_FOUND => PanelErrorKind::NotFound,
                    StatusCode::SERVICE_UNAVAILABLE => PanelErrorKind::Store,
                    _ => PanelErrorKind::Failed,
                };
                (status, kind, Some(problem.detail))
            }
        };
        let model = PanelError {
            kind,
            detail,
            back: "/".to_owned(),
        };
        let markup = match page {
            Some(page) => panel_error(&page.frame(&page.form_token()), &model),
            None => panel_error(&frame(Locale::default(), "", None), &model),
        };
        let html = [(CONTENT_TYPE, "text/html; charset=utf-8")];
        (status, html, markup.into_string()).into_response()
    }
}

/// Sends the browser elsewhere with GET (RFC 9110 §15.4.4).
pub(super) fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location.to_owned())]).into_response()
}
