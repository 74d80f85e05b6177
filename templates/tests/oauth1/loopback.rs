use templates::loopback::is_loopback;

#[test]
fn this_machine_has_one_name_and_its_addresses() {
    for host in [
        "localhost",
        "LocalHost",
        "127.0.0.1",
        "127.255.255.254",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
    ] {
        assert!(is_loopback(host), "{host}");
    }
}

#[test]
fn what_a_resolver_may_look_up_elsewhere_is_not_this_machine() {
    for host in [
        "",
        ".localhost",
        "api.localhost",
        "localhost.",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "127.1",
        "0127.0.0.1",
        "0.0.0.0",
        "128.0.0.1",
        "10.0.0.1",
        "[::]",
        "[::2]",
        "[::1",
        "::1",
        "[localhost]",
        "[127.0.0.1]",
        "[::ffff:10.0.0.1]",
    ] {
        assert!(!is_loopback(host), "{host}");
    }
}
