//! ATTACKS.md: every class of attack, the tests that show it, and the file that stops it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, ensure};

use super::inventory::{has_file, quoted, tests};
use crate::support::lab::repository;

/// The classes: of products like this one, and of requests. Each letter with its last number.
const SERIES: [(char, usize); 5] = [('F', 12), ('P', 8), ('C', 13), ('M', 19), ('D', 10)];
/// The classes that have a letter alone.
const LETTERS: std::ops::RangeInclusive<char> = 'A'..='V';

/// What the document says of one class.
#[derive(Debug, Default)]
struct Class {
    tests: Vec<String>,
    files: Vec<String>,
    left: Option<String>,
}

fn document() -> Result<BTreeMap<String, Class>> {
    let text = fs::read_to_string(repository().join("ATTACKS.md")).context("ATTACKS.md")?;
    let mut classes: BTreeMap<String, Class> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            let id = title.split(['.', ' ']).next().unwrap_or_default();
            ensure!(
                !classes.contains_key(id),
                "ATTACKS.md has {id} a second time"
            );
            current = Some(classes.entry(id.to_owned()).or_default());
            continue;
        }
        if line.starts_with("## ") {
            current = None;
        }
        let Some(class) = current.as_mut() else {
            continue;
        };
        if let Some(files) = line.strip_prefix("Stopped in: ") {
            class.files.extend(quoted(files).map(str::to_owned));
        } else if let Some(test) = line.strip_prefix("- `") {
            class.tests.push(test.trim_end_matches('`').to_owned());
        } else if let Some(left) = line.strip_prefix("Not stopped: ") {
            class.left = Some(left.to_owned());
        }
    }
    Ok(classes)
}

#[test]
fn every_class_of_attack_has_tests_that_show_where_it_is_stopped() -> Result<()> {
    let (classes, tests) = (document()?, tests()?);
    let numbered = SERIES
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")));
    let wanted: Vec<String> = LETTERS.map(String::from).chain(numbered).collect();
    for id in &wanted {
        let class = classes.get(id).with_context(|| format!("no class {id}"))?;
        let said = class.left.as_ref().is_some_and(|left| left.len() > 20);
        let shown = !class.tests.is_empty() && !class.files.is_empty();
        ensure!(
            shown || said,
            "{id} has no test, no file, or no word of why"
        );
    }
    for (id, class) in &classes {
        ensure!(wanted.contains(id), "{id} is no class");
        for test in &class.tests {
            ensure!(tests.contains(test), "{id}: there is no test {test}");
        }
        for file in &class.files {
            ensure!(has_file(file), "{id}: there is no file {file}");
        }
    }
    Ok(())
}
