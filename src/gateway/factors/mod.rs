//! Second factors with the store around them: the decisions are `domain::authenticator`'s.
//!
//! An attempt is counted before its code is looked at, and a right code is marked as used before
//! anyone is told that it was right. A store that does not answer lets nobody in.

mod change;
mod epoch;
mod numbers;
mod recovery;
mod sms;
mod sms_watch;
mod trust;
mod verify;

pub use change::{Change, Confirmed};
pub use sms::{Sending, SmsChannel, Waiting};
pub use sms_watch::{SmsWatch, Suspicion};
pub use trust::TrustedRow;
pub use verify::{Proof, Verdict};

use super::error::GatewayError;
use crate::domain::authenticator::RecordError;
use crate::domain::identity::Subject;
use crate::store::records::RecordsError;

fn unusable(subject: &Subject, source: RecordError) -> GatewayError {
    let key = subject.to_string();
    GatewayError::Records(RecordsError::Record { key, source })
}

/// How often a change is tried again when others change the same mailbox.
const TRIES: usize = 16;
