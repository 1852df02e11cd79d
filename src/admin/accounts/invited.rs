//! Setting up: an invitation leads to a password and an authenticator app, and both to a session.

use super::super::Admin;
use super::super::error::AdminError;
use super::{Refusal, Visitor};
use crate::domain::administrator::{
    AdministratorName, AdministratorSession, Credentials, PasswordRefusal, SessionToken, Stage,
    acceptable,
};
use crate::domain::audit::Event;
use crate::domain::authenticator::{Code, Offer, TotpSecret, verify};
use crate::random::bytes;
use crate::secret::SecretText;

/// Why what was set up is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) enum SetUpProblem {
    /// The code is not that of the key.
    Code,
    /// The two passwords differ.
    Different,
    /// The invitation has been used, or another was given out.
    Over,
    /// The password is not taken.
    Password(PasswordRefusal),
}

impl Admin {
    /// A session in which password and app are set up, for the right name and invitation.
    pub(in crate::admin) async fn begin_set_up(
        &self,
        typed_name: &str,
        typed_code: &SecretText,
    ) -> Result<Result<SessionToken, Refusal>, AdminError> {
        let records = &self.records.administrators;
        let Some(name) = AdministratorName::parse(typed_name) else {
            return Ok(Err(Refusal::Wrong));
        };
        // 100 random bits need no counter, and one in common with the password would let strangers
        // who guess here keep its owner out.
        let now = self.clock.now();
        let known = records.load(&name).await?.map(|(known, _)| known);
        let invited = known.filter(|known| {
            let invitation = known.invitation();
            invitation.is_some_and(|kept| kept.accepts(typed_code, now))
        });
        let Some(administrator) = invited else {
            self.tell(Event::AdministratorLoginFailed, name.as_str());
            return Ok(Err(Refusal::Wrong));
        };
        let mut session = AdministratorSession::new(&administrator, Stage::SetUp, now);
        let key = TotpSecret::new(bytes(self.random.as_ref())?);
        let (ring, nonce) = (self.ring.load(), bytes(self.random.as_ref())?);
        session
            .offer(&key, (&ring, &nonce))
            .map_err(|_| AdminError::Internal("a key cannot be sealed"))?;
        Ok(Ok(self.keep(&session).await?))
    }

    /// What the app is to scan.
    pub(in crate::admin) fn offered(
        &self,
        visitor: &Visitor,
        host: &str,
    ) -> Result<Offer, AdminError> {
        let key = self.offered_key(visitor)?;
        let offer = Offer::new(&key, host, visitor.administrator.name.as_str());
        offer.ok_or(AdminError::Internal("a key cannot be shown"))
    }

    /// A full session, for an acceptable password and a code of the app.
    pub(in crate::admin) async fn finish_set_up(
        &self,
        visitor: &Visitor,
        (password, again): (SecretText, SecretText),
        typed: &str,
    ) -> Result<Result<SessionToken, SetUpProblem>, AdminError> {
        let name = &visitor.administrator.name;
        if let Err(refusal) = acceptable(&password, name.as_str()) {
            return Ok(Err(SetUpProblem::Password(refusal)));
        }
        if password != again {
            return Ok(Err(SetUpProblem::Different));
        }
        let (key, now) = (self.offered_key(visitor)?, self.clock.now());
        let code = Code::parse(typed);
        let step = code.and_then(|code| verify(&key, &code, None, now).ok());
        let Some(step) = step else {
            return Ok(Err(SetUpProblem::Code));
        };
        let hash = self.hash(password).await?;
        let (ring, nonce) = (self.ring.load(), bytes(self.random.as_ref())?);
        let credentials = Credentials::new(name, hash, (&key, step), (&ring, &nonce))
            .map_err(|_| AdminError::Internal("a key cannot be sealed"))?;
        self.write_down_of(Event::AdministratorSetUp, name.as_str(), name)
            .await?;
        let records = &self.records.administrators;
        let set_up = records.change(name, |administrator| {
            if administrator.invitation().is_none()
                || !visitor.session.holds(administrator, self.clock.now())
            {
                return Err(SetUpProblem::Over);
            }
            administrator.set_up(credentials.clone());
            Ok(AdministratorSession::new(administrator, Stage::Full, now))
        });
        let session = match set_up.await? {
            Some(Ok(session)) => session,
            Some(Err(problem)) => return Ok(Err(problem)),
            None => return Ok(Err(SetUpProblem::Over)),
        };
        records.end_session(&visitor.token).await?;
        let token = self.keep(&session).await?;
        self.tell(Event::AdministratorSignedIn, name.as_str());
        Ok(Ok(token))
    }

    fn offered_key(&self, visitor: &Visitor) -> Result<TotpSecret, AdminError> {
        let key = visitor.session.offered(&self.ring.load());
        key.map_err(|_| AdminError::Internal("an offered key does not open"))
    }

    /// Writes down what concerns an administrator.
    pub(super) async fn write_down_of(
        &self,
        event: Event,
        actor: &str,
        whom: &AdministratorName,
    ) -> Result<(), AdminError> {
        self.write_down_detail(event, actor, whom.to_string()).await
    }
}
