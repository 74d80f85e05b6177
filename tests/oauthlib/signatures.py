"""Makes random requests and lets oauthlib sign them: one case a line, as JSON.

Each case is signed twice. First by oauthlib's functions, with the protocol parameters in the header; by the standard
their place makes no difference to the signature. Then by oauthlib's client, in the place that the case names, unless
it does not take such a request. Where one of the two is known to be wrong, `fault` says how.
"""

import argparse
import ipaddress
import json
import random
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from oauthlib import oauth1
from oauthlib.oauth1.rfc5849 import parameters, signature

FORM = "application/x-www-form-urlencoded"
UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
SPECIAL = "+%~!*'()[]&= /?#;:@,$\"\\^{}|<>`\t\r\n\0\x7f"
METHODS = {
    "HMAC-SHA1": signature.sign_hmac_sha1_with_client,
    "HMAC-SHA256": signature.sign_hmac_sha256_with_client,
    "HMAC-SHA512": signature.sign_hmac_sha512_with_client,
    "PLAINTEXT": signature.sign_plaintext_with_client,
}
PLACES = {
    "header": oauth1.SIGNATURE_TYPE_AUTH_HEADER,
    "query": oauth1.SIGNATURE_TYPE_QUERY,
    "form": oauth1.SIGNATURE_TYPE_BODY,
}
HTTP_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "post", "pAtCh", "m-search", "X!Y"]
HOSTS = ["example.com", "API.Example.COM", "localhost", "a", "xn--a.b-c.", "127.0.0.1", "203.0.113.7"]
IDN_HOSTS = ["bücher.example", "例え.テスト", "пример.испытание", "faß.example", "παράδειγμα.δοκιμή"]


class Random(random.Random):
    def often(self, share):
        return self.random() < share

    def character(self):
        """Any character; surrogates are none."""
        kind = self.random()
        if kind < 0.35:
            return self.choice(UNRESERVED)
        if kind < 0.65:
            return self.choice(SPECIAL)
        if kind < 0.75:
            return chr(self.randrange(0x80, 0x800))
        code = self.randrange(0x800, 0x10000 if kind < 0.88 else 0x110000)
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)

    def text(self, shortest=0, longest=8):
        characters = [self.character() for _ in range(self.randint(shortest, longest))]
        if characters and self.often(0.03):
            characters.append(self.choice(["%41", "%2B", "%c3%a9", "%25", "%00"]))
        return "".join(characters)


def any_pairs(rng):
    """Names and values; some come again, under the same name or as a whole."""
    pairs = []
    for _ in range(rng.choice([0, 0, 1, 2, 3, 6])):
        if pairs and rng.often(0.3):
            name, value = rng.choice(pairs)
            pairs.append((name, value if rng.often(0.5) else rng.text()))
        else:
            pairs.append((rng.text(), rng.text()))
    return [(name, value) for name, value in pairs if not name.startswith("oauth_")]


def encoded(rng, pairs, raw, space):
    """Two texts that mean these pairs: one with as much unencoded as may be, and one as oauthlib wants it."""
    ours, theirs = [], []
    for name, value in pairs:
        name, value = ([spelt(rng, it, raw, space) for it in text] for text in (name, value))
        joint = "" if not value and name and rng.often(0.5) else "="
        for text, which in ((ours, 0), (theirs, 1)):
            text.append("".join(it[which] for it in name) + joint + "".join(it[which] for it in value))
        if rng.often(0.05):
            ours.append("")
            theirs.append("")
    return "&".join(ours), "&".join(theirs)


def spelt(rng, character, raw, space):
    """One character of a form: for us, and for oauthlib."""
    if character == " " and space and rng.often(0.5):
        return "+", "+"
    percent = quote(character, safe="")
    if character in "-._~" and rng.often(0.3):
        percent = f"%{ord(character):02X}"
    if rng.often(0.2):
        percent = re.sub("%..", lambda it: it.group().lower(), percent)
    may_stay = character in raw or (character > "\x9f" and rng.often(0.3))
    return (character if may_stay and rng.often(0.5) else percent), percent


