//! An administrator's session: a record, named by a random value that only the browser has.

use std::fmt;
use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::account::{open_key, seal_key};
use super::{Administrator, AdministratorName};
use crate::domain::authenticator::{RecordError, TotpSecret};
use crate::domain::seal::{KeyRing, Nonce};
use crate::domain::time::after;

/// What the browser's cookie holds: 256 random bits. Prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(zeroize::Zeroizing<String>);

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The password was right; the code is open.
    Code,
    /// Everything is verified.
    Full,
    /// An invitation was right; password and authenticator are being set up.
    SetUp,
}

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorSession {
    format: u8,
    /// Whose.
    pub name: AdministratorName,
    /// How far it has come.
    pub stage: Stage,
    generation: u64,
    /// When its account was made: another of the same name is another account.
    account: Timestamp,
    /// When this stage began.
    pub started: Timestamp,
    /// When it was last used, to the minute.
    pub seen: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offer: Option<String>,
}

impl AdministratorSession {
    /// A session of `administrator`, from `now` on.
    #[must_use]
    pub fn new(administrator: &Administrator, stage: Stage, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            name: administrator.name.clone(),
            stage,
            generation: administrator.generation(),
            account: administrator.made,
            started: now,
            seen: now,
            offer: None,
        }
    }

    /// Whether it is good at `now`, for what its administrator is now.
    #[must_use]
    pub fn holds(&self, administrator: &Administrator, now: Timestamp) -> bool {
        let current = self.format == FORMAT
            && self.name == administrator.name
            && self.account == administrator.made
            && self.generation == administrator.generation();
        let idle = after(self.seen, IDLE);
        current && now < idle && now < after(self.started, self.longest())
    }

    /// Keeps the key that is offered to be set up.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn offer(
        &mut self,
        key: &TotpSecret,
        sealing: (&KeyRing, &Nonce),
    ) -> Result<(), RecordError> {
        self.offer = Some(seal_key(&self.name, key, sealing)?);
        Ok(())
    }

    /// The key that is offered.
    ///
    /// # Errors
    /// When there is none, or it does not open.
    pub fn offered(&self, ring: &KeyRing) -> Result<TotpSecret, RecordError> {
        let sealed = self.offer.as_deref().ok_or(RecordError::Format)?;
        open_key(&self.name, sealed, ring)
    }

    /// How long it may be kept at most, from its start.
    #[must_use]
    pub const fn longest(&self) -> Duration {
        match self.stage {
            Stage::Code => CODE,
            Stage::Full => FULL,
            Stage::SetUp => SET_UP,
        }
    }

    /// Whether its use at `now` is worth writing down.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now >= after(self.seen, NOTED)
    }
}

