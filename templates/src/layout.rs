//! The shell around every page.

use maud::{DOCTYPE, Markup, html};

use crate::assets::{self, Which};
use crate::frame::Frame;

/// A whole document with `title` as its only first-level heading.
///
/// The referrer policy is `same-origin` and not `no-referrer`: with the latter browsers send
/// `Origin: null` with the page's own forms (Fetch §3.2), which a check against cross-site requests
/// has to refuse.
pub(crate) fn page(frame: &Frame<'_>, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.locale.tag()) dir=(frame.locale.dir()) {
            head {
                meta charset="utf-8";
                title { (title) " – " (frame.host) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="same-origin";
                meta name="robots" content="noindex, nofollow";
                link rel="icon" type="image/svg+xml" href=(assets::href(frame.mount, Which::Icon));
                link rel="stylesheet" href=(assets::href(frame.mount, Which::Style));
                script src=(assets::href(frame.mount, Which::Script)) defer {}
            }
            body {
                header.site {
                    img src=(assets::href(frame.mount, Which::Icon)) alt="" width="28" height="28";
                    bdi { (frame.host) }
                }
                main {
                    h1 { (title) }
                    (body)
                }
            }
        }
    }
}
