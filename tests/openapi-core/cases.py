"""What is sent: an operation for each place, style and shape of a parameter, and for each kind of body."""

import json
from dataclasses import dataclass

TEXT = "a b&c=d+%41é"
ITEMS = ["a b", "c&d", "e=f"]
COLOR = {"R": 100, "name": "x y"}
BYTES = b"\x00\xff\r\n--\n"

SCHEMAS = {
    "text": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "object": {"$ref": "#/components/schemas/Color"},
    "objects": {"type": "array", "items": {"$ref": "#/components/schemas/Color"}},
    "integer": {"type": "integer"},
}
COLOR_SCHEMA = {
    "type": "object",
    "properties": {"R": {"type": "integer"}, "name": {"type": "string"}},
}
BINARY = {"type": "string", "format": "binary"}


@dataclass
class Case:
    """An operation, the values that its call sets, in Rust, and the same values by place."""

    id: str
    operation: dict
    values: str
    sent: dict
    path: str = ""


def rust(value):
    """A value as Rust."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        items = "[" + ", ".join(rust(item) for item in value) + "]"
        return "vec!" + items if isinstance(value[0], dict) else items
    if isinstance(value, dict):
        return f"models::Color::new().r({value['R']}).name({rust(value['name'])})"
    return str(value)


def parameter(place, style, explode, shape, value, **more):
    """A case with one parameter."""
    kind = "Exploded" if explode else "Flat"
    reserved = "Reserved" if more else ""
    case = place + style[0].upper() + style[1:] + kind + reserved + shape.capitalize()
    name = "X-Color" if place == "header" else "color"
    described = {"name": name, "in": place, "style": style, "explode": explode, "schema": SCHEMAS[shape]}
    return finish(case, described | more, value, style)


def content(place, media_type, shape, value):
    """A case with one parameter that is described by its media type."""
    name = "X-Color" if place == "header" else "color"
    described = {"name": name, "in": place, "content": {media_type: {"schema": SCHEMAS[shape]}}}
    return finish(f"{place}Content{shape.capitalize()}", described, value, "simple")


def finish(case, described, value, style):
    place, name = described["in"], described["name"]
    path = "/" + case
    if place == "path":
        described["required"] = True
        path += "/{color}" if style == "simple" else "{color}"
        values = f"::new({rust(value)})"
    else:
        values = f"::new().{name.lower().replace('-', '_')}({rust(value)})"
    return Case(case, {"parameters": [described]}, values, {place: {name: value}}, path)


def parameters():
    # Where an encoding would not tell them from what stands between, characters are kept out: see the standard's
    # Appendix E for spaces and pipes, and the example of style label for dots.
    for explode in [False, True]:
        for shape, value in [("text", TEXT), ("list", ITEMS), ("object", COLOR)]:
            for style in ["simple", "label", "matrix"]:
                yield parameter("path", style, explode, shape, value)
            yield parameter("query", "form", explode, shape, value)
            # A header is ASCII for this server.
            yield parameter("header", "simple", explode, shape, TEXT.replace("é", "") if shape == "text" else value)
            yield parameter("cookie", "form", explode, shape, value)
    for style in ["spaceDelimited", "pipeDelimited"]:
        yield parameter("query", style, False, "list", ["a", "c&d"])
        yield parameter("query", style, False, "object", COLOR | {"name": "xy"})
    yield parameter("query", "deepObject", True, "object", COLOR)
    yield parameter("query", "form", True, "text", "http://h/?a=b&c#d+é", allowReserved=True)
    yield parameter("query", "form", True, "list", ["a/b", "c&d?"], allowReserved=True)
    for place in ["path", "query", "header", "cookie"]:
        yield content(place, "application/json", "object", COLOR)
    yield content("query", "text/plain", "text", TEXT)
    yield content("cookie", "text/plain", "text", "a=b%41+")


def body(case, media_type, schema, values, sent, encoding=None):
    """A case with a body of one media type."""
    described = {"schema": schema}
    if encoding:
        described["encoding"] = encoding
    request_body = {"required": True, "content": {media_type: described}}
    return Case(case, {"requestBody": request_body}, values, {"body": sent}, "/" + case)


def fields(kind, case, shape, value, encoding=None):
    """A case with a body of one field or part."""
    media_type = {"form": "application/x-www-form-urlencoded", "parts": "multipart/form-data"}[kind]
    schema = {"type": "object", "properties": {"color": SCHEMAS[shape]}}
    encoding = encoding and {"color": encoding}
    return body(kind + case, media_type, schema, f"::new().color({rust(value)})", {"color": value}, encoding)


def bodies():
    yield body("json", "application/json", SCHEMAS["object"], f"::new({rust(COLOR)})", COLOR)
    yield body("jsonVendor", "application/vnd.color+json", SCHEMAS["object"], f"::new({rust(COLOR)})", COLOR)
    yield body("jsonList", "application/json", SCHEMAS["list"], f"::new({rust(ITEMS)})", ITEMS)

    yield fields("form", "Text", "text", TEXT)
    yield fields("form", "Integer", "integer", 42)
    yield fields("form", "List", "list", ITEMS)
    yield fields("form", "Object", "object", COLOR)
    yield fields("form", "Json", "object", COLOR, {"contentType": "application/json"})
    yield fields("form", "FlatList", "list", ITEMS, {"style": "form", "explode": False})
    yield fields("form", "FlatObject", "object", COLOR, {"style": "form", "explode": False})
    yield fields("form", "Spaces", "list", ["a", "c&d"], {"style": "spaceDelimited", "explode": False})
    yield fields("form", "Pipes", "list", ["a", "c&d"], {"style": "pipeDelimited", "explode": False})
    yield fields("form", "Deep", "object", COLOR, {"style": "deepObject", "explode": True})
    yield fields("form", "Reserved", "text", "http://h/?a=b&c#d+é", {"allowReserved": True})
    yield body("formReference", "application/x-www-form-urlencoded", SCHEMAS["object"], f"::new({rust(COLOR)})", COLOR)

    yield fields("parts", "Text", "text", "a b&c=d+%41")
    yield fields("parts", "Unicode", "text", TEXT)
    yield fields("parts", "Integer", "integer", 42)
    yield fields("parts", "List", "list", ITEMS)
    yield fields("parts", "Object", "object", COLOR)
    yield fields("parts", "Objects", "objects", [COLOR, {"R": 1, "name": "z"}])
    file = "File::new(BYTES).name(\"a.bin\")"
    schema = {"type": "object", "properties": {"color": BINARY}}
    yield body("partsFile", "multipart/form-data", schema, f"::new().color({file})", {"color": BYTES})
    text = "File::new(\"x\").name(\"a.txt\")"
    yield body("partsTextFile", "multipart/form-data", schema, f"::new().color({text})", {"color": "x"}, {"color": {"contentType": "text/csv"}})
    schema = {"type": "object", "properties": {"color": {"type": "array", "items": BINARY}}}
    yield body("partsFiles", "multipart/form-data", schema, f"::new().color(vec![{text}, {text}])", {"color": [b"x", b"x"]})

    yield body("octets", "application/octet-stream", BINARY, "::new(BYTES.into())", BYTES)
    yield body("stream", "application/octet-stream", BINARY, "::new(Body::reader(BYTES))", BYTES)
    yield body("image", "image/*", BINARY, "::new(Media::new(\"image/webp\", BYTES))", BYTES)
    yield body("plain", "text/plain", SCHEMAS["text"], f"::new({rust(TEXT)})", TEXT)
    yield body("csv", "text/csv", SCHEMAS["text"], "::new(\"a,b\\r\\n\")", "a,b\r\n")
    yield body("xml", "application/xml", SCHEMAS["text"], "::new(\"<a/>\")", "<a/>")
    lines = f"::new(vec![{rust(COLOR)}])"
    yield body("lines", "application/x-ndjson", SCHEMAS["object"], lines, [COLOR])

    several = {"application/json": {"schema": SCHEMAS["object"]}, "text/plain": {"schema": SCHEMAS["text"]}}
    for variant, value in [("Json", COLOR), ("Text", TEXT)]:
        case = "several" + variant
        values = f"::new(models::{case[0].upper() + case[1:]}Body::{variant}({rust(value)}.into()))"
        request_body = {"required": True, "content": several}
        yield Case(case, {"requestBody": request_body}, values, {"body": value}, "/" + case)


def all_cases():
    return [*parameters(), *bodies()]


def description(cases, server):
    """The description of all cases."""
    paths = {}
    for case in cases:
        operation = {"operationId": case.id, "responses": {"204": {"description": "Done."}}}
        paths[case.path] = {"post": operation | case.operation}
    return {
        "openapi": "3.0.4",
        "info": {"title": "Judged", "version": "1"},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {"Color": COLOR_SCHEMA}},
    }


def program(cases):
    """A program that sends each case to the address that it is told."""
    calls = []
    for case in cases:
        name = case.id[0].upper() + case.id[1:]
        calls.append(f"    report({json.dumps(case.id)}, operations::{name}{case.values}.send_blocking(&client));")
    return PROGRAM.replace("CALLS", "\n".join(calls))


PROGRAM = """use judged::blocking::Client;
use judged::body::{Body, Media};
use judged::encoders::file::File;
use judged::prelude::*;
use judged::{models, operations};

const BYTES: &[u8] = b"\\x00\\xff\\r\\n--\\n";

fn report<T, E: std::fmt::Display>(id: &str, answer: Result<T, E>) {
    if let Err(error) = answer {
        println!("{id}: {error}");
    }
}

fn main() {
    let server = std::env::args().nth(1).unwrap();
    let client = Client::builder().base_url(&server).build().unwrap();
CALLS
}
"""
