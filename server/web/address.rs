//! The address that a request comes from, as far as it can be trusted.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{HeaderMap, X_FORWARDED_FOR};

use crate::config::TrustedProxies;

/// The address to count by: of IPv6 the network, since a household has 2⁶⁴ addresses and more.
///
/// What `X-Forwarded-For` says counts only as far as trusted proxies have written it: from the right,
/// up to the first address that is no proxy of ours. `Forwarded` is not read: a proxy that writes the
/// one header passes the other on as a stranger sent it.
pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let mut address = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |it| it.ip().to_canonical());
    let forwarded: Vec<&str> = headers
        .get_all(X_FORWARDED_FOR)
        .map(|it| it.to_str().unwrap_or_default())
        .flat_map(|it| it.split(','))
        .collect();
    for hop in forwarded.into_iter().rev().map(parse) {
        match hop {
            Some(hop) if proxies.contains(address) => address = hop,
            _ => break,
        }
    }
    network(address)
}

/// An address as proxies write it, with a port or without.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare
        .parse()
        .or_else(|_| hop.parse().map(|it: SocketAddr| it.ip()));
    address.ok().map(|it: IpAddr| it.to_canonical())
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn asked(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for it in forwarded {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_str(it).unwrap());
        }
        let proxies = "10.0.0.0/8, 192.0.2.7, fd00::/8".parse().unwrap();
        of(peer.parse().ok(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_can_not_say_that_they_are_another() {
        assert_eq!(asked("203.0.113.5:1", &["198.51.100.1"]), "203.0.113.5");
        // What they sent stands left of what the proxy wrote.
        assert_eq!(
            asked("10.0.0.1:1", &["198.51.100.1, 203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(
            asked("10.0.0.1:1", &["198.51.100.1", "203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(
            asked("10.0.0.1:1", &["10.9.9.9, 203.0.113.5"]),
            "203.0.113.5"
        );
    }

    #[test]
    fn proxies_behind_proxies_are_seen_through() {
        assert_eq!(
            asked("[fd00::1]:1", &["203.0.113.5, 192.0.2.7,10.1.1.1"]),
            "203.0.113.5"
        );
        assert_eq!(
            asked("[::ffff:10.0.0.1]:1", &["203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(asked("10.0.0.1:1", &["10.0.0.9"]), "10.0.0.9");
    }

    #[test]
    fn what_is_no_address_ends_the_chain() {
        assert_eq!(asked("10.0.0.1:1", &["203.0.113.5, unknown"]), "10.0.0.1");
        assert_eq!(asked("10.0.0.1:1", &["unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(asked("10.0.0.1:1", &[""]), "10.0.0.1");
        assert_eq!(asked("10.0.0.1:1", &[]), "10.0.0.1");
    }

    #[test]
    fn ports_and_brackets_are_no_part_of_an_address() {
        assert_eq!(asked("10.0.0.1:1", &["203.0.113.5:4711"]), "203.0.113.5");
        assert_eq!(
            asked("10.0.0.1:1", &["[2001:db8:1:2::9]:4711"]),
            "2001:db8:1:2::"
        );
        assert_eq!(
            asked("10.0.0.1:1", &["[2001:db8:1:2::9]"]),
            "2001:db8:1:2::"
        );
    }

    #[test]
    fn of_ipv6_the_network_counts() {
        assert_eq!(
            asked("[2001:db8:1:2:3:4:5:6]:1", &[]),
            asked("[2001:db8:1:2::1]:1", &[])
        );
        assert_ne!(
            asked("[2001:db8:1:2::1]:1", &[]),
            asked("[2001:db8:1:3::1]:1", &[])
        );
    }
}
