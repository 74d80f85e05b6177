//! Looks for secrets where they must not be, in each form that they take on their way.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use generated_client::oauth1::base_string::percent;

/// The first of these secrets that stands in the text: as it is, percent-encoded once or twice, form-encoded, escaped as
/// `{:?}` does, in base64 (also in the middle of a longer text) or in hexadecimal.
pub fn leak<'a>(text: &str, secrets: &[&'a str]) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    secrets.iter().copied().find(|secret| {
        let in_base64 = in_base64(secret);
        let is_there = |form: &String| lower.contains(&form.to_ascii_lowercase());
        encoded(secret).iter().any(is_there) || in_base64.iter().any(|form| text.contains(form))
    })
}

/// Forms of which the case does not matter.
fn encoded(secret: &str) -> Vec<String> {
    let once = percent(secret);
    let form = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let hexadecimal = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped = secret.escape_debug().to_string();
    let ascii = secret.escape_default().to_string();
    let bytes = secret.as_bytes().escape_ascii().to_string();
    let twice = percent(&once);
    vec![
        secret.to_owned(),
        once,
        twice,
        form,
        hexadecimal,
        escaped,
        ascii,
        bytes,
    ]
}

/// What a longer text in base64 holds if the secret stands in it, wherever it begins.
fn in_base64(secret: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let longer = [&b"\0\0"[..before], secret.as_bytes()].concat();
        // Of the characters at the ends, some bits belong to the neighbours.
        let range = (before * 8).div_ceil(6)..longer.len() * 8 / 6;
        forms.push(STANDARD_NO_PAD.encode(&longer)[range.clone()].to_owned());
        forms.push(URL_SAFE_NO_PAD.encode(&longer)[range].to_owned());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cr3t+/=é?>";

    #[test]
    fn what_does_not_hold_the_secret_holds_no_form_of_it() {
        assert_eq!(leak("s3cr3t and more", &[SECRET, "other"]), None);
    }

    #[test]
    fn each_form_is_found() {
        for text in [
            "s3cr3t+/=é?>",
            "s3cr3t%2B%2F%3D%C3%A9%3F%3E",
            "s3cr3t%2b%2f%3d%c3%a9%3f%3e",
            "s3cr3t%252B%252F%253D%25C3%25A9%253F%253E",
            "s3cr3t+/=\\u{e9}?>",
            "s3cr3t+/=\\xc3\\xa9?>",
            "7333637233742b2f3dc3a93f3e",
        ] {
            assert_eq!(
                leak(&format!("a{text}b"), &["other", SECRET]),
                Some(SECRET),
                "{text}"
            );
        }
        assert_eq!(leak("a%20b a+b", &["a b"]), Some("a b"));
    }

    #[test]
    fn base64_is_found_wherever_the_secret_begins() {
        for before in ["", "a", "ab", "abc"] {
            for after in ["", "a", "ab", "abc"] {
                let longer = format!("{before}{SECRET}{after}");
                for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                    let text = engine.encode(&longer);
                    assert_eq!(leak(&text, &[SECRET]), Some(SECRET), "{longer}");
                }
            }
        }
    }
}
