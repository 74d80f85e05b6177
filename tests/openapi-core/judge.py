"""Lets openapi-core read what a generated client sends, and compares that with what was set.

Figures go to standard output; the exit status is 1 if anything differs for a reason that is not known.
"""

import json
import re
import subprocess
import threading
import warnings
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from openapi_core.deserializing.media_types.util import plain_loads
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

import cases as judged

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target" / "openapi-core"

UNDECODED = "it does not decode `%XX` in a cookie, nor does werkzeug; decoded, it is what was sent"

# Why openapi-core understands something else, by the cases that it concerns.
CAUSES = {
    UNDECODED: [
        "cookieFormFlatText",
        "cookieFormFlatList",
        "cookieFormFlatObject",
        "cookieFormExplodedText",
        "cookieFormExplodedList",
    ],
    "it does not decode `%XX` in a cookie, and quotes, commas and spaces can stand in none otherwise": [
        "cookieContentObject",
    ],
    "it looks for an exploded object under the name of the parameter, and not under those of the members": [
        "queryFormExplodedObject",
        "cookieFormExplodedObject",
    ],
    "it splits at the letters `%20`, after they were decoded to a space": [
        "querySpaceDelimitedFlatList",
        "querySpaceDelimitedFlatObject",
        "formSpaces",
    ],
    "it knows `application/json` only, and no other type that ends in `+json`": ["jsonVendor"],
    "it reads an object in a form as members joined by `&`; OpenAPI 3.0.4 says JSON text": ["formObject"],
    "it leaves a number in a part a text": ["partsInteger"],
    "it knows no lines of JSON": ["lines"],
}


def path_values(request, case):
    """The path parameter. For the styles label and matrix it is looked up by its expression of RFC 6570."""
    text = request.path.removeprefix(case.path.split("{")[0])
    return {key: text for key in ["color", ".color", ".color*", ";color", ";color*"]} if text else {}


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


class Judge:
    """A server that keeps what openapi-core understood, by the case."""

    def __init__(self, cases):
        self.cases = cases
        self.understood = {}
        self.server = make_server("127.0.0.1", 0, self.answer, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.port}"
        description = judged.description(cases, self.url)
        # It knows neither of these types; their schema says text.
        texts = {"text/csv": plain_loads, "application/xml": plain_loads}
        self.openapi = OpenAPI.from_dict(description, config=Config(extra_media_type_deserializers=texts))

    def answer(self, environ, start_response):
        request = Request(environ)
        case = next(case for case in self.cases if case.id == re.split("[/.;]", request.path)[1])
        openapi_request = WerkzeugOpenAPIRequest(request)
        openapi_request.parameters.path = path_values(request, case)
        try:
            result = self.openapi.unmarshal_request(openapi_request)
            if result.errors:
                self.understood[case.id] = "refused: " + "; ".join(reasons(result.errors))
            else:
                self.understood[case.id] = values(result)
        except Exception as error:
            self.understood[case.id] = f"fails: {error!r}"
        return Response(status=204)(environ, start_response)


def reasons(errors):
    """What the errors say, with those behind them."""
    for error in errors:
        yield " ".join(str(error).split()) + (f" ({error.__cause__!r})" if error.__cause__ else "")


def values(result):
    """What a request was understood to hold, by place."""
    places = {place: dict(getattr(result.parameters, place)) for place in ["path", "query", "header", "cookie"]}
    understood = {place: values for place, values in places.items() if values}
    if result.body is not None:
        understood["body"] = result.body
    return understood


def run(*command):
    return subprocess.run(command, cwd=FOLDER, check=True, stdout=subprocess.PIPE, text=True).stdout


def build(cases):
    """Generates the client and writes the program that uses it."""
    (FOLDER / "program" / "src").mkdir(parents=True, exist_ok=True)
    description = judged.description(cases, "https://api.example")
    (FOLDER / "judged.json").write_text(json.dumps(description, indent=1))
    (FOLDER / "Cargo.toml").write_text('[workspace]\nresolver = "3"\nmembers = ["client", "program"]\n')
    (FOLDER / "Cargo.lock").write_text((ROOT / "Cargo.lock").read_text())
    (FOLDER / "program" / "Cargo.toml").write_text(
        '[package]\nname = "program"\nversion = "0.1.0"\nedition = "2024"\n\n'
        '[dependencies]\njudged = { path = "../client", features = ["blocking"] }\n'
    )
    (FOLDER / "program" / "src" / "main.rs").write_text(judged.program(cases))
    subprocess.run(
        ["cargo", "run", "--quiet", "-p", "generator", "--", "--spec", FOLDER / "judged.json", "--out", FOLDER / "client", "--name", "judged"],
        cwd=ROOT,
        check=True,
    )


def cause(case):
    found = [cause for cause, concerned in CAUSES.items() if case.id in concerned]
    return found[0] if found else None


def decoded(value):
    """A value with `%XX` decoded in all its texts."""
    if isinstance(value, dict):
        return {name: decoded(member) for name, member in value.items()}
    if isinstance(value, list):
        return [decoded(item) for item in value]
    return unquote(value) if isinstance(value, str) else value


def main():
    warnings.simplefilter("ignore")
    cases = judged.all_cases()
    build(cases)
    judge = Judge(cases)
    threading.Thread(target=judge.server.serve_forever, daemon=True).start()
    print(run("cargo", "run", "--quiet", "--package", "program", "--", judge.url), end="")
    judge.server.shutdown()

    alike, known, unknown = [], [], []
    for case in cases:
        understood = judge.understood.get(case.id, "nothing arrived")
        if understood == case.sent:
            alike.append(case)
            continue
        why = cause(case)
        if why == UNDECODED and decoded(understood) != case.sent:
            why = None
        (known if why else unknown).append(case)
        print(f"{case.id}\n  sent        {case.sent}\n  understood  {understood}\n  because     {why or 'UNKNOWN'}")
    print(
        f"openapi-core {version('openapi-core')}: {len(cases)} operations, {len(alike)} understood alike, "
        f"{len(known)} differ for a known reason, {len(unknown)} for an unknown one"
    )
    raise SystemExit(bool(unknown))


if __name__ == "__main__":
    main()
