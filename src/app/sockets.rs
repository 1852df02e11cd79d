//! Listening sockets: one a worker on the same address, or the one that systemd passed.

use std::net::{SocketAddr, TcpListener};

use anyhow::Context as _;
use socket2::{Domain, Protocol, Socket, Type};

/// One listening socket for each of `workers`.
///
/// # Errors
/// When the address cannot be bound.
pub(super) fn listen(address: SocketAddr, workers: usize) -> anyhow::Result<Vec<TcpListener>> {
    if let Some(passed) = listenfd::ListenFd::from_env().take_tcp_listener(0)? {
        passed.set_nonblocking(true)?;
        return (0..workers).map(|_| Ok(passed.try_clone()?)).collect();
    }
    let first = bind(address)?;
    // With port 0 the system has chosen one; the others must have the same.
    let address = first.local_addr()?;
    let mut sockets = vec![first];
    while sockets.len() < workers {
        sockets.push(bind(address)?);
    }
    Ok(sockets)
}

/// `SO_REUSEPORT` lets the kernel share connections out among the workers.
fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let bind = || {
        let domain = Domain::for_address(address);
        let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        std::io::Result::Ok(socket.into())
    };
    bind().with_context(|| format!("listen on {address}"))
}

const BACKLOG: i32 = 1024;
