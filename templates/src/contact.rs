//! How to reach the administrator.

use maud::{Markup, html};

/// The operator's own words, in lines as they were written.
pub(crate) fn contact(text: &str) -> Markup {
    html! {
        p.contact dir="auto" { (text) }
    }
}
