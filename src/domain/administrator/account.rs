//! An administrator's account.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AdministratorName, Invitation, PasswordHash, Role};
use crate::domain::authenticator::{Admission, Attempts, RecordError, TotpSecret};
use crate::domain::seal::{Context, KeyRing, Nonce, Purpose};

/// An administrator. Without credentials nobody signs in as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    format: u8,
    /// What they sign in with.
    pub name: AdministratorName,
    /// What they are there for.
    #[serde(flatten)]
    pub role: Role,
    /// When they were added.
    pub made: Timestamp,
    /// By whom.
    pub by: String,
    /// When they last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Timestamp>,
    generation: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credentials: Option<Credentials>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invitation: Option<Invitation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrong_codes: Option<Attempts>,
}

/// What an administrator signs in with: both of them, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The password.
    pub password: PasswordHash,
    key: String,
    /// Only a later time step passes.
    pub last_step: u64,
}

impl Administrator {
    /// A new one, whom `by` adds at `now`.
    #[must_use]
    pub fn new(name: AdministratorName, role: Role, by: &str, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            name,
            role,
            made: now,
            by: by.to_owned(),
            last_seen: None,
            generation: 1,
            credentials: None,
            invitation: None,
            wrong_codes: None,
        }
    }

    /// Which of their sessions are good: a rise ends those before.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Ends every session.
    pub const fn end_sessions(&mut self) {
        self.generation = self.generation.saturating_add(1);
    }

    /// What they sign in with, once it is set up.
    #[must_use]
    pub const fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// The code that was given out, until it is used.
    #[must_use]
    pub const fn invitation(&self) -> Option<&Invitation> {
        self.invitation.as_ref()
    }

    /// Whether too many codes in a row were wrong: another operator must help.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.wrong_codes.is_some_and(Attempts::is_suspended)
    }

    /// Invites them to set up a password and an authenticator; what they had is no good any more.
    pub fn invite(&mut self, invitation: Invitation) {
        self.credentials = None;
        self.invitation = Some(invitation);
        self.wrong_codes = None;
        self.end_sessions();
    }

    /// Takes what they have set up; the invitation is used up.
    pub fn set_up(&mut self, credentials: Credentials) {
        self.credentials = Some(credentials);
        self.invitation = None;
        self.wrong_codes = None;
        self.end_sessions();
    }

    /// Takes another password; every session ends.
    pub fn change_password(&mut self, password: PasswordHash) {
        if let Some(credentials) = &mut self.credentials {
            credentials.password = password;
            self.end_sessions();
        }
    }

    /// Counts a code before it is looked at: what becomes of it.
    pub fn count_code(&mut self, now: Timestamp) -> Admission {
        let admission = Attempts::admit(self.wrong_codes, now);
        if let Admission::Counted(counted) = admission {
            self.wrong_codes = Some(counted);
        }
        admission
    }

    /// Notes that a code of `step` was right, at `now`. Whether it is the first time: another may
    /// have been faster.
    #[must_use]
    pub fn accept_code(&mut self, step: u64, now: Timestamp) -> bool {
        match &mut self.credentials {
            Some(credentials) if step > credentials.last_step => {
                credentials.last_step = step;
                self.wrong_codes = None;
                self.last_seen = Some(now);
                true
            }
            Some(_) | None => false,
        }
    }

    /// The account's bytes.
    ///
    /// # Errors
    /// When they cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError::Format)
    }

    /// Reads the account's bytes.
    ///
    /// # Errors
    /// When they are not of this version's format.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let read: Self = serde_json::from_slice(bytes).map_err(|_| RecordError::Format)?;
        if read.format == FORMAT {
            Ok(read)
        } else {
            Err(RecordError::Format)
        }
    }
}

