//! The two alphabets of text messages (3GPP TS 23.038 §6.2), and how much fits into one message.

/// How a text is encoded on its way to the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The default alphabet, 7 bits a character.
    Gsm7,
    /// UTF-16, for everything that the default alphabet lacks.
    Ucs2,
}

impl Alphabet {
    /// The one that `text` needs.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    /// Whether `text` is one message. A longer one is sent, and paid for, as several.
    #[must_use]
    pub fn fits_one_message(text: &str) -> bool {
        match text.chars().map(septets).sum::<Option<usize>>() {
            Some(length) => length <= 160,
            None => text.encode_utf16().count() <= 70,
        }
    }
}

/// How many septets a character takes; nothing where the default alphabet lacks it.
fn septets(c: char) -> Option<usize> {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '\n' | '\r' => Some(1),
        c if BASIC.contains(c) => Some(1),
        c if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

/// Besides letters, digits, space and line ends.
const BASIC: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
const EXTENSION: &str = "^{}\\[~]|€\u{c}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_small_alphabet_only_where_every_character_is() {
        for text in ["", "Grüße: 5 € {x}\n@h #1", "ΔΦ§", "è"] {
            assert_eq!(Alphabet::of(text), Alphabet::Gsm7, "{text}");
        }
        // The apostrophe of typographers, small c with cedilla, a tab, a backtick.
        for text in ["it’s", "ç", "a\tb", "`", "رمز", "😀"] {
            assert_eq!(Alphabet::of(text), Alphabet::Ucs2, "{text}");
        }
    }

    #[test]
    fn a_message_has_160_septets_or_70_units_of_utf_16() {
        assert!(Alphabet::fits_one_message(&"a".repeat(160)));
        assert!(!Alphabet::fits_one_message(&"a".repeat(161)));
        assert!(Alphabet::fits_one_message(&"€".repeat(80)));
        assert!(!Alphabet::fits_one_message(&"€".repeat(81)));
        assert!(Alphabet::fits_one_message(&"ر".repeat(70)));
        assert!(!Alphabet::fits_one_message(&"ر".repeat(71)));
        assert!(Alphabet::fits_one_message(&"😀".repeat(35)));
        assert!(!Alphabet::fits_one_message(&"😀".repeat(36)));
    }
}
