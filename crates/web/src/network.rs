//! Part of the network, as `10.1.2.0/24`, or one address.

use std::{net::IpAddr, str::FromStr};

use serde::Deserialize;

/// An address, or all that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// Why a text is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no address or network (expected one such as 127.0.0.1, 10.1.2.0/24 or fd00::/8)")]
pub struct NetworkProblem(String);

impl Network {
    /// The machine itself, by either version of the protocol.
    pub const THIS_MACHINE: [Self; 2] = [
        Self { address: IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 0)), bits: 8 },
        Self { address: IpAddr::V6(std::net::Ipv6Addr::LOCALHOST), bits: 128 },
    ];

    /// Whether an address is in it.
    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same(own.to_bits().into(), other.to_bits().into(), self.bits, 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.to_bits(), other.to_bits(), self.bits, 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Whether two addresses of so many bits begin with the same ones.
fn same(one: u128, other: u128, bits: u32, of: u32) -> bool {
    bits == 0 || (one ^ other) >> (of - bits) == 0
}

impl TryFrom<String> for Network {
    type Error = NetworkProblem;

    fn try_from(text: String) -> Result<Self, NetworkProblem> {
        text.parse()
    }
}

impl FromStr for Network {
    type Err = NetworkProblem;

    fn from_str(text: &str) -> Result<Self, NetworkProblem> {
        let problem = || NetworkProblem(text.to_owned());
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| problem())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| problem()))?;
        if bits <= most { Ok(Self { address, bits }) } else { Err(problem()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        for (network, inside, outside) in [
            ("10.1.2.0/24", "10.1.2.255", "10.1.3.0"),
            ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("10.1.2.128/25", "10.1.2.200", "10.1.2.127"),
            ("fd00::/8", "fd12::1", "fe80::1"),
            ("::1", "::1", "::2"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("::/0", "2001:db8::1", "127.0.0.1"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.holds(inside.parse().unwrap()), "{inside}");
            assert!(!network.holds(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.1.2", "10.1.2.3/33", "::1/129", "10.1.2.3/", "10.1.2.3/-1", "porch.example", "*"] {
            assert_eq!(text.parse::<Network>(), Err(NetworkProblem(text.to_owned())));
        }
    }
}
