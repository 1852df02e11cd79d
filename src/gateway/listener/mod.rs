//! From a listening socket to requests: accept, TLS, HTTP, and limits on all of them.

mod crowd;
mod guard;
mod head;
mod metered;
mod private_key;
mod pulse;
mod serve;
mod strict;
mod tls;

pub use crowd::Crowd;
pub use private_key::read_private_key;
pub use serve::{Door, serve};
pub use tls::{Certificate, CertificateError, acceptor, load_certificate};
