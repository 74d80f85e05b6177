//! Which servers are on the machine that the client runs on.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What goes to a server on the same machine passes no network: `localhost` and the names below it, 127.0.0.0/8 and
/// `[::1]`, as the client has it.
pub(super) fn is_loopback(url: &str) -> bool {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    if let Some((address, _port)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let address = address.parse::<Ipv6Addr>();
        return address.is_ok_and(|address| address.to_canonical().is_loopback());
    }
    let host = host.split(':').next().unwrap_or_default();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn a_server_on_this_machine_is_known_by_each_of_its_names() {
        for host in [
            "localhost",
            "LocalHost.:8080",
            "api.localhost:8080",
            "127.0.0.1",
            "127.255.255.254:8080",
            "[::1]",
            "[::1]:8080",
            "[::ffff:127.0.0.1]",
            "user@localhost",
        ] {
            assert!(is_loopback(&format!("http://{host}")), "{host}");
            assert!(is_loopback(&format!("http://{host}/v1")), "{host}");
        }
    }

    #[test]
    fn a_server_that_only_looks_like_this_machine_is_another() {
        for host in [
            "",
            "127.evil.example",
            "127.0.0.1.evil.example:8080",
            "127.0.0.1@evil.example",
            "localhost.evil.example",
            "localhost:80@evil.example",
            "notlocalhost",
            "128.0.0.1",
            "0.0.0.0",
            "::1",
            "[::1",
            "[::]",
            "[::2]:8080",
            "[::ffff:10.0.0.1]",
        ] {
            assert!(!is_loopback(&format!("http://{host}/")), "{host}");
            assert!(!is_loopback(&format!("http://{host}/@localhost")), "{host}");
        }
    }
}
