//! Verifying what a person typed.

use jiff::Timestamp;

use super::{TRIES, unusable};
use crate::domain::authenticator::{
    Admission, Attempts, Code, CodeRefusal, Enrollment, FactorKind, RecoveryCode, Secrets, verify,
};
use crate::domain::identity::Subject;
use crate::domain::session::LoginId;
use crate::domain::tally::Tally;
use crate::gateway::error::GatewayError;
use crate::gateway::guesses::BrowserId;
use crate::gateway::state::Gateway;
use crate::random::bytes;
use crate::store::records::{Loaded, RecordsError};

/// What a person typed to prove who they are.
#[derive(Debug, Clone)]
pub enum Proof {
    /// A code of an authenticator app.
    App(Code),
    /// A recovery code.
    Recovery(RecoveryCode),
    /// A code that was sent by text message for a login.
    Sms(LoginId, Code),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was right, and cannot be used again.
    Accepted,
    /// It was used, tried too often, or is too old: another one must be asked for.
    Expired,
    /// The mailbox has nothing to verify it with.
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

impl Proof {
    /// The kind of factor whose attempts it counts with.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        match self {
            Self::App(_) => FactorKind::Totp,
            Self::Recovery(_) => FactorKind::RecoveryCode,
            Self::Sms(..) => FactorKind::Sms,
        }
    }
}

impl Gateway {
    /// Verifies what a person typed at `now`, `by` a browser that has passed before or by another.
    ///
    /// # Errors
    /// When the store fails: the code then counts as used and the attempt as made.
    pub async fn verify(
        &self,
        subject: &Subject,
        proof: &Proof,
        (by, now): (Option<BrowserId>, Timestamp),
    ) -> Result<Verdict, GatewayError> {
        if let Some(verdict) = self.admit(subject, proof.kind(), (by, now)).await? {
            return Ok(verdict);
        }
        if let Proof::Sms(login, code) = proof {
            return self.verify_sms(subject, (*login, code), (by, now)).await;
        }
        if let Proof::Recovery(code) = proof
            && self.spend_bypass(subject, code, now).await?
        {
            self.forgive(subject, proof.kind(), by).await;
            return Ok(Verdict::Accepted);
        }
        for _ in 0..TRIES {
            let loaded = self.enrollments.load(subject).await?;
            let (verdict, mut enrollment) = self.judge(&loaded, subject, proof, now).await?;
            match verdict {
                Verdict::Accepted => {}
                other @ (Verdict::Expired
                | Verdict::NotEnrolled
                | Verdict::Suspended
                | Verdict::Used
                | Verdict::Wait(_)
                | Verdict::Wrong) => return Ok(other),
            }
            self.reseal(subject, &mut enrollment)?;
            if self
                .enrollments
                .replace(subject, &loaded, &enrollment)
                .await?
            {
                self.forgive(subject, proof.kind(), by).await;
                return Ok(Verdict::Accepted);
            }
        }
        Err(RecordsError::Contended(subject.to_string()).into())
    }

    /// Verifies what a person typed where it may be of more than one kind.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub async fn verify_any(
        &self,
        subject: &Subject,
        proofs: &[Proof],
        (by, now): (Option<BrowserId>, Timestamp),
    ) -> Result<Verdict, GatewayError> {
        let mut verdict = Verdict::NotEnrolled;
        for proof in proofs {
            verdict = self.verify(subject, proof, (by, now)).await?;
            if verdict == Verdict::Accepted {
                break;
            }
        }
        Ok(verdict)
    }

    /// Counts the attempt; the verdict if the code must not be looked at.
    pub(super) async fn admit(
        &self,
        subject: &Subject,
        kind: FactorKind,
        (by, now): (Option<BrowserId>, Timestamp),
    ) -> Result<Option<Verdict>, GatewayError> {
        let by = by.as_ref();
        let mut admission = self.attempts.count(subject, kind, by, now).await?;
        // What a browser of its own has spent for good is left to what everybody has.
        if by.is_some() && admission == Admission::Suspended {
            admission = self.attempts.count(subject, kind, None, now).await?;
        }
        Ok(match admission {
            Admission::Counted(counted) => {
                if counted.is_suspended() {
                    self.tallies.count(Tally::Suspended);
                }
                None
            }
            Admission::Suspended => Some(Verdict::Suspended),
            Admission::Wait(wait) => Some(Verdict::Wait(wait.as_secs().max(1))),
        })
    }

    /// Clears the count. If that fails the count stays, which harms nobody but the next mistyper.
    pub(super) async fn forgive(&self, subject: &Subject, kind: FactorKind, by: Option<BrowserId>) {
        if let Err(error) = self.clear_failures(subject, kind, by).await {
            tracing::warn!(%error, "the count of failed attempts could not be cleared");
        }
    }

    /// A factor that was suspended for others stays so for them.
    async fn clear_failures(
        &self,
        subject: &Subject,
        kind: FactorKind,
        by: Option<BrowserId>,
    ) -> Result<(), RecordsError> {
        if by.is_some() {
            self.attempts.clear(subject, kind, by.as_ref()).await?;
            let others = self.attempts.load(subject, kind).await?;
            if others.is_some_and(Attempts::is_suspended) {
                return Ok(());
            }
        }
        self.attempts.clear(subject, kind, None).await
    }

    /// Seals every secret anew with the newest key: of a mailbox that signs in, whichever of its
    /// factors it uses, none is lost when an older key is.
    pub(super) fn reseal(
        &self,
        subject: &Subject,
        enrollment: &mut Enrollment,
    ) -> Result<(), GatewayError> {
        let ring = self.ring.load();
        for authenticator in &mut enrollment.authenticators {
            let nonce = bytes(self.random.as_ref())?;
            // What opens with no key of the ring stays as it is: the factor that was used is right.
            if let Err(error) = authenticator.reseal(subject, &ring, &nonce) {
                tracing::error!(%subject, %error, "an authenticator cannot be sealed anew");
            }
        }
        Ok(())
    }

    /// The verdict, and the enrollment in which the code is marked as used.
    async fn judge(
        &self,
        loaded: &Loaded,
        subject: &Subject,
        proof: &Proof,
        now: Timestamp,
    ) -> Result<(Verdict, Enrollment), GatewayError> {
        let mut enrollment = loaded.enrollment.clone();
        match proof {
            Proof::App(code) => {
                let verdict = self.judge_app(&mut enrollment, subject, code, now)?;
                Ok((verdict, enrollment))
            }
            // Not a secret of the enrollment: verified before.
            Proof::Sms(..) => Ok((Verdict::Wrong, enrollment)),
            Proof::Recovery(code) => self.judge_recovery(enrollment, code.clone(), now).await,
        }
    }

    fn judge_app(
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
            let (secret, last_step) = match secrets.map_err(|source| unusable(subject, source))? {
                Secrets::Totp { secret, last_step } => (secret, last_step),
                Secrets::Sms { .. } => continue,
            };
            match verify(&secret, code, Some(last_step), now) {
                Ok(step) => {
                    authenticator.accept(Some(step), now);
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
