//! What a caller of the API may do.

use serde::{Deserialize, Serialize};

/// What a caller of the API may do. Nothing, unless it is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four rights that are given one by one"
)]
pub struct Rights {
    /// To see policies, mailboxes and the journal.
    pub read: bool,
    /// To say what is asked of domains and mailboxes.
    pub policy: bool,
    /// To let people in who have lost their factors, and to end sessions.
    pub reset: bool,
    /// To give rights to others.
    pub operate: bool,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// To see.
    Read,
    /// To say what is asked.
    Policy,
    /// To let people in again.
    Reset,
    /// To give rights to others.
    Operate,
}

impl Rights {
    /// All of them.
    pub const ALL: Self = Self {
        read: true,
        policy: true,
        reset: true,
        operate: true,
    };

    /// To look, and no more.
    pub const READ: Self = Self {
        read: true,
        policy: false,
        reset: false,
        operate: false,
    };

    /// Whether this one is among them.
    #[must_use]
    pub const fn has(self, right: Right) -> bool {
        match right {
            Right::Read => self.read,
            Right::Policy => self.policy,
            Right::Reset => self.reset,
            Right::Operate => self.operate,
        }
    }

    /// Reads names such as `read`.
    #[must_use]
    pub fn parse<'n>(names: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        let mut rights = Self::default();
        for name in names {
            match name {
                "read" => rights.read = true,
                "policy" => rights.policy = true,
                "reset" => rights.reset = true,
                "operate" => rights.operate = true,
                _ => return None,
            }
        }
        Some(rights)
    }

    /// Their names.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let all = [Right::Read, Right::Policy, Right::Reset, Right::Operate];
        let given = all.into_iter().filter(|right| self.has(*right));
        given.map(Right::name).collect()
    }
}

impl Right {
    /// Its name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Policy => "policy",
            Self::Reset => "reset",
            Self::Operate => "operate",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_read_back_from_their_names_and_nothing_is_given_unsaid() {
        assert_eq!(Rights::parse(Rights::ALL.names()), Some(Rights::ALL));
        assert_eq!(Rights::parse([]), Some(Rights::default()));
        assert!(Rights::default().names().is_empty());
        assert_eq!(Rights::parse(["read", "write"]), None);
    }

    #[test]
    fn a_right_is_had_where_it_was_given_and_nowhere_else() {
        let all = [Right::Read, Right::Policy, Right::Reset, Right::Operate];
        for given in all {
            let rights = Rights::parse([given.name()]).unwrap();
            for asked in all {
                assert_eq!(rights.has(asked), given == asked, "{given:?} {asked:?}");
            }
        }
        assert_eq!(Rights::READ.names(), ["read"]);
    }
}
