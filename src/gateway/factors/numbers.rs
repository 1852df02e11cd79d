//! The numbers that a mailbox has enrolled.

use data_encoding::HEXLOWER;
use jiff::Timestamp;

use super::unusable;
use crate::domain::authenticator::{AuthenticatorId, Enrollment, FactorKind, Secrets};
use crate::domain::identity::Subject;
use crate::domain::phone::PhoneNumber;
use crate::domain::policy::{DomainPolicy, Factors, Mode};
use crate::gateway::error::GatewayError;
use crate::gateway::state::Gateway;
use crate::secret::SecretText;

impl Gateway {
    /// The numbers that codes are sent to for this mailbox, the preferred one first: none where
    /// messages cannot be sent, or where the policy has done with them and there is an app.
    ///
    /// # Errors
    /// When a record cannot be used.
    pub fn usable_numbers(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
        factors: Factors,
    ) -> Result<Vec<PhoneNumber>, GatewayError> {
        let Some(channel) = &self.sms else {
            return Ok(Vec::new());
        };
        if !factors.sms && enrollment.has(FactorKind::Totp) {
            return Ok(Vec::new());
        }
        let mut numbers = self.numbers(subject, enrollment)?;
        // A country that the operator has done with gets no message, whoever set it up when.
        numbers.retain(|number| channel.countries.contains(number.country()));
        Ok(numbers)
    }

    /// Whether what the mailbox has must be replaced before anything opens, where a second factor is
    /// required: the policy has done with it, or no message can be sent to it any more. Such a mailbox
    /// is never as if it had none: whoever has the password alone would then set up their own.
    ///
    /// # Errors
    /// When a record cannot be used.
    pub fn must_replace(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
        policy: &DomainPolicy,
    ) -> Result<bool, GatewayError> {
        if policy.mode != Mode::Required || !enrollment.is_active() {
            return Ok(false);
        }
        if enrollment.has(FactorKind::Totp) {
            return Ok(policy.outdates(enrollment));
        }
        let usable = self.usable_numbers(subject, enrollment, policy.factors)?;
        Ok(policy.outdates(enrollment) || usable.is_empty())
    }

    /// The numbers that the mailbox has enrolled, the preferred one first.
    ///
    /// # Errors
    /// When a record cannot be used.
    pub fn numbers(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
    ) -> Result<Vec<PhoneNumber>, GatewayError> {
        let ring = self.ring.load();
        let mut numbers = Vec::new();
        for authenticator in &enrollment.authenticators {
            let secrets = authenticator.open(subject, &ring);
            match secrets.map_err(|source| unusable(subject, source))? {
                Secrets::Sms { number } => {
                    let number = PhoneNumber::from_e164(number.expose());
                    numbers.push(number.map_err(|_| GatewayError::Internal("a stored number"))?);
                }
                Secrets::Totp { .. } => {}
            }
        }
        Ok(numbers)
    }

    /// The number of the authenticator `id`, masked; nothing where it has none, or it does not open.
    #[must_use]
    pub fn masked_number(
        &self,
        subject: &Subject,
        enrollment: &Enrollment,
        id: &AuthenticatorId,
    ) -> Option<String> {
        let alone = Enrollment::new(0, vec![enrollment.find(id)?.clone()]);
        let numbers = self.numbers(subject, &alone).ok()?;
        numbers.first().map(PhoneNumber::masked)
    }

    /// Notes that the enrolled `number` was used; whether there is one.
    pub(super) fn note_use(
        &self,
        subject: &Subject,
        enrollment: &mut Enrollment,
        number: &SecretText,
        now: Timestamp,
    ) -> Result<bool, GatewayError> {
        let ring = self.ring.load();
        for authenticator in &mut enrollment.authenticators {
            let secrets = authenticator.open(subject, &ring);
            let is_it = match secrets.map_err(|source| unusable(subject, source))? {
                Secrets::Sms { number: own } => own == *number,
                Secrets::Totp { .. } => false,
            };
            if is_it {
                authenticator.accept(None, now);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Stands for a number where the number itself must not be written.
    pub(super) fn tag(&self, number: &PhoneNumber) -> Result<String, GatewayError> {
        let ring = self.ring.load();
        let derived = ring.derive("number-tag", number.as_str().as_bytes());
        let first = derived.ok().and_then(|derived| derived.into_iter().next());
        let tag = first.ok_or(GatewayError::Internal("a number has no tag"))?;
        Ok(HEXLOWER.encode(tag.get(..16).unwrap_or_default()))
    }
}
