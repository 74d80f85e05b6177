"""An OAuth 1.0a provider on a free port of 127.0.0.1, built from oauthlib's own endpoints.

`main.rs` beside it starts it with `python3`, or with what the variable PYTHON names, and logs in at it. Where oauthlib
cannot be imported, that test says so and is skipped:

    python3 -m venv venv && venv/bin/pip install oauthlib==4.0.1
    PYTHON=$PWD/venv/bin/python cargo test -p tests --test oauthlib

It prints `listening on <port>` and serves until its standard input ends. Arguments: the key and the secret of the one
consumer, and a text that stands at the start of every token, secret and verifier that it makes.

Under /v2 it has the paths of Clever Cloud. Beside what oauthlib checks, it answers 400 to a call for a token that

- has an `Authorization` header, protocol parameters in the query where a form is due, or a body where a query is due;
- lacks one of the protocol parameters, or holds `oauth_token_secret` or `oauth_callback_confirmed`.
"""

import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    AuthorizationEndpoint,
    RequestTokenEndpoint,
    RequestValidator,
    ResourceEndpoint,
)

ALWAYS = {
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_version",
    "oauth_signature",
}
NEVER = {"oauth_token_secret", "oauth_callback_confirmed"}
FORM = "application/x-www-form-urlencoded"


class Store(RequestValidator):
    """One consumer, and the tokens of its logins."""

    enforce_ssl = False
    allowed_signature_methods = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT")
    dummy_client = "nobody"
    dummy_request_token = "no token"
    dummy_access_token = "no token"

    def __init__(self, key, secret):
        super().__init__()
        self.key, self.secret = key, secret
        self.asked, self.given, self.used = {}, {}, set()

    # What a key, a token or a nonce looks like is up to each provider.
    check_client_key = check_nonce = check_request_token = lambda self, text: bool(text)
    check_access_token = check_verifier = check_request_token

    def validate_client_key(self, client_key, request):
        return client_key == self.key

    def get_client_secret(self, client_key, request):
        return self.secret if client_key == self.key else "no secret"

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ):
        use = (timestamp, nonce)
        fresh = use not in self.used
        self.used.add(use)
        return fresh

    def check_realms(self, realms):
        return not realms

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def validate_requested_realms(self, client_key, realms, request):
        return not realms

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return redirect_uri.startswith("http://127.0.0.1:")

    def save_request_token(self, token, request):
        # The callback as it was signed: oauthlib decodes what stands in a form once more.
        signed = dict(request.params)["oauth_callback"]
        self.asked[token["oauth_token"]] = {
            "secret": token["oauth_token_secret"],
            "callback": signed,
        }

    def verify_request_token(self, token, request):
        return token in self.asked

    def get_redirect_uri(self, token, request):
        return self.asked[token]["callback"]

    def save_verifier(self, token, verifier, request):
        self.asked[token]["verifier"] = verifier["oauth_verifier"]

    def validate_request_token(self, client_key, token, request):
        return token in self.asked

    def get_request_token_secret(self, client_key, token, request):
        return self.asked.get(token, {}).get("secret", "no secret")

    def validate_verifier(self, client_key, token, verifier, request):
        return self.asked.get(token, {}).get("verifier") == verifier

    def invalidate_request_token(self, client_key, request_token, request):
        self.asked.pop(request_token, None)

    def save_access_token(self, token, request):
        self.given[token["oauth_token"]] = token["oauth_token_secret"]

    def validate_access_token(self, client_key, token, request):
        return token in self.given

    def get_access_token_secret(self, client_key, token, request):
        return self.given.get(token, "no secret")


class Handler(BaseHTTPRequestHandler):
    """The paths of Clever Cloud."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    store = None
    start = ""

    def token(self):
        return self.start + secrets.token_hex(8)

    def do_GET(self):
        self.handle_call(None)

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        self.handle_call(self.rfile.read(length).decode("utf-8"))

    def handle_call(self, body):
        url = f"http://{self.headers['host']}{self.path}"
        path = urlsplit(url).path.removeprefix("/v2")
        headers = dict(self.headers.items())
        arguments = (url, self.command, body or None, headers)
        if path in ("/oauth/request_token", "/oauth/request_token_query"):
            fault = self.fault(path, body, {"oauth_callback"})
            endpoint = RequestTokenEndpoint(self.store, token_generator=self.token)
            call = lambda: endpoint.create_request_token_response(*arguments)
        elif path in ("/oauth/access_token", "/oauth/access_token_query"):
            fault = self.fault(path, body, {"oauth_token", "oauth_verifier"})
            endpoint = AccessTokenEndpoint(self.store, token_generator=self.token)
            extra = {"expiration_date": "2027-02-25T12:00:00Z"}
            call = lambda: endpoint.create_access_token_response(*arguments, credentials=extra)
        elif path == "/oauth/authorize":
            fault = None
            endpoint = AuthorizationEndpoint(self.store, token_generator=self.token)
            extra = {"user": "user_1"}
            call = lambda: endpoint.create_authorization_response(*arguments, credentials=extra)
        else:
            fault = None
            call = lambda: self.resource(arguments)
        if fault:
            return self.reply({}, fault, 400)
        try:
            self.reply(*call())
        except Exception as error:  # What oauthlib does not answer itself.
            self.reply({}, f"{type(error).__name__}: {error}", 400)

    def resource(self, arguments):
        endpoint = ResourceEndpoint(self.store)
        valid, _ = endpoint.validate_protected_resource_request(*arguments)
        return {}, "signed well" if valid else "signed badly", 200 if valid else 401

    def fault(self, path, body, wanted):
        query = urlsplit(self.path).query
        by_query = path.endswith("_query")
        carrier = query if by_query else body
        if self.headers.get("authorization"):
            return "an Authorization header"
        if body if by_query else "oauth_" in query:
            return "parameters in the wrong place"
        names = [name for name, _ in parse_qsl(carrier or "", keep_blank_values=True)]
        if len(names) != len(set(names)):
            return "a parameter twice"
        if missing := (ALWAYS | wanted) - set(names):
            return f"missing: {sorted(missing)}"
        if leaked := NEVER & set(names):
            return f"sent: {sorted(leaked)}"
        return None

    def reply(self, headers, body, status):
        body = (body or "").encode("utf-8")
        self.send_response(status)
        for name, value in headers.items():
            # A header holds ASCII; a callback may hold anything.
            self.send_header(name, quote(value, safe="!#$%&'()*+,/:;=?@[]~"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    key, secret, start = sys.argv[1:]
    Handler.store = Store(key, secret)
    Handler.start = start
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on {server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
