//! A TOML file on its way to a struct, with the line of every key.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::de::DeTable;

use super::key_path::KeyPath;
use super::misfit::Misfit;
use super::origin::{Lines, Origin};
use super::problem::{Place, Problem, Problems, Severity};

/// A TOML file whose syntax is right.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) tree: Value,
    pub(super) origin: Origin,
    /// Values that were found wrong, and are missing because of it.
    refused: Vec<KeyPath>,
}

impl Document {
    /// Reads a file.
    pub(super) fn read(file: &Path) -> Result<Self, Problems> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Problems::of_file(file, format!("cannot be read: {error}")))?;
        Self::parse(file, text)
    }

    /// Reads the text of `file`. Syntax errors are all reported at once.
    pub(super) fn parse(file: &Path, text: String) -> Result<Self, Problems> {
        let lines = Lines::of(&text);
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut problems = Problems::default();
        for error in &errors {
            let line = error.span().map(|span| lines.at(span.start));
            problems.add(Problem {
                place: Place::File(file.to_owned(), line),
                key: None,
                severity: Severity::Error,
                message: error.message().to_owned(),
            });
        }
        let origin = Origin::of(file, &lines, table.get_ref());
        if problems.has_errors() {
            return Err(problems);
        }
        let tree = toml::from_str(&text)
            .map_err(|error| Problems::of_file(file, error.message().to_owned()))?;
        Ok(Self {
            tree,
            text,
            origin,
            refused: Vec::new(),
        })
    }

    /// The folder that paths in the file are relative to.
    pub(super) fn folder(&self) -> &Path {
        self.origin.file().parent().unwrap_or(Path::new(""))
    }

    /// Whether `key` is missing because it, or what it is a part of, was found wrong.
    pub(super) fn was_refused(&self, key: &KeyPath) -> bool {
        key.ancestors().any(|key| self.refused.contains(&key))
    }

    /// Fills `T`, whose fields must all be optional: a value that does not fit is reported and
    /// left out, until the rest fits.
    pub(super) fn fill<T: DeserializeOwned + Default>(&mut self, problems: &mut Problems) -> T {
        for _ in 0..MAX_PROBLEMS {
            let error = match serde_path_to_error::deserialize(&self.tree) {
                Ok(raw) => return raw,
                Err(error) => error,
            };
            let misfit = Misfit::of(&error);
            problems.add(Problem {
                place: self.origin.place(&misfit.key),
                severity: Severity::Error,
                message: misfit.message,
                key: Some(misfit.key.clone()),
            });
            if !self.leave_out(&misfit.key) {
                break;
            }
            self.refused.push(misfit.key);
        }
        T::default()
    }

    /// A wrong element of a list becomes an empty one, so that the others keep their numbers.
    fn leave_out(&mut self, key: &KeyPath) -> bool {
        let parent = key.parent().and_then(|key| key.find_in(&mut self.tree));
        if let (Some(Value::Object(table)), Some(last)) = (parent, key.last_key()) {
            return table.remove(last).is_some();
        }
        match key.find_in(&mut self.tree) {
            None | Some(Value::Null) => false,
            Some(value) => {
                *value = Value::Null;
                true
            }
        }
    }
}

/// Of one file; nobody reads more at once.
const MAX_PROBLEMS: usize = 100;
