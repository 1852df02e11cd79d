//! What every page needs to know.

use crate::i18n::{Locale, Message};

/// What every page needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The language to answer in.
    pub locale: Locale,
    /// Where the portal is mounted, without a slash at the end, such as `/mfa`.
    pub mount: &'a str,
    /// The webmail's host name, shown above each page.
    pub host: &'a str,
}

impl Frame<'_> {
    /// What a message says in the page's language.
    pub(crate) fn text(&self, phrase: impl Message) -> String {
        self.locale.text(phrase)
    }

    /// The address of one of the portal's pages.
    pub(crate) fn address(&self, page: &str) -> String {
        format!("{}/{page}", self.mount)
    }
}
