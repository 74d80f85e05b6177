//! A clock that is wrong: a signature covers the time, and servers take one of the last minutes only (RFC 5849, 3.3).

use std::time::UNIX_EPOCH;

use bytes::Bytes;
use http::header::DATE;
use http::{Request, Response, StatusCode};

use crate::oauth1::Received;

/// Clocks that differ by no more than this, in seconds, are near enough for most servers.
const TOLERANCE: u64 = 5 * 60;

/// The `oauth_timestamp` of a signed request.
pub(super) fn signed_at(request: &Request<Bytes>) -> Option<u64> {
    Received::read(request).ok()?.timestamp()
}

/// By how many seconds the clock of a server that refused the signature is ahead of the time of signing, if that is
/// enough to be the reason. It is less than zero where that clock is behind.
pub(super) fn seconds_ahead(answer: &Response<Bytes>, signed_at: u64) -> Option<i64> {
    if answer.status() != StatusCode::UNAUTHORIZED {
        return None;
    }
    let date = answer.headers().get(DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(date).ok()?;
    let date = date.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let seconds = i64::try_from(i128::from(date) - i128::from(signed_at)).ok()?;
    (seconds.unsigned_abs() > TOLERANCE).then_some(seconds)
}