impl SessionToken {
    /// Takes random bytes as a token.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(zeroize::Zeroizing::new(BASE64URL_NOPAD.encode(&random)))
    }

    /// Reads what a cookie holds.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        (bytes.len() == 32).then(|| Self(zeroize::Zeroizing::new(text.to_owned())))
    }

    /// What the cookie holds.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Under which name the session is kept: the token cannot be told from it.
    #[must_use]
    pub fn name(&self) -> String {
        self.digest("session")
    }

    /// What this session's forms carry, so that no other site can send one.
    #[must_use]
    pub fn form_token(&self) -> String {
        self.digest("form")
    }

    /// Whether a form carries it.
    #[must_use]
    pub fn is_form_token(&self, carried: &str) -> bool {
        let own = self.form_token();
        own.as_bytes().ct_eq(carried.as_bytes()).into()
    }

    fn digest(&self, label: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(label);
        hash.update(b"\0");
        hash.update(self.0.as_bytes());
        HEXLOWER.encode(&hash.finalize())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

const FORMAT: u8 = 1;
const IDLE: Duration = Duration::from_secs(30 * 60);
const NOTED: Duration = Duration::from_secs(60);
const CODE: Duration = Duration::from_secs(10 * 60);
const SET_UP: Duration = Duration::from_secs(30 * 60);
const FULL: Duration = Duration::from_secs(8 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::secret::Secret;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    fn carol() -> Administrator {
        let name = AdministratorName::parse("carol").unwrap();
        Administrator::new(name, Role::Operator, "root", at(0))
    }

    #[test]
    fn a_session_ends_when_it_is_idle_and_after_eight_hours_whatever_happens() {
        let mut session = AdministratorSession::new(&carol(), Stage::Full, at(0));
        assert!(session.holds(&carol(), at(29)) && !session.holds(&carol(), at(30)));
        session.seen = at(479);
        assert!(session.holds(&carol(), at(479)) && !session.holds(&carol(), at(480)));
    }

    #[test]
    fn a_code_is_asked_for_ten_minutes_and_a_set_up_for_thirty() {
        for (stage, minutes) in [(Stage::Code, 10), (Stage::SetUp, 30)] {
            let mut session = AdministratorSession::new(&carol(), stage, at(0));
            session.seen = at(minutes - 1);
            assert!(session.holds(&carol(), at(minutes - 1)));
            assert!(!session.holds(&carol(), at(minutes)));
        }
    }

    #[test]
    fn a_session_is_no_good_for_another_and_not_after_its_sessions_were_ended() {
        let session = AdministratorSession::new(&carol(), Stage::Full, at(0));
        let name = AdministratorName::parse("dave").unwrap();
        let dave = Administrator::new(name, Role::Operator, "root", at(0));
        assert!(!session.holds(&dave, at(1)));
        let mut later = carol();
        later.end_sessions();
        assert!(!session.holds(&later, at(1)));
        let name = AdministratorName::parse("carol").unwrap();
        let again = Administrator::new(name, Role::Operator, "root", at(1));
        assert!(
            !session.holds(&again, at(1)),
            "another account of the same name"
        );
    }

    #[test]
    fn neither_the_kept_name_nor_the_forms_tell_the_token() {
        let token = SessionToken::new([1; 32]);
        let other = SessionToken::new([2; 32]);
        assert_eq!(SessionToken::parse(token.expose()), Some(token.clone()));
        assert!(SessionToken::parse("x").is_none());
        assert_ne!(token.name(), token.form_token());
        assert!(token.is_form_token(&token.form_token()));
        assert!(!token.is_form_token(&other.form_token()) && !token.is_form_token(""));
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
    }

    #[test]
    fn what_is_offered_opens_for_this_session_and_its_keys() {
        let ring = |fill| {
            let secret = Secret::new(vec![fill; 32]);
            let id = KeyId([1; 4]);
            KeyRing::new(&[RingKey { id, secret }]).unwrap()
        };
        let mut session = AdministratorSession::new(&carol(), Stage::SetUp, at(0));
        assert_eq!(session.offered(&ring(1)), Err(RecordError::Format));
        let key = TotpSecret::new([9; 20]);
        session.offer(&key, (&ring(1), &[2; 24])).unwrap();
        assert_eq!(session.offered(&ring(1)), Ok(key));
        assert_eq!(session.offered(&ring(2)), Err(RecordError::Sealed));
        session.name = AdministratorName::parse("dave").unwrap();
        assert_eq!(session.offered(&ring(1)), Err(RecordError::Sealed));
    }

    #[test]
    fn a_use_is_written_down_once_a_minute() {
        let session = AdministratorSession::new(&carol(), Stage::Full, at(0));
        let after = |seconds| Timestamp::from_second(seconds).unwrap();
        assert!(!session.is_stale(after(59)) && session.is_stale(after(60)));
    }

    #[test]
    fn a_session_of_an_unknown_format_is_no_good() {
        let mut session = AdministratorSession::new(&carol(), Stage::Full, at(0));
        session.format = 9;
        assert!(!session.holds(&carol(), at(1)));
    }

    #[test]
    fn a_token_has_256_bits() {
        let short = BASE64URL_NOPAD.encode(&[1; 31]);
        let long = BASE64URL_NOPAD.encode(&[1; 33]);
        assert!(SessionToken::parse(&short).is_none() && SessionToken::parse(&long).is_none());
        // Each session has another name and other forms.
        let (one, other) = (SessionToken::new([1; 32]), SessionToken::new([2; 32]));
        assert_ne!(one.name(), other.name());
        assert_ne!(one.form_token(), other.form_token());
    }
}
