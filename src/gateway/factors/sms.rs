//! Codes by text message: sent to a number for one login, and typed back in that login.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{Confirmed, SmsWatch, TRIES, Verdict};
use crate::delivery::sms::{Sms, SmsMessage, code_text};
use crate::domain::authenticator::{
    Code, FactorKind, Resend, Secrets, SentCode, Try, is_code, make_code,
};
use crate::domain::identity::Subject;
use crate::domain::phone::{Countries, PhoneNumber};
use crate::domain::policy::DomainPolicy;
use crate::domain::seal::{Context, Purpose};
use crate::domain::session::{Claims, LoginId};
use crate::domain::sms_budget::{Limits, budgets};
use crate::domain::tally::Tally;
use crate::gateway::error::GatewayError;
use crate::gateway::guesses::BrowserId;
use crate::gateway::state::Gateway;
use crate::gateway::visit::Visit;
use crate::random::bytes;
use crate::secret::SecretText;
use crate::store::records::RecordsError;

/// How codes get to phones.
#[derive(Debug)]
pub struct SmsChannel {
    /// The provider.
    pub gateway: Arc<dyn Sms>,
    /// The countries that messages are sent to.
    pub countries: Countries,
    /// How many messages may be sent.
    pub limits: Limits,
    /// Whether the codes come back that are sent.
    pub watch: SmsWatch,
}

impl SmsChannel {
    /// The countries whose numbers may be set up under `policy`: never more than messages go to.
    #[must_use]
    pub fn countries_for(&self, policy: &DomainPolicy) -> Countries {
        let all = self.countries.as_slice().iter().copied();
        let own = policy.sms_countries.as_ref();
        let allowed = all.filter(|country| own.is_none_or(|own| own.contains(*country)));
        Countries::new(allowed.collect())
    }
}

/// What became of a wish for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// The one that was sent a moment ago is still valid; another may be sent after so long.
    AlreadySent(Duration),
    /// The provider did not take it; it may be tried again after so long.
    CouldNotSend(Duration),
    /// It was sent as often as it may be: a new sign-in is needed.
    Exhausted,
    /// Too many messages were asked for.
    OverBudget,
    /// It is on its way; it may be sent again after so long.
    Sent(Duration),
}

/// A code that waits to be typed.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The number it was sent to.
    pub number: PhoneNumber,
    /// When it may be sent again; nothing when it may now, or never.
    pub resend_in: Option<Duration>,
}

impl Waiting {
    /// Whether it was sent to `number`. In a change of number it waits at one that is not enrolled
    /// yet.
    #[must_use]
    pub fn is_at(&self, number: Option<&PhoneNumber>) -> bool {
        number == Some(&self.number)
    }
}

impl Gateway {
    /// Sends a code for this login to `number`: a new one, or the one that is still valid.
    ///
    /// # Errors
    /// When the store fails: nothing is sent then.
    pub async fn send_code(
        &self,
        visit: &Visit,
        claims: &Claims,
        number: &PhoneNumber,
    ) -> Result<Sending, GatewayError> {
        let channel = self.sms.as_ref().ok_or(NO_CHANNEL)?;
        let (subject, login, now) = (&claims.subject, claims.login, visit.now);
        let loaded = self.sent_codes.load(subject, login).await?;
        let alive = loaded.code.clone().filter(|code| code.is_alive(now));
        let same = alive.filter(|code| {
            let to = self.open_part(subject, login, NUMBER, &code.number);
            to.is_ok_and(|to| to.expose() == number.as_str())
        });
        let record = match same {
            Some(mut code) => match code.resend(now) {
                Resend::Exhausted => return Ok(Sending::Exhausted),
                Resend::Wait(left) => return Ok(Sending::AlreadySent(left)),
                Resend::Now => {
                    code.sent_again(now);
                    code
                }
            },
            None => self.new_code(subject, login, number, now)?,
        };
        let tag = self.tag(number)?;
        let counted = budgets(
            subject,
            (number.as_str(), &tag),
            number.country().code(),
            &self.limits(channel, subject),
        );
        if let Some(scope) = self.budgets.count(&counted, now).await? {
            return Ok(self.over_budget(&scope));
        }
        if !self
            .sent_codes
            .replace(subject, login, &loaded, &record)
            .await?
        {
            return Ok(Sending::AlreadySent(FIRST_PAUSE));
        }
        let pause = match record.resend(now) {
            Resend::Wait(pause) => pause,
            Resend::Exhausted | Resend::Now => Duration::ZERO,
        };
        let code = self.open_part(subject, login, CODE, &record.sealed)?;
        let message = SmsMessage {
            to: number.clone(),
            text: code_text(visit.locale(), code.expose(), visit.host_name()),
            validity: SentCode::LIFETIME,
        };
        match channel.gateway.send(&message).await {
            Ok(_) => {
                self.went_out(visit, channel, number);
                Ok(Sending::Sent(pause))
            }
            Err(error) => {
                tracing::error!(%error, gateway = channel.gateway.name(), "a code was not sent");
                self.tallies.count(Tally::SmsNotSent);
                Ok(Sending::CouldNotSend(pause))
            }
        }
    }

