//! Writing a letter.

use maud::{Markup, html};

use super::{View, shell};

/// The form for a new letter. Attachments are sent ahead by the script, one by one.
pub(in super::super) fn compose(
    view: &View<'_>,
    to: &str,
    subject: &str,
    signature: &str,
) -> Markup {
    let content = html! {
        form.sheet #compose-form method="post" action="/send" {
            h1 { "New letter" }
            label for="to" { "To" }
            input #to type="email" name="to" value=(to) multiple required autofocus[to.is_empty()];
            label for="subject" { "Subject" }
            input #subject type="text" name="subject" value=(subject);
            label for="text" { "Letter" }
            textarea #text name="text" rows="12" autofocus[!to.is_empty()] { "\n\n\n-- \n" (signature) }
            label for="files" { "Attachments" }
            input #files type="file" multiple data-upload="/upload";
            ul.attachments #attachments {}
            div.actions {
                button.button type="submit" { "Send" }
                a.button.plain href="/mail" { "Discard" }
            }
        }
    };
    shell(view, &content)
}
