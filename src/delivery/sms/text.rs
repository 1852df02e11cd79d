//! What a message says: a sentence for the person, and a line for the browser.
//!
//! The last line binds the code to the site (WICG "Origin-bound one-time codes delivered via SMS"
//! §2): a browser that understands it offers the code on pages of that host and on no other, which
//! is more than a person who is being hurried looks at.

use vestibule_templates::Locale;
use vestibule_templates::i18n::{Phrase, Value};

use super::Alphabet;
use crate::secret::SecretText;

/// The text that brings `code` (six ASCII digits) to somebody who signs in at `host` (a host name
/// in ASCII, without a port). It is one message, unless the host's name alone is too long for that.
#[must_use]
pub fn code_text(locale: Locale, code: &str, host: &str) -> SecretText {
    let values = [("code", Value::Text(code)), ("host", Value::Text(host))];
    let sentences = [Phrase::SmsCode, Phrase::SmsCodeShort];
    let texts = sentences.map(|phrase| {
        let sentence = locale.text_with(phrase, &values);
        SecretText::new(format!("{sentence}\n\n@{host} #{code}"))
    });
    let [full, short] = texts;
    if Alphabet::fits_one_message(full.expose()) {
        full
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "webmail.example.com";

    fn text(locale: Locale, host: &str) -> String {
        code_text(locale, "123456", host).expose().to_owned()
    }

    #[test]
    fn the_message_reads_well_and_ends_with_the_line_for_the_browser() {
        let text = text(Locale::English, HOST);
        let expected = "123456 is your code for webmail.example.com. Never share it.\n\n\
                        @webmail.example.com #123456";
        assert_eq!(text, expected);
    }

    #[test]
    fn every_language_names_code_and_host_and_stays_one_message() {
        for locale in Locale::ALL {
            let text = text(*locale, HOST);
            let lines: Vec<_> = text.split('\n').collect();
            let [sentence, "", last] = lines[..] else {
                panic!("{text}")
            };
            assert!(
                sentence.contains("123456") && sentence.contains(HOST),
                "{text}"
            );
            assert_eq!(last, "@webmail.example.com #123456");
            assert!(Alphabet::fits_one_message(&text), "{text}");
        }
    }

    #[test]
    fn what_can_be_in_the_small_alphabet_is() {
        assert_eq!(Alphabet::of(&text(Locale::English, HOST)), Alphabet::Gsm7);
        assert_eq!(Alphabet::of(&text(Locale::German, HOST)), Alphabet::Gsm7);
        assert_eq!(Alphabet::of(&text(Locale::Arabic, HOST)), Alphabet::Ucs2);
    }

    #[test]
    fn a_long_host_shortens_the_sentence_and_not_the_last_line() {
        let host = format!("{}.example.com", "a".repeat(30));
        for locale in Locale::ALL {
            let text = text(*locale, &host);
            assert!(text.ends_with(&format!("\n\n@{host} #123456")), "{text}");
            assert!(Alphabet::fits_one_message(&text), "{text}");
        }
        assert!(text(Locale::Arabic, &host).len() < text(Locale::Arabic, HOST).len() + 30);
    }
}
