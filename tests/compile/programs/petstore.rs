//! The pet store, called over the loopback interface: what goes out, and what comes back.

use petstore::operations::{AddPet, DeletePet, FindPetById, FindPets};
use petstore::{blocking, client, models, prelude::*};
use server::scripted::{Server, Step};

/// A server that gives one answer.
fn server(status: &str, body: &str) -> Server {
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    Server::start([vec![Step::Read, Step::write(answer)]])
}

fn client(server: &Server) -> blocking::Client {
    blocking::Client::builder()
        .base_url(format!("{}/base", server.url()))
        .build()
        .unwrap()
}

/// The one request that the server got: its first line, and its body.
fn request(server: &Server) -> (String, String) {
    let [request] = server.requests().try_into().unwrap();
    let request = String::from_utf8(request).unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

#[test]
fn a_list_and_a_number_go_into_the_query_and_pets_come_back() {
    let server = server(
        "200 OK",
        r#"[{"id":1,"name":"Ada","tag":"cat"},{"name":"Bob","id":2,"age":3}]"#,
    );
    let reply = FindPets::new()
        .tags(["cat", "a&b"])
        .limit(2)
        .send_blocking(&client(&server))
        .unwrap();
    assert_eq!(
        request(&server).0,
        "GET /base/pets?tags=cat&tags=a%26b&limit=2 HTTP/1.1"
    );
    let pets: Vec<(i64, &str, Option<&str>)> = reply
        .value()
        .iter()
        .map(|pet| (pet.id, pet.name.as_str(), pet.tag.as_deref()))
        .collect();
    assert_eq!(pets, [(1, "Ada", Some("cat")), (2, "Bob", None)]);
}

#[test]
fn a_pet_goes_out_as_json() {
    let server = server("200 OK", r#"{"id":3,"name":"Cleo"}"#);
    let pet = models::NewPet::new("Cleo").tag("dog");
    let reply = AddPet::new(pet).send_blocking(&client(&server)).unwrap();
    let (line, body) = request(&server);
    assert_eq!(line, "POST /base/pets HTTP/1.1");
    assert_eq!(body, r#"{"name":"Cleo","tag":"dog"}"#);
    assert_eq!(reply.value().id, 3);
}

#[test]
fn a_pet_is_found_by_its_id_without_blocking_a_thread() {
    let server = server("200 OK", r#"{"id":-4,"name":"Dora"}"#);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let reply = runtime.block_on(async {
        let client = client::Client::builder().base_url(server.url()).build()?;
        FindPetById::new(-4).send(&client).await
    });
    assert_eq!(request(&server).0, "GET /pets/-4 HTTP/1.1");
    assert_eq!(reply.unwrap().into_value().name, "Dora");
}

#[test]
fn a_pet_is_deleted_and_nothing_comes_back() {
    let server = Server::start([vec![
        Step::Read,
        Step::write("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"),
    ]]);
    let reply = DeletePet::new(5).send_blocking(&client(&server)).unwrap();
    assert_eq!(request(&server).0, "DELETE /base/pets/5 HTTP/1.1");
    assert_eq!((reply.status().as_u16(), reply.bytes().len()), (204, 0));
}

#[test]
fn a_refusal_is_read_as_the_declared_error() {
    let server = server("404 Not Found", r#"{"code":7,"message":"no such pet"}"#);
    let error = FindPetById::new(6)
        .send_blocking(&client(&server))
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    let refusal = error.api().unwrap();
    assert_eq!(refusal.message().as_deref(), Some("no such pet"));
    let declared: <FindPetById as Operation>::Failure = refusal.decode().unwrap();
    let models::Error { code, message, .. } = declared;
    assert_eq!((code, message.as_str()), (7, "no such pet"));
}
