//! Codes in text messages: the number they go to, and whether one is on its way.

mod code;
mod delivery;
mod number;
mod number_problem;

pub use code::{SmsCode, sms_code};
pub use delivery::SmsStatus;
pub use number::{CountryOption, SmsNumber, sms_number};
pub use number_problem::NumberProblem;

pub(crate) use delivery::{Delivery, Sender};
