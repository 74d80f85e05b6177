//! Which server a call goes to.

use compile_servers::operations::{AddPhoto, GetFile, GetTest, ListPets, PutFile, Status};
use compile_servers::servers::{self, Port, Region};
use compile_servers::{Client, api, blocking, prelude::*};
use server::scripted::{Server, Step};

/// A server that says yes.
fn server() -> Server {
    let answer = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    Server::start([vec![Step::Read, Step::write(answer)]])
}

/// The first line of the one request that the server got, and its `Host`.
fn request(server: &Server) -> (String, String) {
    let [request] = server.requests().try_into().unwrap();
    let request = String::from_utf8(request).unwrap();
    let mut lines = request.lines();
    let first = lines.next().unwrap().to_owned();
    let host = lines.find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned));
    (first, host.unwrap())
}

#[test]
fn a_client_is_built_for_a_server_with_variables() {
    let production = servers::Production::new();
    assert_eq!(production.url(), api::BASE_URL);
    let other = production.region(Region::UsEast).port(Port::Value8443).version("a b?c");
    assert_eq!(other.to_string(), "https://us-east.pets.example:8443/a%20b%3Fc");
    let client = Client::builder().base_url(other).build().unwrap();
    assert_eq!(client.base_url(), "https://us-east.pets.example:8443/a%20b%3Fc");
    let client = Client::builder().base_url(servers::TESTS).build().unwrap();
    assert_eq!(client.base_url(), "https://test.pets.example/v2");
}

#[test]
fn a_call_goes_where_the_variables_lead() {
    let server = server();
    let address = server.url();
    let host = address.strip_prefix("http://").unwrap();
    let own = servers::YourOwn::new().scheme(servers::Scheme::Http).host(host).base("v3");
    let client = blocking::Client::builder().base_url(own).build().unwrap();
    ListPets::new().send_blocking(&client).unwrap();
    assert_eq!(request(&server), ("GET /v3/pets HTTP/1.1".to_owned(), host.to_owned()));
}

#[test]
fn a_text_that_leads_to_another_host_builds_no_client() {
    for host in ["evil.example/", "user@evil.example", "evil.example?", "evil.example#"] {
        let own = servers::YourOwn::new().host(host);
        let error = Client::builder().base_url(own).build().unwrap_err();
        assert!(error.to_string().starts_with("the base URL cannot be used"), "{error}");
    }
    let up = servers::Production::new().version("..");
    let error = Client::builder().base_url(up).build().unwrap_err();
    assert!(error.to_string().contains("dot segment"), "{error}");
}

#[test]
fn an_operation_has_a_server_of_its_own() {
    let uri = |request: Result<http::Request<bytes::Bytes>, _>| request.unwrap().uri().to_string();
    assert_eq!(uri(GetFile::new("a/b").request()), "https://files.pets.example/up/files/a%2Fb");
    assert_eq!(uri(PutFile::new("a").request()), "https://eu.files.pets.example/files/a");
    assert_eq!(uri(Status::new().request()), "https://status.pets.example/status?full");
    assert_eq!(uri(Status::new().a("b").request()), "https://status.pets.example/status?full&a=b");
    assert_eq!(uri(ListPets::new().request()), "/pets");
    assert_eq!(uri(GetTest::new("a").request()), "/tests/a");
}

#[test]
fn a_caller_sends_it_elsewhere() {
    let server = server();
    let client = blocking::Client::builder().base_url("http://127.0.0.1:9/base").build().unwrap();
    let call = GetFile::new("a").server(format!("{}/staging/", server.url()));
    call.send_blocking(&client).unwrap();
    let host = server.url().replace("http://", "");
    assert_eq!(request(&server), ("GET /staging/files/a HTTP/1.1".to_owned(), host));

    let east = servers::FilesPetsExample::new().region(Region::UsEast);
    let request = PutFile::new("a").server("query").server2(east).request().unwrap();
    assert_eq!(request.uri(), "https://us-east.files.pets.example/files/a?server=query");
}

#[test]
fn a_stream_goes_to_the_server_of_its_operation_too() {
    let uri = |call: AddPhoto| call.into_request().unwrap().uri().to_string();
    assert_eq!(uri(AddPhoto::new()), "https://photos.pets.example/photos");
    let elsewhere = AddPhoto::new().server("https://b.example/");
    assert_eq!(uri(elsewhere), "https://b.example/photos");
    assert!(AddPhoto::new().server("b.example").into_request().is_err());
}

#[test]
fn what_is_no_server_is_refused_before_anything_is_sent() {
    let error = GetFile::new("a").server("files.pets.example").request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request cannot be built: the value of `server` is no http or https URL, such as `https://api.example.com/v1`"
    );
}

#[test]
fn plain_http_to_another_host_has_to_be_allowed() {
    let call = GetFile::new("a").server("http://files.pets.example");
    let client = Client::new().unwrap();
    let error = client.resolve(call.request().unwrap().uri()).unwrap_err();
    assert!(error.to_string().contains("allow_http"), "{error}");
}

#[test]
fn a_description_that_names_no_host_leaves_it_to_the_caller() {
    use compile_relative_server::{Client, api};

    assert_eq!(api::BASE_URL, "/v1");
    let error = Client::new().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the description gives only the path `/v1`; name host and path with `ClientBuilder::base_url(\"https://your.host/v1\")`"
    );
    let client = Client::builder().base_url(format!("https://pets.example{}", api::BASE_URL));
    assert_eq!(client.build().unwrap().base_url(), "https://pets.example/v1");
}
