//! One pass over the Set-Cookie fields of an answer: seal, drop, let pass, and watch.

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;

use super::jar::MAX_PARTS;
use super::names::{is_reserved, part};
use super::{Jar, SetCookie};
use crate::domain::profile::CookieRules;
use crate::domain::seal::{Context, KeyRing, Purpose};
use crate::domain::session::LoginId;
use crate::gateway::state::Gateway;
use crate::gateway::visit::Visit;
use crate::random::{Random, RandomError, bytes};

/// Seals the webmail's cookies under one login.
#[derive(Debug, Clone, Copy)]
pub struct Sealer<'a> {
    /// Which cookies mean what.
    pub rules: &'a CookieRules,
    /// The keys.
    pub ring: &'a KeyRing,
    /// For nonces.
    pub random: &'a dyn Random,
    /// To tell a deletion from a value.
    pub now: Timestamp,
}

/// What the webmail's cookies came to.
#[derive(Debug, Default)]
pub struct Sealed {
    /// The Set-Cookie fields for the browser.
    pub fields: Vec<HeaderValue>,
    /// The webmail has started another session than the one that was verified.
    pub identity_changed: bool,
    /// The webmail has deleted one of its session cookies: it has signed the person out.
    pub signed_out: bool,
}

impl<'a> Sealer<'a> {
    /// The sealer for the site of `visit`.
    #[must_use]
    pub fn new(gateway: &'a Gateway, visit: &'a Visit, ring: &'a KeyRing) -> Self {
        Self {
            rules: &visit.site.profile.cookies,
            ring,
            random: gateway.random.as_ref(),
            now: visit.now,
        }
    }

    /// Reads and removes the Set-Cookie fields.
    #[must_use]
    pub fn take(&self, headers: &mut HeaderMap) -> Vec<SetCookie> {
        let fields = headers.get_all(SET_COOKIE).iter();
        let cookies = fields
            .filter_map(|field| SetCookie::read(field, self.now))
            .filter(|cookie| !is_reserved(&cookie.name))
            .collect();
        headers.remove(SET_COOKIE);
        cookies
    }

    /// For someone who is not signed in: only open cookies pass.
    #[must_use]
    pub fn anonymous(&self, cookies: &[SetCookie]) -> Vec<HeaderValue> {
        let open = cookies.iter().filter(|cookie| self.is_open(cookie));
        open.filter_map(|cookie| cookie.write(&cookie.name, &cookie.value, false))
            .collect()
    }

    /// For a login: open cookies pass, all others are sealed under it. `jar` is what the request
    /// held; nothing for a login that has just begun.
    ///
    /// # Errors
    /// When there is no randomness for a nonce, or a cookie is too long to be kept.
    pub fn seal(
        &self,
        cookies: &[SetCookie],
        login: LoginId,
        jar: Option<&Jar>,
    ) -> Result<Sealed, SealingError> {
        let mut sealed = Sealed::default();
        for cookie in cookies {
            if self.is_open(cookie) {
                let field = cookie.write(&cookie.name, &cookie.value, false);
                sealed.fields.extend(field);
            } else if cookie.deletes {
                sealed.signed_out |= self.rules.session.contains(&cookie.name);
                let parts = jar.map_or(1, |jar| jar.parts(&cookie.name));
                let names = (0..parts).map(|number| part(&cookie.name, number));
                let fields = names.filter_map(|name| cookie.write(&name, "", true));
                sealed.fields.extend(fields);
            } else {
                sealed.identity_changed |= jar.is_some_and(|jar| self.is_another(cookie, jar));
                self.seal_one(cookie, login, &mut sealed.fields)?;
            }
        }
        Ok(sealed)
    }

    fn seal_one(
        &self,
        cookie: &SetCookie,
        login: LoginId,
        fields: &mut Vec<HeaderValue>,
    ) -> Result<(), SealingError> {
        let context = [&login.0[..], cookie.name.as_bytes()];
        let nonce = bytes(self.random)?;
        let plain = cookie.value.as_bytes();
        let value = self
            .ring
            .seal(Purpose::UpstreamCookie, Context(&context), &nonce, plain)
            .map_err(|_| SealingError::Seal)?;
        let chunks = split(&value, MAX_PAIR.saturating_sub(cookie.name.len()));
        if chunks.len() > MAX_PARTS {
            return Err(SealingError::TooLong);
        }
        for (number, chunk) in chunks.iter().enumerate() {
            let chunk = match (number, chunks.len()) {
                (0, 2..) => format!("{}.{chunk}", chunks.len()),
                _ => (*chunk).to_owned(),
            };
            fields.extend(cookie.write(&part(&cookie.name, number), &chunk, true));
        }
        Ok(())
    }

    fn is_open(&self, cookie: &SetCookie) -> bool {
        self.rules.open.contains(&cookie.name)
    }

    fn is_another(&self, cookie: &SetCookie, jar: &Jar) -> bool {
        let known = jar.identity(&cookie.name);
        self.rules.identity.contains(&cookie.name) && known != Some(cookie.value.as_str())
    }
}

/// Why a cookie of the webmail cannot be given to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The cipher refused it.
    #[error("a cookie of the webmail could not be sealed")]
    Seal,
    /// Longer than eight browser cookies.
    #[error("a cookie of the webmail is too long to be sealed")]
    TooLong,
}

/// Cuts ASCII text into pieces of at most `size` bytes.
fn split(text: &str, size: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > size {
        let (piece, after) = rest.split_at(size.max(1));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Browsers keep 4,096 bytes of name and value (RFC 6265bis §5.6); some is left for the name of
/// a part and the count in front.
const MAX_PAIR: usize = 4096 - 16;
