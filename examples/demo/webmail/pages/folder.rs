//! A folder's list, with the letter that is open beside it.

use form_urlencoded::Serializer;
use maud::{Markup, html};

use super::super::mailbox::Message;
use super::{Section, View, avatar, shell};

/// The list, and the reading pane.
pub(in super::super) fn folder(
    view: &View<'_>,
    messages: &[Message],
    open: Option<&Message>,
) -> Markup {
    let class = if open.is_some() {
        "panes reading"
    } else {
        "panes"
    };
    let content = html! {
        div class=(class) {
            section.list aria-label="Letters" {
                h1 { (heading(view)) }
                @if messages.is_empty() {
                    p.quiet { "Nothing here." }
                } @else {
                    ul { @for message in messages { li { (row(message, open)) } } }
                }
            }
            section.letter aria-label="Letter" {
                @match open {
                    Some(message) => (letter(view, message)),
                    None => p.quiet.hint { "Choose a letter to read it here." },
                }
            }
        }
    };
    shell(view, &content)
}

fn heading(view: &View<'_>) -> String {
    match view.section {
        Section::Inbox => "Inbox".to_owned(),
        Section::Sent => "Sent".to_owned(),
        Section::Search => format!("Found for “{}”", view.query),
        Section::Compose | Section::Settings | Section::Other => view.title.to_owned(),
    }
}

fn row(message: &Message, open: Option<&Message>) -> Markup {
    let class = if message.unread { "row unread" } else { "row" };
    let current = open.is_some_and(|open| open.id == message.id);
    let preview: String = message.text.chars().take(90).collect();
    html! {
        a class=(class) href=(format!("/mail/{}", message.id)) aria-current=[current.then_some("true")] {
            (avatar(&message.name))
            span.from { (message.name) }
            span.when { (message.when) }
            span.subject { (message.subject) }
            span.preview { (preview) }
        }
    }
}

fn letter(view: &View<'_>, message: &Message) -> Markup {
    let (relation, back) = if view.section == Section::Sent {
        ("To", "/sent")
    } else {
        ("From", "/mail")
    };
    html! {
        a.back href=(back) { "← Back" }
        article {
            h2 { (message.subject) }
            div.sender {
                (avatar(&message.name))
                span.from { (message.name) }
                span.when { (message.when) }
                span.address { (relation) " " (message.address) }
            }
            @for paragraph in message.text.split("\n\n") { p { (paragraph) } }
            @if !message.attachments.is_empty() {
                ul.attachments { @for file in &message.attachments { li { (file) } } }
            }
            a.button.plain href=(reply(message)) { "Reply" }
        }
    }
}

fn reply(message: &Message) -> String {
    let mut query = Serializer::new(String::from("/compose?"));
    query.append_pair("to", &message.address);
    query.append_pair("subject", &format!("Re: {}", message.subject));
    query.finish()
}
