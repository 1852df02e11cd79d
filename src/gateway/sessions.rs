//! Issuing and ending sessions: the cookie fields, and what goes with them.

use http::{HeaderValue, Response};
use jiff::Timestamp;

use super::answer::{add_cookies, see_other, signed_out};
use super::body::Body;
use super::cookies::{OFFER, RETURN, SESSION, clear, set};
use super::error::GatewayError;
use super::state::Gateway;
use super::visit::Visit;
use crate::domain::profile::{Kind, Target};
use crate::domain::seal::{Context, Purpose};
use crate::domain::session::{Claims, LoginId};
use crate::domain::time::between;
use crate::random::bytes;

impl Gateway {
    /// The Set-Cookie field that carries `claims`.
    ///
    /// # Errors
    /// When they cannot be sealed.
    pub fn session_cookie(&self, claims: &Claims) -> Result<HeaderValue, GatewayError> {
        let nonce = bytes(self.random.as_ref())?;
        let value = claims.seal(&self.ring.load(), &nonce)?;
        set(SESSION, value, None).ok_or(GatewayError::Internal("the session is no cookie"))
    }

    /// The Set-Cookie fields that take our cookies back.
    #[must_use]
    pub fn farewell(&self) -> Vec<HeaderValue> {
        [SESSION, OFFER].into_iter().filter_map(clear).collect()
    }

    /// The answer to someone whose session has just ended.
    #[must_use]
    pub fn ended(&self, visit: &Visit) -> Response<Body> {
        let mut answer = match visit.kind {
            Kind::Document => see_other(visit.site.profile.login_page.as_str()),
            Kind::Frame | Kind::Subresource | Kind::Upgrade => signed_out(visit),
        };
        add_cookies(answer.headers_mut(), self.farewell());
        answer
    }

    /// The session's cookie anew, when a good part of the idle time has passed.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn touched(
        &self,
        claims: &Claims,
        now: Timestamp,
    ) -> Result<Option<HeaderValue>, GatewayError> {
        let left = between(now, claims.idle_end);
        let at_its_end = claims.idle_end >= claims.absolute_end;
        if at_its_end || left > self.session.idle.mul_f32(0.75) {
            return Ok(None);
        }
        let touched = claims.clone().touched(&self.session, now);
        self.session_cookie(&touched).map(Some)
    }

    /// Revokes a login, durably, before anyone is told that it has ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revoke(&self, login: LoginId, now: Timestamp) -> Result<(), GatewayError> {
        // In memory first: this node refuses the login even if the store does not answer.
        self.live.revoke(login, now);
        Ok(self.revocations.revoke(login).await?)
    }

    /// The Set-Cookie field that remembers where someone wanted to go before signing in.
    #[must_use]
    pub fn remember(&self, visit: &Visit, target: &Target) -> Option<HeaderValue> {
        let nonce = bytes(self.random.as_ref()).ok()?;
        let context = [visit.site.name.as_bytes()];
        let plain = target.as_str().as_bytes();
        let ring = self.ring.load();
        let sealed = ring.seal(Purpose::ReturnTarget, Context(&context), &nonce, plain);
        let value = sealed.ok().filter(|value| value.len() < MAX_REMEMBERED)?;
        set(RETURN, value, Some(REMEMBERED_FOR))
    }

    /// Where someone wanted to go before signing in.
    #[must_use]
    pub fn remembered(&self, visit: &Visit) -> Option<Target> {
        let sealed = visit.jar.own(RETURN)?.as_bytes();
        let context = [visit.site.name.as_bytes()];
        let ring = self.ring.load();
        let plain = ring.open(Purpose::ReturnTarget, Context(&context), sealed);
        Target::parse(&String::from_utf8(plain.ok()?).ok()?).ok()
    }
}

const MAX_REMEMBERED: usize = 3000;
const REMEMBERED_FOR: std::time::Duration = std::time::Duration::from_secs(15 * 60);
