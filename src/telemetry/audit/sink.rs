//! Where the trail ends.

use std::io;

use super::Line;

/// Where the trail ends. The set is open: the operator chooses one of ours, a demo or a test brings its
/// own.
pub trait Sink: Send {
    /// Writes one line, whole or not at all.
    ///
    /// # Errors
    /// When it is not written.
    fn write(&mut self, line: &Line) -> io::Result<()>;

    /// Opens anew what may have been moved away.
    ///
    /// # Errors
    /// When it cannot be opened; the next line tries again.
    fn reopen(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Where it leads, in words for the log.
    fn place(&self) -> String;
}
