//! A number as a person types or pastes it, before any numbering plan is asked.

/// The digits, with a plus where it was typed in front. Nothing where anything else is in it:
/// letters (the reference library reads some as digits), an extension, a second number.
pub(super) fn digits(typed: &str) -> Option<String> {
    if typed.len() > MAX_TYPED {
        return None;
    }
    let mut read = String::with_capacity(MAX_DIGITS + 1);
    for c in typed.chars() {
        match c {
            '+' | '\u{ff0b}' if read.is_empty() => read.push('+'),
            c if is_separator(c) => {}
            c => read.push(digit(c)?),
        }
    }
    let digits = read.trim_start_matches('+').len();
    (MIN_DIGITS..=MAX_DIGITS).contains(&digits).then_some(read)
}

/// Spaces, the marks that numbers are grouped with, and marks of direction that are copied along.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.'
                | '/'
                | '('
                | ')'
                | '\u{2010}'..='\u{2015}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
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

const MAX_TYPED: usize = 128;
/// Fewer is no number of a mobile phone anywhere.
const MIN_DIGITS: usize = 5;
/// E.164's 15, and an international prefix with a national one.
const MAX_DIGITS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grouping_and_script_do_not_matter() {
        for typed in [
            "+491701234567",
            " +49 170 123-45-67 ",
            "+49 (170) 1234567",
            "+49/170/1234567",
            "\u{202a}+49\u{a0}170\u{2011}1234567\u{202c}",
            "＋４９１７０１２３４５６７",
            "+٤٩١٧٠١٢٣٤٥٦٧",
            "+۴۹۱۷۰۱۲۳۴۵۶۷",
        ] {
            assert_eq!(digits(typed).as_deref(), Some("+491701234567"), "{typed}");
        }
    }

    #[test]
    fn anything_but_one_number_is_refused() {
        for typed in [
            "",
            "+",
            "0170",
            "+3367a829916",
            "0170 CALLME1",
            "+491701234567,+491701234568",
            "+491701234567 +491701234568",
            "+491701234567;ext=1",
            "tel:+491701234567",
            "++491701234567",
            "49+1701234567",
            "+49170\u{0}1234567",
            "+49170%201234567",
            "+49170&to=1234567",
            "１१७०१२३४५६७",
            "+49170123456712345678901",
        ] {
            assert_eq!(digits(typed), None, "{typed:?}");
        }
        assert_eq!(digits(&"1".repeat(100_000)), None);
    }
}
