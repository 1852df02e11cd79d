//! The configuration as an operator meets it: files in, types or complaints out.

mod audit;
mod files;
mod mail;
mod policy;
mod profile;
mod sections;
mod shipped;
mod sms;
mod variables;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Config, Problems, load};

/// A folder with configuration files in it.
struct Folder(TempDir);

/// The least that works.
const LEAST: &str = r#"
[[site]]
hosts = ["webmail.test"]
upstream = "http://127.0.0.1:8081"
profile = "roundcube"

[policy]
default = "required"
"#;

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn with(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, environment: &[(&str, &str)]) -> Result<Config, Problems> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        load(&self.path("vestibule.toml"), environment.iter().map(owned))
    }

    /// What it complains of, without the folder's own path.
    fn complaints(&self, environment: &[(&str, &str)]) -> Vec<String> {
        let problems = self.load(environment).map(|config| config.warnings);
        lines(&problems.unwrap_or_else(|problems| problems), self.0.path())
    }
}

fn lines(problems: &Problems, folder: &Path) -> Vec<String> {
    let folder = format!("{}/", folder.display());
    let shown = problems.to_string().replace(&folder, "");
    shown.lines().map(str::to_owned).collect()
}

fn config(text: &str) -> Folder {
    Folder::new().with("vestibule.toml", text)
}

/// The least that works, and `text`.
fn least_and(text: &str) -> Folder {
    config(&format!("{text}{LEAST}"))
}
