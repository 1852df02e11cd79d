//! Setting up an authenticator: the choice, the app, text messages, and who may do it first.

mod app;
mod choose;
mod guard;

pub use app::{Enroll, enroll};
pub(crate) use app::{groups, without_prolog};
pub use choose::{Choose, Grace, MethodOption, choose};
pub use guard::{Guard, guard};
