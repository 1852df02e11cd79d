//! Tickets: small sealed cookies that carry one step of a change to the next page.
//!
//! Each is bound to the login and to the factors as they were when it was made, and is worth nothing
//! after a few minutes. None of them grants a session.

use std::time::Duration;

use http::HeaderValue;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Context;
use crate::domain::seal::{Context as SealContext, Purpose};
use crate::domain::session::Claims;
use crate::domain::time::after;
use crate::gateway::cookies::{CHANGE, CODES, OFFER, clear, set};
use crate::gateway::error::GatewayError;
use crate::random::bytes;

/// What a ticket is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A change that a freshly typed code has permitted.
    Change,
    /// Recovery codes to be shown.
    Codes,
    /// A key that was offered and is not confirmed.
    Offer,
}

/// A change that a freshly typed code has permitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Permitted {
    /// To add another authenticator.
    Add,
    /// To set up the first one, where a guard asks for a code of the administrator.
    First,
    /// To put another in the place of this one.
    Replace(String),
    /// To put another in the place of this one, which the policy has done with, before the login it
    /// has verified is let in.
    Retire(String),
}

impl Kind {
    const fn cookie(self) -> &'static str {
        match self {
            Self::Change => CHANGE,
            Self::Codes => CODES,
            Self::Offer => OFFER,
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Self::Change => Purpose::ChangePermit,
            Self::Codes => Purpose::ShownCodes,
            Self::Offer => Purpose::EnrollmentOffer,
        }
    }

    const fn lifetime(self) -> Duration {
        match self {
            Self::Change | Self::Codes => Duration::from_secs(10 * 60),
            Self::Offer => Duration::from_secs(30 * 60),
        }
    }
}

/// Makes a ticket's cookie.
pub(super) fn issue<T: Serialize>(
    context: &Context,
    kind: Kind,
    (claims, epoch): (&Claims, u64),
    content: &T,
) -> Result<Option<HeaderValue>, GatewayError> {
    let unsealable = GatewayError::Internal("a ticket cannot be sealed");
    let gateway = context.gateway();
    let made = context.visit.now.as_second();
    let Ok(plain) = postcard::to_stdvec(&(made, content)) else {
        return Err(unsealable);
    };
    let plain = zeroize::Zeroizing::new(plain);
    let nonce = bytes(gateway.random.as_ref())?;
    let bound = [&claims.login.0[..], &epoch.to_be_bytes()];
    let ring = gateway.ring.load();
    let sealed = ring.seal(kind.purpose(), SealContext(&bound), &nonce, &plain);
    let sealed = sealed.map_err(|_| unsealable)?;
    Ok(set(kind.cookie(), sealed, Some(kind.lifetime())))
}

/// What a ticket carries, if the browser has one that is still worth something.
pub(super) fn present<T: DeserializeOwned>(
    context: &Context,
    kind: Kind,
    (claims, epoch): (&Claims, u64),
) -> Option<T> {
    let sealed = context.visit.jar.own(kind.cookie())?.as_bytes();
    let bound = [&claims.login.0[..], &epoch.to_be_bytes()];
    let ring = context.gateway().ring.load();
    let plain = ring.open(kind.purpose(), SealContext(&bound), sealed);
    let plain = zeroize::Zeroizing::new(plain.ok()?);
    let (made, content): (i64, T) = postcard::from_bytes(&plain).ok()?;
    let made = Timestamp::from_second(made).ok()?;
    (context.visit.now < after(made, kind.lifetime())).then_some(content)
}

/// The Set-Cookie field that takes a ticket back.
pub(super) fn withdraw(kind: Kind) -> Option<HeaderValue> {
    clear(kind.cookie())
}
