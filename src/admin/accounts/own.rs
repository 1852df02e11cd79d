//! What administrators do with their own accounts.

use super::super::Admin;
use super::super::error::AdminError;
use super::{SetUpProblem, Verdict, Visitor};
use crate::domain::administrator::{AdministratorSession, SessionToken, Stage, acceptable};
use crate::domain::audit::Event;
use crate::secret::SecretText;

/// What came of a new password.
#[derive(Debug)]
pub(in crate::admin) enum Changed {
    /// It is in force; every other session has ended.
    Done(SessionToken),
    /// The new one is not taken.
    New(SetUpProblem),
    /// The old one, or the code, is not right.
    Old(Verdict),
}

impl Admin {
    /// Takes a new password, for the old one and a code. Every session ends but the one that this
    /// gives.
    pub(in crate::admin) async fn change_password(
        &self,
        visitor: &Visitor,
        (old, code): (SecretText, &str),
        (new, again): (SecretText, SecretText),
    ) -> Result<Changed, AdminError> {
        let name = &visitor.administrator.name;
        if let Err(refusal) = acceptable(&new, name.as_str()) {
            return Ok(Changed::New(SetUpProblem::Password(refusal)));
        }
        if new != again {
            return Ok(Changed::New(SetUpProblem::Different));
        }
        // The code is counted, so the password needs no counter of its own behind it.
        match self.verify_code(name, code).await? {
            Verdict::Accepted => {}
            refused @ (Verdict::Malformed
            | Verdict::Suspended
            | Verdict::Used
            | Verdict::Wait(_)
            | Verdict::Wrong) => return Ok(Changed::Old(refused)),
        }
        let kept = visitor.administrator.credentials();
        let kept = kept.map(|credentials| credentials.password.clone());
        if !self.is_password(kept, old).await? {
            return Ok(Changed::Old(Verdict::Wrong));
        }
        let hash = self.hash(new).await?;
        self.write_down_of(Event::AdministratorPasswordChanged, name.as_str(), name)
            .await?;
        let now = self.clock.now();
        let records = &self.records.administrators;
        let changed = records.change(name, |administrator| {
            if !visitor.session.holds(administrator, now) {
                return Err(SetUpProblem::Over);
            }
            administrator.change_password(hash.clone());
            Ok(AdministratorSession::new(administrator, Stage::Full, now))
        });
        match changed.await? {
            Some(Ok(session)) => Ok(Changed::Done(self.keep(&session).await?)),
            Some(Err(problem)) => Ok(Changed::New(problem)),
            None => Ok(Changed::New(SetUpProblem::Over)),
        }
    }

    /// Ends every other session.
    pub(in crate::admin) async fn end_others(
        &self,
        visitor: &Visitor,
    ) -> Result<SessionToken, AdminError> {
        let name = &visitor.administrator.name;
        self.write_down_of(Event::AdministratorSessionsEnded, name.as_str(), name)
            .await?;
        let now = self.clock.now();
        let changed = self.records.administrators.change(name, |administrator| {
            // Another may have ended this one meanwhile: it must not come back by ending that.
            if !visitor.session.holds(administrator, now) {
                return Err(AdminError::Unauthenticated);
            }
            administrator.end_sessions();
            Ok(AdministratorSession::new(administrator, Stage::Full, now))
        });
        let session = changed
            .await?
            .ok_or(AdminError::NotFound("administrator"))??;
        self.keep(&session).await
    }
}
