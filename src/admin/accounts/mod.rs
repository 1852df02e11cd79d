//! Who an administrator is: password and code, invitations, and the sessions they lead to.
//!
//! Nothing here looks at a password or a code that was not counted before, durably.

mod invited;
mod own;
mod session;
mod sign_in;
mod verify;

pub(super) use invited::SetUpProblem;
pub(super) use own::Changed;
pub(super) use session::Visitor;
pub(super) use sign_in::Refusal;
pub(super) use verify::Verdict;
