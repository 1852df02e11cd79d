//! Whom a message is from, as the phone shows it.

use std::fmt;

/// A number, or a name where the network allows one (3GPP TS 23.040 §9.1.2.5): at most 15 digits
/// with a plus, or 11 letters, digits, spaces and the marks that are the same in every alphabet.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender(String);

impl Sender {
    /// Reads it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let number = (3..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'&');
        let name = (1..=11).contains(&text.len())
            && text.trim() == text
            && text.bytes().all(plain)
            && text.bytes().any(|b| b.is_ascii_alphabetic());
        (number || name).then(|| Self(text.to_owned()))
    }

    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sender({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_a_number_or_a_short_name() {
        for text in ["+4915112345678", "73737", "Example", "Post & Co.", "A1"] {
            assert!(Sender::parse(text).is_some(), "{text:?}");
        }
        for text in [
            "",
            "12",
            "+",
            "+491511234567890123",
            "A name too long",
            " Example",
            "Exa\nmple",
            "Exämple",
            "---",
            "Ex\"ample",
        ] {
            assert!(Sender::parse(text).is_none(), "{text:?}");
        }
    }
}
