//! Languages: which one a browser asks for, and what each message says in it.
//!
//! To add a language: translate the files of `config/locales/en`, add a variant to [`Locale`], and let
//! the compiler name the places that are left. The tests compare the files.

mod catalog;
mod locale;
mod macros;
mod negotiation;
mod panel_phrase;
mod phrase;
mod region;
mod wait;

pub use locale::Locale;
pub use panel_phrase::PanelPhrase;
pub use phrase::Phrase;

pub(crate) use region::region;
pub(crate) use wait::wait_text;

/// A value that a message shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number, which also chooses the plural form.
    Number(u64),
    /// Text as it is. It is not escaped here; the page does that.
    Text(&'a str),
}

/// A message of a closed set.
pub trait Message: Copy {
    /// The message's id in the Fluent files.
    fn id(self) -> &'static str;
}
