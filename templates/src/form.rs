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

/// The way out of a set-up: back to the settings or, where the policy asks for it, out of the login.
pub(crate) fn way_out(frame: &Frame<'_>, token: &str, forced: bool) -> Markup {
    html! {
        @if forced {
            (sign_out(frame, token, Phrase::SignOut))
        } @else {
            a.quiet href=(frame.address("security")) { (frame.text(Phrase::Cancel)) }
        }
    }
}

/// The way back to an earlier page of a set-up.
pub(crate) fn way_back(frame: &Frame<'_>, page: &str, words: Phrase) -> Markup {
    use crate::icons::{Icon, icon};
    html! {
        a.quiet href=(frame.address(page)) { (icon(Icon::Back)) (frame.text(words)) }
    }
}
