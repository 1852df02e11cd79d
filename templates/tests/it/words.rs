//! Words: which messages the pages and the mails show.

use std::collections::BTreeSet;

use vestibule_templates::i18n::{Phrase, Value};
use vestibule_templates::{Locale, mail_gallery, settings_entry_label, text_message_label};

use crate::pages::pages;

#[test]
fn every_message_is_shown_on_some_page_or_in_some_mail() {
    let pages = pages(Locale::English).into_iter().map(|(_, html)| html);
    let mails = mail_gallery(Locale::English)
        .into_iter()
        .map(|(_, mail)| mail.subject + "\n" + &mail.text);
    let everything: String = pages.chain(mails).collect();
    // Text messages are shown on phones.
    let on_pages = |phrase: &&Phrase| !phrase.id().starts_with("sms-");
    for phrase in Phrase::ALL.iter().filter(on_pages) {
        let text = Locale::English.text_with(*phrase, VALUES);
        let shown = text.split(PLACE).all(|part| everything.contains(part));
        assert!(shown, "{} is not shown: {text:?}", phrase.id());
    }
}

#[test]
fn the_samples_have_names_of_their_own() {
    let pages = pages(Locale::English);
    let names: BTreeSet<&String> = pages.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), pages.len());
}

#[test]
fn the_entry_in_the_settings_is_named_in_every_language() {
    let labels: BTreeSet<String> = Locale::ALL
        .iter()
        .map(|locale| settings_entry_label(*locale))
        .collect();
    assert!(labels.contains("Multi-Factor Authentication"));
    assert_eq!(labels.len(), Locale::ALL.len());
    assert_eq!(text_message_label(Locale::English), "Text message (SMS)");
}

/// The numbers of the samples, and a mark in the place of every text.
const VALUES: &[(&str, Value<'_>)] = &[
    ("seconds", Value::Number(45)),
    ("minutes", Value::Number(30)),
    ("hours", Value::Number(24)),
    ("days", Value::Number(30)),
    ("step", Value::Number(2)),
    ("of", Value::Number(3)),
    ("left", Value::Number(7)),
    ("total", Value::Number(10)),
    ("number", Value::Text(PLACE)),
    ("moment", Value::Text(PLACE)),
    ("name", Value::Text(PLACE)),
    ("host", Value::Text(PLACE)),
    ("title", Value::Text(PLACE)),
];

const PLACE: &str = "\u{fffc}";
