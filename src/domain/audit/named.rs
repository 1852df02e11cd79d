//! Closed sets of words that others build on.

/// Makes an enum from a table of variants and words, so that none can be without a word, nor missing
/// in the list of all.
macro_rules! named {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$said:meta])+ $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$said])+ $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its word. It stays as it is: logs and alarms are built on it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(super) use named;
