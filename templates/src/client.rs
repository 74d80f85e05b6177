//! The asynchronous client: one call sends any request and gives the whole answer.

use std::borrow::Cow;
use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderMap, Method, Uri};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use crate::api::BASE_URL;
use crate::encoders::request::{LONGEST_URI, is_dot_segment};
use crate::error::{Cause, Error, Phase, RequestError};
use crate::loopback::is_loopback;
use crate::security::{Credentials, Requirement};

/// Sends requests from inside a tokio runtime.
///
/// A runtime that is built by hand needs I/O and timers: `tokio::runtime::Builder::enable_all`
/// (`#[tokio::main]` sees to that). Without them, tokio panics at the first call.
///
/// A client keeps connections open and uses them again: make one, and clone it wherever it is
/// needed (a clone is cheap and shares the connections). It speaks HTTP/1.1, with TLS by rustls and
/// the certificates that the system trusts.
///
/// What was asked is what is sent: no redirect is followed, no cookie is kept, no `Referer` is
/// sent, no answer is decompressed, and no request is sent twice. One case only looks like a
/// repetition: when the server has closed an idle connection, and not a byte of the request has
/// gone out on it, the request goes out on a new one.
///
/// Plain `http` goes to this machine only (`localhost`, `127.0.0.1`, `[::1]`). To any other host it
/// is refused before a connection is opened, unless [`ClientBuilder::allow_http`] names that host.
/// `localhost` and the names below it always lead to this machine: nobody is asked for their address.
///
/// Other hosts are reached through the proxy that the environment names (`HTTPS_PROXY`,
/// `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`). What goes to this machine passes no proxy, over `http` or
/// `https`.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    routes: Routes,
    base: Base,
    credentials: Credentials,
    pub(crate) timeout: Duration,
    body_limit: u64,
}

impl Client {
    /// A client for the API's own base URL, with the limits that [`ClientBuilder`] names.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] as for [`ClientBuilder::build`].
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Starts a client with other limits, or for another base URL.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Sends any request and waits for the whole answer, whatever its status.
    ///
    /// The request's URI is a path (with a query, if any) that is put behind the base URL, or a
    /// whole `http` or `https` URL that goes where it says: [`resolve`](Self::resolve) tells which URL
    /// that makes. Its headers go out as they are,
    /// followed by `Accept: */*` where there is no `Accept`, `Host` where there is none, and the
    /// length of the body: `Content-Length` wherever there is a body, and `Content-Length: 0` on a
    /// POST, PUT or PATCH without one (RFC 9110 section 8.6). The HTTP version of the request has
    /// no effect.
    ///
    /// When the returned future is dropped, the connection that it was using is closed.
    ///
    /// # Errors
    ///
    /// - [`Error::Request`] for a URI or a `Content-Length` that cannot be sent as it stands, and for
    ///   a URL that leads over plain `http` to a host where that is not allowed.
    /// - [`Error::Setup`] outside a tokio runtime; and if TLS cannot be set up, as for
    ///   [`ClientBuilder::build`], when a client for another host first calls this machine or the
    ///   other way round.
    /// - [`Error::Connect`] and [`Error::Tls`] when no connection comes about.
    /// - [`Error::Timeout`] when the connection or the whole call takes too long.
    /// - [`Error::Closed`], [`Error::Protocol`] and [`Error::BodyTruncated`] when the answer is
    ///   missing, not HTTP, or cut off.
    /// - [`Error::BodyTooLarge`] when the body is larger than the limit; no more than that is read.
    pub async fn execute(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        let (head, body) = request.into_parts();
        let length = u64::try_from(body.len()).ok();
        let deadline = Instant::now().checked_add(self.inner.timeout);
        self.call(head, body.into(), length, &|| deadline).await
    }

