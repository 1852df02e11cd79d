//! The webmail's side: connections that are kept, and driven by whoever uses them.
//!
//! A connection has no task of its own. The future that sends a request polls it until the
//! response's head is there, and the response's body polls it from then on: nothing is handed from
//! task to task, which is what makes a hyper proxy dear (RFC 9112 §9 keeps the semantics).

mod body;
mod client;
mod connection;
mod element;
mod origin;
mod stream;

pub use body::UpstreamBody;
pub use client::{Client, Timeouts, UpstreamError};
pub use element::{ElementError, find_values};
pub use origin::Origin;
pub use stream::{Stream, TlsTrust};
