//! How often something may be begun from one place: a draft at the door, a try at signing in. So often that a ward behind
//! one address never meets the limit, and so seldom that one program cannot fill the disk or keep all others out.
//!
//! Each address has a bucket of [`MOST`] tokens that fills again within a minute. A draft that was begun is never held up.
//! Nothing is written down: the buckets are in memory, and name addresses only while they are not full.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{Extension, extract::ConnectInfo, http::HeaderMap};
use jiff::Timestamp;

use crate::Network;

/// What one address may begin within a minute.
pub(crate) const MOST: u32 = 60;

/// Addresses that are remembered at one time; all others share one bucket more.
const MOST_ADDRESSES: usize = 10_000;

const MINUTE_MILLIS: i64 = 60_000;

/// Where a request comes from, as far as it counts: an IPv4 address, the network half of an IPv6 address, or nowhere that is
/// known.
pub(crate) type Place = Option<IpAddr>;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// In thousandths, so that it fills without rounding.
    tokens: i64,
    at: Timestamp,
}

const FULL: i64 = MOST as i64 * MINUTE_MILLIS;

impl Bucket {
    fn full(at: Timestamp) -> Self {
        Self { tokens: FULL, at }
    }

    /// As it is now: each millisecond adds what one address may use in it.
    fn filled(self, now: Timestamp) -> Self {
        let passed = now.duration_since(self.at).as_millis();
        let passed = i64::try_from(passed).unwrap_or(i64::MAX).clamp(0, MINUTE_MILLIS);
        Self { tokens: (self.tokens + passed * i64::from(MOST)).min(FULL), at: now.max(self.at) }
    }
}

/// The buckets of all places.
#[derive(Debug, Default)]
pub(crate) struct Limit {
    buckets: Mutex<HashMap<Place, Bucket>>,
}

impl Limit {
    /// Takes a token of a place, if there is one.
    pub(crate) fn allows(&self, place: Place, now: Timestamp) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&place) {
            buckets.retain(|_, bucket| bucket.filled(now).tokens < FULL);
        }
        let place = if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&place) { None } else { place };
        let bucket = buckets.entry(place).or_insert_with(|| Bucket::full(now));
        *bucket = bucket.filled(now);
        if bucket.tokens < MINUTE_MILLIS {
            return false;
        }
        bucket.tokens -= MINUTE_MILLIS;
        true
    }
}

/// Whether a request comes from this machine itself, and through no proxy.
pub(crate) fn is_from_here(
    trusted: &[Network],
    headers: &HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
) -> bool {
    address(trusted, headers, peer).is_some_and(|address| address.is_loopback())
}

/// Where a request comes from, as far as it is told apart.
pub(crate) fn place(
    trusted: &[Network],
    headers: &HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
) -> Place {
    address(trusted, headers, peer).map(class)
}

/// Where a request comes from: the peer; or, where the peer is a trusted proxy, what it wrote last in `X-Forwarded-For`,
/// past other trusted proxies. Whatever stands before that, anybody could have written, and nobody else is believed.
fn address(
    trusted: &[Network],
    headers: &HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
) -> Option<IpAddr> {
    let Extension(ConnectInfo(peer)) = peer?;
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut place = peer.ip().to_canonical();
    let lists = headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
    let written: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    for said in written.into_iter().rev() {
        if !is_trusted(place) {
            break;
        }
        let Ok(before) = said.parse::<IpAddr>() else { break };
        place = before.to_canonical();
    }
    Some(place)
}

