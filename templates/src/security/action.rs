//! What the forms of the security page ask for.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)+) => {
        /// What a form of the security page asks for: the field `action`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SecurityAction {
            $($(#[$doc])* $name,)+
        }

        impl SecurityAction {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its word in the form.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

actions! {
    /// Another number for text messages. With `id` and `code`.
    ChangeNumber => "change_number",
    /// No second factor any more. With `code`.
    Off => "off",
    /// A second factor from now on.
    On => "on",
    /// Ask for this authenticator first. With `id` and `code`.
    Prefer => "prefer",
    /// New recovery codes. With `code`.
    Regenerate => "regenerate",
    /// One authenticator less. With `id` and `code`.
    Remove => "remove",
    /// Another name for an authenticator. With `id`, `name` and `code`.
    Rename => "rename",
    /// A new authenticator in the place of this one. With `id` and `code`.
    Replace => "replace",
    /// A browser that is no longer trusted. With `id`.
    RevokeBrowser => "revoke_browser",
    /// No trusted browsers any more.
    RevokeBrowsers => "revoke_browsers",
    /// A code by text message, to confirm a change with. With `for`, the action's word, and with
    /// `id` where that action has one.
    SendCode => "send_code",
    /// The end of every session.
    SignOutEverywhere => "sign_out_everywhere",
}

impl SecurityAction {
    /// The action of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.word() == word)
    }
}

/// A form that asks for a code and stays open: what is wrong is wrong with its code, and a code
/// that was sent is for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenForm<'a> {
    /// What it asks for.
    pub action: SecurityAction,
    /// The authenticator that it is about.
    pub id: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_to_its_action() {
        for action in SecurityAction::ALL {
            assert_eq!(SecurityAction::parse(action.word()), Some(*action));
        }
        assert_eq!(SecurityAction::parse("unknown"), None);
    }
}