    /// Sends a request and waits for the whole answer, as long as the deadline allows, which may move meanwhile. One
    /// further away than the clock can count is none.
    pub(crate) async fn call(
        &self,
        head: Parts,
        body: reqwest::Body,
        length: Option<u64>,
        deadline: Deadline<'_>,
    ) -> Result<http::Response<Bytes>, Error> {
        #[cfg(feature = "tracing")]
        let call = Call::new(&head, &self.inner.base);
        let result = self.inner.call(head, body, length, deadline).await;
        #[cfg(feature = "tracing")]
        call.log(&result);
        result
    }

    /// The base URL in its normal form, such as `https://api.example.com/v1`: without the slash at
    /// its end, so that a path can be put behind it.
    ///
    /// Its path is part of it, so it shows a key that stands there.
    pub fn base_url(&self) -> &str {
        self.inner.base.text()
    }

    /// The whole URL that [`execute`](Self::execute) calls for a request with this URI, letter for
    /// letter. Nothing is sent.
    ///
    /// This is the text to sign. It can differ from the base URL with the URI behind it: the host
    /// is in lower case, the port left out where it is the scheme's own, and a few characters of
    /// the query are percent-encoded (`'` becomes `%27`).
    ///
    /// # Errors
    ///
    /// [`Error::Request`] for a URI that `execute` refuses: one that cannot be sent as it stands, or
    /// that leads over plain `http` to a host where that is not allowed.
    pub fn resolve(&self, uri: &Uri) -> Result<Uri, Error> {
        let url = self.inner.base.resolve(uri)?;
        to_uri(&url).ok_or_else(|| refused_uri("cannot be written into an HTTP request"))
    }

    /// Puts the credentials of this client into a request, as an operation requires them (its constant `SECURITY`),
    /// and makes its URI absolute. `send` of an operation does so before each call; [`execute`](Self::execute) does not.
    ///
    /// What the request holds already in the place of a credential is left as it is. A request that requires nothing
    /// stays the same.
    ///
    /// # Errors
    ///
    /// Those of [`resolve`](Self::resolve) and [`Credentials::apply`].
    pub fn authorize(
        &self,
        request: http::Request<Bytes>,
        requirements: &[&[Requirement]],
    ) -> Result<http::Request<Bytes>, Error> {
        let (mut parts, body) = request.into_parts();
        self.authorize_head(&mut parts, Some(&body), requirements)?;
        Ok(http::Request::from_parts(parts, body))
    }

    /// Does the same with the head of a request; `None` is a body that is a stream.
    ///
    /// # Errors
    ///
    /// Those of [`authorize`](Self::authorize).
    pub fn authorize_head(
        &self,
        parts: &mut Parts,
        body: Option<&[u8]>,
        requirements: &[&[Requirement]],
    ) -> Result<(), Error> {
        if requirements.is_empty() {
            return Ok(());
        }
        parts.uri = self.resolve(&parts.uri)?;
        let credentials = &self.inner.credentials;
        credentials.apply(requirements, parts, body)
    }
}

impl fmt::Debug for Client {
    /// Shows where the client goes, its limits, and the schemes that it has credentials for. The path
    /// of the base URL is left out: it may hold a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.inner.base.origin())
            .field("credentials", &self.inner.credentials)
            .field("timeout", &self.inner.timeout)
            .field("body_limit", &self.inner.body_limit)
            .finish_non_exhaustive()
    }
}

impl Inner {
    async fn call(
        &self,
        head: Parts,
        body: reqwest::Body,
        length: Option<u64>,
        deadline: Deadline<'_>,
    ) -> Result<http::Response<Bytes>, Error> {
        if Handle::try_current().is_err() {
            return Err(Error::Setup(
                "the async client works inside a tokio runtime only; use the blocking one elsewhere"
                    .into(),
            ));
        }
        let request = self.prepare(head, body, length)?;
        let http = self
            .routes
            .to(request.url().host_str().unwrap_or_default())?;
        let secure = request.url().scheme() == "https";

        let answer = async {
            let answer = http.execute(request).await;
            answer.map_err(|error| head_error(&error, secure))
        };
        let mut answer = before(deadline, Phase::Head, answer).await?;

        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        *response.body_mut() =
            before(deadline, Phase::Body, read_body(answer, self.body_limit)).await?;
        Ok(response)
    }

