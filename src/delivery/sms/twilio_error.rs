//! Twilio's error codes (www.twilio.com/docs/api/errors), as far as they can come of a message.

use std::time::Duration;

use super::{Rejection, SmsError};

/// What a code means; nothing for one that is not known here, which its HTTP status then decides:
/// Twilio adds codes, and says so.
pub(super) const fn of_code(code: u32, retry_after: Option<Duration>) -> Option<SmsError> {
    let error = match code {
        // Wrong credentials; a permission that the key lacks; an account that is not active, not
        // found, or suspended; a trial account.
        20003 | 20004 | 20005 | 20006 | 20008 | 20403 | 20404 | 21608 | 30002
        // The sender: missing, malformed, not ours, not for text messages, not registered, not
        // connected to a messaging service.
        | 21212 | 21603 | 21606 | 21609 | 21659 | 21660 | 21661 | 21701 | 21703 | 21704
        | 21705 | 21706 | 21707 | 21708 | 30024 | 30032 | 30034 | 30035
        // Number, body or validity that Twilio should never have got from us.
        | 21602 | 21604 | 21605 | 21617 | 21619 | 21620 | 90007
        // Too dear for the limit that is set; filtered for what it says or who it is from.
        | 30007 | 30010 | 30038 => SmsError::Misconfigured,
        // Not a number; a short code; the sender itself.
        21211 | 21217 | 21265 | 21266 | 30005 => SmsError::Rejected(Rejection::NoSuchNumber),
        21614 | 21635 | 30006 => SmsError::Rejected(Rejection::NotMobile),
        21610 => SmsError::Rejected(Rejection::OptedOut),
        30004 => SmsError::Rejected(Rejection::Blocked),
        // A country that the account may not send to; no route.
        21214 | 21408 | 21612 => SmsError::Rejected(Rejection::Unreachable),
        // Requests at a time; messages a second; the sender's queue.
        14107 | 20429 | 21611 | 30001 | 30022 | 63017 | 63038 => SmsError::Throttled { retry_after },
        // The phone is off; its validity has ended; the network does not answer.
        30003 | 30036 | 30410 => SmsError::Unavailable,
        20500 | 30008 => SmsError::Unknown,
        20503 => SmsError::Unavailable,
        _ => return None,
    };
    Some(error)
}
