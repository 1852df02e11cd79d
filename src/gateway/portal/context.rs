//! What every page is given, and what it gives back.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::response::IntoResponse;
use http::request::Parts;
use http::{Response, StatusCode};
use maud::Markup;
use vestibule_templates::Frame;

use crate::domain::policy::{DomainPolicy, Mode, Requirement};
use crate::domain::session::Claims;
use crate::gateway::answer::{notice, page, see_other};
use crate::gateway::body::Body;
use crate::gateway::error::GatewayError;
use crate::gateway::state::{Gateway, Worker};
use crate::gateway::visit::Visit;

/// What every page is given.
#[derive(Debug, Clone)]
pub struct Context {
    /// The worker that serves the request.
    pub worker: Arc<Worker>,
    /// The request.
    pub visit: Visit,
}

impl Context {
    pub(super) fn gateway(&self) -> &Gateway {
        &self.worker.gateway
    }

    pub(super) fn requirement(&self, claims: &Claims) -> Requirement {
        self.gateway().policy.load().requirement(&claims.subject)
    }

    pub(super) fn policy(&self, claims: &Claims) -> DomainPolicy {
        self.gateway().policy.load().policy(&claims.subject)
    }

    /// Whether our pages are there at all for this mailbox.
    pub(super) fn is_offered(&self, claims: &Claims) -> bool {
        match self.requirement(claims).mode() {
            Mode::Disabled => false,
            Mode::Optional | Mode::Required => true,
        }
    }

    pub(super) fn frame(&self) -> Frame<'_> {
        Frame {
            locale: self.visit.locale(),
            mount: &self.visit.mount,
            host: self.visit.host(),
        }
    }

    pub(super) fn page(&self, markup: Markup) -> Response<Body> {
        page(StatusCode::OK, markup)
    }

    /// To another of our pages.
    pub(super) fn to(&self, name: &str) -> Response<Body> {
        see_other(&format!("{}/{name}", self.visit.mount))
    }

    pub(super) fn to_login_page(&self) -> Response<Body> {
        see_other(self.visit.site.profile.login_page.as_str())
    }

    pub(super) fn to_home(&self) -> Response<Body> {
        see_other(self.visit.site.profile.home.as_str())
    }

    pub(super) fn not_found(&self) -> Response<Body> {
        let kind = vestibule_templates::MessageKind::NotFound;
        notice(&self.visit, StatusCode::NOT_FOUND, kind)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let context = parts.extensions.get::<Self>().cloned();
        context.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// What a page gives back. The cause of a failure travels in an extension to the one place that
/// turns it into an answer.
pub(super) struct Reply(pub(super) Result<Response<Body>, GatewayError>);

/// A failure on its way there.
#[derive(Debug, Clone)]
pub(super) struct Failure(Arc<Mutex<Option<GatewayError>>>);

impl Failure {
    pub(super) fn into_error(self) -> GatewayError {
        let mut error = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        error
            .take()
            .unwrap_or(GatewayError::Internal("a failure without a cause"))
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> axum::response::Response {
        match self.0 {
            Ok(response) => response.map(axum::body::Body::new),
            Err(error) => {
                let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
                let failure = Failure(Arc::new(Mutex::new(Some(error))));
                response.extensions_mut().insert(failure);
                response
            }
        }
    }
}
