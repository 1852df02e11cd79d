//! Those who administer: their names, roles, passwords, second factors and sessions.

mod account;
mod invitation;
mod name;
mod password;
mod role;
mod session;

pub use account::{Administrator, Credentials};
pub use invitation::Invitation;
pub use name::AdministratorName;
pub use password::{PasswordHash, PasswordRefusal, acceptable};
pub use role::Role;
pub use session::{AdministratorSession, SessionToken, Stage};
