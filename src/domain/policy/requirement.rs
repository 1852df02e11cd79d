//! The three modes, and what a login still needs under each.

/// What the administrator set for a domain, from the least strict on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Not offered, not asked.
    Disabled,
    /// Offered; asked of whoever has enrolled.
    Optional,
    /// Asked of everyone; whoever has not enrolled must do it first.
    Required,
}

impl Mode {
    /// Reads `required`, `optional` or `disabled`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "required" => Some(Self::Required),
            "optional" => Some(Self::Optional),
            "disabled" => Some(Self::Disabled),
            _ => None,
        }
    }

    /// The word that [`parse`](Self::parse) reads.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }
}

/// What happens to sessions that a password alone opened, when their domain becomes Required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LiveSessions {
    /// They go on; the next login must pass.
    #[default]
    NextLogin,
    /// They end.
    SignOut,
    /// They must pass at their next page.
    StepUp,
}

impl LiveSessions {
    /// Reads `next_login`, `step_up` or `sign_out`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "next_login" => Some(Self::NextLogin),
            "step_up" => Some(Self::StepUp),
            "sign_out" => Some(Self::SignOut),
            _ => None,
        }
    }

    /// The word that [`parse`](Self::parse) reads.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NextLogin => "next_login",
            Self::SignOut => "sign_out",
            Self::StepUp => "step_up",
        }
    }
}

/// What the policy asks of one subject now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// Nothing, and nothing is offered.
    Disabled,
    /// A second factor from whoever has one.
    Optional,
    /// A second factor, and what becomes of sessions without one.
    Required(LiveSessions),
}

/// What a login still needs before it is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// To set up a first authenticator.
    Enroll,
    /// Nothing.
    Nothing,
    /// A code from an authenticator.
    Verify,
}

impl Requirement {
    /// All of them, for the tests that read the whole table.
    pub const ALL: [Self; 5] = [
        Self::Disabled,
        Self::Optional,
        Self::Required(LiveSessions::NextLogin),
        Self::Required(LiveSessions::StepUp),
        Self::Required(LiveSessions::SignOut),
    ];

    /// What a mode asks.
    #[must_use]
    pub const fn of(mode: Mode, live_sessions: LiveSessions) -> Self {
        match mode {
            Mode::Disabled => Self::Disabled,
            Mode::Optional => Self::Optional,
            Mode::Required => Self::Required(live_sessions),
        }
    }

    /// What a login of this subject needs, given whether the mailbox has an authenticator and
    /// whether this login has already passed one.
    #[must_use]
    pub const fn need(self, enrolled: bool, passed: bool) -> Need {
        match (self, enrolled, passed) {
            (Self::Disabled, _, _) | (_, _, true) | (Self::Optional, false, false) => Need::Nothing,
            (Self::Optional | Self::Required(_), true, false) => Need::Verify,
            (Self::Required(_), false, false) => Need::Enroll,
        }
    }

    /// What is asked while a set-up may still wait: Required asks as Optional does.
    #[must_use]
    pub const fn in_grace(self) -> Self {
        match self {
            Self::Disabled => Self::Disabled,
            Self::Optional | Self::Required(_) => Self::Optional,
        }
    }

    /// The mode behind it.
    #[must_use]
    pub const fn mode(self) -> Mode {
        match self {
            Self::Disabled => Mode::Disabled,
            Self::Optional => Mode::Optional,
            Self::Required(_) => Mode::Required,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_asks_everyone_and_makes_newcomers_enroll() {
        let required = Requirement::Required(LiveSessions::NextLogin);
        assert_eq!(required.need(false, false), Need::Enroll);
        assert_eq!(required.need(true, false), Need::Verify);
        assert_eq!(required.need(true, true), Need::Nothing);
    }

    #[test]
    fn optional_asks_only_who_has_enrolled() {
        assert_eq!(Requirement::Optional.need(false, false), Need::Nothing);
        assert_eq!(Requirement::Optional.need(true, false), Need::Verify);
    }

    #[test]
    fn disabled_asks_nobody() {
        assert_eq!(Requirement::Disabled.need(true, false), Need::Nothing);
        assert_eq!(Requirement::Disabled.need(false, false), Need::Nothing);
    }

    #[test]
    fn grace_relaxes_required_and_offers_nothing_that_is_disabled() {
        let asked = Requirement::ALL.map(|requirement| requirement.in_grace().mode());
        let optional = Mode::Optional;
        let expected = [Mode::Disabled, optional, optional, optional, optional];
        assert_eq!(asked, expected);
    }

    #[test]
    fn every_mode_reads_back_from_its_word() {
        for mode in [Mode::Disabled, Mode::Optional, Mode::Required] {
            assert_eq!(Mode::parse(mode.word()), Some(mode));
        }
        assert_eq!(Mode::parse("Required"), None);
    }

    #[test]
    fn a_stricter_requirement_never_needs_less_of_a_login() {
        let rank = |need| match need {
            Need::Nothing => 0,
            Need::Verify => 1,
            Need::Enroll => 2,
        };
        for (place, strict) in Requirement::ALL.into_iter().enumerate() {
            for lax in Requirement::ALL.into_iter().take(place) {
                for (enrolled, passed) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    let more = rank(strict.need(enrolled, passed));
                    let less = rank(lax.need(enrolled, passed));
                    assert!(more >= less, "{strict:?} {lax:?} {enrolled} {passed}");
                }
            }
        }
    }

    #[test]
    fn every_word_for_live_sessions_reads_back() {
        for live in [
            LiveSessions::NextLogin,
            LiveSessions::StepUp,
            LiveSessions::SignOut,
        ] {
            assert_eq!(LiveSessions::parse(live.word()), Some(live));
            assert_eq!(
                Requirement::of(Mode::Required, live),
                Requirement::Required(live)
            );
            assert_eq!(Requirement::of(Mode::Optional, live), Requirement::Optional);
            assert_eq!(Requirement::of(Mode::Disabled, live), Requirement::Disabled);
        }
        assert_eq!(LiveSessions::parse("never"), None);
    }
}
