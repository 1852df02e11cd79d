//! What leaves Vestibule for people's phones and mailboxes.

mod http;
pub mod mail;
pub mod sms;

pub use http::HttpClient;