    /// What the policy of the subject's domain lets be sent.
    fn limits(&self, channel: &SmsChannel, subject: &Subject) -> Limits {
        let policy = self.policy.load().policy(subject);
        // A domain narrows what it gets, whoever writes its policy.
        let most = channel.limits.domain_day;
        let domain_day = policy.sms_per_day.unwrap_or(most).min(most);
        Limits {
            domain_day,
            ..channel.limits
        }
    }

    /// The code that waits to be typed in this login.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_code(
        &self,
        claims: &Claims,
        now: Timestamp,
    ) -> Result<Option<Waiting>, GatewayError> {
        let (subject, login) = (&claims.subject, claims.login);
        let loaded = self.sent_codes.load(subject, login).await?;
        let Some(code) = loaded.code.filter(|code| code.is_alive(now)) else {
            return Ok(None);
        };
        let number = self.open_part(subject, login, NUMBER, &code.number)?;
        let number = PhoneNumber::from_e164(number.expose());
        Ok(Some(Waiting {
            number: number.map_err(|_| GatewayError::Internal("a sent code's number"))?,
            resend_in: match code.resend(now) {
                Resend::Wait(left) => Some(left),
                Resend::Exhausted | Resend::Now => None,
            },
        }))
    }

    /// Confirms a new number by the code that was sent to it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn confirm_sms(
        &self,
        subject: &Subject,
        login: LoginId,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<Confirmed, Verdict>, GatewayError> {
        if let Some(verdict) = self.admit(subject, FactorKind::Sms, (None, now)).await? {
            return Ok(Err(verdict));
        }
        Ok(match self.spend_code(subject, login, code, now).await? {
            Ok(number) => {
                self.forgive(subject, FactorKind::Sms, None).await;
                Ok(Confirmed(Secrets::Sms { number }))
            }
            Err(verdict) => Err(verdict),
        })
    }

    /// Verifies the code that was sent to an enrolled number, and notes that it was used.
    pub(super) async fn verify_sms(
        &self,
        subject: &Subject,
        (login, code): (LoginId, &Code),
        (by, now): (Option<BrowserId>, Timestamp),
    ) -> Result<Verdict, GatewayError> {
        let number = match self.spend_code(subject, login, code, now).await? {
            Ok(number) => number,
            Err(verdict) => return Ok(verdict),
        };
        for _ in 0..TRIES {
            let loaded = self.enrollments.load(subject).await?;
            let mut enrollment = loaded.enrollment.clone();
            // A number that is not enrolled proves nothing, however it got its code.
            if !self.note_use(subject, &mut enrollment, &number, now)? {
                return Ok(Verdict::Wrong);
            }
            self.reseal(subject, &mut enrollment)?;
            if self
                .enrollments
                .replace(subject, &loaded, &enrollment)
                .await?
            {
                self.forgive(subject, FactorKind::Sms, by).await;
                return Ok(Verdict::Accepted);
            }
        }
        Err(RecordsError::Contended(subject.to_string()).into())
    }

    /// Counts a try, compares, and marks a right code as used; the number it was sent to.
    async fn spend_code(
        &self,
        subject: &Subject,
        login: LoginId,
        typed: &Code,
        now: Timestamp,
    ) -> Result<Result<SecretText, Verdict>, GatewayError> {
        for _ in 0..TRIES {
            let loaded = self.sent_codes.load(subject, login).await?;
            let Some(mut record) = loaded.code.clone() else {
                return Ok(Err(Verdict::Expired));
            };
            if record.attempt(now) == Try::Over {
                return Ok(Err(Verdict::Expired));
            }
            // One write counts the try and, where the code is right, uses it up: of two posts of
            // the same code one loses the race and then finds it used.
            let code = self.open_part(subject, login, CODE, &record.sealed)?;
            let right = is_code(&code, typed);
            if right {
                record.spend();
            }
            if self
                .sent_codes
                .replace(subject, login, &loaded, &record)
                .await?
            {
                if !right {
                    return Ok(Err(Verdict::Wrong));
                }
                let number = self.open_part(subject, login, NUMBER, &record.number)?;
                self.came_back(&number, now);
                return Ok(Ok(number));
            }
        }
        Err(RecordsError::Contended(subject.to_string()).into())
    }

    fn over_budget(&self, scope: &str) -> Sending {
        tracing::warn!(scope, "a budget for text messages is exhausted");
        self.tallies.count(Tally::SmsOverBudget);
        Sending::OverBudget
    }

    fn went_out(&self, visit: &Visit, channel: &SmsChannel, number: &PhoneNumber) {
        self.tallies.count(Tally::SmsSent);
        for suspicion in channel.watch.sent(number.country(), visit.now) {
            self.sound(&suspicion, visit.now);
        }
    }

    fn came_back(&self, number: &SecretText, now: Timestamp) {
        self.tallies.count(Tally::SmsVerified);
        let number = PhoneNumber::from_e164(number.expose());
        if let (Some(channel), Ok(number)) = (&self.sms, number) {
            channel.watch.verified(number.country(), now);
        }
    }

    fn new_code(
        &self,
        subject: &Subject,
        login: LoginId,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<SentCode, GatewayError> {
        let code = make_code(bytes(self.random.as_ref())?);
        let sealed = self.seal_part(subject, login, CODE, code.expose())?;
        let number = self.seal_part(subject, login, NUMBER, number.as_str())?;
        Ok(SentCode::new(sealed, number, now))
    }

    fn seal_part(
        &self,
        subject: &Subject,
        login: LoginId,
        part: &str,
        plain: &str,
    ) -> Result<String, GatewayError> {
        let nonce = bytes(self.random.as_ref())?;
        let bound = [subject.as_str().as_bytes(), &login.0, part.as_bytes()];
        let ring = self.ring.load();
        let sealed = ring.seal(Purpose::SentCode, Context(&bound), &nonce, plain.as_bytes());
        sealed.map_err(|_| GatewayError::Internal("a code cannot be sealed"))
    }

    fn open_part(
        &self,
        subject: &Subject,
        login: LoginId,
        part: &str,
        sealed: &str,
    ) -> Result<SecretText, GatewayError> {
        let bound = [subject.as_str().as_bytes(), &login.0, part.as_bytes()];
        let ring = self.ring.load();
        let plain = ring.open(Purpose::SentCode, Context(&bound), sealed.as_bytes());
        let text = plain.ok().and_then(|plain| String::from_utf8(plain).ok());
        let text = text.ok_or(GatewayError::Internal("a sent code does not open"))?;
        Ok(SecretText::new(text))
    }
}

const NO_CHANNEL: GatewayError = GatewayError::Internal("text messages are not set up");
const CODE: &str = "code";
const NUMBER: &str = "number";
const FIRST_PAUSE: Duration = Duration::from_secs(30);
