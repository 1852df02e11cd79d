//! What `[sms]` points to.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Whether there is a program that somebody may run.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn check_program(program: &Path) -> Result<(), String> {
    let shown = program.display();
    let metadata = program
        .metadata()
        .map_err(|error| format!("{shown}: {error}"))?;
    if metadata.is_file() && metadata.permissions().mode() & 0o111 != 0 {
        Ok(())
    } else {
        Err(format!("{shown} is not a program"))
    }
}
