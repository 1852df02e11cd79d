//! What is settled about text messages before any is sent: who they are from, and the form in which
//! a provider wants them.

mod form;
mod sender;

pub use form::{BodyForm, Form, FormError, HeaderForm, Values};
pub use sender::Sender;
