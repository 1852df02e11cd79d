//! A set-up that was offered and is not confirmed: kept by the browser, sealed, for half an hour.
//!
//! It survives a reload of the page, and leaves nothing behind when it is given up. After any
//! change of a factor a new key is made.

use http::HeaderValue;

use super::Context;
use super::ticket::{self, Kind};
use crate::domain::authenticator::TotpSecret;
use crate::domain::session::Claims;
use crate::gateway::error::GatewayError;
use crate::random::bytes;

/// The key that this login was offered, unless it was too long ago.
pub(super) fn offered(context: &Context, claims: &Claims, epoch: u64) -> Option<TotpSecret> {
    let key: [u8; TotpSecret::LENGTH] = ticket::present(context, Kind::Offer, (claims, epoch))?;
    Some(TotpSecret::new(key))
}

/// A new key, and the cookie that keeps it.
pub(super) fn make(
    context: &Context,
    claims: &Claims,
    epoch: u64,
) -> Result<(TotpSecret, Option<HeaderValue>), GatewayError> {
    let key: [u8; TotpSecret::LENGTH] = bytes(context.gateway().random.as_ref())?;
    let cookie = ticket::issue(context, Kind::Offer, (claims, epoch), &key)?;
    Ok((TotpSecret::new(key), cookie))
}
