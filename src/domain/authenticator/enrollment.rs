//! What a mailbox has enrolled: one record, so that every change of it is one write.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Authenticator, AuthenticatorId, FactorKind, RecoverySet};

/// All that a mailbox has enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrollment {
    format: u8,
    /// Grows with every change of a factor; sessions of an earlier epoch end.
    pub epoch: u64,
    /// The authenticators, the preferred one first.
    pub authenticators: Vec<Authenticator>,
    /// The recovery codes, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoverySet>,
}

/// A record that cannot be used: nobody gets in by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordError {
    /// It does not have the form of this version's records.
    #[error("the enrollment record is not of a known format")]
    Format,
    /// Its secret does not open with this key ring.
    #[error("the authenticator's secret does not open")]
    Sealed,
}

impl Enrollment {
    /// A mailbox that has these, after `epoch` changes.
    #[must_use]
    pub const fn new(epoch: u64, authenticators: Vec<Authenticator>) -> Self {
        Self {
            format: FORMAT,
            epoch,
            authenticators,
            recovery: None,
        }
    }

    /// Whether there is an authenticator to ask for.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        !self.authenticators.is_empty()
    }

    /// Whether there is an authenticator of this kind.
    #[must_use]
    pub fn has(&self, kind: FactorKind) -> bool {
        self.authenticators.iter().any(|own| own.kind() == kind)
    }

    /// The authenticator of this id.
    #[must_use]
    pub fn find(&self, id: &AuthenticatorId) -> Option<&Authenticator> {
        self.authenticators.iter().find(|own| own.id == *id)
    }

    /// Adds an authenticator, the least preferred.
    ///
    /// # Errors
    /// When there are as many as a mailbox may have.
    pub fn add(&mut self, added: Authenticator) -> Result<(), TooMany> {
        if self.authenticators.len() >= MAX_AUTHENTICATORS {
            return Err(TooMany);
        }
        self.authenticators.push(added);
        Ok(())
    }

    /// Puts `new` in the place of the authenticator `id`: never is there neither. Whether there
    /// was one.
    pub fn replace(&mut self, id: &AuthenticatorId, new: Authenticator) -> bool {
        let place = self.authenticators.iter_mut().find(|own| own.id == *id);
        match place {
            Some(place) => {
                *place = new;
                true
            }
            None => false,
        }
    }

    /// Removes the authenticator `id`. Recovery codes stand in for an authenticator: they go with
    /// the last one.
    pub fn remove(&mut self, id: &AuthenticatorId) {
        self.authenticators.retain(|own| own.id != *id);
        if self.authenticators.is_empty() {
            self.recovery = None;
        }
    }

    /// Calls the authenticator `id` by another name. Whether there is one.
    pub fn rename(&mut self, id: &AuthenticatorId, name: Option<String>) -> bool {
        match self.authenticators.iter_mut().find(|own| own.id == *id) {
            Some(own) => {
                own.name = name;
                true
            }
            None => false,
        }
    }

    /// Puts the authenticator `id` first.
    pub fn prefer(&mut self, id: &AuthenticatorId) {
        self.authenticators.sort_by_key(|own| own.id != *id);
    }

    /// The record's bytes.
    ///
    /// # Errors
    /// When they cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError::Format)
    }

    /// Reads the record's bytes.
    ///
    /// # Errors
    /// When they are not of this version's format.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_slice(bytes).map_err(|_| RecordError::Format)?;
        if record.format == FORMAT {
            Ok(record)
        } else {
            Err(RecordError::Format)
        }
    }
}

/// A mailbox has as many authenticators as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the mailbox has as many authenticators as it may")]
pub struct TooMany;

