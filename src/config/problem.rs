//! What is wrong with a configuration, and where.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::key_path::KeyPath;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file, and the line where it is known.
    File(PathBuf, Option<usize>),
    /// An environment variable.
    Variable(String),
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is started or reloaded with it.
    Error,
    /// It works, and is probably not what was meant.
    Warning,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The key, where it belongs to one.
    pub key: Option<KeyPath>,
    /// How bad.
    pub severity: Severity,
    /// What, in a sentence without a full stop.
    pub message: String,
}

/// All that is wrong, sorted by file and line, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems(BTreeSet<Problem>);

impl Problems {
    /// An error of a whole file.
    #[must_use]
    pub fn of_file(file: &Path, message: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(Problem {
            place: Place::File(file.to_owned(), None),
            key: None,
            severity: Severity::Error,
            message: message.into(),
        });
        problems
    }

    /// Adds one.
    pub fn add(&mut self, problem: Problem) {
        self.0.insert(problem);
    }

    /// Takes over those of `others`.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many there are, warnings included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file, Some(line)) => write!(f, "{}:{line}", file.display()),
            Self::File(file, None) => write!(f, "{}", file.display()),
            Self::Variable(name) => write!(f, "environment variable {name}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if self.severity == Severity::Warning {
            f.write_str("warning: ")?;
        }
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.iter().enumerate() {
            let newline = if place == 0 { "" } else { "\n" };
            write!(f, "{newline}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
