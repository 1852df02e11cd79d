//! From a listening socket to requests: accept, TLS, HTTP, and limits on all of them.

mod guard;
mod pulse;
mod serve;
mod tls;

pub use serve::{Door, serve};
pub use tls::{Certificate, CertificateError, acceptor, load_certificate};
