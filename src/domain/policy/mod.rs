//! What a domain asks of its mailboxes, and what that means for a request.

mod class;
mod decide;
mod permit;
mod requirement;
mod table;

pub use class::Class;
pub use decide::{Decision, Outcome, Page, Place, Reason, Refusal, SessionState, decide};
pub use permit::{Carries, Permit};
pub use requirement::{LiveSessions, Mode, Need, Requirement};
pub use table::{DomainPolicy, PolicyTable};
