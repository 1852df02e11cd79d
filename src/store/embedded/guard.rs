//! sled can panic; the gateway must not.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::table::TableError;

/// A panic in sled becomes an error; sled must not be called again after it.
pub(super) fn guard<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, TableError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| TableError::Engine(error.to_string())),
        Err(panic) => Err(TableError::Engine(panic_text(&*panic))),
    }
}

/// What a panic said.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a word"))
}
