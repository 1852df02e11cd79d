//! Where the webmail listens.

/// A scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whether to speak TLS.
    pub tls: bool,
    /// A host name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}
