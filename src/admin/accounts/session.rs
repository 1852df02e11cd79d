//! Sessions of administrators, as their browsers bring them.

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use crate::domain::administrator::{Administrator, AdministratorSession, SessionToken, Stage};
use crate::domain::audit::Event;
use crate::random::bytes;

/// Whoever comes with the cookie of a session that is good.
#[derive(Debug, Clone)]
pub(in crate::admin) struct Visitor {
    pub(in crate::admin) administrator: Administrator,
    pub(in crate::admin) session: AdministratorSession,
    pub(in crate::admin) token: SessionToken,
}

impl Visitor {
    /// To whom the API answers, for one who has verified everything.
    pub(in crate::admin) fn caller(&self) -> Option<Caller> {
        match self.session.stage {
            Stage::Full => Some(Caller::in_panel(&self.administrator)),
            Stage::Code | Stage::SetUp => None,
        }
    }
}

impl Admin {
    /// Whose session a cookie holds, if it is good now.
    pub(in crate::admin) async fn visitor(
        &self,
        cookie: &str,
    ) -> Result<Option<Visitor>, AdminError> {
        let Some(token) = SessionToken::parse(cookie) else {
            return Ok(None);
        };
        let records = &self.records.administrators;
        let Some(mut session) = records.session(&token).await? else {
            return Ok(None);
        };
        let Some((administrator, _)) = records.load(&session.name).await? else {
            return Ok(None);
        };
        let now = self.clock.now();
        if !session.holds(&administrator, now) {
            return Ok(None);
        }
        if session.is_stale(now) {
            session.seen = now;
            records.touch_session(&token, &session).await?;
        }
        Ok(Some(Visitor {
            administrator,
            session,
            token,
        }))
    }

    /// Ends a session.
    pub(in crate::admin) async fn sign_out(&self, visitor: &Visitor) -> Result<(), AdminError> {
        let records = &self.records.administrators;
        if records.end_session(&visitor.token).await? {
            let name = visitor.administrator.name.as_str();
            self.tell(Event::AdministratorSignedOut, name);
        }
        Ok(())
    }

    /// Keeps a session under a new token.
    pub(super) async fn keep(
        &self,
        session: &AdministratorSession,
    ) -> Result<SessionToken, AdminError> {
        let token = SessionToken::new(bytes(self.random.as_ref())?);
        let records = &self.records.administrators;
        records.keep_session(&token, session).await?;
        Ok(token)
    }
}
