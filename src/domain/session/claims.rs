//! What a session cookie says. Only monotone facts: counters never live in a cookie.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Limits, LoginId};
use crate::domain::identity::Subject;
use crate::domain::seal::{Context, KeyRing, Nonce, Purpose, SealError};
use crate::domain::time::after;

/// What a sealed session cookie says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Which accepted password this is about.
    pub login: LoginId,
    /// Whose mailbox.
    pub subject: Subject,
    /// The site's first host name.
    pub site: String,
    /// How far the login has come.
    pub stage: Stage,
    /// How the person has proved who they are, and when.
    pub methods: Vec<Method>,
    /// When the password was accepted.
    pub issued: Timestamp,
    /// When the session ends however busy it is.
    pub absolute_end: Timestamp,
    /// When the session ends unless it is used.
    pub idle_end: Timestamp,
    /// The subject's factor epoch at the time.
    pub epoch: u64,
    /// Until when the set-up may be put off, where it was.
    pub grace_until: Option<Timestamp>,
    /// While pending: the origin-form target to go to afterwards.
    pub return_to: Option<String>,
}

/// How far a login has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The password was accepted; the second factor is open.
    Pending,
    /// Everything that the policy asked for was verified.
    Verified,
}

/// One proof of identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// Which.
    pub name: MethodName,
    /// When it was verified.
    pub at: Timestamp,
}

/// Authentication method references (RFC 8176 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MethodName {
    /// `otp`: a one-time password of an authenticator app.
    Otp,
    /// `pwd`: the webmail accepted the password.
    Pwd,
    /// `sms`: a code by text message.
    Sms,
    /// A browser that is trusted for the mailbox; RFC 8176 has no name for it.
    TrustedBrowser,
    /// A recovery code; RFC 8176 has no name for it.
    RecoveryCode,
}

impl MethodName {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Otp,
        Self::Pwd,
        Self::RecoveryCode,
        Self::Sms,
        Self::TrustedBrowser,
    ];

    /// Its word in the audit trail: of RFC 8176 where that has one.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Otp => "otp",
            Self::Pwd => "pwd",
            Self::RecoveryCode => "recovery_code",
            Self::Sms => "sms",
            Self::TrustedBrowser => "trusted_browser",
        }
    }
}

/// A session cookie that does not open, or says what this version does not understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClaimsError {
    /// It opened, but its content is not of this format.
    #[error("the session's claims are not of a known format")]
    Format,
    /// It did not open.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Claims {
    /// The claims of a password accepted at `now`.
    #[must_use]
    pub fn pending(login: LoginId, subject: Subject, site: &str, now: Timestamp) -> Self {
        let end = after(now, Limits::PENDING);
        Self {
            login,
            subject,
            site: site.to_owned(),
            stage: Stage::Pending,
            methods: vec![Method {
                name: MethodName::Pwd,
                at: now,
            }],
            issued: now,
            absolute_end: end,
            idle_end: end,
            epoch: 0,
            grace_until: None,
            return_to: None,
        }
    }

    /// The same login, risen to verified at `now`.
    #[must_use]
    pub fn verified(mut self, limits: &Limits, now: Timestamp) -> Self {
        self.stage = Stage::Verified;
        self.absolute_end = after(self.issued, limits.absolute);
        self.return_to = None;
        self.touched(limits, now)
    }

    /// The same session, used at `now`.
    #[must_use]
    pub fn touched(mut self, limits: &Limits, now: Timestamp) -> Self {
        self.idle_end = after(now, limits.idle).min(self.absolute_end);
        self
    }

    /// The same session with another proof.
    #[must_use]
    pub fn with_method(mut self, name: MethodName, at: Timestamp) -> Self {
        self.methods.retain(|method| method.name != name);
        self.methods.push(Method { name, at });
        self
    }

    /// Whether a second factor was verified in this login.
    #[must_use]
    pub fn has_second_factor(&self) -> bool {
        self.methods.iter().any(|method| match method.name {
            MethodName::Otp
            | MethodName::RecoveryCode
            | MethodName::Sms
            | MethodName::TrustedBrowser => true,
            MethodName::Pwd => false,
        })
    }

    /// Seals the claims into a cookie's value.
    ///
    /// # Errors
    /// When they cannot be encoded or sealed.
    pub fn seal(&self, ring: &KeyRing, nonce: &Nonce) -> Result<String, ClaimsError> {
        let bytes = postcard::to_stdvec(&Wire::from(self)).map_err(|_| ClaimsError::Format)?;
        Ok(ring.seal(Purpose::Session, Context(&[]), nonce, &bytes)?)
    }

    /// Opens a cookie's value.
    ///
    /// # Errors
    /// When it was not sealed by this ring, or is of another format.
    pub fn open(ring: &KeyRing, value: &[u8]) -> Result<Self, ClaimsError> {
        let bytes = ring.open(Purpose::Session, Context(&[]), value)?;
        let wire: Wire = postcard::from_bytes(&bytes).map_err(|_| ClaimsError::Format)?;
        wire.claims().ok_or(ClaimsError::Format)
    }
}

