//! Trusted browsers: a cookie that names records in the store, which can be revoked one by one.

use http::HeaderValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::authenticator::TrustedBrowser;
use crate::domain::identity::Subject;
use crate::domain::policy::Requirement;
use crate::domain::seal::{Context, Purpose};
use crate::gateway::cookies::{TRUSTED, set};
use crate::gateway::error::GatewayError;
use crate::gateway::state::Gateway;
use crate::gateway::visit::Visit;
use crate::random::bytes;

/// A trusted browser in the list of a mailbox.
#[derive(Debug, Clone)]
pub struct TrustedRow {
    /// Names it in a form.
    pub id: String,
    /// What is known of it.
    pub browser: TrustedBrowser,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// One mailbox that this browser is trusted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Ticket {
    subject: String,
    id: [u8; 16],
}

impl Gateway {
    /// Whether the visitor's browser is trusted for `subject`, whose factor epoch is `epoch`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_trusted(
        &self,
        visit: &Visit,
        subject: &Subject,
        epoch: u64,
    ) -> Result<bool, GatewayError> {
        let Some(ticket) = self.ticket(visit, subject) else {
            return Ok(false);
        };
        let Some(since) = self.trusted_browsers.since(subject.domain()).await? else {
            return Ok(false);
        };
        let browser = self
            .trusted_browsers
            .load(subject, &hex(&ticket.id))
            .await?;
        Ok(browser
            .is_some_and(|browser| browser.since >= since && browser.is_trusted(epoch, visit.now)))
    }

    /// Trusts the visitor's browser for `subject` for `days`; gives the cookie, or nothing where the
    /// mailbox has been disabled meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn trust(
        &self,
        visit: &Visit,
        subject: &Subject,
        epoch: u64,
        (browser, days): (&str, u16),
    ) -> Result<Option<HeaderValue>, GatewayError> {
        let id = bytes(self.random.as_ref())?;
        // Before the browser: it is then trusted since the domain trusts, or later.
        self.trusted_browsers
            .begin(subject.domain(), visit.now)
            .await?;
        let address = visit.client.to_string();
        let trusted = TrustedBrowser::new(epoch, browser.to_owned(), address, visit.now, days);
        let until = trusted.until;
        self.trusted_browsers
            .add(subject, &hex(&id), &trusted, visit.now)
            .await?;
        // The domain may have been disabled since it was asked, and its trust ended before this was
        // written. Where it is disabled after this look, its trust ends after it.
        if self.policy.load().requirement(subject) == Requirement::Disabled {
            self.trusted_browsers.remove(subject, &hex(&id)).await?;
            return Ok(None);
        }
        let mut tickets = self.tickets(visit);
        tickets.retain(|ticket| ticket.subject != subject.as_str());
        tickets.insert(
            0,
            Ticket {
                subject: subject.to_string(),
                id,
            },
        );
        tickets.truncate(MAX_TICKETS);
        self.ticket_cookie(visit, &tickets, until)
    }

    /// The trusted browsers of `subject` that are still trusted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn trusted_rows(
        &self,
        visit: &Visit,
        subject: &Subject,
        epoch: u64,
    ) -> Result<Vec<TrustedRow>, GatewayError> {
        let this = self.ticket(visit, subject).map(|ticket| hex(&ticket.id));
        let Some(since) = self.trusted_browsers.since(subject.domain()).await? else {
            return Ok(Vec::new());
        };
        let listed = self.trusted_browsers.list(subject).await?;
        let current = listed
            .into_iter()
            .filter(|(_, browser)| browser.since >= since && browser.is_trusted(epoch, visit.now));
        Ok(current
            .map(|(id, browser)| TrustedRow {
                is_this: this.as_ref() == Some(&id),
                id,
                browser,
            })
            .collect())
    }

    /// Trusts one browser of `subject` no longer, or none of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn distrust(&self, subject: &Subject, id: Option<&str>) -> Result<(), GatewayError> {
        match id {
            Some(id) => self.trusted_browsers.remove(subject, id).await?,
            None => {
                for (id, _) in self.trusted_browsers.list(subject).await? {
                    self.trusted_browsers.remove(subject, &id).await?;
                }
            }
        }
        Ok(())
    }

    fn ticket(&self, visit: &Visit, subject: &Subject) -> Option<Ticket> {
        let mut tickets = self.tickets(visit).into_iter();
        tickets.find(|ticket| ticket.subject == subject.as_str())
    }

    fn tickets(&self, visit: &Visit) -> Vec<Ticket> {
        let opened = visit.jar.own(TRUSTED).and_then(|sealed| {
            let context = [visit.site.name.as_bytes()];
            let ring = self.ring.load();
            let plain = ring.open(
                Purpose::TrustedBrowser,
                Context(&context),
                sealed.as_bytes(),
            );
            postcard::from_bytes(&plain.ok()?).ok()
        });
        opened.unwrap_or_default()
    }

    fn ticket_cookie(
        &self,
        visit: &Visit,
        tickets: &[Ticket],
        until: Timestamp,
    ) -> Result<Option<HeaderValue>, GatewayError> {
        let unsealable = GatewayError::Internal("a trusted browser's cookie cannot be sealed");
        let context = [visit.site.name.as_bytes()];
        let nonce = bytes(self.random.as_ref())?;
        let Ok(plain) = postcard::to_stdvec(tickets) else {
            return Err(unsealable);
        };
        let ring = self.ring.load();
        let sealed = ring.seal(Purpose::TrustedBrowser, Context(&context), &nonce, &plain);
        let sealed = sealed.map_err(|_| unsealable)?;
        let time = crate::domain::time::between(visit.now, until);
        Ok(set(TRUSTED, sealed, Some(time)))
    }
}

fn hex(id: &[u8; 16]) -> String {
    data_encoding::HEXLOWER.encode(id)
}

/// More mailboxes than people open in one browser, and few enough for a cookie.
const MAX_TICKETS: usize = 5;
