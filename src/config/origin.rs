//! Where each value of a file was written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key_path::KeyPath;
use super::problem::Place;

/// Where each value of a file was written, or which environment variable set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    file: PathBuf,
    lines: HashMap<KeyPath, usize>,
    pub(super) variables: HashMap<KeyPath, String>,
}

impl Origin {
    /// Notes the lines of all keys of `table`, which was read from `text`.
    pub(super) fn of(file: &Path, text: &Lines, table: &DeTable<'_>) -> Self {
        let mut lines = HashMap::new();
        note_table(text, &KeyPath::top(), table, &mut lines);
        Self {
            file: file.to_owned(),
            lines,
            variables: HashMap::new(),
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where the value of `key`, or else what it is a part of, was written.
    #[must_use]
    pub fn place(&self, key: &KeyPath) -> Place {
        let mut ancestors = key.ancestors();
        let known = ancestors.find_map(|key| {
            let variable = self.variables.get(&key).cloned().map(Place::Variable);
            let line = self.lines.get(&key).copied();
            variable.or_else(|| line.map(|line| Place::File(self.file.clone(), Some(line))))
        });
        known.unwrap_or_else(|| Place::File(self.file.clone(), None))
    }
}

/// Where the lines of a text begin.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(newlines.map(|(offset, _)| offset).collect())
    }

    /// The number of the line at an offset, from 1.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|newline| *newline < offset) + 1
    }
}

fn note_table(
    text: &Lines,
    at: &KeyPath,
    table: &DeTable<'_>,
    lines: &mut HashMap<KeyPath, usize>,
) {
    for (key, value) in table {
        let path = at.key(key.get_ref().as_ref());
        lines.insert(path.clone(), text.at(key.span().start));
        note_value(text, &path, value, lines);
    }
}

fn note_value(
    text: &Lines,
    at: &KeyPath,
    value: &Spanned<DeValue<'_>>,
    lines: &mut HashMap<KeyPath, usize>,
) {
    if let DeValue::Table(table) = value.get_ref() {
        note_table(text, at, table, lines);
    } else if let DeValue::Array(array) = value.get_ref() {
        for (index, element) in array.iter().enumerate() {
            let path = at.index(index);
            lines.insert(path.clone(), text.at(element.span().start));
            note_value(text, &path, element, lines);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let lines = Lines::of("ab\n\nc\n");
        assert_eq!(
            [0, 2, 3, 4, 5].map(|offset| lines.at(offset)),
            [1, 1, 2, 3, 3]
        );
    }
}
