//! Every test of the project, by its full path.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::support::lab::repository;

/// Folders with tests, and what the paths of their modules begin with.
const FOLDERS: [(&str, &str); 4] = [
    ("tests/it", ""),
    ("src", ""),
    ("templates/src", "templates::"),
    ("templates/tests/it", "templates::"),
];

/// The full paths of all tests, such as `attacks::gate::a_test`.
pub(super) fn tests() -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for (folder, start) in FOLDERS {
        let root = repository().join(folder);
        for file in sources(&root)? {
            let text = fs::read_to_string(&file)?;
            let module = module(file.strip_prefix(&root)?);
            for name in names(&text) {
                let path = [module.as_str(), &name].join("::");
                all.insert(format!("{start}{}", path.trim_start_matches("::")));
            }
        }
    }
    ensure!(all.len() > 500, "the tests are not where they were");
    Ok(all)
}

/// Whether the project has this file or folder.
pub(super) fn has_file(path: &str) -> bool {
    !path.starts_with('/') && !path.contains("..") && repository().join(path).exists()
}

/// What stands between backticks.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The module that a file is: `config/tests/mod.rs` is `config::tests`.
fn module(file: &Path) -> String {
    let parts: Vec<_> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .filter(|part| !matches!(part.as_str(), "mod" | "lib" | "main"))
        .collect();
    parts.join("::")
}

/// The tests of a file, with the module `tests` where they stand in one.
fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = "";
    let mut marked = false;
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("mod tests {") {
            inside = "tests::";
        }
        let attribute = line.starts_with("#[") || line.starts_with("//");
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
        } else if let Some(name) = function(line) {
            if marked {
                found.push(format!("{inside}{name}"));
            }
            marked = false;
        } else if !attribute && !line.is_empty() {
            marked = marked && !line.ends_with([';', '}']);
        }
    }
    found
}

fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line);
    let rest = rest.strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}
