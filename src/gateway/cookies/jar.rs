//! What the Cookie fields of one request say: our session, and the webmail's cookies that open
//! under its login.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use super::names::{SESSION, is_reserved, part};
use crate::domain::profile::CookieRules;
use crate::domain::seal::{Context, KeyRing, Purpose};
use crate::domain::session::{Claims, LoginId};

/// What the Cookie fields of one request say.
#[derive(Debug, Default)]
pub struct Jar {
    /// The session that is presented.
    pub session: Presented,
    /// What the webmail gets to see of someone who is not signed in: open cookies.
    pub anonymous: Option<HeaderValue>,
    /// What it gets to see of a verified session: open cookies, and what opened under the login.
    pub verified: Option<HeaderValue>,
    /// The values of the profile's identity cookies.
    identity: Vec<(String, String)>,
    /// Cookies that were sealed under this login, and in how many parts.
    sealed: Vec<(String, usize)>,
    /// Our other cookies.
    own: Vec<(String, String)>,
}

/// The session that is presented.
#[derive(Debug, Default)]
pub enum Presented {
    /// One that opened. What it is worth now, `session::stand` says.
    Claims(Box<Claims>),
    /// None.
    #[default]
    Nothing,
    /// Two, or one that does not open.
    Unreadable,
}

impl Jar {
    /// Reads the Cookie fields (RFC 6265 §5.4; HTTP/2 splits them, RFC 9113 §8.2.3).
    #[must_use]
    pub fn read(headers: &HeaderMap, rules: &CookieRules, ring: &KeyRing) -> Self {
        // A field that is no text all the same counts: it may hold a second value of our cookie.
        let fields = headers.get_all(COOKIE).iter();
        let fields: Vec<_> = fields
            .map(|field| String::from_utf8_lossy(field.as_bytes()))
            .collect();
        let split = fields.iter().flat_map(|field| field.split(';'));
        let pairs: Vec<(&str, &str)> = split.filter_map(pair).collect();
        let session = presented(&pairs, ring);
        let login = match &session {
            Presented::Claims(claims) => Some(claims.login),
            Presented::Nothing | Presented::Unreadable => None,
        };
        let mut jar = Self {
            session,
            ..Self::default()
        };
        let (mut open, mut all) = (String::new(), String::new());
        let mut parts = Parts::default();
        for (name, value) in &pairs {
            if is_reserved(name) {
                jar.own.push(((*name).to_owned(), (*value).to_owned()));
            } else if rules.open.contains(*name) {
                append(&mut open, name, value);
                append(&mut all, name, value);
            } else if let Some((plain, count)) = login.and_then(|login| {
                let (whole, count) = parts.join(&pairs, (name, value))?;
                Some((unseal(name, &whole, login, ring)?, count))
            }) {
                append(&mut all, name, &plain);
                jar.sealed.push(((*name).to_owned(), count));
                if rules.identity.contains(*name) {
                    jar.identity.push(((*name).to_owned(), plain));
                }
            }
        }
        jar.anonymous = field(open);
        jar.verified = field(all);
        jar
    }

    /// The value of our own cookie `name`, if there is exactly one.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<&str> {
        let mut values = self.own.iter().filter(|(own, _)| own == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }

    /// The value that the identity cookie `name` has in this session.
    #[must_use]
    pub fn identity(&self, name: &str) -> Option<&str> {
        let mut values = self.identity.iter().filter(|(own, _)| own == name);
        values.next().map(|(_, value)| value.as_str())
    }

    /// In how many parts the browser holds the cookie `name` of this login.
    #[must_use]
    pub fn parts(&self, name: &str) -> usize {
        let mut parts = self.sealed.iter().filter(|(own, _)| own == name);
        parts.next().map_or(1, |(_, parts)| *parts)
    }

    /// The Cookie fields to compare with the next request's on the same connection.
    #[must_use]
    pub fn fields(headers: &HeaderMap) -> Vec<HeaderValue> {
        headers.get_all(COOKIE).iter().cloned().collect()
    }
}

/// Two values of our cookie are no session: one of them was planted.
fn presented(pairs: &[(&str, &str)], ring: &KeyRing) -> Presented {
    let mut values = pairs.iter().filter(|(name, _)| *name == SESSION);
    match (values.next(), values.next()) {
        (None, _) => Presented::Nothing,
        (Some((_, value)), None) => match Claims::open(ring, value.as_bytes()) {
            Ok(claims) => Presented::Claims(Box::new(claims)),
            Err(_) => Presented::Unreadable,
        },
        (Some(_), Some(_)) => Presented::Unreadable,
    }
}

/// Puts the parts of long cookies together, each cookie once, and each part found at once: what a
/// browser sends may look like thousands of them.
#[derive(Default)]
struct Parts<'f> {
    first: Option<HashMap<&'f str, &'f str>>,
    joined: HashSet<&'f str>,
}

impl<'f> Parts<'f> {
    /// The whole value of a cookie, and in how many parts it came.
    fn join<'v>(
        &mut self,
        pairs: &[(&'f str, &'f str)],
        (name, value): (&'f str, &'v str),
    ) -> Option<(Cow<'v, str>, usize)> {
        let Some((count, first)) = value.split_once('.') else {
            return Some((Cow::Borrowed(value), 1));
        };
        let count: usize = count.parse().ok()?;
        if !(2..=MAX_PARTS).contains(&count) || !self.joined.insert(name) {
            return None;
        }
        // Of two values of one name the first counts, as it does at the webmail.
        let by_name = || pairs.iter().rev().copied().collect();
        let chunks = self.first.get_or_insert_with(by_name);
        let mut whole = first.to_owned();
        for number in 1..count {
            whole.push_str(chunks.get(part(name, number).as_str())?);
        }
        Some((Cow::Owned(whole), count))
    }
}

fn unseal(name: &str, value: &str, login: LoginId, ring: &KeyRing) -> Option<String> {
    let context = [&login.0[..], name.as_bytes()];
    let plain = ring.open(Purpose::UpstreamCookie, Context(&context), value.as_bytes());
    String::from_utf8(plain.ok()?).ok()
}

/// `name=value` without white space around it; nothing for a nameless one.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.trim_matches([' ', '\t']).split_once('=')?;
    (!name.is_empty()).then_some((name, value))
}

fn append(field: &mut String, name: &str, value: &str) {
    if !field.is_empty() {
        field.push_str("; ");
    }
    field.push_str(name);
    field.push('=');
    field.push_str(value);
}

fn field(text: String) -> Option<HeaderValue> {
    if text.is_empty() {
        return None;
    }
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

pub(super) const MAX_PARTS: usize = 8;
