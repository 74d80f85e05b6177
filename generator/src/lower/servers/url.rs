//! What a URL may be that paths are appended to (RFC 3986).

/// What is wrong with a URL of a server, and what to do instead. A path alone is taken: it has no host.
pub(super) fn check(url: &str) -> Result<(), (&'static str, &'static str)> {
    if !url.chars().all(can_stand) {
        return Err((
            "has a character that cannot stand in a URL",
            "percent-encode it, or write a host in its ASCII form (`xn--...`)",
        ));
    }
    if url.contains(['?', '#']) {
        return Err((
            "has a query or a fragment",
            "paths are appended to it: end it with a host or a path",
        ));
    }
    if url.split('/').any(is_dot_segment) {
        return Err((
            "has a dot segment (`.` or `..`) in its path",
            "write the path that is meant",
        ));
    }
    if url.starts_with('/') && !url.starts_with("//") {
        return Ok(());
    }
    match authority(url) {
        None | Some("") => Err((
            "is no complete http or https URL",
            "write it with scheme and host, as in `https://api.example.com/v1`",
        )),
        Some(authority) if authority.starts_with(':') => Err((
            "has no host",
            "write it with scheme and host, as in `https://api.example.com/v1`",
        )),
        Some(authority) if authority.contains('@') => Err((
            "holds a user name or a password",
            "take it out: a client does not send it",
        )),
        Some(authority) if !is_authority(authority) => Err((
            "has a host or a port that is none",
            "write it as in `https://api.example.com:8443/v1`",
        )),
        Some(_) => Ok(()),
    }
}

/// A host, and a port if any (RFC 3986, section 3.2).
fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.split_once(']') {
        Some((address, port)) => (address.strip_prefix('['), port),
        None => match authority.find(':') {
            Some(colon) => {
                let (host, port) = authority.split_at(colon);
                (Some(host), port)
            }
            None => (Some(authority), ""),
        },
    };
    let is_port = match port.strip_prefix(':') {
        Some(number) => number.is_empty() || number.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    is_port && host.is_some_and(|host| host.chars().all(can_stand_in_origin))
}

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// RFC 3986, section 2.
pub(super) fn can_stand(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(character)
}

/// RFC 3986, section 3.2.2, without the characters that no host on the internet has.
pub(super) fn can_stand_in_origin(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:[]".contains(character)
}

/// URL libraries read `%2E` as a dot too.
fn is_dot_segment(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    segment == "." || segment == ".."
}

/// Host and port of a whole URL.
fn authority(url: &str) -> Option<&str> {
    let rest = SCHEMES.iter().find_map(|scheme| url.strip_prefix(scheme))?;
    rest.split('/').next()
}

/// Scheme, host and port of a whole URL.
pub(super) fn origin(url: &str) -> Option<&str> {
    let scheme = SCHEMES.iter().find(|scheme| url.starts_with(**scheme))?;
    url.get(..scheme.len() + authority(url)?.len())
}

/// The host of a whole URL, as `ClientBuilder::allow_http` takes it.
pub(super) fn host(url: &str) -> &str {
    let authority = authority(url).unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        for (url, of_url, host_of_url) in [
            ("https://a.example", "https://a.example", "a.example"),
            ("https://a.example/v1/b", "https://a.example", "a.example"),
            ("http://a.example:80/", "http://a.example:80", "a.example"),
            ("https://https/http", "https://https", "https"),
            ("http://[::1]/v1", "http://[::1]", "[::1]"),
            ("http://[::1]:80", "http://[::1]:80", "[::1]"),
        ] {
            assert_eq!(origin(url), Some(of_url), "{url}");
            assert_eq!(host(url), host_of_url, "{url}");
        }
        assert_eq!(origin("/v1"), None);
        assert_eq!(origin(""), None);
    }
}
