//! What leaves Vestibule for people's phones.

mod http;
pub mod sms;

pub use http::HttpClient;