    fn prepare(
        &self,
        mut head: Parts,
        body: reqwest::Body,
        length: Option<u64>,
    ) -> Result<reqwest::Request, Error> {
        let url = self.base.resolve(&head.uri)?;
        declare_length(&head.method, &mut head.headers, length)?;

        let mut prepared = reqwest::Request::new(head.method, url);
        *prepared.headers_mut() = head.headers;
        *prepared.body_mut() = Some(body);
        Ok(prepared)
    }
}

/// Makes sure that the length which goes out is the length of the body: another one would let a
/// part of this request pass for the next.
fn declare_length(
    method: &Method,
    headers: &mut HeaderMap,
    length: Option<u64>,
) -> Result<(), Error> {
    let known = length.map(|length| length.to_string());
    if headers
        .get_all(CONTENT_LENGTH)
        .iter()
        .any(|value| known.as_ref().is_none_or(|known| value != known.as_str()))
    {
        return Err(Error::Request(RequestError::new(
            "the header `Content-Length`",
            "is not the length of the body; leave it out, the client adds it",
        )));
    }
    // The HTTP library says nothing about an empty body, but some servers refuse a POST that does
    // not say so (411).
    let takes_body = [Method::POST, Method::PUT, Method::PATCH].contains(method);
    if length == Some(0) && takes_body && !headers.contains_key(TRANSFER_ENCODING) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(())
}

/// When the call has to be over; none where it may take forever.
pub(crate) type Deadline<'a> = &'a (dyn Fn() -> Option<Instant> + Send + Sync);

/// Waits for `work`, but not beyond the deadline.
async fn before<T>(
    deadline: Deadline<'_>,
    phase: Phase,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut work = pin!(work);
    while let Some(end) = deadline() {
        match timeout_at(end, &mut work).await {
            Ok(done) => return done,
            Err(_) if deadline() == Some(end) => return Err(Error::Timeout(phase)),
            // The deadline has moved on meanwhile.
            Err(_) => {}
        }
    }
    work.await
}

/// Reads the body up to the limit. Where that fails, the answer is dropped, and its connection is
/// closed with it.
async fn read_body(mut answer: reqwest::Response, limit: u64) -> Result<Bytes, Error> {
    let too_large = Error::BodyTooLarge { limit };
    if answer.content_length().is_some_and(|length| length > limit) {
        return Err(too_large);
    }
    let mut body = BytesMut::new();
    let mut left = limit;
    while let Some(chunk) = answer.chunk().await.map_err(|error| body_error(&error))? {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return Err(too_large),
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Sets up a [`Client`].
///
/// The client speaks plain `http` with this machine only, and with the hosts that
/// [`allow_http`](Self::allow_http) names. What goes to this machine never leaves it, whatever proxy
/// the environment names. A proxy for plain `http` sees all that goes to the hosts that are allowed.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: String,
    allowed_http: Vec<String>,
    credentials: Credentials,
    connect_timeout: Duration,
    timeout: Duration,
    body_limit: u64,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: BASE_URL.to_owned(),
            allowed_http: Vec::new(),
            credentials: Credentials::new(),
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(30),
            body_limit: 16 * 1024 * 1024,
        }
    }
}

impl ClientBuilder {
    /// Where the API lives; by default, where its description says.
    ///
    /// An `http` or `https` URL with a host and perhaps a path, which may end in `/` or not;
    /// without user name, query, fragment and dot segments (`..`). One of plain `http` must lead to this machine, or to
    /// a host that [`allow_http`](Self::allow_http) names.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Allows plain `http` to this host too, on any port. Each call adds a host.
    ///
    /// What goes over plain `http` can be read and changed by anyone on the way, secrets included,
    /// and by the proxy if the environment names one (`HTTP_PROXY`, `ALL_PROXY`).
    /// Without this, it goes to the machine that the client runs on, and no further: to `localhost`
    /// and the names that end in `.localhost` (RFC 6761 section 6.3), to 127.0.0.0/8 and to `[::1]`;
    /// and to the host of the API's own base URL if the description gives it with plain `http`.
    ///
    /// The host is a name or an IP address, alone: without scheme, port and path, and without
    /// wildcards. Case does not matter, and an IPv6 address may stand in brackets or not.
    pub fn allow_http(mut self, host: impl Into<String>) -> Self {
        self.allowed_http.push(host.into());
        self
    }

