//! The epoch of a mailbox, and how a login and a change that cross each other agree on it.
//!
//! It stands in two records: with what is enrolled, for good, and by itself, for as long as an older
//! session could live, where every node sees it at once. A change raises the second and then writes
//! the first; whatever stops it in between has ended older sessions and changed nothing.

use super::TRIES;
use crate::domain::authenticator::Enrollment;
use crate::domain::identity::Subject;
use crate::gateway::error::GatewayError;
use crate::gateway::state::Gateway;
use crate::store::records::{Loaded, RecordsError};

impl Gateway {
    /// The epoch that `subject` has now, and what is enrolled.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn enrollment(&self, subject: &Subject) -> Result<(Loaded, u64), GatewayError> {
        // In this order: an epoch that is read after the record may be that of a later record, and
        // a login by the password alone would then outlive the set-up that it did not see.
        let lately = self.epochs.current(subject).await?;
        // What this node asks of sessions may be in its memory for longer than in the store.
        let lately = lately.max(self.live.epoch(subject));
        let loaded = self.enrollments.load(subject).await?;
        let epoch = lately.max(loaded.enrollment.epoch);
        Ok((loaded, epoch))
    }

    /// What is enrolled, and the epoch that a login of `subject` made now belongs to: no change that
    /// this login has not seen will have the same one.
    ///
    /// An epoch ahead of the record is a change under way, or one that something has stopped. The
    /// login writes it into the record, which overtakes such a change: it begins anew, with a
    /// higher epoch, and ends this login.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn enrollment_at_login(
        &self,
        subject: &Subject,
    ) -> Result<(Enrollment, u64), GatewayError> {
        for _ in 0..TRIES {
            let (loaded, epoch) = self.enrollment(subject).await?;
            let mut enrollment = loaded.enrollment.clone();
            // One that cannot be read stands for the highest. It ends by itself; in the record it
            // would stay, and no change could rise above it.
            if enrollment.epoch == epoch || epoch == u64::MAX {
                return Ok((enrollment, epoch));
            }
            enrollment.epoch = epoch;
            let settled = self.enrollments.replace(subject, &loaded, &enrollment);
            if settled.await? {
                return Ok((enrollment, epoch));
            }
        }
        Err(RecordsError::Contended(subject.to_string()).into())
    }
}
