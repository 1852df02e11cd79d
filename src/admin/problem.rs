//! What goes wrong, as problem details (RFC 9457): the one table from errors to answers.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::AdminError;
use crate::store::StoreError;
use crate::store::records::RecordsError;

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Problem {
    /// Which kind of problem: `about:blank`, the status says it all, or
    /// `urn:vestibule:problem:unconfirmed`, in the control panel alone.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The status in words.
    pub(crate) title: String,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    pub(crate) status: u16,
    /// What went wrong here.
    pub(crate) detail: String,
    /// The fields that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ProblemField>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ProblemField {
    /// The field's name.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

impl Problem {
    /// A problem of this status.
    #[must_use]
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// What takes a code that is typed for it.
    fn unconfirmed(detail: String) -> Self {
        Self {
            kind: UNCONFIRMED.to_owned(),
            ..Self::new(StatusCode::FORBIDDEN, detail)
        }
    }

    /// Whether it takes a code that is typed for it, and nothing else.
    #[must_use]
    pub(super) fn is_unconfirmed(&self) -> bool {
        self.kind == UNCONFIRMED
    }

    /// With a field that is wrong.
    #[must_use]
    pub(super) fn of_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("{field}: {message}"),
        );
        problem.errors.push(ProblemField { field, message });
        problem
    }
}

const UNCONFIRMED: &str = "urn:vestibule:problem:unconfirmed";

impl From<AdminError> for Problem {
    fn from(error: AdminError) -> Self {
        let detail = error.to_string();
        let status = match error {
            AdminError::Field(wrong) => return Self::of_field(wrong.field, wrong.message),
            AdminError::Changed => StatusCode::PRECONDITION_FAILED,
            AdminError::Forbidden(_) => StatusCode::FORBIDDEN,
            AdminError::Exists(_) | AdminError::InFile | AdminError::LastOperator => {
                StatusCode::CONFLICT
            }
            AdminError::NotFound(_) => StatusCode::NOT_FOUND,
            AdminError::Unauthenticated => StatusCode::UNAUTHORIZED,
            AdminError::Unconfirmed => return Self::unconfirmed(detail),
            AdminError::Unconditional => StatusCode::PRECONDITION_REQUIRED,
            AdminError::Records(error) => return from_records(&error),
            AdminError::Internal(_) | AdminError::Random(_) => {
                tracing::error!(error = detail, "a request of an administrator failed");
                return Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the log says more");
            }
        };
        Self::new(status, detail)
    }
}

fn from_records(error: &RecordsError) -> Problem {
    tracing::error!(%error, "a request of an administrator failed");
    match error {
        RecordsError::Name => Problem::new(StatusCode::NOT_FOUND, "the name is too long"),
        RecordsError::Store(StoreError::Unknown) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the store did not say whether it wrote: look before you try again",
        ),
        RecordsError::Contended(_)
        | RecordsError::Store(
            StoreError::Corrupt { .. }
            | StoreError::TooLarge { .. }
            | StoreError::Unavailable { .. },
        ) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the store is not available",
        ),
        RecordsError::Record { .. } => Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "a record cannot be read; the log says which",
        ),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        if status == StatusCode::UNAUTHORIZED {
            // RFC 6750 §3.
            let scheme = HeaderValue::from_static("Bearer realm=\"vestibule\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
