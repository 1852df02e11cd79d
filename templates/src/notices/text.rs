//! The mail as plain text.

use super::Letter;
use crate::i18n::Phrase;

pub(super) fn render(letter: &Letter<'_>) -> String {
    let facts = letter
        .facts
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect::<Vec<_>>()
        .join("\n");
    let contact = letter.contact.map(|contact| {
        let words = letter.locale.text(Phrase::MailContact);
        format!("{words}\n{}", lines(contact))
    });
    let footer = format!("-- \n{}", letter.locale.text(Phrase::MailFooter));
    let mut text = [
        letter.title.clone(),
        letter.lead.clone(),
        facts,
        letter.not_you.clone(),
    ]
    .into_iter()
    .chain(contact)
    .chain([footer])
    .collect::<Vec<_>>()
    .join("\n\n");
    text.push('\n');
    text
}

/// The operator's lines, however they end.
fn lines(text: &str) -> String {
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}
