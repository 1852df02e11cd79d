//! What is worth remembering about sign-ins and changes: the words of the audit trail.

mod event;
mod named;
mod outcome;
mod reason;

pub use event::Event;
pub use outcome::Outcome;
pub use reason::Reason;

use named::named;
