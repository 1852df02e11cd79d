//! The session: what the sealed cookie says, and what it is worth right now.

mod claims;
mod login_id;
mod standing;

pub use claims::{Claims, ClaimsError, Method, MethodName, Stage};
pub use login_id::LoginId;
pub use standing::{Ended, Limits, Standing, stand};