    /// The credentials that go with the operations that require them, and with no others; by default none.
    ///
    /// They go to the server of each such operation: that of the base URL, or one that the description gives the
    /// operation alone.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// How long a connection may take, from the name look-up to the end of the TLS handshake; 3
    /// seconds by default.
    ///
    /// No more than nine tenths of [`timeout`](Self::timeout) count, so that a call that never got
    /// a connection can always be told from one that was sent.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a call may take, from its start to the last byte of the answer's body; 30 seconds
    /// by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The most bytes that the body of an answer may have; 16 MiB by default.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Makes the client. This does not connect to anything.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] if the base URL is not as [`base_url`](Self::base_url) wants it, if a host is
    /// not as [`allow_http`](Self::allow_http) wants it, or if TLS cannot be set up, as on a system
    /// without any trusted certificate.
    pub fn build(self) -> Result<Client, Error> {
        let plain_hosts = PlainHosts::new(BASE_URL, &self.allowed_http)?;
        let base = Base::parse(&self.base_url, plain_hosts)?;
        let routes = Routes::new(self.connect_timeout.min(self.timeout / 10 * 9));
        // What does not work is told here rather than by the first call.
        routes.to(base.host())?;
        Ok(Client {
            inner: Arc::new(Inner {
                routes,
                base,
                credentials: self.credentials,
                timeout: self.timeout,
                body_limit: self.body_limit,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    /// Shows the limits, and the schemes that there are credentials for. The base URL is left out: before `build` has looked at it, it may hold a
    /// password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

/// The ways out: straight to this machine, and to all others, perhaps through a proxy.
///
/// They are two clients because the HTTP library takes the proxies of the environment with all their
/// rules or not at all, and each is made when it is first needed because it loads all certificates of
/// its own: about 10 ms and 0.1 MB on Linux.
struct Routes {
    here: OnceLock<reqwest::Client>,
    elsewhere: OnceLock<reqwest::Client>,
    connect_timeout: Duration,
}

impl Routes {
    fn new(connect_timeout: Duration) -> Self {
        Self {
            here: OnceLock::new(),
            elsewhere: OnceLock::new(),
            connect_timeout,
        }
    }

    /// The way to a host, in the normal form of the URL parser.
    fn to(&self, host: &str) -> Result<&reqwest::Client, Error> {
        let stays_here = stays_here(host);
        let route = if stays_here {
            &self.here
        } else {
            &self.elsewhere
        };
        if let Some(http) = route.get() {
            return Ok(http);
        }
        let mut http = http_builder().connect_timeout(self.connect_timeout);
        if stays_here {
            http = http.no_proxy();
        }
        let http = http
            .build()
            .map_err(|error| setup("the HTTP client cannot be set up", &error))?;
        Ok(route.get_or_init(|| http))
    }
}

/// The settings that both ways share. Another crate of the same program may have switched on more of
/// reqwest, so what must not happen is ruled out by name.
fn http_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_rustls()
        .http1_only()
        .dns_resolver(Resolver)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
}

/// The base URL, which the path of a request is put behind, and the rule for plain `http`.
struct Base {
    url: Url,
    plain_hosts: PlainHosts,
}

impl Base {
    fn parse(text: &str, plain_hosts: PlainHosts) -> Result<Self, Error> {
        // The text is not shown: it may hold a password or a key.
        let refused =
            |why: &str| Error::Setup(format!("the base URL cannot be used: {why}").into());
        if text.is_empty() {
            return Err(refused(
                "it is empty; name the server with `ClientBuilder::base_url`",
            ));
        }
        if text.starts_with('/') && text == BASE_URL {
            return Err(Error::Setup(
                format!(
                    "the description gives only the path `{text}`; name host and path with \
                     `ClientBuilder::base_url(\"https://your.host{}\")`",
                    without_slash(text)
                )
                .into(),
            ));
        }
        if text.split(['/', '\\']).any(is_dot_segment) {
            return Err(refused("it has a dot segment (`.` or `..`) in its path"));
        }
        let (url, repair) = parse_url(text).map_err(|why| refused(&why))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("it starts with neither `https://` nor `http://`"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it holds a user name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it holds a query or a fragment"));
        }
        if let Some(repair) = repair {
            return Err(refused(repair));
        }
        if to_uri(&url).is_none() {
            return Err(refused("it holds a character that HTTP cannot send"));
        }
        if let Some(why) = plain_hosts.refusal(&url) {
            return Err(refused(&format!("it {why}")));
        }
        Ok(Self { url, plain_hosts })
    }

    /// The whole of it, without the slash at its end.
    fn text(&self) -> &str {
        without_slash(self.url.as_str())
    }

    fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The URL that a request goes to.
    fn resolve(&self, uri: &Uri) -> Result<Url, Error> {
        let (origin, host, path) = self.place(uri)?;
        let query = uri.query().map(|query| format!("?{query}"));
        let url = Url::parse(&format!("{origin}{path}{}", query.unwrap_or_default()))
            .map_err(|error| refused_uri(format!("is not a URL: {error}")))?;

        // The parser repairs what it reads: it takes `..` and its encoded forms as a step up, a
        // backslash as a slash, and `127.1` as an address. So a request could end elsewhere than it
        // says.
        if url.path() != path {
            return Err(refused_uri(
                "has a dot segment (`.` or `..`, encoded or not) in its path, or a character that \
                 must be percent-encoded",
            ));
        }
        let parsed = url.host_str().unwrap_or_default();
        if !parsed.eq_ignore_ascii_case(host) {
            return Err(refused_uri("has a host that is not in its usual form"));
        }
        if let Some(why) = self.plain_hosts.refusal(&url) {
            return Err(refused_uri(why));
        }
        // A path that is just short enough may be too long behind the base URL.
        if url.as_str().len() > LONGEST_URI {
            return Err(refused_uri("is longer than 65,534 bytes with its base URL"));
        }
        Ok(url)
    }

    /// Origin, host and path that a request asks for: its own, or its path behind the base URL.
    fn place<'a>(&'a self, uri: &'a Uri) -> Result<(String, &'a str, String), Error> {
        let path = uri.path();
        match (uri.scheme_str(), uri.authority()) {
            (None, None) if path.starts_with('/') => {
                let path = format!("{}{path}", without_slash(self.url.path()));
                Ok((self.origin(), self.host(), path))
            }
            (Some("http" | "https"), Some(authority)) if authority.as_str().contains('@') => {
                Err(refused_uri("holds a user name or a password"))
            }
            (Some(scheme @ ("http" | "https")), Some(authority)) => {
                let origin = format!("{scheme}://{authority}");
                Ok((origin, authority.host(), path.to_owned()))
            }
            _ => Err(refused_uri(
                "is neither a path that starts with a slash nor an http or https URL",
            )),
        }
    }
}

/// The hosts, beside this machine, that plain `http` may go to: in the normal form of the URL parser.
struct PlainHosts(Vec<String>);

impl PlainHosts {
    /// Those that the user named, and that of the description's base URL if that is plain `http`.
    fn new(described: &str, allowed: &[String]) -> Result<Self, Error> {
        let described = Url::parse(described).ok();
        let described = described
            .filter(|url| url.scheme() == "http")
            .and_then(|url| url.host_str().map(str::to_owned));
        let mut hosts = Vec::from_iter(described);
        for text in allowed {
            // The text is not shown: it may be a whole URL, with a password or a key.
            hosts.push(host_alone(text).ok_or(Error::Setup(Cow::Borrowed(
                "`allow_http` was given what is not a host: it takes a name or an IP address \
                 alone, such as `dev.example`, without scheme, port, path and wildcards",
            )))?);
        }
        Ok(Self(hosts))
    }

    /// Why nothing may be sent to this URL, unless it may.
    fn refusal(&self, url: &Url) -> Option<String> {
        let host = url.host_str().unwrap_or_default();
        if url.scheme() != "http" || stays_here(host) || self.0.iter().any(|known| known == host) {
            return None;
        }
        Some(format!(
            "leads to {host:?} over plain http, which anyone on the way can read and change: use https, \
             or name the host with `ClientBuilder::allow_http({host:?})`"
        ))
    }
}

/// Does what this client sends to this host, in the normal form of the URL parser, stay on this machine?
fn stays_here(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    // Names below `localhost` do because of the resolver below.
    is_loopback(name) || name.ends_with(".localhost")
}

/// Looks names up as the system does, but for those of this machine, which it knows: many systems
/// ask the network about `api.localhost`, and plain `http` would follow the answer.
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            if stays_here(name.as_str()) {
                let addresses: [IpAddr; 2] =
                    [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                let addresses = addresses.map(|address| SocketAddr::new(address, 0));
                return Ok(Box::new(addresses.into_iter()) as Addrs);
            }
            let found = spawn_blocking(move || (name.as_str(), 0).to_socket_addrs()).await??;
            Ok(Box::new(found) as Addrs)
        })
    }
}

/// A host in the normal form of the URL parser, or none if the text is no host or more than one: a
/// URL, a list, a wildcard.
fn host_alone(text: &str) -> Option<String> {
    let authority = match without_brackets(text).parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) if text.contains(['/', '\\', '?', '#', '@', ':']) => return None,
        Err(_) => text.to_owned(),
    };
    let (url, repair) = parse_url(&format!("http://{authority}")).ok()?;
    let host = url.host_str().filter(|host| !host.starts_with('.'))?;
    let is_usual = |c: char| c.is_ascii_alphanumeric() || "-_.[:]".contains(c);
    (repair.is_none() && host.chars().all(is_usual)).then(|| host.to_owned())
}

