//! What a domain asks of its mailboxes, and what that means for a request.

mod class;
mod decide;
mod domain_policy;
mod permit;
mod requirement;
mod table;
mod terms;
mod terms_form;

pub use class::Class;
pub use decide::{Decision, Outcome, Page, Place, Reason, Refusal, SessionState, decide};
pub use domain_policy::{DomainPolicy, Factors, Guard};
pub use permit::{Carries, Permit};
pub use requirement::{LiveSessions, Mode, Need, Requirement};
pub use table::{InForce, PolicyTable, Ruling, Source};
pub use terms::Terms;
pub use terms_form::{FieldError, TermsForm};
