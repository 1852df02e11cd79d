//! Second factors: what a mailbox has enrolled, how codes are verified, how guessing is slowed.

mod attempts;
mod code;
mod enrollment;
mod totp;

pub use attempts::{Admission, Attempts};
pub use code::Code;
pub use enrollment::{
    Authenticator, AuthenticatorId, Enrollment, FactorKind, RecordError, Secrets,
};
pub use totp::{CodeRefusal, Offer, TotpSecret, verify};