/// Parses a URL, and says what the parser has repaired in silence: blanks, backslashes, missing
/// slashes.
fn parse_url(text: &str) -> Result<(Url, Option<&'static str>), String> {
    let repair = Cell::new(None);
    let url = Url::options()
        .syntax_violation_callback(Some(&|found| repair.set(Some(found.description()))))
        .parse(text)
        .map_err(|error| {
            // The parser has one error for all that starts without a scheme.
            if Url::parse("").is_err_and(|no_scheme| no_scheme == error) {
                "it has no scheme: write `https://` in front".to_owned()
            } else {
                error.to_string()
            }
        })?;
    Ok((url, repair.get()))
}

/// A URL as it stands in the request: the URL parser takes some hosts that HTTP does not.
fn to_uri(url: &Url) -> Option<Uri> {
    url.as_str().parse().ok()
}

fn without_slash(text: &str) -> &str {
    text.strip_suffix('/').unwrap_or(text)
}

fn without_brackets(host: &str) -> &str {
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.unwrap_or(host)
}

fn refused_uri(why: impl Into<Cow<'static, str>>) -> Error {
    Error::Request(RequestError::new("the URI", why))
}

fn setup(what: &str, error: &reqwest::Error) -> Error {
    Error::Setup(format!("{what}: {}", Fault::find(error).text).into())
}

