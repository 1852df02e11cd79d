//! Phone numbers that a text message can be sent to.
//!
//! The plan of every country's numbers comes from `rlibphonenumber`, a port of the reference
//! library, and not from `phonenumber`, which was measured to call `+97233142764978` valid and to
//! make a valid number of `+3367a829916`; the reference library does neither. Nothing outside this
//! folder names the library.

mod country;
mod number;
mod refusal;
mod typed;

pub use country::{Countries, Country};
pub use number::PhoneNumber;
pub use refusal::{LineKind, PhoneRefusal};

/// Reads the numbering plans, which takes tens of milliseconds, so that nobody waits for it.
pub fn warm() {
    let _ = PhoneNumber::parse(WARMING, None);
}

/// A number that Germany keeps for films and books.
const WARMING: &str = "+4917139200000";
