//! A value that does not fit its struct, in words for whoever wrote it.

use super::key_path::KeyPath;

/// A value that does not fit.
pub(super) struct Misfit {
    pub(super) key: KeyPath,
    pub(super) message: String,
}

impl Misfit {
    pub(super) fn of(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let key = KeyPath::from(error.path());
        let message = error.inner().to_string();
        match unknown_key(&message) {
            Some(unknown) => {
                let inside = key.last_key() == Some(unknown.key);
                Self {
                    message: unknown.message(),
                    key: if inside { key } else { key.key(unknown.key) },
                }
            }
            None => Self {
                key,
                message: in_words_of_toml(&message),
            },
        }
    }
}

/// A key that a struct does not have, and those it has.
pub(super) struct UnknownKey<'m> {
    key: &'m str,
    pub(super) known: Vec<&'m str>,
}

impl UnknownKey<'_> {
    fn message(&self) -> String {
        let distance = |known: &str| strsim::damerau_levenshtein(self.key, known);
        let nearest = self.known.iter().min_by_key(|known| distance(known));
        match nearest {
            Some(known) if distance(known) <= 1 + known.len() / 4 => {
                format!("unknown key; did you mean \"{known}\"?")
            }
            _ => format!("unknown key; known here: {}", self.known.join(", ")),
        }
    }
}

/// Reads what serde says of an unknown field: "unknown field `a`, expected `b` or `c`".
pub(super) fn unknown_key(message: &str) -> Option<UnknownKey<'_>> {
    let rest = message.strip_prefix("unknown field `")?;
    let (key, known) = rest
        .rsplit_once("`, expected ")
        .or_else(|| rest.rsplit_once("`, there are no fields"))?;
    Some(UnknownKey {
        key,
        known: known.split('`').skip(1).step_by(2).collect(),
    })
}

fn in_words_of_toml(message: &str) -> String {
    message
        .replace("invalid type: map", "invalid type: table")
        .replace("invalid type: sequence", "invalid type: list")
        .replace("expected a map", "expected a table")
        .replace("expected a sequence", "expected a list")
        .replace("expected u64", "expected a whole number from 0")
        .replace("expected u16", "expected a whole number from 0 to 65535")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(serde: &str) -> String {
        unknown_key(serde).map(|key| key.message()).unwrap()
    }

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_key_that_was_meant() {
        let said = "unknown field `upsteam`, expected one of `hosts`, `upstream`, `profile`";
        assert_eq!(message(said), "unknown key; did you mean \"upstream\"?");
    }

    #[test]
    fn a_key_that_resembles_none_is_answered_with_all() {
        let said = "unknown field `gateway`, expected `path` or `engine`";
        assert_eq!(message(said), "unknown key; known here: path, engine");
    }
}
