//! The mail as HTML: a table with styles in place, which is what mail programs show.

use maud::{DOCTYPE, Markup, html};

use super::Letter;
use crate::i18n::Phrase;

pub(super) fn render(letter: &Letter<'_>) -> Markup {
    let locale = letter.locale;
    html! {
        (DOCTYPE)
        html lang=(locale.tag()) dir=(locale.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (letter.title) }
            }
            body style=(BODY) {
                div lang=(locale.tag()) dir=(locale.dir()) style=(CARD) {
                    h1 style=(HEADING) { (letter.title) }
                    p style=(PARAGRAPH) { (letter.lead) }
                    (facts(letter))
                    p style=(WARNING) { (letter.not_you) }
                    @if let Some(contact) = letter.contact {
                        p style=(PARAGRAPH) {
                            (locale.text(Phrase::MailContact))
                            @for line in contact.lines() { br; bdi { (line) } }
                        }
                    }
                    p style=(FOOTER) { (locale.text(Phrase::MailFooter)) }
                }
            }
        }
    }
}

fn facts(letter: &Letter<'_>) -> Markup {
    html! {
        table style=(TABLE) {
            @for (name, value) in &letter.facts {
                tr {
                    th scope="row" align="start" style=(NAME) { (name) }
                    td style=(VALUE) { bdi { (breakable(value)) } }
                }
            }
        }
    }
}

/// An address that is too long for its line breaks before the at sign rather than in a name.
fn breakable(value: &str) -> Markup {
    html! {
        @match value.rsplit_once('@') {
            Some((name, domain)) => { (name) wbr; "@" (domain) }
            None => { (value) }
        }
    }
}

const BODY: &str = "margin:0;padding:24px 12px;background:#f4f5f3;color:#18201e;\
    font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Tahoma,sans-serif;\
    font-size:16px;line-height:1.55";
const CARD: &str = "max-width:560px;margin:0 auto;padding:28px;background:#ffffff;\
    border:1px solid #dde2df;border-radius:12px";
const HEADING: &str = "margin:0 0 12px;font-size:22px;line-height:1.3;font-weight:600";
const PARAGRAPH: &str = "margin:0 0 20px";
const TABLE: &str = "width:100%;margin:0 0 20px;border-collapse:collapse";
const NAME: &str = "padding:6px 0;padding-inline-end:16px;border-bottom:1px solid #dde2df;\
    font-weight:400;color:#55615d;text-align:start;vertical-align:top;white-space:nowrap";
const VALUE: &str = "padding:6px 0;border-bottom:1px solid #dde2df;vertical-align:top;\
    word-break:break-word";
const WARNING: &str = "margin:0 0 20px;padding:12px 16px;background:#fdf0ee;color:#8c1d18;\
    border:1px solid #eec4be;border-radius:8px";
const FOOTER: &str = "margin:0;padding-top:16px;border-top:1px solid #dde2df;font-size:14px;\
    color:#55615d";
