//! What one domain asks of its mailboxes, and what it lets them do.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::{LiveSessions, Mode, Requirement};
use crate::domain::authenticator::{Enrollment, FactorKind};
use crate::domain::phone::Countries;

/// What one domain asks of its mailboxes, and what it lets them do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainPolicy {
    /// Whether a second factor is asked for.
    pub mode: Mode,
    /// What becomes of live sessions when the mode rises to Required.
    pub live_sessions: LiveSessions,
    /// What may be set up.
    pub factors: Factors,
    /// The countries whose numbers may be set up, among those that messages are sent to; all of them
    /// where there are none named.
    pub sms_countries: Option<Countries>,
    /// How many text messages its mailboxes get in a day; as for every domain where it is not said.
    pub sms_per_day: Option<u32>,
    /// For how many days a browser may be trusted; 0: it is not offered.
    pub trusted_days: u16,
    /// For how long after its first login a mailbox may put off the set-up; zero: not at all.
    pub grace: Duration,
    /// Who may set up first.
    pub guard: Guard,
    /// How to reach the administrator, as the pages show it.
    pub contact: Option<String>,
}

/// What may be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors {
    /// Authenticator apps.
    pub app: bool,
    /// Text messages.
    pub sms: bool,
}

/// Who may set up first: the password may be stolen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Whoever has a set-up code of the administrator.
    AdminCode,
    /// Whoever has the password.
    None,
    /// Whoever comes from one of these networks.
    TrustedNetwork(Vec<IpNet>),
}

impl DomainPolicy {
    /// Whether this lets somebody in whom `before` would have asked, or asked longer, or whom it would
    /// have kept from the first set-up.
    #[must_use]
    pub fn asks_less_than(&self, before: &Self) -> bool {
        let guarded = before.guard != Guard::None && self.guard != before.guard;
        let later = self.mode == before.mode && self.grace > before.grace;
        let goes_on = before.mode == Mode::Required
            && before.live_sessions != LiveSessions::NextLogin
            && self.live_sessions == LiveSessions::NextLogin;
        let trusted = self.trusted_days > before.trusted_days;
        self.mode < before.mode || guarded || later || goes_on || trusted
    }

    /// The longest that a browser may be trusted, in days.
    pub const MAX_TRUSTED_DAYS: u16 = 365;

    /// The policy of `mode` with everything else as by default.
    #[must_use]
    pub fn of(mode: Mode) -> Self {
        Self {
            mode,
            live_sessions: LiveSessions::default(),
            factors: Factors {
                app: true,
                sms: true,
            },
            sms_countries: None,
            sms_per_day: None,
            trusted_days: 0,
            grace: Duration::ZERO,
            guard: Guard::None,
            contact: None,
        }
    }

    /// What it asks.
    #[must_use]
    pub const fn requirement(&self) -> Requirement {
        Requirement::of(self.mode, self.live_sessions)
    }
}

impl Factors {
    /// Whether a factor of this kind may be set up.
    #[must_use]
    pub const fn allows(self, kind: FactorKind) -> bool {
        match kind {
            FactorKind::RecoveryCode | FactorKind::SetupCode => true,
            FactorKind::Sms => self.sms,
            FactorKind::Totp => self.app,
        }
    }
}

impl DomainPolicy {
    /// Whether all that a mailbox has enrolled are numbers that this policy has done with, where it
    /// requires a second factor: they verify a login, and another must then take their place before
    /// anything opens. Such a mailbox is never as if it had none: whoever has the password alone would
    /// then set up their own.
    #[must_use]
    pub fn outdates(&self, enrollment: &Enrollment) -> bool {
        let mut own = enrollment.authenticators.iter();
        let allowed = own.any(|own| self.factors.allows(own.kind()));
        self.mode == Mode::Required && enrollment.is_active() && !allowed
    }
}

impl Guard {
    /// Whether someone at `address` may begin to set up without a code of the administrator.
    #[must_use]
    pub fn lets_begin(&self, address: IpAddr) -> bool {
        match self {
            Self::AdminCode => false,
            Self::None => true,
            Self::TrustedNetwork(networks) => {
                let address = address.to_canonical();
                networks.iter().any(|network| network.contains(&address))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::authenticator::{Authenticator, AuthenticatorId, Secrets, TotpSecret};
    use crate::domain::identity::Subject;
    use crate::domain::seal::{KeyId, KeyRing, RingKey};
    use crate::secret::{Secret, SecretText};

    fn authenticator(secrets: &Secrets) -> Authenticator {
        let key = RingKey {
            id: KeyId([1; 4]),
            secret: Secret::new(vec![1; 32]),
        };
        let ring = KeyRing::new(&[key]).unwrap();
        let alice = Subject::parse("alice@required.test", None).unwrap();
        let id = AuthenticatorId::new([1; 8]);
        let now = Timestamp::UNIX_EPOCH;
        Authenticator::new(id, &alice, secrets, (&ring, &[2; 24]), now).unwrap()
    }

    fn app() -> Authenticator {
        authenticator(&Secrets::Totp {
            secret: TotpSecret::new([1; 20]),
            last_step: 0,
        })
    }

    fn number() -> Authenticator {
        let number = SecretText::new("+491701234567".to_owned());
        authenticator(&Secrets::Sms { number })
    }

    const APPS_ONLY: Factors = Factors {
        app: true,
        sms: false,
    };

    #[test]
    fn a_policy_says_which_factors_are_set_up_and_codes_for_emergencies_always_are() {
        let allowed = |factors: Factors| {
            let kinds = [
                FactorKind::Totp,
                FactorKind::Sms,
                FactorKind::RecoveryCode,
                FactorKind::SetupCode,
            ];
            kinds.map(|kind| factors.allows(kind))
        };
        assert_eq!(allowed(APPS_ONLY), [true, false, true, true]);
        let messages = Factors {
            app: false,
            sms: true,
        };
        assert_eq!(allowed(messages), [false, true, true, true]);
    }

    #[test]
    fn numbers_alone_are_outdated_where_a_required_factor_may_be_none() {
        let policy = |mode, factors| DomainPolicy {
            factors,
            ..DomainPolicy::of(mode)
        };
        let outdated = |policy: &DomainPolicy, own: Vec<Authenticator>| {
            policy.outdates(&Enrollment::new(1, own))
        };
        let strict = policy(Mode::Required, APPS_ONLY);
        assert!(outdated(&strict, vec![number()]));
        assert!(outdated(&strict, vec![number(), number()]));
        // An app is allowed; and whoever has nothing has nothing that is outdated.
        assert!(!outdated(&strict, vec![number(), app()]));
        assert!(!outdated(&strict, vec![app()]));
        assert!(!outdated(&strict, Vec::new()));
        assert!(!outdated(
            &policy(Mode::Optional, APPS_ONLY),
            vec![number()]
        ));
        assert!(!outdated(
            &policy(Mode::Disabled, APPS_ONLY),
            vec![number()]
        ));
        assert!(!outdated(&DomainPolicy::of(Mode::Required), vec![number()]));
    }

    #[test]
    fn a_guarded_set_up_begins_from_the_named_networks_only() {
        let guard = Guard::TrustedNetwork(vec!["10.0.0.0/8".parse().unwrap()]);
        assert!(guard.lets_begin("10.1.2.3".parse().unwrap()));
        assert!(guard.lets_begin("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!guard.lets_begin("11.1.2.3".parse().unwrap()));
        assert!(!Guard::AdminCode.lets_begin("10.1.2.3".parse().unwrap()));
        assert!(Guard::None.lets_begin("11.1.2.3".parse().unwrap()));
    }
}
