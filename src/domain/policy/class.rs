//! What kind of request this is, as the site's profile sees it.

/// What kind of request this is. Made by [`Profile::classify`](crate::domain::profile::Profile::classify).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A file of the webmail that is the same for everyone.
    Asset,
    /// A page that the browser will show in its window.
    Document,
    /// A shape that the profile always refuses.
    Forbidden,
    /// A page inside a frame of the webmail.
    Frame,
    /// The webmail's own login form, sent.
    Login,
    /// The page that shows the webmail's login form.
    LoginPage,
    /// The webmail's own logout.
    Logout,
    /// One of Vestibule's own pages.
    Portal,
    /// Anything that a script or a page loads by itself.
    Subresource,
    /// A request to leave HTTP (a WebSocket).
    Upgrade,
}

impl Class {
    /// All of them, for the tests that read the whole table.
    pub const ALL: [Self; 10] = [
        Self::Asset,
        Self::Document,
        Self::Forbidden,
        Self::Frame,
        Self::Login,
        Self::LoginPage,
        Self::Logout,
        Self::Portal,
        Self::Subresource,
        Self::Upgrade,
    ];
}
