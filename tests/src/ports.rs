//! Ports for a program that has to be told its port before it listens.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below those that systems give to whoever asks for any port, so that no connection of another test has one of them.
const FIRST: u32 = 20_000;
const COUNT: u32 = 12_000;

/// A port that nobody listens on, neither at 127.0.0.1 nor at `[::1]`. No test of this process gets it again.
pub fn free() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        // Tests of other processes start elsewhere.
        let step =
            process::id().wrapping_mul(101) + u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(FIRST + step % COUNT).unwrap();
        let is_free = |address| TcpListener::bind(SocketAddr::new(address, port)).is_ok();
        if is_free(Ipv4Addr::LOCALHOST.into())
            && (is_free(Ipv6Addr::LOCALHOST.into()) || !has_ipv6())
        {
            return port;
        }
    }
}

/// Whether this machine has `[::1]`.
pub fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}
