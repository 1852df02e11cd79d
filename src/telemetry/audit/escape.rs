//! JSON that nobody can break a line, a terminal or a parser with: printable ASCII and nothing else.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// `value` as JSON in printable ASCII: what else is in a text, such as line ends, control characters,
/// and marks that turn the direction of what follows, is written as `\u` and its number (RFC 8259 §7).
pub(super) fn ascii_json(value: &impl Serialize) -> String {
    let mut json = Vec::with_capacity(512);
    let mut serializer = Serializer::with_formatter(&mut json, Ascii);
    // What is written here are texts and numbers, into memory.
    if value.serialize(&mut serializer).is_err() {
        return r#"{"v":1}"#.to_owned();
    }
    String::from_utf8(json).unwrap_or_default()
}

/// As much of `text` as takes `most` bytes when it is written.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += width(character);
        if taken > most {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        for character in fragment.chars() {
            if is_plain(character) {
                write!(writer, "{character}")?;
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~')
}

fn width(character: char) -> usize {
    match character {
        '"' | '\\' => 2,
        plain if is_plain(plain) => 1,
        other => 6 * other.len_utf16(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_in_a_text_stays_in_it_and_in_printable_ascii(text in any::<String>()) {
            let json = ascii_json(&text);
            prop_assert!(json.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{json}");
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }

        #[test]
        fn a_text_that_is_cut_is_no_longer_than_asked_for(text in any::<String>(), most in 0_usize..99) {
            let kept = cut(&text, most);
            prop_assert!(text.starts_with(kept));
            prop_assert!(ascii_json(&kept).len() <= most + 2);
        }
    }

    #[test]
    fn line_ends_terminal_sequences_and_turned_text_are_numbers() {
        let nasty = "a\r\nb\u{2028}c\u{1b}[2Jd\u{202e}e\u{7f}f\u{9b}g\u{200f}h\0i😀";
        let json = ascii_json(&nasty);
        assert_eq!(
            json,
            "\"a\\r\\nb\\u2028c\\u001b[2Jd\\u202ee\\u007ff\\u009bg\\u200fh\\u0000i\\ud83d\\ude00\""
        );
    }
}
