//! A datagram socket of another program, which may be restarted at any time.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::time::Duration;

/// A datagram socket (unix(7)) of another program, connected when there is something to send.
#[derive(Debug)]
pub(super) struct DatagramSocket {
    path: PathBuf,
    connected: Option<UnixDatagram>,
}

impl DatagramSocket {
    /// The socket at `path`.
    pub(super) const fn new(path: PathBuf) -> Self {
        Self {
            path,
            connected: None,
        }
    }

    /// Sends a datagram. The other side may have been restarted since the last: it is connected to
    /// anew, once.
    ///
    /// # Errors
    /// When it is not taken within a second.
    pub(super) fn send(&mut self, datagram: &[u8]) -> io::Result<()> {
        if let Some(socket) = &self.connected {
            match socket.send(datagram) {
                Ok(_) => return Ok(()),
                // It is there, and does not read.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
                Err(_) => self.close(),
            }
        }
        let socket = UnixDatagram::unbound()?;
        socket.set_write_timeout(Some(PATIENCE))?;
        socket.connect(&self.path)?;
        socket.send(datagram)?;
        self.connected = Some(socket);
        Ok(())
    }

    /// Connects anew before the next.
    pub(super) fn close(&mut self) {
        self.connected = None;
    }

    /// Its path, in words for the log.
    pub(super) fn place(&self) -> String {
        self.path.display().to_string()
    }
}

const PATIENCE: Duration = Duration::from_secs(1);
