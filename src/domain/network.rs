//! Which addresses are one visitor's, as far as anybody can tell from outside.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// What one visitor has: an IPv4 address, or an IPv6 network of 64 bits, within which everybody
/// chooses addresses freely (RFC 4291 §2.5.4).
#[must_use]
pub fn home(address: IpAddr) -> IpNet {
    network(address, 32, 64)
}

/// What one customer is easily given: 24 bits of IPv4, 48 bits of IPv6 (RFC 6177 §2).
#[must_use]
pub fn neighbourhood(address: IpAddr) -> IpNet {
    network(address, 24, 48)
}

fn network(address: IpAddr, four: u8, six: u8) -> IpNet {
    let net = match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Net::new(address, four).map(IpNet::V4),
        IpAddr::V6(address) => Ipv6Net::new(address, six).map(IpNet::V6),
    };
    // Neither length is longer than an address, which is all that could be wrong.
    net.map_or_else(|_| IpNet::from(address), |net| net.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_one_address_of_ipv6_has_its_whole_network() {
        let seen =
            |address: &str, of: fn(IpAddr) -> IpNet| of(address.parse().unwrap()).to_string();
        assert_eq!(seen("203.0.113.7", home), "203.0.113.7/32");
        assert_eq!(seen("::ffff:203.0.113.7", home), "203.0.113.7/32");
        assert_eq!(seen("2001:db8:1:2:3:4:5:6", home), "2001:db8:1:2::/64");
        assert_eq!(seen("203.0.113.7", neighbourhood), "203.0.113.0/24");
        assert_eq!(
            seen("2001:db8:1:2:3:4:5:6", neighbourhood),
            "2001:db8:1::/48"
        );
    }
}
