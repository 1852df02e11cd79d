//! Words: which messages the pages and the mails show.

use std::collections::BTreeSet;

use maud::html;
use vestibule_templates::i18n::{Message, PanelPhrase, Phrase, Value};
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
        assert_shown(*phrase, &everything);
    }
    for phrase in PanelPhrase::ALL {
        assert_shown(*phrase, &everything);
    }
}

fn assert_shown(message: impl Message, everything: &str) {
    let text = Locale::English.text_with(message, VALUES);
    let escaped = html! { (text) }.into_string();
    let shown = escaped.split(PLACE).all(|part| everything.contains(part));
    assert!(shown, "{} is not shown: {text:?}", message.id());
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
    ("until", Value::Text(PLACE)),
    ("domain", Value::Text(PLACE)),
    ("who", Value::Text(PLACE)),
    ("at", Value::Text(PLACE)),
    ("mode", Value::Text(PLACE)),
    ("as-of", Value::Text(PLACE)),
    ("address", Value::Text(PLACE)),
    ("count", Value::Number(3)),
    ("line", Value::Number(9)),
    ("lines", Value::Number(120)),
    ("done", Value::Number(40)),
    ("all", Value::Number(120)),
    ("enrolled", Value::Number(80)),
    ("seen", Value::Number(120)),
    ("percent", Value::Number(66)),
    ("budget", Value::Number(500)),
];

const PLACE: &str = "\u{fffc}";