/// What went wrong before the head of the answer was there.
fn head_error(error: &reqwest::Error, secure: bool) -> Error {
    let fault = Fault::find(error);
    if error.is_builder() {
        setup("the request cannot be sent", error)
    } else if error.is_connect() && error.is_timeout() {
        Error::Timeout(Phase::Connect)
    } else if error.is_connect() && secure && fault.is_of_handshake() {
        Error::Tls(fault.into())
    } else if error.is_connect() {
        Error::Connect(fault.into())
    } else if fault.breaks_rules() {
        Error::Protocol(fault.into())
    } else {
        Error::Closed(fault.into())
    }
}

/// What went wrong in the body of the answer.
fn body_error(error: &reqwest::Error) -> Error {
    let fault = Fault::find(error);
    if fault.breaks_rules() {
        Error::Protocol(fault.into())
    } else {
        Error::BodyTruncated(fault.into())
    }
}

/// What lies at the bottom of an error of the HTTP library.
struct Fault<'a> {
    io: Option<io::ErrorKind>,
    http: Option<&'a hyper::Error>,
    /// The words of the lowest error only: the uppermost shows the URL.
    text: String,
}

impl<'a> Fault<'a> {
    fn find(error: &'a reqwest::Error) -> Self {
        let mut fault = Self {
            io: None,
            http: None,
            text: "unknown".to_owned(),
        };
        let mut next = error.source();
        while let Some(error) = next {
            fault.text = error.to_string();
            if let Some(error) = error.downcast_ref::<hyper::Error>() {
                fault.http = Some(error);
            }
            next = match error.downcast_ref::<io::Error>() {
                Some(error) => {
                    fault.io = Some(error.kind());
                    // An I/O error shows the words of the error that it wraps as its own, and so
                    // skips it among its sources.
                    error
                        .get_ref()
                        .map(|inner| inner as &(dyn StdError + 'static))
                }
                None => error.source(),
            };
        }
        fault
    }

    /// Did the TLS handshake fail, after the connection itself had come about?
    fn is_of_handshake(&self) -> bool {
        use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
        use io::ErrorKind::{InvalidData, UnexpectedEof};
        matches!(
            self.io,
            Some(InvalidData | UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe)
        )
    }

    /// Did the server send what HTTP does not allow, rather than stop sending?
    fn breaks_rules(&self) -> bool {
        use io::ErrorKind::{InvalidData, InvalidInput};
        match (self.io, self.http) {
            (Some(kind), _) => matches!(kind, InvalidData | InvalidInput),
            (None, Some(error)) => {
                !(error.is_incomplete_message() || error.is_canceled() || error.is_closed())
            }
            (None, None) => false,
        }
    }
}

impl From<Fault<'_>> for Cause {
    fn from(fault: Fault<'_>) -> Self {
        Self::new(fault.io, fault.text)
    }
}

/// What the log says about a call: never its path, query, headers or body.
#[cfg(feature = "tracing")]
struct Call {
    method: Method,
    host: String,
    started: Instant,
}

#[cfg(feature = "tracing")]
impl Call {
    fn new(head: &Parts, base: &Base) -> Self {
        Self {
            method: head.method.clone(),
            host: head.uri.host().unwrap_or(base.host()).to_owned(),
            started: Instant::now(),
        }
    }

    fn log(self, result: &Result<http::Response<Bytes>, Error>) {
        let Self {
            method,
            host,
            started,
        } = self;
        let elapsed = started.elapsed();
        match result {
            Ok(response) => {
                let status = response.status().as_u16();
                tracing::debug!(%method, host, status, ?elapsed, "call answered");
            }
            Err(error) => {
                let error = kind(error);
                tracing::debug!(%method, host, error, ?elapsed, "call failed");
            }
        }
    }
}

#[cfg(feature = "tracing")]
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Request(_) => "request",
        Error::Setup(_) => "setup",
        Error::Connect(_) => "connect",
        Error::Tls(_) => "tls",
        Error::Timeout(Phase::Connect) => "timeout while connecting",
        Error::Timeout(Phase::Head) => "timeout before the answer",
        Error::Timeout(Phase::Body) => "timeout in the body",
        Error::Closed(_) => "closed",
        Error::Protocol(_) => "protocol",
        Error::BodyTruncated(_) => "body truncated",
        Error::BodyTooLarge { .. } => "body too large",
        Error::Api(_) => "api",
        Error::Decode(_) => "decode",
    }
}
