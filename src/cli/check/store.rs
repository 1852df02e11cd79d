//! Whether the store's folder can be written.

use std::fs::{self, OpenOptions};
use std::path::Path;

/// Makes and removes a file in the store's folder, or in the one that it would be made in.
pub(super) fn check(path: &Path) -> Result<(), String> {
    let mut ancestors = path.ancestors().skip_while(|folder| !folder.exists());
    let Some(folder) = ancestors.next() else {
        return Err(format!("{}: there is no such folder", path.display()));
    };
    let probe = folder.join(format!(".vestibule-check-{}", std::process::id()));
    let mut options = OpenOptions::new();
    options
        .write(true)
        .create_new(true)
        .open(&probe)
        .and_then(|_| fs::remove_file(&probe))
        .map_err(|error| {
            let folder = folder.display();
            format!("{folder} cannot be written: {error}")
        })
}
