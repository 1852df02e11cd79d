//! Codes: the form that takes one, and why the last one was not taken.

mod form;
mod kind;
mod problem;

pub use problem::CodeProblem;

pub(crate) use form::{Button, CodeForm};
pub(crate) use kind::CodeKind;