/// The claims as they are encoded. A change of meaning takes a new `format`.
#[derive(Serialize, Deserialize)]
struct Wire {
    format: u8,
    login: LoginId,
    subject: String,
    site: String,
    stage: Stage,
    methods: Vec<(MethodName, i64)>,
    issued: i64,
    absolute_end: i64,
    idle_end: i64,
    epoch: u64,
    grace_until: Option<i64>,
    return_to: Option<String>,
}

impl From<&Claims> for Wire {
    fn from(claims: &Claims) -> Self {
        let method = |method: &Method| (method.name, method.at.as_second());
        Self {
            format: FORMAT,
            login: claims.login,
            subject: claims.subject.to_string(),
            site: claims.site.clone(),
            stage: claims.stage,
            methods: claims.methods.iter().map(method).collect(),
            issued: claims.issued.as_second(),
            absolute_end: claims.absolute_end.as_second(),
            idle_end: claims.idle_end.as_second(),
            epoch: claims.epoch,
            grace_until: claims.grace_until.map(Timestamp::as_second),
            return_to: claims.return_to.clone(),
        }
    }
}

impl Wire {
    fn claims(self) -> Option<Claims> {
        let time = |second| Timestamp::from_second(second).ok();
        let method = |(name, at)| {
            Some(Method {
                name,
                at: time(at)?,
            })
        };
        Some(Claims {
            login: (self.format == FORMAT).then_some(self.login)?,
            subject: Subject::parse(&self.subject, None).ok()?,
            site: self.site,
            stage: self.stage,
            methods: self
                .methods
                .into_iter()
                .map(method)
                .collect::<Option<_>>()?,
            issued: time(self.issued)?,
            absolute_end: time(self.absolute_end)?,
            idle_end: time(self.idle_end)?,
            epoch: self.epoch,
            grace_until: self
                .grace_until
                .map(time)
                .map_or(Some(None), |t| t.map(Some))?,
            return_to: self.return_to,
        })
    }
}