const FORMAT: u8 = 1;
const MAX_AUTHENTICATORS: usize = 10;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::authenticator::{Secrets, TotpSecret};
    use crate::domain::identity::Subject;
    use crate::domain::seal::{KeyId, KeyRing, RingKey};
    use crate::secret::Secret;

    fn app(number: u8) -> Authenticator {
        let key = RingKey {
            id: KeyId([1; 4]),
            secret: Secret::new(vec![1; 32]),
        };
        let ring = KeyRing::new(&[key]).unwrap();
        let secrets = Secrets::Totp {
            secret: TotpSecret::new([number; 20]),
            last_step: 41,
        };
        let subject = Subject::parse("alice@required.test", None).unwrap();
        let id = AuthenticatorId::new([number; 8]);
        let now = Timestamp::from_second(1_000).unwrap();
        Authenticator::new(id, &subject, &secrets, (&ring, &[2; 24]), now).unwrap()
    }

    fn ids(enrollment: &Enrollment) -> Vec<String> {
        let ids = enrollment.authenticators.iter();
        ids.map(|own| own.id.to_string()).collect()
    }

    #[test]
    fn an_enrollment_survives_its_record() {
        let mut record = Enrollment::new(1, vec![app(1)]);
        record.recovery = Some(
            RecoverySet::make(&[[1; 28]], Timestamp::UNIX_EPOCH)
                .unwrap()
                .0,
        );
        assert_eq!(Enrollment::decode(&record.encode().unwrap()), Ok(record));
    }

    #[test]
    fn a_record_of_an_unknown_format_is_refused() {
        let mut record = Enrollment::new(1, vec![app(1)]);
        record.format = 2;
        let bytes = record.encode().unwrap();
        assert_eq!(Enrollment::decode(&bytes), Err(RecordError::Format));
        assert_eq!(Enrollment::decode(b"{}"), Err(RecordError::Format));
    }

    #[test]
    fn a_replacement_takes_the_place_of_what_it_replaces() {
        let mut enrollment = Enrollment::new(1, vec![app(1), app(2)]);
        assert!(enrollment.replace(&AuthenticatorId::new([1; 8]), app(3)));
        assert_eq!(ids(&enrollment), ["0303030303030303", "0202020202020202"]);
        assert!(!enrollment.replace(&AuthenticatorId::new([1; 8]), app(4)));
    }

    #[test]
    fn the_preferred_one_comes_first_and_the_others_keep_their_order() {
        let mut enrollment = Enrollment::new(1, vec![app(1), app(2), app(3)]);
        enrollment.prefer(&AuthenticatorId::new([3; 8]));
        let expected = ["0303030303030303", "0101010101010101", "0202020202020202"];
        assert_eq!(ids(&enrollment), expected);
    }

    #[test]
    fn recovery_codes_go_with_the_last_authenticator() {
        let mut enrollment = Enrollment::new(1, vec![app(1), app(2)]);
        enrollment.recovery = Some(
            RecoverySet::make(&[[1; 28]], Timestamp::UNIX_EPOCH)
                .unwrap()
                .0,
        );
        enrollment.remove(&AuthenticatorId::new([1; 8]));
        assert!(enrollment.recovery.is_some());
        enrollment.remove(&AuthenticatorId::new([2; 8]));
        assert!(enrollment.recovery.is_none() && !enrollment.is_active());
    }

    #[test]
    fn a_mailbox_has_at_most_ten_authenticators() {
        let mut enrollment = Enrollment::new(1, (0..10).map(app).collect());
        assert_eq!(enrollment.add(app(11)), Err(TooMany));
    }

    #[test]
    fn an_authenticator_is_found_and_renamed_by_its_id_alone() {
        let mut enrollment = Enrollment::new(1, vec![app(1)]);
        enrollment.add(app(2)).unwrap();
        let (second, third) = (AuthenticatorId::new([2; 8]), AuthenticatorId::new([3; 8]));
        assert_eq!(enrollment.find(&second).map(|own| &own.id), Some(&second));
        assert_eq!(enrollment.find(&third), None);
        assert!(enrollment.rename(&second, Some("phone".to_owned())));
        assert!(!enrollment.rename(&third, Some("none".to_owned())));
        let names: Vec<_> = enrollment
            .authenticators
            .iter()
            .map(|own| own.name.as_deref())
            .collect();
        assert_eq!(names, [None, Some("phone")]);
        assert!(enrollment.has(FactorKind::Totp) && !enrollment.has(FactorKind::Sms));
        assert!(enrollment.is_active() && !Enrollment::new(1, Vec::new()).is_active());
    }
}
