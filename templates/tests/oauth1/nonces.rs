//! Nonces never repeat.

use std::collections::HashSet;
use std::thread;

use http::{Method, Uri};
use templates::oauth1::{Consumer, Signer, random_nonce};

const THREADS: usize = 16;

/// Distinct nonces out of so many, made by all threads together.
fn nonces<F: Fn() -> String + Sync>(count: usize, one: F) -> HashSet<u128> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| (0..count / THREADS).map(|_| one()).collect::<Vec<_>>()))
            .collect();
        let nonces = threads.into_iter().map(|thread| thread.join().unwrap());
        let nonces = nonces.flatten();
        nonces
            .map(|nonce| u128::from_str_radix(&nonce, 16).unwrap())
            .collect()
    })
}

#[test]
fn a_million_nonces_of_16_threads_never_repeat() {
    let all = nonces(1_000_000, || random_nonce().unwrap());
    assert_eq!(all.len(), 1_000_000);
}

#[test]
fn the_nonces_of_a_signer_that_threads_share_never_repeat() {
    let signer = Signer::new(Consumer::new("", ""));
    let uri = Uri::from_static("https://h/");
    let all = nonces(16_000, || {
        let parameters = signer.parameters(&Method::GET, &uri, b"").unwrap();
        let mut nonces = parameters.iter().filter(|(name, _)| *name == "oauth_nonce");
        nonces.next().unwrap().1.to_owned()
    });
    assert_eq!(all.len(), 16_000);
}