const FORMAT: u8 = 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::seal::{KeyId, RingKey};
    use crate::secret::Secret;

    fn ring() -> KeyRing {
        KeyRing::new(&[RingKey {
            id: KeyId([1; 4]),
            secret: Secret::new(vec![1; 32]),
        }])
        .unwrap()
    }

    fn claims() -> Claims {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let subject = Subject::parse("alice@required.test", None).unwrap();
        Claims::pending(LoginId([9; 16]), subject, "webmail.test", now)
    }

    #[test]
    fn claims_survive_the_cookie() {
        let mut sent = claims().with_method(MethodName::Otp, Timestamp::from_second(7).unwrap());
        sent.return_to = Some("/?_task=mail".to_owned());
        let value = sent.seal(&ring(), &[3; 24]).unwrap();
        assert_eq!(Claims::open(&ring(), value.as_bytes()).unwrap(), sent);
    }

    #[test]
    fn rising_to_verified_forgets_the_return_target_and_starts_the_limits() {
        let mut pending = claims();
        pending.return_to = Some("/x".to_owned());
        let now = after(pending.issued, std::time::Duration::from_secs(60));
        let verified = pending.clone().verified(&Limits::default(), now);
        assert_eq!(verified.stage, Stage::Verified);
        assert_eq!(verified.return_to, None);
        assert_eq!(verified.idle_end, after(now, Limits::default().idle));
        assert_eq!(
            verified.absolute_end,
            after(pending.issued, Limits::default().absolute)
        );
    }

    #[test]
    fn use_never_moves_the_idle_end_beyond_the_absolute_end() {
        let verified = claims().verified(&Limits::default(), claims().issued);
        let late = after(verified.issued, Limits::default().absolute);
        let touched = verified.touched(&Limits::default(), late);
        assert_eq!(touched.idle_end, touched.absolute_end);
    }

    fn time() -> impl Strategy<Value = Timestamp> {
        (0..4_000_000_000_i64).prop_map(|second| Timestamp::from_second(second).unwrap())
    }

    fn any_claims() -> impl Strategy<Value = Claims> {
        let names = [
            MethodName::Otp,
            MethodName::Pwd,
            MethodName::Sms,
            MethodName::TrustedBrowser,
            MethodName::RecoveryCode,
        ];
        let method = (prop::sample::select(names.to_vec()), time());
        let method = method.prop_map(|(name, at)| Method { name, at });
        let who = (
            any::<[u8; 16]>(),
            "[a-z]{1,9}",
            "[a-z.]{0,9}",
            any::<bool>(),
        );
        let times = (time(), time(), time(), prop::option::of(time()));
        let rest = (
            prop::collection::vec(method, 0..4),
            any::<u64>(),
            prop::option::of(".{0,9}"),
        );
        (who, times, rest).prop_map(|((login, local, site, verified), times, rest)| Claims {
            login: LoginId(login),
            subject: Subject::parse(&format!("{local}@required.test"), None).unwrap(),
            site,
            stage: if verified {
                Stage::Verified
            } else {
                Stage::Pending
            },
            issued: times.0,
            absolute_end: times.1,
            idle_end: times.2,
            grace_until: times.3,
            methods: rest.0,
            epoch: rest.1,
            return_to: rest.2,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_a_session_says_survives_its_cookie(sent in any_claims()) {
            let value = sent.seal(&ring(), &[3; 24]).unwrap();
            prop_assert_eq!(Claims::open(&ring(), value.as_bytes()), Ok(sent));
        }

        #[test]
        fn no_use_makes_a_session_last_longer_than_its_limits(
            pending in any_claims(), used in prop::collection::vec(time(), 0..6),
        ) {
            let limits = Limits::default();
            let issued = pending.issued;
            let mut claims = pending.verified(&limits, issued);
            for now in used {
                claims = claims.touched(&limits, now);
                prop_assert_eq!(claims.absolute_end, after(issued, limits.absolute));
                prop_assert!(claims.idle_end <= claims.absolute_end);
                prop_assert!(claims.idle_end <= after(now, limits.idle));
            }
        }

        #[test]
        fn only_a_second_factor_counts_as_one(claims in any_claims(), at in time()) {
            let passwords = claims.methods.iter().all(|method| method.name == MethodName::Pwd);
            prop_assert_eq!(claims.has_second_factor(), !passwords);
            let again = claims.with_method(MethodName::Otp, at).with_method(MethodName::Otp, at);
            prop_assert!(again.has_second_factor());
            let times = again.methods.iter().filter(|method| method.name == MethodName::Otp);
            prop_assert_eq!(times.count(), 1);
        }
    }
}
