//! The proof that a request was decided.

/// The proof that a request may go to the webmail.
///
/// Only [`decide`](fn@super::decide) makes one, and `gateway::proxy` takes one: what was not decided
/// cannot be forwarded, by type.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    carries: Carries,
}

/// Which credentials of the browser the webmail gets to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// None: no cookie but the open ones, no `Authorization`.
    Nothing,
    /// The upstream session that this login opened.
    Session,
}

impl Permit {
    pub(super) const fn new(carries: Carries) -> Self {
        Self { carries }
    }

    /// Which credentials go with the request.
    #[must_use]
    pub const fn carries(&self) -> Carries {
        self.carries
    }
}
