//! A one-time code as a person types or pastes it.

use std::fmt;

/// Six decimal digits. Prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Reads six digits, however they are grouped and in whichever of the common scripts.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED {
            return None;
        }
        let digits: Option<String> = typed
            .chars()
            .filter(|c| !is_separator(*c))
            .map(digit)
            .collect();
        digits.filter(|digits| digits.len() == DIGITS).map(Self)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{200e}' | '\u{200f}')
}

/// ASCII, Arabic-Indic, extended Arabic-Indic and full-width digits, as keyboards produce them.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit((c as u32).checked_sub(zero as u32)?, 10)
}

const DIGITS: usize = 6;
const MAX_TYPED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_grouped_and_in_arabic_digits_too() {
        for typed in [
            "123456",
            " 123 456\n",
            "123-456",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "１２３４５６",
        ] {
            assert_eq!(
                Code::parse(typed),
                Some(Code("123456".to_owned())),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_not_six_digits_is_no_code() {
        for typed in [
            "",
            "12345",
            "1234567",
            "12345a",
            "1.23456",
            "true",
            "null",
            "१२३४५६",
        ] {
            assert_eq!(Code::parse(typed), None, "{typed}");
        }
        assert_eq!(Code::parse(&" ".repeat(1000)), None);
    }
}
