//! The local sign-in: without a password, for the one who runs Guidepost on their own machine.
//!
//! Everything must speak for that: the database is the embedded one, the server listens on a loopback
//! address only, and the address that people type is one. No option switches it on elsewhere. Each
//! request must come from this machine too, as far as it can be told: from a loopback address, for a
//! loopback name (another site's name could be made to lead here), and not handed on by a proxy.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::config::Serve;

/// That there is a local sign-in at all. Made by [`LocalSignIn::of`] alone.
#[derive(Clone, Copy, Debug)]
pub struct LocalSignIn(());

/// A request as far as it tells where it comes from.
pub struct Origin<'r, N> {
    pub peer: Option<IpAddr>,
    /// The one `Host` header.
    pub host: Option<&'r str>,
    /// The names of all headers, in lower case.
    pub headers: N,
}

impl LocalSignIn {
    pub fn of(database_url: Option<&str>, options: &Serve) -> Option<Self> {
        let is_local = database_url.is_none()
            && is_loopback(options.listen.ip())
            && leads_here(&options.base_url());
        is_local.then_some(Self(()))
    }

    pub fn admits<'r>(self, request: Origin<'r, impl Iterator<Item = &'r str>>) -> bool {
        let is_near = request.peer.is_some_and(is_loopback);
        let is_named_so = request.host.is_some_and(is_loopback_authority);
        is_near && is_named_so && !request.headers.into_iter().any(is_of_a_proxy)
    }
}

fn is_of_a_proxy(header: &str) -> bool {
    header.starts_with("x-forwarded") || matches!(header, "forwarded" | "x-real-ip" | "via")
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

fn leads_here(base_url: &Url) -> bool {
    match base_url.host() {
        Some(Host::Domain(name)) => is_loopback_name(name),
        Some(Host::Ipv4(address)) => is_loopback(address.into()),
        Some(Host::Ipv6(address)) => is_loopback(address.into()),
        None => false,
    }
}

/// `localhost` and the names below it never lead elsewhere (RFC 6761).
pub(super) fn is_loopback_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    name == "localhost" || name.ends_with(".localhost") && name.chars().all(is_name)
}

/// A host as it stands in a request, with its port or without.
fn is_loopback_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    if !port.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    let six = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    match six {
        Some(six) => six.parse::<Ipv6Addr>().is_ok_and(|it| it.is_loopback()),
        None => is_loopback_name(host) || host.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_from_this_machine() {
        let admits = |peer: Option<&str>, host, header: &str| {
            LocalSignIn(()).admits(Origin {
                peer: peer.map(|it| it.parse().unwrap()),
                host,
                headers: ["host", header].into_iter(),
            })
        };
        let (near, named) = (Some("127.0.0.1"), Some("localhost:8080"));
        assert!(admits(near, named, "accept"));
        assert!(admits(Some("::1"), named, "accept"));
        assert!(admits(Some("::ffff:127.0.0.1"), named, "accept"));
        assert!(!admits(Some("10.0.0.7"), named, "accept"));
        assert!(!admits(Some("::ffff:10.0.0.7"), named, "accept"));
        assert!(!admits(None, named, "accept"));
        assert!(!admits(near, None, "accept"));
        assert!(!admits(near, named, "x-forwarded-for"));
    }

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for authority in [
            "localhost",
            "LOCALHOST:8080",
            "a.localhost:1",
            "127.0.0.1",
            "127.9.9.9:8080",
            "[::1]",
            "[::1]:8080",
        ] {
            assert!(is_loopback_authority(authority), "{authority}");
        }
        for authority in [
            "",
            ":8080",
            "evil.example",
            "localhost.evil.example",
            "evil.example:8080",
            "notlocalhost",
            "evil@localhost",
            "evil.example/.localhost",
            "evil.example#.localhost",
            "localhost:8080@evil.example",
            "localhost:http",
            "0.0.0.0",
            "128.0.0.1",
            "127.1",
            "2130706433",
            "::1",
            "[::2]",
            "[::ffff:10.0.0.1]",
        ] {
            assert!(!is_loopback_authority(authority), "{authority}");
        }
    }
}
