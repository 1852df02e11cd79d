//! What a session is worth at this moment: checked at every request, from memory.

use std::time::Duration;

use jiff::Timestamp;

use super::{Claims, Stage};

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the password to the end, however busy. At most 24 hours.
    pub absolute: Duration,
    /// From the last use to the end.
    pub idle: Duration,
}

impl Limits {
    /// How long a login may wait for its second factor.
    pub const PENDING: Duration = Duration::from_secs(15 * 60);
    /// The longest that `absolute` may be (SP 800-63B-4 §2.2.3).
    pub const MAX: Duration = Duration::from_secs(24 * 60 * 60);
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            absolute: Duration::from_secs(12 * 60 * 60),
            idle: Duration::from_secs(60 * 60),
        }
    }
}

/// What a request's session is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'a> {
    /// There is none, or it has ended.
    Anonymous(Option<Ended>),
    /// The second factor is open.
    Pending(&'a Claims),
    /// Fully authenticated.
    Verified(&'a Claims),
}

/// Why a session that was presented is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Its time is over.
    Expired,
    /// The subject's factors have changed since.
    FactorsChanged,
    /// It was made for another site.
    OtherSite,
    /// It was signed out.
    Revoked,
    /// It did not open, or there were two.
    Unreadable,
}

/// Judges `claims` for a request to `site` at `now`, given the subject's epoch and whether the
/// login has been revoked.
#[must_use]
pub fn stand<'a>(
    claims: &'a Claims,
    site: &str,
    epoch: u64,
    revoked: bool,
    now: Timestamp,
) -> Standing<'a> {
    let ended = if revoked {
        Some(Ended::Revoked)
    } else if now >= claims.absolute_end || now >= claims.idle_end {
        Some(Ended::Expired)
    } else if claims.site != site {
        Some(Ended::OtherSite)
    } else if claims.epoch < epoch {
        Some(Ended::FactorsChanged)
    } else {
        None
    };
    match (ended, claims.stage) {
        (Some(ended), _) => Standing::Anonymous(Some(ended)),
        (None, Stage::Pending) => Standing::Pending(claims),
        (None, Stage::Verified) => Standing::Verified(claims),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::identity::Subject;
    use crate::domain::session::LoginId;
    use crate::domain::time::after;

    const SITE: &str = "webmail.test";

    fn verified() -> Claims {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let subject = Subject::parse("alice@required.test", None).unwrap();
        let mut claims = Claims::pending(LoginId([9; 16]), subject, SITE, now);
        claims.epoch = 3;
        claims.verified(&Limits::default(), now)
    }

    #[test]
    fn a_session_stands_until_its_ends() {
        let claims = verified();
        let at = |now| stand(&claims, SITE, 3, false, now);
        assert_eq!(at(claims.issued), Standing::Verified(&claims));
        assert_eq!(
            at(claims.idle_end),
            Standing::Anonymous(Some(Ended::Expired))
        );
        assert_eq!(
            at(claims.absolute_end),
            Standing::Anonymous(Some(Ended::Expired))
        );
    }

    #[test]
    fn a_change_of_factors_ends_older_sessions() {
        let claims = verified();
        assert_eq!(
            stand(&claims, SITE, 4, false, claims.issued),
            Standing::Anonymous(Some(Ended::FactorsChanged))
        );
    }

    #[test]
    fn a_session_is_worth_nothing_when_revoked_or_at_another_site() {
        let claims = verified();
        assert_eq!(
            stand(&claims, SITE, 3, true, claims.issued),
            Standing::Anonymous(Some(Ended::Revoked))
        );
        assert_eq!(
            stand(&claims, "other.test", 3, false, claims.issued),
            Standing::Anonymous(Some(Ended::OtherSite))
        );
    }

    #[test]
    fn a_login_that_waits_too_long_for_its_second_factor_ends() {
        let mut claims = verified();
        claims = Claims::pending(claims.login, claims.subject, SITE, claims.issued);
        let late = after(claims.issued, Limits::PENDING);
        assert_eq!(
            stand(&claims, SITE, 0, false, claims.issued),
            Standing::Pending(&claims)
        );
        assert_eq!(
            stand(&claims, SITE, 0, false, late),
            Standing::Anonymous(Some(Ended::Expired))
        );
    }

    #[test]
    fn a_session_lasts_half_a_day_or_an_hour_of_silence_and_a_login_a_quarter_of_an_hour() {
        let limits = Limits::default();
        assert_eq!(
            (limits.absolute.as_secs(), limits.idle.as_secs()),
            (43_200, 3_600)
        );
        assert_eq!(Limits::PENDING.as_secs(), 900);
        assert_eq!(Limits::MAX.as_secs(), 86_400);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_session_stands_only_where_nothing_at_all_speaks_against_it(
            age in 0..90_000_u64, epoch in 0..6_u64, revoked: bool, own_site: bool,
        ) {
            let claims = verified();
            let now = after(claims.issued, Duration::from_secs(age));
            let site = if own_site { SITE } else { "other.test" };
            let stands = stand(&claims, site, epoch, revoked, now) == Standing::Verified(&claims);
            let limits = Limits::default();
            let good = !revoked && own_site && epoch <= 3 && age < limits.idle.as_secs();
            prop_assert_eq!(stands, good);
        }
    }
}
