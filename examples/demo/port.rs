//! The port that the demo listens on.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use anyhow::bail;

/// The port that was asked for, or the first free one from `first` on.
pub(crate) fn choose(asked: Option<u16>, first: u16) -> anyhow::Result<u16> {
    match asked {
        Some(port) if is_free(port) => Ok(port),
        Some(port) => bail!("port {port} is in use, or may not be used"),
        None => match (first..first.saturating_add(TRIED)).find(|port| is_free(*port)) {
            Some(port) => Ok(port),
            None => bail!("none of the ports from {first} on is free; choose one yourself"),
        },
    }
}

/// Whether nobody listens there. A browser asks for `localhost` at `::1` first, so that must be
/// free too; a machine may be without IPv6.
fn is_free(port: u16) -> bool {
    let at = |address| TcpListener::bind(address);
    let other = at(SocketAddr::from((Ipv6Addr::LOCALHOST, port)));
    let taken = other.is_err_and(|error| error.kind() == ErrorKind::AddrInUse);
    !taken && at(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).is_ok()
}

const TRIED: u16 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_somebody_listens_on_is_not_taken() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        assert!(choose(Some(port), 8080).is_err());
        drop(other);
        assert_eq!(choose(Some(port), 8080).unwrap(), port);
    }
}
