//! What a section needs while it turns raw values into types: where it is, and where to complain.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::document::Document;
use super::key_path::KeyPath;
use super::problem::{Problem, Problems, Severity};

/// A document, and the problems found in it so far.
pub(super) struct Scope<'a> {
    pub(super) document: &'a Document,
    pub(super) problems: &'a mut Problems,
}

impl Scope<'_> {
    /// Reports an error at `key`.
    pub(super) fn error(&mut self, key: &KeyPath, message: impl Into<String>) {
        self.report(key, Severity::Error, message.into());
    }

    /// Reports something that works and is probably not what was meant.
    pub(super) fn warn(&mut self, key: &KeyPath, message: impl Into<String>) {
        self.report(key, Severity::Warning, message.into());
    }

    /// Reports that `key` is missing, unless it was there and wrong.
    pub(super) fn missing(&mut self, key: &KeyPath, why: &str) {
        if !self.document.was_refused(key) {
            self.error(key, format!("missing key; {why}"));
        }
    }

    /// The value of `key`, or the complaint that it is missing.
    pub(super) fn required<T>(&mut self, key: &KeyPath, value: Option<T>, why: &str) -> Option<T> {
        if value.is_none() {
            self.missing(key, why);
        }
        value
    }

    /// Reads the value of `key`, where there is one, by `read`.
    pub(super) fn read<T, E: Display>(
        &mut self,
        key: &KeyPath,
        value: Option<&str>,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match read(value?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(key, error.to_string());
                None
            }
        }
    }

    /// As [`read`](Self::read), for each element of a list.
    pub(super) fn read_each<T, E: Display>(
        &mut self,
        key: &KeyPath,
        values: Option<&[Option<String>]>,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let values = values.unwrap_or_default().iter().enumerate();
        let each = values
            .filter_map(|(index, value)| self.read(&key.index(index), value.as_deref(), &read));
        each.collect()
    }

    /// A path, relative to the folder of the file.
    pub(super) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.document.folder().join(path)
    }

    /// A duration such as `30s` or `1h 30m`, longer than nothing.
    pub(super) fn duration(
        &mut self,
        key: &KeyPath,
        value: Option<&str>,
        default: Duration,
    ) -> Duration {
        self.read(key, value, read_duration).unwrap_or(default)
    }

    /// A whole number in `range`.
    pub(super) fn count(
        &mut self,
        key: &KeyPath,
        value: Option<u64>,
        default: usize,
        range: RangeInclusive<usize>,
    ) -> usize {
        let Some(given) = value else { return default };
        match usize::try_from(given) {
            Ok(given) if range.contains(&given) => given,
            _ => {
                let (least, most) = range.into_inner();
                self.error(key, format!("must be from {least} to {most}"));
                default
            }
        }
    }

    fn report(&mut self, key: &KeyPath, severity: Severity, message: String) {
        self.problems.add(Problem {
            place: self.document.origin.place(key),
            key: Some(key.clone()),
            severity,
            message,
        });
    }
}

pub(super) fn read_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is not a duration; write \"30s\", \"5m\" or \"1h 30m\"");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let signed = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let signed: SignedDuration = signed.map_err(|_| wrong())?;
    let duration = Duration::try_from(signed).map_err(|_| wrong())?;
    if duration.is_zero() {
        return Err("must be longer than nothing".to_owned());
    }
    Ok(duration)
}
