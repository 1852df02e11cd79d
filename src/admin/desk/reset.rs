//! Letting the owner of a mailbox in again.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::super::Admin;
use super::super::error::AdminError;
use super::Act;
use crate::domain::activity::Reader;
use crate::domain::audit::Event;
use crate::domain::authenticator::{Enrollment, FactorKind, RecoverySet, make_setup_code};
use crate::domain::identity::Subject;
use crate::domain::notice::{News, Notice, Origin};
use crate::domain::time::after;
use crate::random::bytes;
use crate::secret::SecretText;
use crate::store::records::{Bypass, Loaded, NoticeId, Salvaged};

/// Letting the owner of a mailbox in again.
pub(in crate::admin) struct ResetDesk {
    admin: Arc<Admin>,
    actor: String,
    subject: Subject,
}

impl ResetDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, actor: String, subject: Subject) -> Self {
        Self {
            admin: Arc::clone(admin),
            actor,
            subject,
        }
    }

    /// Removes every second factor, and ends the sessions. Whether there were any factors.
    pub(in crate::admin) async fn reset(&self, reason: &str) -> Result<bool, AdminError> {
        self.write_down(Event::AdminReset, reason).await?;
        let records = &self.admin.records;
        let had = self.empty().await?;
        self.forget_failures().await?;
        self.take_back_bypass().await?;
        for (id, _) in records.trusted.list(&self.subject).await? {
            records.trusted.remove(&self.subject, &id).await?;
        }
        self.tell().await?;
        Ok(had.is_active())
    }

    /// Ends every session, and all trust in browsers.
    pub(in crate::admin) async fn sign_out(&self, reason: &str) -> Result<(), AdminError> {
        self.write_down(Event::AdminSignedOut, reason).await?;
        self.change(|enrollment, epoch| {
            let mut enrollment = enrollment.clone();
            enrollment.epoch = epoch;
            enrollment
        })
        .await?;
        Ok(())
    }

    /// Lets codes be typed again after too many wrong ones.
    pub(in crate::admin) async fn unlock(&self, reason: &str) -> Result<(), AdminError> {
        self.write_down(Event::AdminUnlocked, reason).await?;
        self.forget_failures().await
    }

    /// A code that stands for the second factor once, and until when.
    pub(in crate::admin) async fn bypass(
        &self,
        reason: &str,
    ) -> Result<(SecretText, Timestamp), AdminError> {
        let now = self.admin.clock.now();
        let seed = bytes(self.admin.random.as_ref())?;
        let made = tokio::task::spawn_blocking(move || RecoverySet::make(&[seed], now)).await;
        let made = made.map_err(|_| AdminError::Internal("hashing panicked"))?;
        let (set, codes) = made.map_err(|_| AdminError::Internal("a code cannot be made"))?;
        let code = codes.into_iter().next();
        let code = code.ok_or(AdminError::Internal("a code cannot be made"))?;
        self.write_down(Event::AdminBypass, reason).await?;
        let until = after(now, BYPASS);
        let bypass = Bypass::new(set, until);
        let bypasses = &self.admin.records.bypasses;
        bypasses.put(&self.subject, &bypass, now).await?;
        // It is typed where recovery codes are, which may be suspended.
        let attempts = &self.admin.records.attempts;
        attempts
            .clear_all(&self.subject, FactorKind::RecoveryCode)
            .await?;
        Ok((code, until))
    }

    /// A code with which the first authenticator may be set up, where the domain has that guard.
    pub(in crate::admin) async fn setup_code(
        &self,
        reason: &str,
    ) -> Result<SecretText, AdminError> {
        self.write_down(Event::AdminSetupCode, reason).await?;
        let (ring, now) = (self.admin.ring.load(), self.admin.clock.now());
        let code = make_setup_code(&ring, &self.subject, now);
        code.map_err(|_| AdminError::Internal("the key ring makes no code"))
    }

    /// Writes the changed mailbox, after a rise of the epoch as for any change of a factor, and gives
    /// what it was.
    async fn change(
        &self,
        alter: impl Fn(&Enrollment, u64) -> Enrollment,
    ) -> Result<Enrollment, AdminError> {
        let (subject, records) = (&self.subject, &self.admin.records);
        for _ in 0..TRIES {
            let lately = records.epochs.current(subject).await?;
            let loaded = records.enrollments.load(subject).await?;
            let epoch = lately.max(loaded.enrollment.epoch);
            if let Some(before) = self.write(&loaded, epoch, &alter).await? {
                return Ok(before);
            }
        }
        Err(AdminError::Changed)
    }

    /// Empties the mailbox, whether what it has can be read or not.
    async fn empty(&self) -> Result<Enrollment, AdminError> {
        let (subject, records) = (&self.subject, &self.admin.records);
        for _ in 0..TRIES {
            let lately = records.epochs.current(subject).await?;
            let (loaded, salvaged) = records.enrollments.salvage(subject).await?;
            let epoch = match salvaged {
                Salvaged::Whole => lately.max(loaded.enrollment.epoch),
                // The epoch is lost: the time in seconds is above every count of changes.
                Salvaged::Damaged => {
                    let seconds = self.admin.clock.now().as_second();
                    lately.max(u64::try_from(seconds).unwrap_or_default())
                }
            };
            let alter = |_: &Enrollment, epoch| Enrollment::new(epoch, Vec::new());
            if let Some(before) = self.write(&loaded, epoch, &alter).await? {
                return Ok(before);
            }
        }
        Err(AdminError::Changed)
    }

    async fn write(
        &self,
        loaded: &Loaded,
        epoch: u64,
        alter: &impl Fn(&Enrollment, u64) -> Enrollment,
    ) -> Result<Option<Enrollment>, AdminError> {
        let (subject, records) = (&self.subject, &self.admin.records);
        let none = AdminError::Internal("the epoch of a mailbox cannot rise");
        let risen = epoch.checked_add(1).ok_or(none)?;
        records.epochs.raise(subject, risen).await?;
        let altered = alter(&loaded.enrollment, risen);
        let written = records.enrollments.replace(subject, loaded, &altered);
        Ok(written.await?.then(|| loaded.enrollment.clone()))
    }

    async fn forget_failures(&self) -> Result<(), AdminError> {
        for kind in FactorKind::ALL {
            self.admin
                .records
                .attempts
                .clear_all(&self.subject, kind)
                .await?;
        }
        Ok(())
    }

    async fn take_back_bypass(&self) -> Result<(), AdminError> {
        let bypasses = &self.admin.records.bypasses;
        let given = bypasses.load(&self.subject, self.admin.clock.now()).await?;
        if let Some((_, version)) = given {
            bypasses.remove(&self.subject, version).await?;
        }
        Ok(())
    }

    /// Tells the mailbox by mail, where there is a mail server.
    async fn tell(&self) -> Result<(), AdminError> {
        let Some(notices) = &self.admin.notices else {
            return Ok(());
        };
        let recent = self.admin.records.activity.load(&self.subject).await?;
        let reader = recent.reader.unwrap_or_else(|| Reader {
            language: String::new(),
            host: self.admin.host.clone(),
        });
        let origin = Origin {
            address: None,
            browser: None,
        };
        let (subject, now) = (self.subject.as_str(), self.admin.clock.now());
        let notice = Notice::new(subject, &reader, now, origin, News::AdminReset);
        let id = NoticeId::new(&notice, bytes(self.admin.random.as_ref())?);
        Ok(notices.add(&id, &notice).await?)
    }

    async fn write_down(&self, event: Event, reason: &str) -> Result<(), AdminError> {
        let act = Act {
            actor: &self.actor,
            event,
            domain: self.subject.domain(),
            subject: Some(self.subject.as_str()),
            reason: Some(reason),
            detail: None,
        };
        self.admin.write_down(act).await
    }
}

const TRIES: usize = 16;
const BYPASS: Duration = Duration::from_secs(15 * 60);
