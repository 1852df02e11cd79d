//! Signing in: the password, then the code.

use std::time::Duration;

use super::super::Admin;
use super::super::error::AdminError;
use super::{Verdict, Visitor};
use crate::domain::administrator::{AdministratorName, AdministratorSession, SessionToken, Stage};
use crate::domain::audit::Event;
use crate::secret::SecretText;

/// Why a name and a password, or an invitation, lead nowhere. It does not tell which of the two is
/// wrong, nor whether there is such an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) enum Refusal {
    /// They come too early after wrong ones.
    Wait(Duration),
    /// They are wrong.
    Wrong,
}

impl Admin {
    /// A session in which the code is open, for the right name and password.
    pub(in crate::admin) async fn sign_in(
        &self,
        typed_name: &str,
        password: SecretText,
    ) -> Result<Result<SessionToken, Refusal>, AdminError> {
        let records = &self.records.administrators;
        // What no name looks like is public: nothing is told by answering at once.
        let Some(name) = AdministratorName::parse(typed_name) else {
            return Ok(Err(Refusal::Wrong));
        };
        let now = self.clock.now();
        if let Err(wait) = records.count_guess(name.as_str(), now).await? {
            self.tell(Event::AdministratorLoginRefused, name.as_str());
            return Ok(Err(Refusal::Wait(wait)));
        }
        let known = records.load(&name).await?.map(|(known, _)| known);
        let kept = known.as_ref().and_then(|known| known.credentials());
        let kept = kept.map(|credentials| credentials.password.clone());
        let right = self.is_password(kept, password).await?;
        match known.filter(|_| right) {
            Some(administrator) => {
                records.forget_guesses(name.as_str()).await?;
                let session = AdministratorSession::new(&administrator, Stage::Code, now);
                Ok(Ok(self.keep(&session).await?))
            }
            None => {
                self.tell(Event::AdministratorLoginFailed, name.as_str());
                Ok(Err(Refusal::Wrong))
            }
        }
    }

    /// A full session in the place of one in which the code is open, for the right code.
    pub(in crate::admin) async fn finish_sign_in(
        &self,
        visitor: &Visitor,
        typed: &str,
    ) -> Result<Result<SessionToken, Verdict>, AdminError> {
        let name = &visitor.administrator.name;
        match self.verify_code(name, typed).await? {
            Verdict::Accepted => {}
            refused @ (Verdict::Malformed
            | Verdict::Suspended
            | Verdict::Used
            | Verdict::Wait(_)
            | Verdict::Wrong) => return Ok(Err(refused)),
        }
        // One code, one session: whoever ended the pending one first goes on.
        if !self
            .records
            .administrators
            .end_session(&visitor.token)
            .await?
        {
            return Ok(Err(Verdict::Used));
        }
        let now = self.clock.now();
        let session = AdministratorSession::new(&visitor.administrator, Stage::Full, now);
        let token = self.keep(&session).await?;
        self.tell(Event::AdministratorSignedIn, name.as_str());
        Ok(Ok(token))
    }
}
