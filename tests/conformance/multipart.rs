//! Reads a `multipart/form-data` body, strictly: RFC 7578 and RFC 2046, 5.1.1, and nothing beside them.

use std::collections::BTreeMap;

/// A part, with names as they stand between the quotes.
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// The parts of a body.
pub fn parse(content_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .ok_or_else(|| format!("the media type is {content_type:?}"))?;
    let is_token = |c: char| c.is_ascii_alphanumeric() || "'+-._".contains(c);
    if boundary.is_empty() || boundary.len() > 70 || !boundary.chars().all(is_token) {
        return Err(format!("the boundary is {boundary:?}"));
    }
    let delimiter = format!("--{boundary}");
    let mut rest = body
        .strip_prefix(delimiter.as_bytes())
        .ok_or("the body does not begin with a boundary")?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let delimiter = format!("\r\n{delimiter}");
        let end = find(part, delimiter.as_bytes()).ok_or("a part does not end")?;
        parts.push(read(&part[..end])?);
        rest = &part[end + delimiter.len()..];
    }
    match rest {
        b"--\r\n" | b"--" => Ok(parts),
        _ => Err("the last boundary is followed by something".to_owned()),
    }
}

fn read(part: &[u8]) -> Result<Part, String> {
    let end = find(part, b"\r\n\r\n").ok_or("a part has no end of its headers")?;
    let (head, body) = (&part[..end], &part[end + 4..]);
    let head = str::from_utf8(head).map_err(|error| error.to_string())?;
    let mut headers = BTreeMap::new();
    for line in head.split("\r\n") {
        let (name, value) = line
            .split_once(": ")
            .ok_or_else(|| format!("a header is {line:?}"))?;
        if value.contains(char::is_control)
            || headers
                .insert(name.to_lowercase(), value.to_owned())
                .is_some()
        {
            return Err(format!("a header is {line:?} or there twice"));
        }
    }
    let disposition = headers
        .get("content-disposition")
        .and_then(|value| value.strip_prefix("form-data; name="))
        .ok_or("a part has no name")?;
    let (name, rest) = quoted(disposition)?;
    let file_name = match rest.strip_prefix("; filename=") {
        Some(rest) => match quoted(rest)? {
            (file_name, "") => Some(file_name),
            (_, rest) => return Err(format!("after the name of a file stands {rest:?}")),
        },
        None if rest.is_empty() => None,
        None => return Err(format!("after the name of a part stands {rest:?}")),
    };
    Ok(Part {
        name,
        file_name,
        body: body.to_vec(),
        headers,
    })
}

/// The text up to the second quote, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    text.strip_prefix('"')
        .and_then(|text| text.split_once('"'))
        .map(|(inside, rest)| (inside.to_owned(), rest))
        .ok_or_else(|| format!("there are no quotes: {text:?}"))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
