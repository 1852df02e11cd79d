//! Words: which messages the pages show.

use std::collections::BTreeSet;

use vestibule_templates::i18n::{Phrase, Value};
use vestibule_templates::{Locale, settings_entry_label};

use crate::pages::pages;

#[test]
fn every_message_is_shown_on_some_page() {
    let everything: String = pages(Locale::English)
        .into_iter()
        .map(|(_, html)| html)
        .collect();
    // Text messages are shown on phones.
    let on_pages = |phrase: &&Phrase| !phrase.id().starts_with("sms-");
    for phrase in Phrase::ALL.iter().filter(on_pages) {
        let values = [
            ("seconds", Value::Number(45)),
            ("minutes", Value::Number(30)),
        ];
        let text = Locale::English.text_with(*phrase, &values);
        assert!(everything.contains(&text), "{} is not shown", phrase.id());
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
}
