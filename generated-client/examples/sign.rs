//! Prints the `Authorization` header of a signed request, or a `curl` command that sends it.
//!
//! ```sh
//! cargo run -p generated-client --example sign -- --curl https://api.clever-cloud.com/v2/self
//! ```

mod terminal;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use generated_client::credentials::Credentials;
use generated_client::http::header::{AUTHORIZATION, CONTENT_TYPE};
use generated_client::http::{Method, Request, Uri};
use generated_client::oauth1::SignatureMethod;

/// Sign a request with the credentials of the environment or of clever-tools.
///
/// It sends nothing. What it prints is good for one request, made soon: a server refuses it when it comes a second time,
/// or late.
#[derive(Debug, Parser)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
struct Arguments {
    /// The whole address, with its query, percent-encoded where it must be, such as https://api.clever-cloud.com/v2/self
    url: Uri,

    /// The method [default: GET, or POST with --form]
    #[arg(long, short = 'X', value_name = "METHOD")]
    request: Option<Method>,

    /// A form to send (application/x-www-form-urlencoded), such as 'a=1&b=2', percent-encoded where it must be
    #[arg(long, value_name = "FORM")]
    form: Option<String>,

    /// hmac-sha512, hmac-sha256, hmac-sha1, or plaintext (only with --show-secrets)
    #[arg(long, value_name = "METHOD", default_value = "hmac-sha512")]
    signature_method: SignatureMethod,

    /// Print a curl command, for a POSIX shell, instead of the header
    #[arg(long)]
    curl: bool,

    /// With plaintext, print the secrets of consumer and token: whoever sees them can sign anything
    #[arg(long)]
    show_secrets: bool,
}

const HELP: &str = "\
Where the credentials come from, the first that is there:
  CLEVER_TOKEN, CLEVER_SECRET          a token and its secret
  CC_OAUTH_TOKEN, CC_OAUTH_SECRET      the same, as other tools name them
  the file of clever-tools             after `clever login`

  A token only works with the consumer that it was given to. That is the one of clever-tools, unless OAUTH_CONSUMER_KEY
  and OAUTH_CONSUMER_SECRET name another.

Exit status: 0 when signed; 1 when refused, with one line on standard error; 2 for arguments that make no sense.

Examples:
  cargo run -p generated-client --example sign -- --curl https://api.clever-cloud.com/v2/self
  cargo run -p generated-client --example sign -- --curl --form 'name=a+b' https://api.clever-cloud.com/v2/self";

fn main() -> ExitCode {
    terminal::exit(run(Arguments::parse()))
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let is_plaintext = arguments.signature_method == SignatureMethod::Plaintext;
    if is_plaintext && !arguments.show_secrets {
        return Err("plaintext prints the secrets; say --show-secrets if you want that".into());
    }
    let credentials = Credentials::find()?.signature_method(arguments.signature_method);
    let mut request = request(arguments.url, arguments.request, arguments.form)?;
    if arguments.curl {
        let line = credentials.curl_showing_secrets(&request)?;
        return Ok(terminal::say(line)?);
    }
    credentials.sign(&mut request)?;
    let header = request.headers().get(AUTHORIZATION);
    let value = header.map(|value| value.to_str()).transpose()?;
    let line = format!("Authorization: {}", value.unwrap_or_default());
    Ok(terminal::say(line)?)
}

fn request(
    url: Uri,
    method: Option<Method>,
    form: Option<String>,
) -> Result<Request<String>, Box<dyn Error>> {
    let request = Request::builder().uri(url);
    Ok(match form {
        None => request
            .method(method.unwrap_or(Method::GET))
            .body(String::new())?,
        Some(form) => request
            .method(method.unwrap_or(Method::POST))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)?,
    })
}
