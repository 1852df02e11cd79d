//! Why the administrator's side could not do something.

use thiserror::Error;

use crate::domain::policy::FieldError;
use crate::random::RandomError;
use crate::store::records::RecordsError;

/// Why the administrator's side could not do something.
#[derive(Debug, Error)]
pub(super) enum AdminError {
    /// It is there already.
    #[error("there is such a {0} already")]
    Exists(&'static str),
    /// Somebody else has changed it meanwhile.
    #[error("it was changed by somebody else meanwhile")]
    Changed,
    /// The caller may not do this.
    #[error("this needs the right {0:?}")]
    Forbidden(&'static str),
    /// Something in the request is wrong.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// It is said in the policy file, and is changed there.
    #[error("the domain is managed in the policy file; change it there")]
    InFile,
    /// A bug, or what cannot happen.
    #[error("internal: {0}")]
    Internal(&'static str),
    /// There is nothing of this name.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store, or a record in it.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The last operator is needed.
    #[error("this is the last operator: make another first")]
    LastOperator,
    /// The caller has shown nothing that is known.
    #[error("a valid token is needed")]
    Unauthenticated,
    /// It takes a code that is typed for it.
    #[error("this takes a code that is typed for it")]
    Unconfirmed,
    /// A change must say what it is based on.
    #[error("say what this is based on: If-Match with the ETag, or If-None-Match: * for a new one")]
    Unconditional,
}
