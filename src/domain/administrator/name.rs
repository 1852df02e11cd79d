//! What an administrator signs in with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name an administrator signs in with: from 2 to 64 of `a` to `z`, `0` to `9`, `.`, `_`, `-` and
/// `@`, beginning with a letter or a digit. Upper case is read as lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AdministratorName(String);

impl AdministratorName {
    /// Reads a name.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let name = typed.trim().to_ascii_lowercase();
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let fits = (2..=MAX).contains(&name.len())
            && name.starts_with(letter)
            && name
                .chars()
                .all(|c| letter(c) || matches!(c, '.' | '_' | '-' | '@'));
        fits.then_some(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AdministratorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain_and_its_case_does_not_matter() {
        let name = AdministratorName::parse(" Carol@Example.com ").unwrap();
        assert_eq!(name.as_str(), "carol@example.com");
        let long = "a".repeat(65);
        for text in ["", "a", ".a", "a b", "a/b", "a\nb", "ä.b", long.as_str()] {
            assert_eq!(AdministratorName::parse(text), None, "{text:?}");
        }
    }
}
