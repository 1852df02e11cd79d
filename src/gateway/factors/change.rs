//! Changing what a mailbox has enrolled: one write, after a rise of the epoch.

use jiff::Timestamp;

use super::{Proof, TRIES, Verdict, unusable};
use crate::domain::authenticator::{
    Authenticator, AuthenticatorId, Code, CodeRefusal, Enrollment, FactorKind, RecoverySet,
    Secrets, TotpSecret, is_setup_code, verify,
};
use crate::domain::identity::Subject;
use crate::domain::notice::FactorName;
use crate::domain::phone::PhoneNumber;
use crate::gateway::error::GatewayError;
use crate::gateway::guesses::BrowserId;
use crate::gateway::state::Gateway;
use crate::random::bytes;

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Done, and durable; sessions need this epoch from now on.
    Done {
        /// The subject's new epoch.
        epoch: u64,
    },
    /// What was typed was not accepted.
    Refused(Verdict),
    /// The mailbox was not what the change was made for.
    Overtaken,
}

/// A new authenticator that its code has confirmed.
#[derive(Debug)]
pub struct Confirmed(pub(super) Secrets);

impl Confirmed {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        match self.0 {
            Secrets::Sms { .. } => FactorKind::Sms,
            Secrets::Totp { .. } => FactorKind::Totp,
        }
    }

    /// What it is called until its owner names it.
    #[must_use]
    pub fn name(&self) -> FactorName {
        match &self.0 {
            Secrets::Sms { number } => {
                let number = PhoneNumber::from_e164(number.expose());
                FactorName::Sms(number.map(|number| number.masked()).unwrap_or_default())
            }
            Secrets::Totp { .. } => FactorName::App,
        }
    }
}

impl Gateway {
    /// Confirms a new authenticator app by its code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn confirm_totp(
        &self,
        subject: &Subject,
        secret: TotpSecret,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<Confirmed, Verdict>, GatewayError> {
        if let Some(verdict) = self.admit(subject, FactorKind::Totp, (None, now)).await? {
            return Ok(Err(verdict));
        }
        Ok(match verify(&secret, code, None, now) {
            Ok(last_step) => Ok(Confirmed(Secrets::Totp { secret, last_step })),
            Err(CodeRefusal::Used | CodeRefusal::Wrong) => Err(Verdict::Wrong),
        })
    }

    /// Adds the first authenticator of a mailbox, and its recovery codes.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_first(
        &self,
        subject: &Subject,
        confirmed: &Confirmed,
        recovery: &RecoverySet,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        let added = self.authenticator(subject, confirmed, now)?;
        self.change(subject, now, |enrollment| {
            enrollment.recovery = Some(recovery.clone());
            // Whoever saw an empty mailbox must not add to one that somebody else has set up.
            !enrollment.is_active() && enrollment.add(added.clone()).is_ok()
        })
        .await
    }

    /// Adds another authenticator to a mailbox that has one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_another(
        &self,
        subject: &Subject,
        confirmed: &Confirmed,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        let added = self.authenticator(subject, confirmed, now)?;
        self.change(subject, now, |enrollment| {
            enrollment.is_active() && enrollment.add(added.clone()).is_ok()
        })
        .await
    }

    /// Ends every session of the mailbox, and all trust in its browsers.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_sessions(
        &self,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        self.change(subject, now, |_| true).await
    }

    /// Verifies a set-up code of the administrator.
    ///
    /// # Errors
    /// When the store fails: the attempt then counts as made.
    pub async fn verify_setup_code(
        &self,
        subject: &Subject,
        typed: &str,
        now: Timestamp,
    ) -> Result<Verdict, GatewayError> {
        let kind = FactorKind::SetupCode;
        if let Some(verdict) = self.admit(subject, kind, (None, now)).await? {
            return Ok(verdict);
        }
        if !is_setup_code(&self.ring.load(), subject, typed, now) {
            return Ok(Verdict::Wrong);
        }
        self.forgive(subject, kind, None).await;
        Ok(Verdict::Accepted)
    }

    /// Puts a confirmed authenticator in the place of another.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn replace(
        &self,
        subject: &Subject,
        id: &AuthenticatorId,
        confirmed: &Confirmed,
        now: Timestamp,
    ) -> Result<Change, GatewayError> {
        let new = self.authenticator(subject, confirmed, now)?;
        self.change(subject, now, |enrollment| {
            enrollment.replace(id, new.clone())
        })
        .await
    }

    /// Changes the mailbox after a freshly typed proof: what `alter` does to it, if it says so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn change_with(
        &self,
        subject: &Subject,
        proofs: &[Proof],
        (by, now): (Option<BrowserId>, Timestamp),
        alter: impl Fn(&mut Enrollment) -> bool,
    ) -> Result<Change, GatewayError> {
        match self.verify_any(subject, proofs, (by, now)).await? {
            Verdict::Accepted => self.change(subject, now, alter).await,
            refused @ (Verdict::Expired
            | Verdict::NotEnrolled
            | Verdict::Suspended
            | Verdict::Used
            | Verdict::Wait(_)
            | Verdict::Wrong) => Ok(Change::Refused(refused)),
        }
    }

    /// Writes the altered mailbox, after a rise of the epoch. Whatever stops it in between signs people
    /// out and changes nothing; a login in between, which still saw the old factors, overtakes the
    /// write, and the next try ends it ([`enrollment_at_login`](Self::enrollment_at_login)).
    async fn change(
        &self,
        subject: &Subject,
        now: Timestamp,
        alter: impl Fn(&mut Enrollment) -> bool,
    ) -> Result<Change, GatewayError> {
        for _ in 0..TRIES {
            let (loaded, epoch) = self.enrollment(subject).await?;
            let mut enrollment = loaded.enrollment.clone();
            if !alter(&mut enrollment) {
                return Ok(Change::Overtaken);
            }
            let epoch = epoch.checked_add(1).ok_or(NO_HIGHER)?;
            enrollment.epoch = epoch;
            self.epochs.raise(subject, epoch).await?;
            self.live.raise_epoch(subject.as_str(), epoch, now);
            if self
                .enrollments
                .replace(subject, &loaded, &enrollment)
                .await?
            {
                self.forgive(subject, FactorKind::Totp, None).await;
                return Ok(Change::Done { epoch });
            }
        }
        Ok(Change::Overtaken)
    }

    fn authenticator(
        &self,
        subject: &Subject,
        confirmed: &Confirmed,
        now: Timestamp,
    ) -> Result<Authenticator, GatewayError> {
        let random = self.random.as_ref();
        let id = AuthenticatorId::new(bytes(random)?);
        let nonce = bytes(random)?;
        let ring = self.ring.load();
        let made = Authenticator::new(id, subject, &confirmed.0, (&ring, &nonce), now);
        made.map_err(|source| unusable(subject, source))
    }
}

/// A change that older sessions would outlive is not made.
const NO_HIGHER: GatewayError = GatewayError::Internal("the epoch of a mailbox cannot rise");
