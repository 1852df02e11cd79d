//! A set-up that was offered and is not confirmed: kept by the browser, sealed, for half an hour.
//!
//! It survives a reload of the page, and leaves nothing behind when it is given up. It is bound to
//! the login and to the factors as they were, so that after any change a new key is made.

use std::time::Duration;

use http::HeaderValue;
use jiff::Timestamp;

use super::Context;
use crate::domain::authenticator::TotpSecret;
use crate::domain::seal::{Context as SealContext, Purpose};
use crate::domain::session::Claims;
use crate::domain::time::after;
use crate::gateway::cookies::{OFFER, set};
use crate::gateway::error::GatewayError;
use crate::random::bytes;

/// The key that this login was offered, unless it was too long ago.
pub(super) fn offered(context: &Context, claims: &Claims, epoch: u64) -> Option<TotpSecret> {
    let sealed = context.visit.jar.own(OFFER)?.as_bytes();
    let bound = [&claims.login.0[..], &epoch.to_be_bytes()];
    let ring = context.gateway().ring.load();
    let plain = ring.open(Purpose::EnrollmentOffer, SealContext(&bound), sealed);
    let plain = zeroize::Zeroizing::new(plain.ok()?);
    let (made, secret) = plain.split_first_chunk::<8>()?;
    let made = Timestamp::from_second(i64::from_be_bytes(*made)).ok()?;
    let fresh = context.visit.now < after(made, LIFETIME);
    fresh.then(|| TotpSecret::from_slice(secret)).flatten()
}

/// A new key, and the cookie that keeps it.
pub(super) fn make(
    context: &Context,
    claims: &Claims,
    epoch: u64,
) -> Result<(TotpSecret, Option<HeaderValue>), GatewayError> {
    let gateway = context.gateway();
    let random = gateway.random.as_ref();
    let secret = TotpSecret::new(bytes(random)?);
    let bound = [&claims.login.0[..], &epoch.to_be_bytes()];
    let made = context.visit.now.as_second().to_be_bytes();
    let plain = zeroize::Zeroizing::new([&made, secret.expose()].concat());
    let nonce = bytes(random)?;
    let ring = gateway.ring.load();
    let sealed = ring.seal(
        Purpose::EnrollmentOffer,
        SealContext(&bound),
        &nonce,
        &plain,
    );
    let sealed = sealed.map_err(|_| GatewayError::Internal("an offer cannot be sealed"))?;
    Ok((secret, set(OFFER, sealed, Some(LIFETIME))))
}

const LIFETIME: Duration = Duration::from_secs(30 * 60);
