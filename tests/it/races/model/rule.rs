//! What the policy says of a domain, and what follows from it, in other words than the gateway's.

/// What the policy says of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Disabled,
    Optional,
    NextLogin,
    StepUp,
    SignOut,
}

/// What a login with the right password is asked for besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Code,
    Nothing,
    SetUp,
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The password was right, and more is asked.
    Waiting,
    /// The password was all that was asked.
    Password,
    /// A code was right.
    Code,
}

impl Rule {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [
        Self::Disabled,
        Self::Optional,
        Self::NextLogin,
        Self::StepUp,
        Self::SignOut,
    ];

    /// As the policy file says it.
    pub(super) const fn written(self) -> &'static str {
        match self {
            Self::Disabled => "\"disabled\"",
            Self::Optional => "\"optional\"",
            Self::NextLogin => "{ mode = \"required\", live_sessions = \"next_login\" }",
            Self::StepUp => "{ mode = \"required\", live_sessions = \"step_up\" }",
            Self::SignOut => "{ mode = \"required\", live_sessions = \"sign_out\" }",
        }
    }

    /// What a login is asked for, in a mailbox that has an app or has none.
    pub(super) const fn asks(self, has_app: bool) -> Asks {
        match (self, has_app) {
            (Self::Disabled, _) | (Self::Optional, false) => Asks::Nothing,
            (Self::Optional | Self::NextLogin | Self::StepUp | Self::SignOut, true) => Asks::Code,
            (Self::NextLogin | Self::StepUp | Self::SignOut, false) => Asks::SetUp,
        }
    }

    /// Whether a session that lives, and has come this far, may see the mail.
    pub(super) const fn opens(self, stage: Stage) -> bool {
        match (stage, self) {
            (Stage::Waiting, _) | (Stage::Password, Self::StepUp | Self::SignOut) => false,
            (Stage::Code, _)
            | (Stage::Password, Self::Disabled | Self::Optional | Self::NextLogin) => true,
        }
    }
}