impl Credentials {
    /// A password, and the key of an app whose code of `last_step` was right.
    ///
    /// # Errors
    /// When the key cannot be sealed.
    pub fn new(
        name: &AdministratorName,
        password: PasswordHash,
        (key, last_step): (&TotpSecret, u64),
        sealing: (&KeyRing, &Nonce),
    ) -> Result<Self, RecordError> {
        Ok(Self {
            password,
            key: seal_key(name, key, sealing)?,
            last_step,
        })
    }

    /// The app's key.
    ///
    /// # Errors
    /// When it was sealed for somebody else, or with a key that is gone.
    pub fn key(&self, name: &AdministratorName, ring: &KeyRing) -> Result<TotpSecret, RecordError> {
        open_key(name, &self.key, ring)
    }

    /// Seals the app's key anew, so that an older key of the ring is needed no longer.
    ///
    /// # Errors
    /// When it does not open, or cannot be sealed.
    pub fn reseal(
        &mut self,
        name: &AdministratorName,
        (ring, nonce): (&KeyRing, &Nonce),
    ) -> Result<(), RecordError> {
        let key = self.key(name, ring)?;
        self.key = seal_key(name, &key, (ring, nonce))?;
        Ok(())
    }
}

impl Administrator {
    /// What they sign in with, to be changed.
    pub const fn credentials_mut(&mut self) -> Option<&mut Credentials> {
        self.credentials.as_mut()
    }
}

/// Seals an app's key for `name`.
///
/// # Errors
/// When it cannot be sealed.
pub(super) fn seal_key(
    name: &AdministratorName,
    key: &TotpSecret,
    (ring, nonce): (&KeyRing, &Nonce),
) -> Result<String, RecordError> {
    let context = Context(&[ADMINISTRATOR, name.as_str().as_bytes()]);
    let sealed = ring.seal(Purpose::AuthenticatorSecret, context, nonce, key.expose());
    sealed.map_err(|_| RecordError::Sealed)
}

/// Opens an app's key of `name`.
///
/// # Errors
/// When it was sealed for somebody else, or with a key that is gone.
pub(super) fn open_key(
    name: &AdministratorName,
    sealed: &str,
    ring: &KeyRing,
) -> Result<TotpSecret, RecordError> {
    let context = Context(&[ADMINISTRATOR, name.as_str().as_bytes()]);
    let opened = ring.open(Purpose::AuthenticatorSecret, context, sealed.as_bytes());
    let opened = opened
        .map(zeroize::Zeroizing::new)
        .map_err(|_| RecordError::Sealed)?;
    TotpSecret::from_slice(&opened).ok_or(RecordError::Format)
}

