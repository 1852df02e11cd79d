//! The login page.

use maud::{Markup, html};

use super::document;

/// The login form; `notice` says what went wrong before, `next` where to go on to.
pub(in super::super) fn login(csrf: &str, notice: &str, next: &str) -> Markup {
    let body = html! {
        main.door {
            img src="/static/logo.svg" alt="" width="56" height="56";
            h1 { "Meadow Mail" }
            p.quiet { "Letters, and nothing but letters." }
            form #login-form method="post" action="/login" {
                @if !notice.is_empty() {
                    p.notice role="alert" { (notice) }
                }
                input type="hidden" name="csrf" value=(csrf);
                @if !next.is_empty() {
                    input type="hidden" name="next" value=(next);
                }
                label for="user" { "Address" }
                input #user type="text" name="user" autocomplete="username" autocapitalize="none"
                    spellcheck="false" required autofocus;
                label for="password" { "Password" }
                input #password type="password" name="password" autocomplete="current-password" required;
                button.button type="submit" { "Sign in" }
            }
        }
    };
    document("Sign in", "outside", &body)
}
