//! How a closed set of messages is written down.

macro_rules! phrases {
    ($(#[$doc:meta])* $set:ident: $($name:ident => $id:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $set {
            $(
                #[doc = concat!("The message `", $id, "`.")]
                $name,
            )+
        }

        impl $set {
            /// Every message, in the order of the Fluent files.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }

        impl crate::i18n::Message for $set {
            fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

pub(super) use phrases;
