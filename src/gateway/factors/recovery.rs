//! Recovery codes: made once, shown once, each used once.

use jiff::Timestamp;

use super::Verdict;
use crate::domain::authenticator::{Enrollment, RECOVERY_CODES, RecoveryCode, RecoverySet};
use crate::domain::identity::Subject;
use crate::gateway::error::GatewayError;
use crate::gateway::state::Gateway;
use crate::random::bytes;
use crate::secret::SecretText;

impl Gateway {
    /// A new set of recovery codes: what to store, and what to show once.
    ///
    /// # Errors
    /// When there is no randomness, or too many people ask at once.
    pub async fn make_recovery_codes(
        &self,
        now: Timestamp,
    ) -> Result<(RecoverySet, Vec<SecretText>), GatewayError> {
        let mut seeds = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            seeds.push(bytes(self.random.as_ref())?);
        }
        let made = self.hash(move || RecoverySet::make(&seeds, now)).await?;
        made.map_err(|_| GatewayError::Internal("recovery codes cannot be made"))
    }

    pub(super) async fn judge_recovery(
        &self,
        mut enrollment: Enrollment,
        code: RecoveryCode,
        now: Timestamp,
    ) -> Result<(Verdict, Enrollment), GatewayError> {
        let Some(mut set) = enrollment.recovery.take() else {
            return Ok((Verdict::NotEnrolled, enrollment));
        };
        let (right, set) = self
            .hash(move || {
                let right = set.spend(&code, now);
                (right, set)
            })
            .await?;
        enrollment.recovery = Some(set);
        let verdict = if right {
            Verdict::Accepted
        } else {
            Verdict::Wrong
        };
        Ok((verdict, enrollment))
    }

    /// Uses up the code that an administrator has given out, if it is this one.
    pub(super) async fn spend_bypass(
        &self,
        subject: &Subject,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool, GatewayError> {
        let Some((bypass, version)) = self.bypasses.load(subject, now).await? else {
            return Ok(false);
        };
        let code = code.clone();
        let mut set = bypass.set;
        let right = self.hash(move || set.spend(&code, now)).await?;
        // Of several that type it at once, one removes it.
        Ok(right && self.bypasses.remove(subject, version).await?)
    }

    /// Whether a recovery code, or one that an administrator has given out, may be typed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn takes_recovery(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
        now: Timestamp,
    ) -> Result<bool, GatewayError> {
        let own = enrollment.recovery.as_ref();
        if own.is_some_and(|set| set.left() > 0) {
            return Ok(true);
        }
        Ok(self.bypasses.load(subject, now).await?.is_some())
    }

    /// Hashing takes time and memory on purpose: a few at once, off the workers' cores.
    async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, GatewayError> {
        let permit = self.hashing.acquire().await;
        let _permit = permit.map_err(|_| GatewayError::Internal("hashing has ended"))?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| GatewayError::Internal("hashing panicked"))
    }
}
