//! Where a login goes, and what stands in its addresses.

use generated_client::error::Error;
use generated_client::login::{Login, LoginFault, Placement, RequestToken};
use generated_client::oauth1::{Received, SignatureMethod};
use generated_client::{Client, Secret, blocking};
use tests::provider::{Answer, Provider};

use crate::callers::{Caller, callers};
use crate::cast::{
    CALLBACK, CONSUMER_SECRET, METHODS, PLACEMENTS, REQUEST_TOKEN, SESSION, assert_hidden,
    callback, consumer, login, pairs, percent, request_answer, request_token, rights,
};

#[test]
fn what_the_description_does_not_know_goes_into_the_query_and_is_signed_along() {
    let provider = Provider::start(|request| {
        let received = Received::read(&request.to_http()).unwrap();
        let (consumer, token) = (Secret::new(CONSUMER_SECRET), Secret::new(""));
        received.verify(&consumer, &token).unwrap();
        request_answer()
    });
    for caller in callers() {
        for placement in PLACEMENTS {
            let login = login(&provider, placement)
                .clever_flavor("a b+é")
                .query("partner_id", "p&=+ ~é'")
                .query("partner_id", "2")
                .query("", "");
            let token = caller.send(login.request_token(CALLBACK)).unwrap();

            let requests = provider.requests();
            let query = requests.last().unwrap().query().unwrap();
            let ours = "clever_flavor=a%20b%2B%C3%A9\
                &partner_id=p%26%3D%2B%20~%C3%A9%27&partner_id=2&=";
            match placement {
                Placement::Form => assert_eq!(query, ours),
                _ => {
                    let rest = query.strip_prefix(ours).unwrap();
                    assert!(rest.starts_with("&oauth_consumer_key="), "{rest}");
                    assert_eq!(pairs(rest).len(), 7);
                }
            }

            let url = login.authorize_url(&token).unwrap();
            let token = percent(REQUEST_TOKEN);
            let expected = format!(
                "{}/v2/oauth/authorize?oauth_token={token}\
                 &partner_id=p%26%3D%2B%20~%C3%A9%27&partner_id=2&=",
                provider.url()
            );
            assert_eq!(url, expected);
        }
    }
    assert_eq!(provider.requests().len(), 4);
}

