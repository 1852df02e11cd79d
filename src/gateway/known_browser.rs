//! Browsers that have passed before: a cookie that gives them a budget of their own for wrong
//! passwords and codes, so that a stranger's guesses do not shut out the owner. It opens nothing.

use http::HeaderValue;
use serde::{Deserialize, Serialize};

use super::cookies::{KNOWN, set};
use super::guesses::BrowserId;
use super::state::Gateway;
use super::visit::Visit;
use crate::domain::identity::Subject;
use crate::domain::seal::{Context, Purpose};
use crate::random::bytes;

/// One mailbox into which this browser has got.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Pass {
    subject: String,
    id: BrowserId,
}

impl Gateway {
    /// What this browser is known by at the mailbox that `typed` is a name of.
    pub async fn known_browser(&self, visit: &Visit, typed: &str) -> Option<BrowserId> {
        let passes = self.passes(visit);
        if passes.is_empty() {
            return None;
        }
        let find = |name: &str| passes.iter().find(|pass| pass.subject == name);
        if let Some(pass) = find(typed) {
            return Some(pass.id);
        }
        let site = &visit.site;
        let domain = site.default_domain.as_ref();
        let named = Subject::parse(typed, domain).ok()?;
        let subject = site.names.resolve(named, domain).await.ok()?;
        find(subject.as_str()).map(|pass| pass.id)
    }

    /// What this browser is known by at the mailbox of `subject`.
    #[must_use]
    pub fn known_at(&self, visit: &Visit, subject: &Subject) -> Option<BrowserId> {
        let mut passes = self.passes(visit).into_iter();
        let pass = passes.find(|pass| pass.subject == subject.as_str());
        pass.map(|pass| pass.id)
    }

    /// The Set-Cookie field by which a browser that has passed is known later. Without it the login
    /// goes on all the same.
    #[must_use]
    pub fn known_cookie(&self, visit: &Visit, subject: &Subject) -> Option<HeaderValue> {
        let mut passes = self.passes(visit);
        let former = passes
            .iter()
            .position(|pass| pass.subject == subject.as_str());
        let pass = match former {
            Some(at) => passes.remove(at),
            None => Pass {
                subject: subject.to_string(),
                id: bytes(self.random.as_ref()).ok()?,
            },
        };
        passes.insert(0, pass);
        passes.truncate(MOST);
        let nonce = bytes(self.random.as_ref()).ok()?;
        let plain = postcard::to_stdvec(&passes).ok()?;
        let context = [visit.site.name.as_bytes()];
        let ring = self.ring.load();
        let sealed = ring.seal(Purpose::KnownBrowser, Context(&context), &nonce, &plain);
        set(KNOWN, sealed.ok()?, Some(KNOWN_FOR))
    }

    fn passes(&self, visit: &Visit) -> Vec<Pass> {
        let opened = visit.jar.own(KNOWN).and_then(|sealed| {
            let context = [visit.site.name.as_bytes()];
            let ring = self.ring.load();
            let plain = ring.open(Purpose::KnownBrowser, Context(&context), sealed.as_bytes());
            postcard::from_bytes(&plain.ok()?).ok()
        });
        opened.unwrap_or_default()
    }
}

/// More mailboxes than people open in one browser, and few enough for a cookie.
const MOST: usize = 5;
const KNOWN_FOR: std::time::Duration = std::time::Duration::from_secs(180 * 24 * 60 * 60);