def any_uri(rng, https):
    """A URI without its query, and what oauthlib gets wrong about it."""
    fault = None
    scheme = "https" if https else rng.choice(["http", "https"])
    kind = rng.random()
    if kind < 0.15:
        address = ipaddress.IPv6Address(rng.getrandbits(128) >> rng.choice([0, 64, 120]))
        text = str(address)
        if rng.often(0.3):
            text = address.exploded
            fault = "an IPv6 address is rewritten" if text != str(address) else None
        host = f"[{text}]"
    elif kind < 0.3:
        host = rng.choice(IDN_HOSTS).encode("idna").decode()
    else:
        host = rng.choice(HOSTS)
    if rng.often(0.3):
        host = host.upper()
    if rng.often(0.2):
        scheme = scheme.upper()
    port = rng.choice(["", "", ":80", ":443", ":8080", f":{rng.randrange(1, 65536)}", ":0443", ":"])
    path = ""
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        characters = [rng.choice(UNRESERVED + "!$&'()*+,;=:@/") for _ in range(rng.randint(0, 5))]
        if rng.often(0.4):
            characters.append(rng.choice(["%2F", "%2f", "%20", "%C3%A9", "%F0%9F%A6%80", "%7E", "%25", "%3B"]))
        path += "/" + "".join(characters)
    if path.endswith(";") and path.rsplit("/", 1)[1].count(";") == 1:
        fault = fault or "a `;` at the end of the path is left out"
    return f"{scheme}://{host}{port}{path}", fault


def any_case(seed, index):
    rng = Random(f"{seed} {index}")
    method = rng.choice(list(METHODS))
    place = rng.choice(["header", "form"] if method == "PLAINTEXT" else list(PLACES))
    # A signer does not send PLAINTEXT over plain http.
    uri, fault = any_uri(rng, https=method == "PLAINTEXT")
    their_uri = uri
    if rng.often(0.7):
        query, their_query = encoded(rng, any_pairs(rng), raw="[]-._~!*'();:@,/?$", space=True)
        uri, their_uri = f"{uri}?{query}", f"{their_uri}?{their_query}"
    form = their_form = None
    if rng.often(0.5):
        form, their_form = encoded(rng, any_pairs(rng), raw="[]-._~!*'();:@,/?$ #\"\\^{}|<>`\n\0", space=True)
    token = rng.text(1, 20) if rng.often(0.7) else None
    case = {
        "signature_method": method,
        "place": place,
        "method": rng.choice(HTTP_METHODS),
        "uri": uri,
        "form": form,
        "consumer_key": rng.text(0, 20),
        "consumer_secret": rng.text(0, 20),
        "token": token,
        "token_secret": rng.text(0, 20) if token else "",
        "callback": rng.text(1, 30) if rng.often(0.3) else None,
        "verifier": rng.text(1, 10) if rng.often(0.3) else None,
        "timestamp": rng.randrange(1 << rng.choice([8, 31, 40, 63])),
        "nonce": rng.text(0, 20),
    }
    case["oauthlib"] = list(signed(case, their_uri, their_form, fault))
    return case


def signed(case, uri, form, fault):
    """The signatures of a case, and by what they were made."""
    client = oauth1.Client(
        case["consumer_key"],
        case["consumer_secret"],
        case["token"],
        case["token_secret"],
        case["callback"],
        case["signature_method"],
        PLACES[case["place"]],
        verifier=case["verifier"],
        nonce=case["nonce"],
        timestamp=str(case["timestamp"]),
    )
    plaintext = case["signature_method"] == "PLAINTEXT"

    protocol = client.get_oauth_params(oauth1.rfc5849.Request(uri))
    header = parameters.prepare_headers(protocol)
    collected = signature.collect_parameters(urlsplit(uri).query, form or [], header)
    base_string = signature.signature_base_string(
        case["method"], signature.base_string_uri(uri), signature.normalize_parameters(collected)
    )
    made = METHODS[case["signature_method"]](base_string, client)
    yield {"by": "functions", "signature": made, "fault": None if plaintext else fault}

    form = "" if form is None and case["place"] == "form" else form
    if form is not None and case["method"].upper() in ("GET", "HEAD"):
        return  # The client takes no such request; the standard does.
    headers = {} if form is None else {"Content-Type": FORM}
    signed_uri, headers, body = client.sign(uri, case["method"], form, headers)
    if case["place"] == "header":
        made = unquote(re.search('oauth_signature="([^"]*)"', headers["Authorization"]).group(1))
    else:
        text = urlsplit(signed_uri).query if case["place"] == "query" else body
        made = dict(parse_qsl(text))["oauth_signature"]
    if case["place"] != "header" and any(unquote(value) != value for _, value in protocol):
        fault = fault or "a protocol parameter of a query or form is decoded twice"
    yield {"by": "client", "signature": made, "fault": None if plaintext else fault}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=1000, help="how many (default: 1000)")
    arguments.add_argument("--seed", type=int, default=0, help="the same seed makes the same cases (default: 0)")
    arguments = arguments.parse_args()
    for index in range(arguments.cases):
        print(json.dumps(any_case(arguments.seed, index)))


main()
