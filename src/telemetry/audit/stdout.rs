//! The trail on standard output.

use std::io::{self, Write as _};

use super::{Line, Sink};

/// Standard output, for whatever supervises the program.
#[derive(Debug, Clone, Copy, Default)]
pub struct StdoutSink;

impl Sink for StdoutSink {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        let text = format!("{}\n", line.json);
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn place(&self) -> String {
        "standard output".to_owned()
    }
}