#[test]
fn a_parameter_of_the_protocol_cannot_be_added() {
    let provider = Provider::start(|_| request_answer());
    for caller in callers() {
        for name in ["oauth_token_secret", "oauth_callback", "oauth_x", "oauth_"] {
            for placement in PLACEMENTS {
                let login = login(&provider, placement).query(name, "s3cr3tC4n4ry");
                assert_hidden(&login);
                let error = caller.send(login.request_token(CALLBACK)).unwrap_err();
                assert!(error.to_string().contains("`oauth_`"), "{error}");
                let error = login.authorize_url(&request_token()).unwrap_err();
                assert!(error.to_string().contains("`oauth_`"), "{error}");
            }
        }
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn the_address_for_the_user_is_the_base_url_and_the_token() {
    let bases = [
        (
            "https://api.clever-cloud.com/v2",
            "https://api.clever-cloud.com/v2",
        ),
        (
            "https://api.clever-cloud.com/v2/",
            "https://api.clever-cloud.com/v2",
        ),
        (
            "https://api.example:8443/a/b%20c",
            "https://api.example:8443/a/b%20c",
        ),
        ("https://api.example", "https://api.example"),
        ("https://api.example/", "https://api.example"),
        ("http://localhost:9000/v2", "http://localhost:9000/v2"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        (
            "https://xn--mnchen-3ya.example/v2",
            "https://xn--mnchen-3ya.example/v2",
        ),
    ];
    let tokens = [
        ("token", "token"),
        ("a b&c=d/e?f#g+h%20", "a%20b%26c%3Dd%2Fe%3Ff%23g%2Bh%2520"),
        ("-._~é漢", "-._~%C3%A9%E6%BC%A2"),
        ("\r\n\0\"'<>", "%0D%0A%00%22%27%3C%3E"),
    ];
    for (base, start) in bases {
        for (token, encoded) in tokens {
            let token = RequestToken::from_parts(token, "secret");
            let url = Login::new(base, consumer()).authorize_url(&token).unwrap();
            assert_eq!(
                url,
                format!("{start}/oauth/authorize?oauth_token={encoded}")
            );
        }
    }
}

#[test]
fn a_base_url_that_leads_nowhere_or_holds_more_is_refused_and_nothing_is_sent() {
    let provider = Provider::start(|_| request_answer());
    let address = provider.address();
    let bases = [
        String::new(),
        "/".to_owned(),
        "/v2".to_owned(),
        "v2".to_owned(),
        address.to_string(),
        format!("{address}/v2"),
        format!("//{address}/v2"),
        format!("ftp://{address}/v2"),
        format!("http:/{address}/v2"),
        "http://".to_owned(),
        "no url at all".to_owned(),
        format!(" http://{address}"),
        format!("http://{address}\r\n"),
        "https://münchen.example".to_owned(),
        format!("http://s3cr3tC4n4ry:s3cr3tC4n4ry@{address}/v2"),
        format!("http://s3cr3tC4n4ry@{address}"),
        format!("http://@{address}"),
        format!("http://{address}/v2?key=s3cr3tC4n4ry"),
        "https://api.example:99999/v2".to_owned(),
        "https://api.example:s3cr3tC4n4ry".to_owned(),
        format!("http://{address}?"),
        format!("http://{address}/v2#s3cr3tC4n4ry"),
        format!("http://{address}/v2/#"),
    ];
    for caller in callers() {
        for base in &bases {
            for placement in PLACEMENTS {
                let login = Login::new(base, consumer()).placement(placement);
                assert_hidden(&login);
                for error in [
                    login.authorize_url(&request_token()).map(drop).unwrap_err(),
                    caller
                        .send(login.request_token(CALLBACK))
                        .map(drop)
                        .unwrap_err(),
                    caller
                        .send(login.access_token(request_token(), callback()))
                        .map(drop)
                        .unwrap_err(),
                    caller
                        .send(login.authorize_form(&request_token(), SESSION))
                        .map(drop)
                        .unwrap_err(),
                    caller
                        .send(login.authorize_token(&request_token(), SESSION, rights()))
                        .map(drop)
                        .unwrap_err(),
                ] {
                    assert!(
                        matches!(error.fault(), LoginFault::Call(Error::Request(_))),
                        "{base}: {error:?}"
                    );
                    let text = error.to_string();
                    let why = ": the request cannot be built: the base URL ";
                    assert!(text.contains(why), "{base}: {text}");
                    assert_hidden(&error);
                }
            }
        }
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn what_comes_of_a_login_belongs_to_the_host_of_its_base_url() {
    let rows = [
        (
            "https://api.clever-cloud.com/v2",
            "https://api.clever-cloud.com",
        ),
        ("HTTPS://API.Example:443/a/b/", "https://api.example"),
        ("https://api.example:8443", "https://api.example:8443"),
        ("http://localhost:80/v2", "http://localhost"),
        ("http://[::1]:9000/v2", "http://[::1]:9000"),
    ];
    for (base, host) in rows {
        let login = Login::new(base, consumer());
        let step = login.access_token(request_token(), callback());
        let (_, reader) = step.into_parts().unwrap();
        let answer = "oauth_token=a&oauth_token_secret=b".into();
        let credentials = reader.read(http::Response::new(answer)).unwrap();
        assert_eq!(credentials.api_host(), Some(host));
    }
}

#[test]
fn a_callback_is_a_url_with_its_scheme_or_oob() {
    let provider = Provider::start(|_| request_answer());
    let login = login(&provider, Placement::Form);
    for good in [
        "oob",
        "https://app.example",
        "http://localhost:8080/zurück?état=é",
        "some.app+x-1:/cb",
        "x:",
    ] {
        assert!(login.request_token(good).into_parts().is_ok(), "{good}");
    }
    let no_url = "the callback is neither a URL with its scheme, such as `https://example.com/callback`, nor `oob`";
    let control = "the callback holds a line break or another control character";
    let rows = [
        ("", no_url),
        ("OOB", no_url),
        ("/callback", no_url),
        ("//app.example/cb", no_url),
        ("app.example/cb", no_url),
        (":/cb", no_url),
        ("1app:/cb", no_url),
        ("é:/cb", no_url),
        (" https://app.example/cb", no_url),
        ("https://app.example/cb\n", control),
        ("https://app.example/\0", control),
        ("https://app.example/\u{85}", control),
        ("\r\n", control),
    ];
    for caller in callers() {
        for (callback, why) in rows {
            let error = caller.send(login.request_token(callback)).unwrap_err();
            let text = format!("asking for a request token: the request cannot be built: {why}");
            assert_eq!(error.to_string(), text, "{callback:?}");
        }
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn a_session_that_is_empty_is_not_sent() {
    let provider = Provider::start(|_| Answer::new(200));
    let login = login(&provider, Placement::Form);
    for caller in callers() {
        let form = login.authorize_form(&request_token(), "");
        let approve = login.authorize_token(&request_token(), "", rights());
        for (error, leg) in [
            (
                caller.send(form).map(drop).unwrap_err(),
                "asking for the page of rights",
            ),
            (caller.send(approve).map(drop).unwrap_err(), "approving"),
        ] {
            let text = format!(
                "{leg}: the request cannot be built: the session is empty; it is the value of the cookie `ccid`"
            );
            assert_eq!(error.to_string(), text);
        }
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn an_address_that_gets_too_long_is_named_as_such() {
    let why = "the request cannot be built: the address is longer than 65,534 bytes with its query";
    let long = "s3cr3tC4n4ry".repeat(6_000);
    let login = Login::new("https://api.example/v2", consumer());
    let with_partner = login.query("partner_id", &*long);
    let base = format!("https://api.example/{}", "a".repeat(65_514));
    for login in [with_partner, Login::new(base, consumer())] {
        let error = login.authorize_url(&request_token()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("asking for the page of rights: {why}")
        );
        let error = login.request_token(CALLBACK).into_parts().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("asking for a request token: {why}")
        );
        assert_hidden(&error);
    }
}

/// `allow_http` is about what the client sends; whoever reads along would have the secrets with `PLAINTEXT`.
#[test]
fn plaintext_is_not_sent_over_plain_http_to_another_machine_even_if_that_is_allowed() {
    let host = "provider.example";
    let client = Client::builder().allow_http(host).build();
    let blocking = blocking::Client::builder().allow_http(host).build();
    for caller in [client.unwrap().into(), blocking.unwrap().into()].map(Caller) {
        let login = Login::new("http://provider.example/v2", consumer())
            .signature_method(SignatureMethod::Plaintext);
        for error in [
            caller
                .send(login.request_token(CALLBACK))
                .map(drop)
                .unwrap_err(),
            caller
                .send(login.access_token(request_token(), callback()))
                .map(drop)
                .unwrap_err(),
        ] {
            assert!(
                matches!(error.fault(), LoginFault::Call(Error::Request(_))),
                "{error:?}"
            );
            assert!(error.to_string().contains("PLAINTEXT"), "{error}");
        }
    }
}

#[test]
fn no_call_of_a_login_goes_over_plain_http_to_another_machine_unless_that_is_allowed() {
    for caller in callers() {
        for &method in METHODS {
            let login =
                Login::new("http://provider.example/v2", consumer()).signature_method(method);
            let mut errors = vec![
                caller
                    .send(login.authorize_form(&request_token(), SESSION))
                    .map(drop),
                caller
                    .send(login.authorize_token(&request_token(), SESSION, rights()))
                    .map(drop),
            ];
            for placement in PLACEMENTS {
                let login = login.clone().placement(placement);
                errors.push(caller.send(login.request_token(CALLBACK)).map(drop));
                let step = login.access_token(request_token(), callback());
                errors.push(caller.send(step).map(drop));
            }
            for error in errors.into_iter().map(Result::unwrap_err) {
                assert!(
                    matches!(error.fault(), LoginFault::Call(Error::Request(_))),
                    "{error:?}"
                );
                let text = error.to_string();
                assert!(
                    text.contains("plain http") || text.contains("PLAINTEXT"),
                    "{text}"
                );
            }
        }
    }
}
