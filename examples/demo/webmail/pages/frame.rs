//! A page within a page, as message views of older webmails are.

use maud::{Markup, html};

use super::{View, document, shell};

/// The outer page.
pub(in super::super) fn frame(view: &View<'_>) -> Markup {
    let content = html! {
        section.sheet {
            h1 { "Framed page" }
            iframe #inner src="/frame/inner" title="Inner page" {}
        }
    };
    shell(view, &content)
}

/// The page in the frame.
pub(in super::super) fn frame_inner(address: &str) -> Markup {
    let body = html! { p #inner-text { "This is the inner page of " (address) "." } };
    document("Inner page", "inner", &body)
}
