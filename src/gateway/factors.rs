//! Verifying, adding and removing second factors: the decisions of `domain::authenticator` with
//! the store around them.

use jiff::Timestamp;

use super::error::GatewayError;
use super::state::Gateway;
use crate::domain::authenticator::{
    Admission, Authenticator, AuthenticatorId, Code, CodeRefusal, Enrollment, FactorKind,
    RecordError, Secrets, TotpSecret, verify,
};
use crate::domain::identity::Subject;
use crate::random::bytes;
use crate::store::records::{Loaded, RecordsError};

/// What came of a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was right, and cannot be used again.
    Accepted,
    /// The mailbox has nothing to verify with.
    NotEnrolled,
    /// Too many failures in a row.
    Suspended,
    /// It was right once before.
    Used,
    /// Too early after failures: try again in so many seconds.
    Wait(u64),
    /// It was wrong.
    Wrong,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Done, and durable; sessions need this epoch from now on.
    Done {
        /// The subject's new epoch.
        epoch: u64,
    },
    /// The code was not accepted.
    Refused(Verdict),
    /// Somebody else changed the factors at the same time.
    Overtaken,
}

impl Gateway {
    /// The epoch that a session of `subject` made now belongs to, and what is enrolled.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn enrollment(&self, subject: &Subject) -> Result<(Loaded, u64), GatewayError> {
        // In this order: an epoch that is read after the record may be that of a later record, and
        // a login by the password alone would then outlive the set-up that it did not see.
        let lately = self.epochs.current(subject).await?;
        let loaded = self.enrollments.load(subject).await?;
        let epoch = lately.max(loaded.enrollment.epoch);
        Ok((loaded, epoch))
    }

    /// Verifies a code of an authenticator app. The attempt is counted first, and a right code is
    /// marked as used before anyone is told that it was right.
    ///
    /// # Errors
    /// When the store fails: the code then counts as used and the attempt as made.
    pub async fn verify_totp(
        &self,
        subject: &Subject,
        code: &Code,
        now: Timestamp,
    ) -> Result<Verdict, GatewayError> {
        if let Some(verdict) = self.admit(subject, now).await? {
            return Ok(verdict);
        }
        for _ in 0..TRIES {
            let loaded = self.enrollments.load(subject).await?;
            let mut enrollment = loaded.enrollment.clone();
            match self.check(&mut enrollment, subject, code, now)? {
                Verdict::Accepted => {}
                other @ (Verdict::NotEnrolled
                | Verdict::Suspended
                | Verdict::Used
                | Verdict::Wait(_)
                | Verdict::Wrong) => return Ok(other),
            }
            if self
                .enrollments
                .replace(subject, &loaded, &enrollment)
                .await?
            {
                self.forgive(subject).await;
                return Ok(Verdict::Accepted);
            }
        }
        Err(RecordsError::Contended(subject.to_string()).into())
    }

    /// Adds the first authenticator app, confirmed by its code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn enroll_totp(
        &self,
        subject: &Subject,
        secret: &TotpSecret,
        code: &Code,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        if let Some(verdict) = self.admit(subject, now).await? {
            return Ok(Change::Refused(verdict));
        }
        let step = match verify(secret, code, None, now) {
            Ok(step) => step,
            Err(CodeRefusal::Used | CodeRefusal::Wrong) => {
                return Ok(Change::Refused(Verdict::Wrong));
            }
        };
        let (loaded, epoch) = self.enrollment(subject).await?;
        if loaded.enrollment.is_active() {
            return Ok(Change::Overtaken);
        }
        let random = self.random.as_ref();
        let id = AuthenticatorId::new(bytes(random)?);
        let nonce = bytes(random)?;
        let ring = self.ring.load();
        let added = Authenticator::totp(id, subject, (secret, step), (&ring, &nonce), now);
        let added = added.map_err(|source| unusable(subject, source))?;
        self.change(subject, &loaded, epoch, vec![added], now).await
    }

    /// Removes every authenticator, after a code of one of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unenroll(
        &self,
        subject: &Subject,
        code: &Code,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        match self.verify_totp(subject, code, now).await? {
            Verdict::Accepted => {}
            refused @ (Verdict::NotEnrolled
            | Verdict::Suspended
            | Verdict::Used
            | Verdict::Wait(_)
            | Verdict::Wrong) => return Ok(Change::Refused(refused)),
        }
        let (loaded, epoch) = self.enrollment(subject).await?;
        self.change(subject, &loaded, epoch, Vec::new(), now).await
    }

    /// Writes the new set of authenticators. The epoch rises before and after: a crash in between
    /// signs people out and leaves no older session beside new factors, and a login in between, which
    /// still saw the old ones, ends.
    async fn change(
        &self,
        subject: &Subject,
        loaded: &Loaded,
        epoch: u64,
        authenticators: Vec<Authenticator>,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        let (between, epoch) = (epoch.saturating_add(1), epoch.saturating_add(2));
        let enrollment = Enrollment::new(epoch, authenticators);
        self.epochs.raise(subject, between).await?;
        self.live.raise_epoch(subject.as_str(), between, now);
        if !self
            .enrollments
            .replace(subject, loaded, &enrollment)
            .await?
        {
            return Ok(Change::Overtaken);
        }
        // In memory first: this node refuses those logins even if the store does not answer.
        self.live.raise_epoch(subject.as_str(), epoch, now);
        self.epochs.raise(subject, epoch).await?;
        self.forgive(subject).await;
        Ok(Change::Done { epoch })
    }

    /// Counts the attempt; the verdict if the code must not be looked at.
    async fn admit(
        &self,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<Option<Verdict>, GatewayError> {
        let admission = self.attempts.count(subject, FactorKind::Totp, now).await?;
        Ok(match admission {
            Admission::Counted(_) => None,
            Admission::Suspended => Some(Verdict::Suspended),
            Admission::Wait(wait) => Some(Verdict::Wait(wait.as_secs().max(1))),
        })
    }

    /// Clears the count. If that fails the count stays, which harms nobody but the next mistyper.
    async fn forgive(&self, subject: &Subject) {
        if let Err(error) = self.attempts.clear(subject, FactorKind::Totp).await {
            tracing::warn!(%error, "the count of failed attempts could not be cleared");
        }
    }

    fn check(
        &self,
        enrollment: &mut Enrollment,
        subject: &Subject,
        code: &Code,
        now: Timestamp,
    ) -> Result<Verdict, GatewayError> {
        let ring = self.ring.load();
        let mut verdict = Verdict::NotEnrolled;
        for authenticator in &mut enrollment.authenticators {
            let secrets = authenticator.open(subject, &ring);
            let Secrets::Totp { secret, last_step } =
                secrets.map_err(|source| unusable(subject, source))?;
            match verify(&secret, code, Some(last_step), now) {
                Ok(step) => {
                    authenticator.accept_step(step, now);
                    let nonce = bytes(self.random.as_ref())?;
                    let resealed = authenticator.reseal(subject, &ring, &nonce);
                    resealed.map_err(|source| unusable(subject, source))?;
                    return Ok(Verdict::Accepted);
                }
                Err(CodeRefusal::Used) => verdict = Verdict::Used,
                Err(CodeRefusal::Wrong) if verdict == Verdict::Used => {}
                Err(CodeRefusal::Wrong) => verdict = Verdict::Wrong,
            }
        }
        Ok(verdict)
    }
}

fn unusable(subject: &Subject, source: RecordError) -> GatewayError {
    let key = subject.to_string();
    GatewayError::Records(RecordsError::Record { key, source })
}

const TRIES: usize = 16;
