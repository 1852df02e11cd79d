//! A TOML file on its way to a struct, with the line of every key.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key_path::KeyPath;
use super::misfit::Misfit;
use super::problem::{Place, Problem, Problems, Severity};

/// A TOML file whose syntax is right.
pub(super) struct Document {
    file: PathBuf,
    pub(super) text: String,
    pub(super) tree: Value,
    lines: HashMap<KeyPath, usize>,
    /// Values that an environment variable set.
    pub(super) variables: HashMap<KeyPath, String>,
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
        let mut lines = HashMap::new();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut problems = Problems::default();
        for error in &errors {
            problems.add(Problem {
                place: Place::File(
                    file.to_owned(),
                    error.span().map(|s| line_of(&text, s.start)),
                ),
                key: None,
                severity: Severity::Error,
                message: error.message().to_owned(),
            });
        }
        note_table(&text, &KeyPath::top(), table.get_ref(), &mut lines);
        if problems.has_errors() {
            return Err(problems);
        }
        let tree = toml::from_str(&text)
            .map_err(|error| Problems::of_file(file, error.message().to_owned()))?;
        Ok(Self {
            file: file.to_owned(),
            tree,
            text,
            lines,
            variables: HashMap::new(),
            refused: Vec::new(),
        })
    }

    /// The folder that paths in the file are relative to.
    pub(super) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// Where the value of `key`, or else what it is a part of, was written.
    pub(super) fn place(&self, key: &KeyPath) -> Place {
        let mut ancestors = key.ancestors();
        let known = ancestors.find_map(|key| {
            let variable = self.variables.get(&key).cloned().map(Place::Variable);
            let line = self.lines.get(&key).copied();
            variable.or_else(|| line.map(|line| Place::File(self.file.clone(), Some(line))))
        });
        known.unwrap_or_else(|| Place::File(self.file.clone(), None))
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
                place: self.place(&misfit.key),
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

fn note_table(text: &str, at: &KeyPath, table: &DeTable<'_>, lines: &mut HashMap<KeyPath, usize>) {
    for (key, value) in table {
        let path = at.key(key.get_ref().as_ref());
        lines.insert(path.clone(), line_of(text, key.span().start));
        note_value(text, &path, value, lines);
    }
}

fn note_value(
    text: &str,
    at: &KeyPath,
    value: &Spanned<DeValue<'_>>,
    lines: &mut HashMap<KeyPath, usize>,
) {
    if let DeValue::Table(table) = value.get_ref() {
        note_table(text, at, table, lines);
    } else if let DeValue::Array(array) = value.get_ref() {
        for (index, element) in array.iter().enumerate() {
            let path = at.index(index);
            lines.insert(path.clone(), line_of(text, element.span().start));
            note_value(text, &path, element, lines);
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Of one file; nobody reads more at once.
const MAX_PROBLEMS: usize = 100;
