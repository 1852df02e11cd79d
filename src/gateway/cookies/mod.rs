//! Cookies both ways: ours, the webmail's sealed ones, and the few that pass as they are.

mod jar;
mod names;
mod own;
mod sealing;
mod set_cookie;

pub use jar::{Jar, Presented};
pub use names::{CHANGE, CODES, KNOWN, OFFER, RETURN, SESSION, TRUSTED};
pub use own::{clear, set};
pub use sealing::{Sealed, Sealer, SealingError};
pub use set_cookie::SetCookie;
