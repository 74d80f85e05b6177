//! Logs a user in by the three legs of OAuth 1.0a, and makes a signed call with what it got.
//!
//! ```sh
//! export OAUTH_CONSUMER_KEY=… OAUTH_CONSUMER_SECRET=…
//! cargo run -p generated-client --example login -- --then /self
//! ```

mod terminal;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use generated_client::login::{Listener, Login, LoginError, Placement};
use generated_client::oauth1::{Consumer, SignatureMethod};
use generated_client::{Client, api};

use terminal::{escaped, say};

/// Log a user in to Clever Cloud.
///
/// The program asks for a request token, opens the user's browser at the address where the user approves, waits for the
/// browser to come back to the callback, and trades what it brings for an access token. It stores nothing, and prints no
/// secret.
#[derive(Debug, Parser)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
struct Arguments {
    /// Where the API lives; plain http for this machine only
    #[arg(long, value_name = "URL", default_value = api::BASE_URL)]
    base_url: String,

    /// Where the browser comes back to: a free port of this machine, under the base URL of the consumer
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://localhost:8080/callback"
    )]
    callback: String,

    /// What carries the parameters of the two calls for tokens
    #[arg(long, value_enum, default_value_t = Via::Form)]
    via: Via,

    /// hmac-sha512, hmac-sha256, hmac-sha1, or plaintext (only with --via form)
    #[arg(long, value_name = "METHOD", default_value = "hmac-sha512")]
    signature_method: SignatureMethod,

    /// Do not open a browser; the address is printed in any case
    #[arg(long)]
    no_browser: bool,

    /// Then make a signed GET of this path under the base URL, such as /self, and print status and body
    #[arg(long, value_name = "PATH", value_parser = path)]
    then: Option<String>,

    /// How many seconds the user has to come back
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    timeout: u64,
}

const HELP: &str = "\
Environment:
  OAUTH_CONSUMER_KEY, OAUTH_CONSUMER_SECRET
          Your application, as Clever Cloud knows it. Create it once, in the console (your organisation, Create…, an
          OAuth consumer), with a base URL that the callback fits, such as http://localhost:8080. The console then
          shows both values.

Output:
  open: <address>                      where the user logs in and approves
  logged in, expires <date or unknown>
  <status>, and the body               with --then

Exit status: 0 when logged in; 1 when refused, with one line on standard error; 2 for arguments that make no sense.

Example:
  cargo run -p generated-client --example login -- --then /self";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Via {
    /// A form body: /oauth/request_token and /oauth/access_token
    Form,
    /// The query: /oauth/request_token_query and /oauth/access_token_query
    Query,
}

fn path(text: &str) -> Result<String, &'static str> {
    match text.starts_with('/') {
        true => Ok(text.to_owned()),
        false => Err("a path starts with a slash, such as /self"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    terminal::exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let client = Client::builder().base_url(arguments.base_url).build()?;
    let placement = match arguments.via {
        Via::Form => Placement::Form,
        Via::Query => Placement::Query,
    };
    let login = Login::new(client.base_url(), Consumer::from_environment()?)
        .signature_method(arguments.signature_method)
        .placement(placement);

    let listener = Listener::bind(arguments.callback)?;
    let asked = login.request_token(listener.url()).send(&client).await;
    let request_token = asked.map_err(with_hint)?;
    let url = login.authorize_url(&request_token)?;
    say(format_args!("open: {url}"))?;
    if !arguments.no_browser && open::that_detached(&url).is_err() {
        eprintln!("no browser could be opened; please open the address yourself");
    }
    let callback = listener
        .wait(Duration::from_secs(arguments.timeout))
        .await?;
    let credentials = login
        .access_token(request_token, callback)
        .send(&client)
        .await?;
    let expires = credentials.expiration_date().unwrap_or("unknown");
    say(format_args!("logged in, expires {}", escaped(expires, "")))?;

    if let Some(path) = arguments.then {
        let answer = credentials.get(&client, &path).await?;
        say(answer.status())?;
        let body = String::from_utf8_lossy(answer.body());
        say(escaped(&body, "\r\n\t"))?;
    }
    Ok(())
}

/// Says what else a person can do when the server refuses to give a request token. What the server itself says is not
/// shown: it may repeat what it was sent.
fn with_hint(error: LoginError) -> String {
    match error.status().map(|status| status.as_u16()) {
        Some(400 | 401 | 403) => {
            format!("{error}; the callback must fit the base URL of the consumer")
        }
        _ => error.to_string(),
    }
}
