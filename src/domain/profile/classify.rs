//! From a request to its class.

use http::Method;

use super::{Kind, Profile, Target};
use crate::domain::policy::Class;

/// What of a request its class depends on.
#[derive(Debug, Clone, Copy)]
pub struct RequestView<'r> {
    /// The method.
    pub method: &'r Method,
    /// The path, in normal form.
    pub path: &'r str,
    /// The query.
    pub query: Option<&'r str>,
    /// What the browser will do with the answer.
    pub kind: Kind,
    /// Where Vestibule's own pages are, without a slash at the end.
    pub mount: &'r str,
}

impl Profile {
    /// The class of a request.
    #[must_use]
    pub fn classify(&self, request: &RequestView<'_>) -> Class {
        let RequestView {
            method,
            path,
            query,
            ..
        } = *request;
        let reading = matches!(*method, Method::GET | Method::HEAD);
        if request.is_portal() {
            Class::Portal
        } else if is_refused(method) || self.forbidden.iter().any(|s| s.may_be(path, query)) {
            Class::Forbidden
        } else if request.kind == Kind::Upgrade {
            Class::Upgrade
        } else if *method == Method::POST && self.is_submission(path, query) {
            Class::Login
        } else if reading && self.assets.has(path) {
            Class::Asset
        } else if reading && self.login_pages.iter().any(|s| s.is_exactly(path, query)) {
            Class::LoginPage
        } else if self.logouts.iter().any(|s| s.may_be(path, query)) {
            Class::Logout
        } else {
            match request.kind {
                Kind::Document => Class::Document,
                Kind::Frame => Class::Frame,
                Kind::Subresource => Class::Subresource,
                Kind::Upgrade => Class::Upgrade,
            }
        }
    }

    /// Whether the webmail's script asks this by itself, so that it is no sign of a person.
    #[must_use]
    pub fn is_poll(&self, path: &str, query: Option<&str>) -> bool {
        self.polls.iter().any(|shape| shape.may_be(path, query))
    }

    /// Whether going there would sign someone out: no place to return to after signing in.
    #[must_use]
    pub fn is_logout(&self, target: &Target) -> bool {
        let query = target.as_str().split_once('?').map(|(_, query)| query);
        let mut shapes = self.logouts.iter();
        shapes.any(|shape| shape.may_be(target.path(), query))
    }

    fn is_submission(&self, path: &str, query: Option<&str>) -> bool {
        let mut shapes = self.submission.shapes.iter();
        shapes.any(|shape| shape.is_exactly(path, query))
    }
}

impl RequestView<'_> {
    fn is_portal(&self) -> bool {
        match self.path.strip_prefix(self.mount) {
            Some(rest) => rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

impl super::Assets {
    /// Whether `path` is a file for everyone: by its beginning, never by its end. What no segment
    /// may end with is looked for behind the prefix, which may itself name a script.
    fn has(&self, path: &str) -> bool {
        let never = |segment: &str| {
            let segment = segment.to_ascii_lowercase();
            self.never.iter().any(|end| segment.ends_with(end.as_str()))
        };
        self.prefixes
            .iter()
            .any(|prefix| match path.strip_prefix(prefix.as_str()) {
                Some("") => true,
                Some(rest) => prefix.ends_with('/') && !rest.split('/').any(never),
                None => false,
            })
    }
}

/// Methods that no webmail needs from a browser, and that reflect or tunnel.
fn is_refused(method: &Method) -> bool {
    matches!(*method, Method::CONNECT | Method::TRACE)
}
