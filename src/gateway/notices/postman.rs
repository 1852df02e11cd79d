//! Takes waiting notices to the mail server. Any number of nodes may each have one: a notice is
//! taken by one of them at a time, and one that is sent twice all the same has one Message-ID.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::letter::letter;
use crate::delivery::mail::{MailError, Smtp};
use crate::domain::identity::Subject;
use crate::domain::notice::{Notice, Refusal};
use crate::domain::time::between;
use crate::gateway::state::Gateway;
use crate::store::records::{NoticeId, NoticeRecords, RecordsError, Waiting};

/// Takes waiting notices to the mail server.
#[derive(Debug)]
pub struct Postman {
    gateway: Arc<Gateway>,
    server: Smtp,
}

/// What came of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// Every notice that was due has been tried; the next one is due then, where one waits.
    Done(Option<Timestamp>),
    /// The mail server cannot be used, or the store: the rest was not tried.
    Halted,
}

impl Postman {
    /// One that goes to `server`.
    #[must_use]
    pub const fn new(gateway: Arc<Gateway>, server: Smtp) -> Self {
        Self { gateway, server }
    }

    /// Goes round for as long as the gateway runs.
    pub async fn run(self) {
        let Some(queue) = &self.gateway.notices else {
            return;
        };
        let mut halts = 0_u32;
        loop {
            match self.round().await {
                // Nobody rings while the server is down: it is not asked more often for that.
                Round::Halted => {
                    tokio::time::sleep(pause(halts)).await;
                    halts = halts.saturating_add(1);
                }
                Round::Done(next) => {
                    halts = 0;
                    let now = self.gateway.clock.now();
                    let wait = next.map_or(LOOK, |due| between(now, due).clamp(STEP, LOOK));
                    tokio::select! {
                        () = tokio::time::sleep(wait) => {}
                        () = queue.added() => {}
                    }
                }
            }
        }
    }

    /// Tries every notice that is due.
    pub async fn round(&self) -> Round {
        let Some(queue) = &self.gateway.notices else {
            return Round::Done(None);
        };
        let mut next = None;
        let mut after: Option<NoticeId> = None;
        loop {
            let page = match queue.page(after.as_ref(), PAGE).await {
                Ok(page) => page,
                Err(error) => return halted(&error),
            };
            let Some(last) = page.last() else {
                return Round::Done(next);
            };
            after = Some(last.id.clone());
            for waiting in &page {
                match self.consider(queue, waiting).await {
                    Ok(Some(due)) => next = Some(next.map_or(due, |next: Timestamp| next.min(due))),
                    Ok(None) => {}
                    Err(Halt::Server) => return Round::Halted,
                    Err(Halt::Store(error)) => return halted(&error),
                }
            }
        }
    }

    /// Tries a notice, if it is due; when it is to be tried next, if it still waits.
    async fn consider(
        &self,
        queue: &NoticeRecords,
        waiting: &Waiting,
    ) -> Result<Option<Timestamp>, Halt> {
        let now = self.gateway.clock.now();
        let notice = match &waiting.notice {
            Ok(notice) if notice.due > now => return Ok(Some(notice.due)),
            Ok(notice) => notice,
            Err(error) => {
                tracing::error!(id = %waiting.id, %error, "a notice cannot be read; it is dropped");
                queue.remove(waiting).await?;
                return Ok(None);
            }
        };
        let Some(taken) = queue.replace(waiting, &notice.taken(now)).await? else {
            return Ok(None);
        };
        let contact = self.contact(notice);
        let mail = letter(waiting.id.to_string(), notice, contact.as_deref());
        let sent = self.server.send(&mail).await;
        let now = self.gateway.clock.now();
        match sent {
            Ok(()) => {
                tracing::info!(
                    subject = notice.subject,
                    news = notice.news.name(),
                    "a notice was handed over"
                );
                queue.remove(&taken).await?;
                Ok(None)
            }
            Err(MailError::Server(reason)) => {
                self.put_back(queue, &taken, notice, now).await?;
                let server = self.server.server();
                tracing::warn!(
                    server,
                    reason,
                    "the mail server cannot be used; notices wait"
                );
                Err(Halt::Server)
            }
            Err(MailError::Refused { refusal, reason }) => {
                self.refused(queue, &taken, (refusal, &reason), now).await
            }
            Err(error @ MailError::Letter(_)) => {
                let refused = (Refusal::Permanent, error.to_string());
                self.refused(queue, &taken, (refused.0, &refused.1), now)
                    .await
            }
        }
    }

    async fn refused(
        &self,
        queue: &NoticeRecords,
        taken: &Waiting,
        (refusal, reason): (Refusal, &str),
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Halt> {
        let Ok(notice) = &taken.notice else {
            return Ok(None);
        };
        let (subject, news) = (&notice.subject, notice.news.name());
        let Some(later) = notice.refused(refusal, now) else {
            tracing::error!(
                subject,
                news,
                reason,
                "a notice was never taken; it is dropped"
            );
            queue.remove(taken).await?;
            return Ok(None);
        };
        tracing::warn!(subject, news, reason, again = %later.due, "a notice was refused");
        queue.replace(taken, &later).await?;
        Ok(Some(later.due))
    }

    /// Due again at once, unless it has waited for too long.
    async fn put_back(
        &self,
        queue: &NoticeRecords,
        taken: &Waiting,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<(), Halt> {
        if notice.refused(Refusal::Transient, now).is_some() {
            queue.replace(taken, notice).await?;
        } else {
            tracing::error!(
                subject = notice.subject,
                news = notice.news.name(),
                "a notice has waited for days; it is dropped"
            );
            queue.remove(taken).await?;
        }
        Ok(())
    }

    fn contact(&self, notice: &Notice) -> Option<String> {
        let subject = Subject::parse(&notice.subject, None).ok()?;
        self.gateway.policy.load().policy(&subject).contact
    }
}

/// Why a round ends early.
enum Halt {
    Server,
    Store(RecordsError),
}

impl From<RecordsError> for Halt {
    fn from(error: RecordsError) -> Self {
        Self::Store(error)
    }
}

fn halted(error: &RecordsError) -> Round {
    tracing::error!(%error, "waiting notices cannot be read");
    Round::Halted
}

/// How long the postman waits after so many halts in a row.
fn pause(halts: u32) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(halts.min(16)));
    doubled.min(LAST_PAUSE)
}

const PAGE: usize = 100;
/// A notice of another node's is noticed by then.
const LOOK: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(200);
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LAST_PAUSE: Duration = Duration::from_secs(5 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_that_is_down_is_asked_less_and_less_often() {
        let seconds: Vec<u64> = (0..10).map(|halts| pause(halts).as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(pause(u32::MAX), LAST_PAUSE);
    }
}
