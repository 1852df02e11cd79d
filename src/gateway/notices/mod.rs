//! Telling a mailbox of its changes: a notice is durable before the change's page is answered, and
//! the postman takes it to the mail server.

mod letter;
mod postman;

pub use postman::{Postman, Round};

use super::state::Gateway;
use super::visit::Visit;
use crate::domain::authenticator::{AuthenticatorId, Enrollment, FactorKind};
use crate::domain::identity::Subject;
use crate::domain::notice::{FactorName, News, Notice, Origin};
use crate::random::bytes;
use crate::store::records::{NoticeId, RecordsError};

impl Gateway {
    /// Tells a mailbox of what its owner, or somebody else, has done in this visit. If that fails,
    /// the change stands: it has been made.
    pub async fn tell(&self, visit: &Visit, subject: &Subject, news: News) {
        let origin = Origin {
            address: Some(visit.client.to_string()),
            browser: Some(visit.browser()),
        };
        let reader = visit.reader();
        let notice = Notice::new(subject.as_str(), &reader, visit.now, origin, news);
        self.post(&notice).await;
    }

    /// Queues a notice, where there is a mail server.
    async fn post(&self, notice: &Notice) {
        let Some(notices) = &self.notices else { return };
        let queued = match bytes(self.random.as_ref()) {
            Ok(random) => {
                let id = NoticeId::new(notice, random);
                let added = notices.add(&id, notice).await;
                added.map_err(|error: RecordsError| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = queued {
            tracing::error!(
                subject = notice.subject,
                news = notice.news.name(),
                error,
                "a notice could not be queued: the mailbox is not told"
            );
        }
    }

    /// What the authenticator `id` is called; nothing where there is none.
    #[must_use]
    pub fn name_of(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
        id: &AuthenticatorId,
    ) -> Option<FactorName> {
        let own = enrollment.find(id)?;
        if let Some(name) = &own.name {
            return Some(FactorName::Own(name.clone()));
        }
        Some(match own.kind() {
            FactorKind::Sms => {
                let masked = self.masked_number(subject, enrollment, id);
                FactorName::Sms(masked.unwrap_or_default())
            }
            FactorKind::RecoveryCode | FactorKind::SetupCode | FactorKind::Totp => FactorName::App,
        })
    }
}
