//! Which hosts are this machine itself.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a host, as a URI has it, is this machine: what is sent there leaves no trace on any network.
///
/// That is `localhost`, 127.0.0.0/8 and `[::1]`. The names below `localhost`, and `localhost.` with a dot at its end,
/// should be this machine too (RFC 6761, 6.3), but many systems ask the network for them.
pub fn is_loopback(host: &str) -> bool {
    if let Some(bare) = host.strip_prefix('[') {
        let address = bare.strip_suffix(']').map(str::parse::<Ipv6Addr>);
        return matches!(address, Some(Ok(address)) if address.to_canonical().is_loopback());
    }
    match host.parse::<Ipv4Addr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}
