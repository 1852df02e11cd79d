//! Passwords and codes of administrators: counted, then compared.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use super::super::Admin;
use super::super::error::AdminError;
use crate::domain::administrator::{Administrator, AdministratorName, PasswordHash};
use crate::domain::audit::Event;
use crate::domain::authenticator::{Admission, Code, CodeRefusal, verify};
use crate::random::bytes;
use crate::secret::SecretText;

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) enum Verdict {
    /// It was right, for the first time.
    Accepted,
    /// It is not six digits; nothing was counted.
    Malformed,
    /// Too many in a row were wrong: another operator must help.
    Suspended,
    /// It was right once.
    Used,
    /// It comes too early after wrong ones.
    Wait(Duration),
    /// It is wrong.
    Wrong,
}

impl Admin {
    /// Verifies a code of an administrator's app. It is good once.
    pub(in crate::admin) async fn verify_code(
        &self,
        name: &AdministratorName,
        typed: &str,
    ) -> Result<Verdict, AdminError> {
        let Some(code) = Code::parse(typed) else {
            return Ok(Verdict::Malformed);
        };
        let now = self.clock.now();
        let records = &self.records.administrators;
        let counted = records.change(name, |administrator| match administrator.count_code(now) {
            Admission::Counted(_) => Ok(administrator.credentials().cloned()),
            Admission::Suspended => Err(Verdict::Suspended),
            Admission::Wait(wait) => Err(Verdict::Wait(wait)),
        });
        let credentials = match counted.await? {
            Some(Ok(Some(credentials))) => credentials,
            Some(Err(refused)) => return Ok(self.refused(name, refused)),
            Some(Ok(None)) | None => return Ok(Verdict::Wrong),
        };
        let ring = self.ring.load_full();
        let key = credentials
            .key(name, &ring)
            .map_err(|_| AdminError::Internal("an administrator's key does not open"))?;
        let step = match verify(&key, &code, Some(credentials.last_step), now) {
            Ok(step) => step,
            Err(CodeRefusal::Used) => return Ok(self.refused(name, Verdict::Used)),
            Err(CodeRefusal::Wrong) => return Ok(self.refused(name, Verdict::Wrong)),
        };
        let nonce = bytes(self.random.as_ref())?;
        let accepted = records.change(name, |administrator: &mut Administrator| {
            if !administrator.accept_code(step, now) {
                return Err(Verdict::Used);
            }
            // After a rotation, the older keys of the ring are needed no longer.
            let resealed = administrator
                .credentials_mut()
                .map(|own| own.reseal(name, (&ring, &nonce)));
            match resealed {
                Some(Ok(())) => Ok(Verdict::Accepted),
                Some(Err(_)) | None => Err(Verdict::Wrong),
            }
        });
        Ok(match accepted.await? {
            Some(Ok(verdict)) => verdict,
            Some(Err(refused)) => self.refused(name, refused),
            None => Verdict::Wrong,
        })
    }

    /// Whether `typed` is the password. Whoever is not there takes as long.
    pub(super) async fn is_password(
        &self,
        kept: Option<PasswordHash>,
        typed: SecretText,
    ) -> Result<bool, AdminError> {
        let slot = self.slot().await?;
        let compared = tokio::task::spawn_blocking(move || {
            // Held by the work itself: whoever goes away does not make room for more.
            let _slot = slot;
            let there = kept.is_some();
            let hash = kept.as_ref().or(NOBODYS.as_ref());
            let right = hash.is_some_and(|hash| hash.accepts(&typed));
            right && there
        });
        let right = compared.await;
        right.map_err(|_| AdminError::Internal("hashing panicked"))
    }

    /// Hashes a new password.
    pub(super) async fn hash(&self, password: SecretText) -> Result<PasswordHash, AdminError> {
        let salt = bytes(self.random.as_ref())?;
        let slot = self.slot().await?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            PasswordHash::new(&password, &salt)
        });
        let hashed = hashed.await;
        let hashed = hashed.map_err(|_| AdminError::Internal("hashing panicked"))?;
        hashed.ok_or(AdminError::Internal("a password cannot be hashed"))
    }

    async fn slot(&self) -> Result<OwnedSemaphorePermit, AdminError> {
        let slot = Arc::clone(&self.hashing).acquire_owned().await;
        slot.map_err(|_| AdminError::Internal("hashing has ended"))
    }

    fn refused(&self, name: &AdministratorName, verdict: Verdict) -> Verdict {
        self.tell(Event::AdministratorCodeRefused, name.as_str());
        verdict
    }
}

static NOBODYS: LazyLock<Option<PasswordHash>> =
    LazyLock::new(|| PasswordHash::new(&SecretText::new("nobody's".to_owned()), &[0; 16]));
