//! Asks the API whether a signed request that somebody else has sent is valid: `POST /authorize`.
//!
//! ```sh
//! cargo run -p generated-client --example authorize < request.txt
//! ```

mod terminal;

use std::error::Error;
use std::io::Read;
use std::process::ExitCode;

use clap::Parser;
use generated_client::blocking::Client;
use generated_client::http::Request;
use generated_client::http::header::CONTENT_LENGTH;
use generated_client::models::{Message, WannabeAuthorization};
use generated_client::{api, operations::PostAuthorize, prelude::*};

/// Ask the API about a signed request that somebody has sent you.
///
/// The request comes on standard input as it came over the wire, as HTTP/1.1: a request line, headers with the signed
/// `Authorization` among them, an empty line, and the body in UTF-8 if there is one. Lines may end in LF alone.
#[derive(Debug, Parser)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
struct Arguments {
    /// Where the API lives; plain http for this machine only
    #[arg(long, value_name = "URL", default_value = api::BASE_URL)]
    base_url: String,
}

const HELP: &str = "\
Output: the API's message, as `<type>: <text> (<id>)`.

Exit status: 0 when the API has answered with a message, which may say that the request is not valid; 1 when it refused,
or there is nothing to ask about, with one line on standard error; 2 for arguments that make no sense.

Example:
  printf 'GET /v2/self HTTP/1.1\\nAuthorization: OAuth oauth_consumer_key=\"…\", …\\n\\n' |
      cargo run -p generated-client --example authorize";

fn main() -> ExitCode {
    terminal::exit(run(Arguments::parse()))
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let client = Client::builder().base_url(arguments.base_url).build()?;
    let mut text = Vec::new();
    std::io::stdin().read_to_end(&mut text)?;
    let wanted = WannabeAuthorization::from_request(&received(&text)?)?;

    match PostAuthorize::new(wanted).send_blocking(&client) {
        Ok(reply) => Ok(terminal::say(sentence(reply.value()))?),
        Err(generated_client::Error::Api(refusal)) => Err(match refusal.message() {
            Some(message) => format!("{refusal}: {message}").into(),
            None => refusal.into(),
        }),
        Err(error) => Err(error.into()),
    }
}

/// The message on one line, with what there is of it.
fn sentence(message: &Message) -> String {
    let kind = message
        .type_
        .as_ref()
        .map_or("message", |kind| kind.as_str());
    let text = message.message.as_deref().unwrap_or("without a text");
    let id = message.id.map(|id| format!(" ({id})")).unwrap_or_default();
    terminal::escaped(&format!("{kind}: {text}{id}"), "")
}

/// Reads a request of HTTP/1.1.
fn received(text: &[u8]) -> Result<Request<Vec<u8>>, Box<dyn Error>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Request::new(&mut headers);
    let length = match head.parse(text) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => {
            return Err(
                "the request on standard input ends before the empty line behind its headers"
                    .into(),
            );
        }
        Err(error) => {
            return Err(format!("standard input holds no HTTP request: {error}").into());
        }
    };
    let mut request = Request::builder()
        .method(head.method.unwrap_or_default())
        .uri(head.path.unwrap_or_default());
    for header in head.headers {
        request = request.header(header.name, header.value);
    }
    let request = request.body(text.get(length..).unwrap_or_default().to_vec())?;
    up_to_its_length(request)
}

/// A file often ends in a line break more than the body does: the request says how long that is.
fn up_to_its_length(mut request: Request<Vec<u8>>) -> Result<Request<Vec<u8>>, Box<dyn Error>> {
    let Some(length) = request.headers().get(CONTENT_LENGTH) else {
        return Ok(request);
    };
    let length = length.to_str().ok().and_then(|text| text.parse().ok());
    let length = length.ok_or("the request's `Content-Length` is no number")?;
    if length > request.body().len() {
        return Err("the request's body is shorter than its `Content-Length` says".into());
    }
    request.body_mut().truncate(length);
    Ok(request)
}
