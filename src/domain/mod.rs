//! What Vestibule decides and remembers, without a clock, a socket, a file or a runtime.

pub mod activity;
pub mod administrator;
pub mod aliases;
pub mod audit;
pub mod authenticator;
pub mod browser;
pub mod census;
pub mod identity;
pub mod journal;
pub mod login_limits;
pub mod network;
pub mod notice;
pub mod phone;
pub mod policy;
pub mod profile;
pub mod rights;
pub mod same_origin;
pub mod seal;
pub mod session;
pub mod sms;
pub mod sms_alarm;
pub mod sms_budget;
pub mod tally;
pub mod time;
pub mod token;
pub mod warning;
