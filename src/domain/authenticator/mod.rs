//! Second factors: what a mailbox has enrolled, how codes are verified, how guessing is slowed.

mod attempts;
#[expect(
    clippy::module_inception,
    reason = "the noun that this room is named after"
)]
mod authenticator;
mod code;
mod enrollment;
mod out_of_band;
mod recovery_code;
mod setup_code;
mod totp;
mod trusted_browser;

pub use attempts::{Admission, Attempts};
pub use authenticator::{Authenticator, AuthenticatorId, FactorKind, Secrets};
pub use code::Code;
pub use enrollment::{Enrollment, RecordError, TooMany};
pub use out_of_band::{Resend, SentCode, Try, is_code, make_code};
pub use recovery_code::{RECOVERY_CODES, RecoveryCode, RecoveryError, RecoverySeed, RecoverySet};
pub use setup_code::{is_setup_code, make_setup_code};
pub use totp::{CodeRefusal, Offer, TotpSecret, verify};
pub use trusted_browser::TrustedBrowser;
