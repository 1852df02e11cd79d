//! The security page of the settings.

mod action;
mod activity;
mod authenticator;
mod change;
mod confirm;
mod factor;
mod notice;
mod page;
mod recovery;
mod samples;
mod trusted;

pub use action::{OpenForm, SecurityAction};
pub use activity::{Activity, ActivityLine, Outcome};
pub use authenticator::{AuthenticatorKind, AuthenticatorLine};
pub use confirm::Confirm;
pub use factor::{FactorState, Removal};
pub use notice::Notice;
pub use page::{Security, security};
pub use recovery::RecoveryLine;
pub use trusted::TrustedLine;