fn class(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        // One household or ward has a network of this size to itself.
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ASVS 13.4.5
    #[test]
    fn from_here_is_who_asks_on_this_machine_and_nobody_behind_a_proxy() {
        let here = |peer: &str, said: &[&str]| {
            let mut headers = HeaderMap::new();
            for said in said {
                headers.append("x-forwarded-for", said.parse().unwrap());
            }
            let peer = Some(Extension(ConnectInfo::<SocketAddr>(peer.parse().unwrap())));
            is_from_here(&Network::THIS_MACHINE, &headers, peer)
        };
        for (peer, said, so) in [
            ("127.0.0.1:1", &[][..], true),
            ("[::1]:1", &[], true),
            ("[::ffff:127.0.0.1]:1", &[], true),
            ("10.0.0.7:1", &[], false),
            // A proxy on this machine adds who asked it, whatever that one wrote before.
            ("127.0.0.1:1", &["192.0.2.1"], false),
            ("127.0.0.1:1", &["127.0.0.1, 192.0.2.1"], false),
            ("127.0.0.1:1", &["127.0.0.1", "192.0.2.1"], false),
            ("10.0.0.7:1", &["127.0.0.1"], false),
        ] {
            assert_eq!(here(peer, said), so, "{peer} {said:?}");
        }
        assert!(!is_from_here(&Network::THIS_MACHINE, &HeaderMap::new(), None));
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    fn from(peer: &str, forwarded: &str) -> Place {
        let peer = Extension(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        let trusted = ["127.0.0.0/8", "::1", "10.1.2.3"].map(|network| network.parse().unwrap());
        place(&trusted, &headers, Some(peer))
    }

    #[test]
    fn a_place_may_begin_sixty_in_a_minute_and_goes_on_at_that_rate_and_no_other_place_pays_for_it() {
        let limit = Limit::default();
        let (ward, home) = (from("198.51.100.7:1", ""), from("198.51.100.8:1", ""));
        assert!((0..60).all(|_| limit.allows(ward, at(0))));
        assert!(!limit.allows(ward, at(0)) && limit.allows(home, at(0)));
        assert!(limit.allows(ward, at(1)) && !limit.allows(ward, at(1)));
        // A clock that goes back gives nothing and takes nothing.
        assert!(!limit.allows(ward, at(-10)));
        assert!((0..60).all(|_| limit.allows(ward, at(120))) && !limit.allows(ward, at(120)));
    }

    #[test]
    fn only_a_proxy_that_is_trusted_is_believed_and_a_whole_network_is_one_place() {
        let home = from("198.51.100.7:1", "");
        assert_eq!(from("203.0.113.9:1", "198.51.100.7"), from("203.0.113.9:2", ""));
        assert_eq!(from("10.9.9.9:1", "198.51.100.7"), from("10.9.9.9:2", ""), "to be private is not to be trusted");
        assert_eq!(from("127.0.0.1:1", "10.0.0.1, 198.51.100.7"), home);
        assert_eq!(from("127.0.0.1:1", "203.0.113.9, 198.51.100.7, 10.1.2.3"), home, "one proxy behind another");
        assert_eq!(from("127.0.0.1:1", "203.0.113.9, 10.9.9.9"), from("10.9.9.9:1", ""));
        assert_eq!(from("10.1.2.3:1", "rubbish"), from("10.1.2.3:1", ""));
        assert_eq!(from("[::ffff:127.0.0.1]:1", "198.51.100.7"), home);
        assert_eq!(from("[2001:db8:1:2:3::4]:1", ""), from("[2001:db8:1:2:9::9]:1", ""));
        assert_ne!(from("[2001:db8:1:2::4]:1", ""), from("[2001:db8:1:3::4]:1", ""));
        assert_eq!(from("[::ffff:198.51.100.7]:1", ""), home);
        let mut two = HeaderMap::new();
        two.append("x-forwarded-for", "203.0.113.9".parse().unwrap());
        two.append("x-forwarded-for", "198.51.100.7".parse().unwrap());
        let peer = || Some(Extension(ConnectInfo::<SocketAddr>("127.0.0.1:1".parse().unwrap())));
        assert_eq!(place(&["127.0.0.1".parse().unwrap()], &two, peer()), home, "the last header counts");
        assert_eq!(place(&[], &two, peer()), from("127.0.0.1:1", ""));
        assert_eq!(place(&[], &two, None), None);
    }

    #[test]
    fn however_many_addresses_ask_the_memory_stays_small() {
        let limit = Limit::default();
        for number in 0..20_000_u32 {
            limit.allows(Some(IpAddr::V4(number.into())), at(0));
        }
        assert!(limit.buckets.lock().unwrap().len() <= MOST_ADDRESSES + 1);
        assert!(limit.allows(Some(IpAddr::V4(0xffff_0000.into())), at(120)));
    }
}