const FORMAT: u8 = 1;
/// No mailbox's name, which is what stands here for mailboxes: those have an `@`.
const ADMINISTRATOR: &[u8] = b"administrator";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::secret::{Secret, SecretText};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn ring(keys: &[u8]) -> KeyRing {
        let key = |key: &u8| RingKey {
            id: KeyId([*key; 4]),
            secret: Secret::new(vec![*key; 32]),
        };
        KeyRing::new(&keys.iter().map(key).collect::<Vec<_>>()).unwrap()
    }

    fn name(name: &str) -> AdministratorName {
        AdministratorName::parse(name).unwrap()
    }

    fn carol() -> Administrator {
        Administrator::new(name("carol"), Role::Operator, "root", at(0))
    }

    fn hash(password: &str) -> PasswordHash {
        PasswordHash::new(&SecretText::new(password.to_owned()), &[7; 16]).unwrap()
    }

    fn credentials() -> Credentials {
        let key = (&TotpSecret::new([9; 20]), 41);
        Credentials::new(&name("carol"), hash("one"), key, (&ring(&[1]), &[2; 24])).unwrap()
    }

    fn invitation() -> Invitation {
        Invitation::make([1; 13], at(100)).0
    }

    fn set_up() -> Administrator {
        let mut carol = carol();
        carol.set_up(credentials());
        carol
    }

    #[test]
    fn whoever_is_added_has_nothing_to_sign_in_with() {
        let carol = carol();
        assert!(carol.credentials().is_none() && carol.invitation().is_none());
        assert!(!carol.is_suspended());
        assert_eq!(carol.generation(), 1);
    }

    #[test]
    fn a_set_up_uses_the_invitation_up_and_an_invitation_takes_all_they_had() {
        let mut carol = carol();
        carol.invite(invitation());
        assert_eq!(carol.invitation(), Some(&invitation()));
        carol.set_up(credentials());
        assert_eq!(carol.credentials(), Some(&credentials()));
        assert_eq!(carol.invitation(), None);
        carol.invite(invitation());
        assert_eq!(carol.credentials(), None);
        assert_eq!(carol.credentials_mut(), None);
        // Each of the three ended the sessions before it.
        assert_eq!(carol.generation(), 4);
    }

    #[test]
    fn another_password_ends_every_session_and_nobody_without_one_gets_one() {
        let mut changed = set_up();
        let before = changed.generation();
        changed.change_password(hash("two"));
        assert_eq!(changed.credentials().unwrap().password, hash("two"));
        assert_eq!(changed.credentials_mut().unwrap().last_step, 41);
        assert_eq!(changed.generation(), before + 1);
        let mut none = carol();
        none.change_password(hash("two"));
        assert_eq!(none, carol());
    }

    #[test]
    fn wrong_codes_suspend_until_the_next_set_up_or_invitation() {
        let mut carol = set_up();
        let mut now = at(0);
        while !carol.is_suspended() {
            if let Admission::Wait(wait) = carol.count_code(now) {
                now = crate::domain::time::after(now, wait);
            }
        }
        assert_eq!(carol.count_code(now), Admission::Suspended);
        let (mut invited, mut anew) = (carol.clone(), carol);
        invited.invite(invitation());
        anew.set_up(credentials());
        assert!(!invited.is_suspended() && !anew.is_suspended());
    }

    #[test]
    fn a_step_is_accepted_once_and_clears_the_wrong_codes() {
        let mut carol = set_up();
        for step in [0, 40, 41] {
            assert!(!carol.accept_code(step, at(5)), "{step}");
        }
        assert_eq!(carol.last_seen, None);
        let first = carol.count_code(at(1));
        assert!(matches!(first, Admission::Counted(counted) if counted.failures() == 1));
        assert!(carol.accept_code(42, at(5)));
        assert_eq!(carol.last_seen, Some(at(5)));
        assert!(!carol.accept_code(42, at(6)));
        let first = carol.count_code(at(7));
        assert!(matches!(first, Admission::Counted(counted) if counted.failures() == 1));
    }

    #[test]
    fn nobody_without_credentials_is_accepted() {
        let mut carol = carol();
        assert!(!carol.accept_code(1_000_000, at(5)));
        assert_eq!(carol.last_seen, None);
    }

    #[test]
    fn an_account_survives_its_record_and_an_unknown_format_does_not() {
        let mut carol = set_up();
        let read = Administrator::decode(&carol.encode().unwrap());
        assert_eq!(read.as_ref(), Ok(&carol));
        carol.format = 2;
        let read = Administrator::decode(&carol.encode().unwrap());
        assert_eq!(read, Err(RecordError::Format));
    }

    #[test]
    fn a_key_opens_for_its_owner_and_needs_the_older_key_no_longer_once_it_is_sealed_anew() {
        let mut own = credentials();
        let key = TotpSecret::new([9; 20]);
        assert_eq!(own.key(&name("carol"), &ring(&[1])), Ok(key.clone()));
        let others = own.key(&name("dave"), &ring(&[1]));
        assert_eq!(others, Err(RecordError::Sealed));
        let carol = name("carol");
        own.reseal(&carol, (&ring(&[2, 1]), &[3; 24])).unwrap();
        assert_eq!(own.key(&carol, &ring(&[2])), Ok(key));
    }
}
