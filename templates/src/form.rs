//! Forms. Each is a POST and carries the form token.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::Phrase;

/// A form that posts `fields` to one of the portal's pages.
pub(crate) fn form(frame: &Frame<'_>, page: &str, token: &str, fields: &Markup) -> Markup {
    html! {
        form method="post" action=(frame.address(page)) {
            input type="hidden" name="form_token" value=(token);
            (fields)
        }
    }
}

/// The form that ends the login.
pub(crate) fn sign_out(frame: &Frame<'_>, token: &str, words: Phrase) -> Markup {
    let button = html! {
        button.quiet type="submit" { (frame.text(words)) }
    };
    form(frame, "logout", token, &button)
}
