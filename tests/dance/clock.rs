//! A clock that is wrong, which a refused login tells of.

use generated_client::login::{Login, LoginError, LoginFault};
use generated_client::oauth1::Signer;
use tests::provider::{Answer, Provider};

use crate::callers::{Caller, callers};
use crate::cast::{CALLBACK, METHODS, PLACEMENTS, callback, consumer, login, request_token};

/// Mon, 24 Nov 2025 16:00:00 GMT
const NOW: u64 = 1_764_000_000;

/// What both calls for tokens say when they are signed at this time, and answered so.
fn refusals(now: u64, answer: Answer, callers: &[Caller; 2]) -> Vec<LoginError> {
    let provider = Provider::start(move |_| answer.clone());
    let mut errors = Vec::new();
    for caller in callers {
        for placement in PLACEMENTS {
            let signer = Signer::new(consumer()).clock(move || Ok(now));
            let login = Login::with_signer(provider.url(), signer).placement(placement);
            errors.extend(caller.send(login.request_token(CALLBACK)).err());
            let step = login.access_token(request_token(), callback());
            errors.extend(caller.send(step).err());
        }
    }
    assert_eq!(errors.len(), 8);
    assert_eq!(
        provider.connections(),
        8,
        "nothing is signed and sent again"
    );
    errors
}

#[test]
fn a_401_with_a_date_more_than_five_minutes_off_tells_of_the_clock() {
    let rows = [
        (
            "Mon, 24 Nov 2025 17:01:00 GMT",
            3_660,
            "61 minutes ahead of",
        ),
        ("Mon, 24 Nov 2025 14:59:00 GMT", -3_660, "61 minutes behind"),
        ("Mon, 24 Nov 2025 16:05:01 GMT", 301, "5 minutes ahead of"),
        ("Mon, 24 Nov 2025 15:54:59 GMT", -301, "5 minutes behind"),
        ("Mon, 24 Nov 2025 19:30:00 GMT", 12_600, "3 hours ahead of"),
        ("Wed, 26 Nov 2025 16:00:00 GMT", 172_800, "2 days ahead of"),
        (
            "Thu, 01 Jan 1970 00:00:00 GMT",
            -1_764_000_000,
            "20416 days behind",
        ),
        // The older ways to write a date: RFC 9110, 5.6.7.
        (
            "Monday, 24-Nov-25 17:01:00 GMT",
            3_660,
            "61 minutes ahead of",
        ),
        ("Mon Nov 24 17:01:00 2025", 3_660, "61 minutes ahead of"),
    ];
    let callers = callers();
    for (date, seconds, words) in rows {
        for error in refusals(NOW, Answer::new(401).header("date", date), &callers) {
            let LoginFault::Clock { seconds_ahead, .. } = error.fault() else {
                panic!("{date}: {error:?}");
            };
            assert_eq!(*seconds_ahead, seconds, "{date}");
            assert_eq!(error.status().unwrap(), 401);
            assert_eq!(error.api().unwrap().headers()["date"], date);
            let text = format!("the clock of the server is {words} this one");
            assert!(error.to_string().contains(&text), "{error}");
        }
    }
}

#[test]
fn a_date_that_is_near_or_no_date_says_nothing() {
    let rows: [&[u8]; 13] = [
        b"Mon, 24 Nov 2025 16:00:00 GMT",
        b"Mon, 24 Nov 2025 16:05:00 GMT",
        b"Mon, 24 Nov 2025 15:55:00 GMT",
        b"",
        b"now",
        b"1764003660",
        b"2025-11-24T17:01:00Z",
        b"Mon, 24 Nov 2025",
        b"Mon, 32 Nov 2025 17:01:00 GMT",
        b"Mon, 24 Nov 2025 25:61:61 GMT",
        b"Mon, 24 Nov 1969 17:01:00 GMT",
        b"Mon, 24 Nov 2025 17:01:00 \xff",
        b"Mon, 24 Nov 99999999999999999999 17:01:00 GMT",
    ];
    let callers = callers();
    for date in rows {
        for error in refusals(NOW, Answer::new(401).header("date", date), &callers) {
            assert!(matches!(error.fault(), LoginFault::Call(_)), "{error:?}");
        }
    }
    for error in refusals(NOW, Answer::new(401), &callers) {
        assert!(matches!(error.fault(), LoginFault::Call(_)), "{error:?}");
    }
}

#[test]
fn only_a_401_has_to_do_with_the_signature() {
    let callers = callers();
    for status in [303, 400, 403, 404, 429, 500, 503] {
        let answer = Answer::new(status).header("date", "Mon, 24 Nov 2025 17:01:00 GMT");
        for error in refusals(NOW, answer, &callers) {
            assert!(matches!(error.fault(), LoginFault::Call(_)), "{error:?}");
        }
    }
}

#[test]
fn no_time_is_too_far_away() {
    let callers = callers();
    for now in [0, u64::MAX] {
        let answer = Answer::new(401).header("date", "Fri, 31 Dec 9999 23:59:59 GMT");
        for error in refusals(now, answer, &callers) {
            assert_eq!(error.status().unwrap(), 401);
        }
    }
}

#[test]
fn the_clock_of_the_system_is_compared_too_whatever_the_method() {
    let answer = Answer::new(401).header("date", "Sat, 24 Nov 2001 16:00:00 GMT");
    let provider = Provider::start(move |_| answer.clone());
    for caller in callers() {
        for &method in METHODS {
            let login = login(&provider, Default::default()).signature_method(method);
            let error = caller.send(login.request_token(CALLBACK)).unwrap_err();
            let text = error.to_string();
            assert!(text.contains("days behind this one"), "{text}");
        }
    }
}
