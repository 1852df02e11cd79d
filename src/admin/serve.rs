//! Where administrators connect: a Unix socket, and a TCP address.

use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::Semaphore;

use super::access::Peer;
use super::api::Connection;

/// Makes the Unix socket: its folder's access decides who can connect, and the peer's user who is
/// let in. A socket that a killed process has left is taken over; one that is listened on is not.
///
/// # Errors
/// When it cannot be made.
pub fn bind_socket(path: &Path) -> io::Result<UnixListener> {
    if let Ok(metadata) = std::fs::symlink_metadata(path) {
        if !metadata.file_type().is_socket() {
            let message = "there is something else, which is not a socket";
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        if std::os::unix::net::UnixStream::connect(path).is_ok() {
            return Err(io::Error::new(
                io::ErrorKind::AddrInUse,
                "somebody listens there",
            ));
        }
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

/// Serves on the Unix socket, as the user `own`, for as long as it runs.
pub async fn on_socket(listener: UnixListener, own: u32, router: Router) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                paused(&error).await;
                continue;
            }
        };
        // A peer that cannot be told apart is nobody.
        let Ok(credentials) = stream.peer_cred() else {
            continue;
        };
        let peer = Peer {
            uid: credentials.uid(),
        };
        let router = router.clone();
        tokio::spawn(async move {
            serve(stream, Connection::Socket { peer, own }, router).await;
            drop(slot);
        });
    }
}

/// Serves on a TCP address, for as long as it runs.
pub async fn on_network(listener: TcpListener, router: Router) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                paused(&error).await;
                continue;
            }
        };
        let router = router.clone();
        tokio::spawn(async move {
            serve(stream, Connection::Network, router).await;
            drop(slot);
        });
    }
}

async fn serve<S>(stream: S, connection: Connection, router: Router)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = router.layer(axum::Extension(connection));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    match tokio::time::timeout(LONGEST, served).await {
        Ok(Ok(())) | Err(_) => {}
        Ok(Err(error)) => tracing::debug!(%error, "an administrator's connection ended early"),
    }
}

async fn paused(error: &io::Error) {
    tracing::warn!(%error, "an administrator's connection could not be accepted");
    tokio::time::sleep(PAUSE).await;
}

const CONNECTIONS: usize = 64;
const HEAD: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_that_was_left_is_taken_over_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admin.sock");
        let first = bind_socket(&path).unwrap();
        let taken = bind_socket(&path).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AddrInUse);
        drop(first);
        assert!(path.exists(), "a killed process leaves it");
        let again = bind_socket(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o660);
        drop(again);
        let file = folder.path().join("policy.toml");
        std::fs::write(&file, "[domains]").unwrap();
        let refused = bind_socket(&file).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "[domains]");
    }
}
