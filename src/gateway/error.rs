//! What can go wrong with a request, and the one table from that to an answer.
//!
//! The cause goes to the log, never to the page.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use http::StatusCode;
use thiserror::Error;
use vestibule_templates::MessageKind;

use super::cookies::SealingError;
use super::facts::FactsError;
use super::identity::NamesError;
use super::incoming::{BodyTimeout, ReadError};
use super::upstream::{ElementError, UpstreamError};
use crate::domain::identity::IdentityError;
use crate::domain::profile::{FormError, LoginRefusal, TargetError};
use crate::domain::session::ClaimsError;
use crate::random::RandomError;
use crate::store::records::RecordsError;

/// What can go wrong with a request.
#[derive(Debug, Error)]
pub enum GatewayError {
    /// Our own code did what it should not.
    #[error("internal: {0}")]
    Internal(&'static str),
    /// The request's body broke off or is too long.
    #[error(transparent)]
    Body(#[from] ReadError),
    /// The session could not be sealed.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// A sign-in came from another site's page.
    #[error("the request comes from a page of another site")]
    CrossSite,
    /// A page of the webmail could not be read.
    #[error(transparent)]
    Element(#[from] ElementError),
    /// The request is not read at all.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// The profile refuses this shape always.
    #[error("the profile refuses this request always")]
    Forbidden,
    /// The login form was ambiguous.
    #[error("the login was refused: {0}")]
    Login(#[from] LoginRefusal),
    /// A form of ours that was not sent by our page.
    #[error("the form is not one that our page sent to this login")]
    FormToken,
    /// A form of ours that cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// No site has this host.
    #[error("no site has the host {0:?}")]
    Misdirected(String),
    /// Nobody can say whose mailbox the name is of.
    #[error("whose mailbox it is: {0}")]
    Names(#[from] NamesError),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed, or a record in it cannot be used.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// A cookie of the webmail cannot be given to the browser.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// The webmail did not say whose mailbox it opened, or in a way that nobody can rely on.
    #[error("the webmail names no mailbox: {0}")]
    Subject(SubjectError),
    /// Too many wrong passwords were tried before: how long to wait.
    #[error("too many wrong passwords were tried; the next may be in {} s", .0.as_secs())]
    TooManyGuesses(Duration),
    /// The webmail gave no answer.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// The webmail gave an answer that the profile does not know.
    #[error("the profile does not know the webmail's answer: {0}")]
    Unusable(String),
}

/// Why the webmail's answer does not name one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SubjectError {
    /// What it says is not a mailbox name.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// It is another name than the one that was sent, where the profile says it must be that one.
    #[error("it is not the name that was sent")]
    NotAsSent,
    /// The page has no such element, or several that differ.
    #[error("the page has {0} different names in it")]
    Names(usize),
}

impl GatewayError {
    /// The answer: the status, and what the page says.
    #[must_use]
    pub fn answer(&self) -> (StatusCode, MessageKind) {
        use MessageKind as M;
        match self {
            Self::Internal(_) | Self::Claims(_) | Self::Random(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, M::Internal)
            }
            Self::Body(ReadError::Broken(error))
            | Self::Upstream(UpstreamError::Request(error)) => {
                (broken(error.as_ref()), M::BadRequest)
            }
            Self::Form(_) | Self::FormToken => (StatusCode::BAD_REQUEST, M::BadRequest),
            Self::Body(ReadError::TooLong) => (StatusCode::PAYLOAD_TOO_LARGE, M::PayloadTooLarge),
            Self::CrossSite => (StatusCode::FORBIDDEN, M::CrossSite),
            Self::Facts(FactsError::Target(TargetError::Length)) => {
                (StatusCode::URI_TOO_LONG, M::BadRequest)
            }
            Self::Facts(_) => (StatusCode::BAD_REQUEST, M::BadRequest),
            Self::Forbidden => (StatusCode::FORBIDDEN, M::Forbidden),
            Self::Login(_) => (StatusCode::BAD_REQUEST, M::SignInRefused),
            Self::Misdirected(_) => (StatusCode::MISDIRECTED_REQUEST, M::MisdirectedHost),
            Self::Records(_) => (StatusCode::SERVICE_UNAVAILABLE, M::StoreUnavailable),
            Self::Names(NamesError::Userdb(_)) => (StatusCode::SERVICE_UNAVAILABLE, M::Unavailable),
            Self::Names(_) | Self::Subject(_) => (StatusCode::BAD_GATEWAY, M::UnknownMailbox),
            Self::TooManyGuesses(wait) => {
                let seconds = wait.as_secs().max(1);
                (
                    StatusCode::TOO_MANY_REQUESTS,
                    M::TooManyRequests { seconds },
                )
            }
            Self::Upstream(UpstreamError::Connect(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, M::Unavailable)
            }
            Self::Upstream(UpstreamError::Timeout) => {
                (StatusCode::GATEWAY_TIMEOUT, M::GatewayTimeout)
            }
            Self::Element(_)
            | Self::Sealing(_)
            | Self::Unusable(_)
            | Self::Upstream(UpstreamError::Protocol(_)) => {
                (StatusCode::BAD_GATEWAY, M::BadGateway)
            }
        }
    }

    /// Whether an operator should hear of it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.answer().0.is_server_error()
    }
}

/// A body that paused for too long is told so (RFC 9110 §15.5.9).
fn broken(error: &(dyn Error + 'static)) -> StatusCode {
    let mut causes = successors(Some(error), |error| (*error).source());
    if causes.any(|error| error.is::<BodyTimeout>()) {
        StatusCode::REQUEST_TIMEOUT
    } else {
        StatusCode::BAD_REQUEST
    }
}
