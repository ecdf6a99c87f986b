"""A check for schemathesis: document and mock agree on every single request.

What the document allows has to succeed, and what it does not allow has to fail with an errcode. This
stands in for the checks that look at the HTTP status, which in WeChat's protocol says nothing. It
judges what has really been sent, whatever it was generated as.
"""

import json
import os
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, validators

with open(os.environ["OPENAPI_DOCUMENT"], encoding="utf-8") as file:
    DOCUMENT = json.load(file)

# The tokens of the mock, by kind.
TOKENS = {f"mock-{kind}": kind for kind in ("component", "authorizer", "app")}

# In 3.0 nothing says more of a text that is JSON.
schemathesis.openapi.format("json", st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
).map(json.dumps))


def pattern(validator, wanted, value, schema):
    """Python's `$` also matches before a line break at the end, that of JavaScript and Rust doesn't."""
    if validator.is_type(value, "string"):
        wanted = wanted.replace("$", r"\Z") if wanted.endswith("$") else wanted
        yield from Draft202012Validator.VALIDATORS["pattern"](validator, wanted, value, schema)


def content_schema(validator, wanted, value, schema):
    """Most validators don't look into texts; the mock does."""
    if validator.is_type(value, "string"):
        try:
            value = strict_json(value)
        except ValueError as error:
            yield validators.exceptions.ValidationError(f"not JSON: {error}")
        else:
            yield from validator.descend(value, wanted)


def is_integer(checker, value):
    """Whole numbers are written without a fraction: 1.0 is none on this wire."""
    return isinstance(value, int) and not isinstance(value, bool)


FORMATS = FormatChecker(formats=[])


@FORMATS.checks("int64")
def is_int64(value):
    return not is_integer(None, value) or -(2**63) <= value < 2**63


Validator = validators.extend(
    Draft202012Validator,
    {"pattern": pattern, "contentSchema": content_schema},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer),
)


def strict_json(text):
    """Python reads more than JSON is."""
    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")

    value = json.loads(text, parse_constant=refuse)
    json.dumps(value).encode()  # Half a surrogate pair is no text.
    if isinstance(text, str):
        text.encode()
    return value


def is_valid(schema, value):
    # The schema may refer to the components.
    schema = {"components": DOCUMENT["components"], **schema}
    return Validator(schema, format_checker=FORMATS).is_valid(value)


def without_null(value):
    """The mock, like the client, takes `null` for what is absent. No page says what WeChat does, so
    the document does not promise it."""
    if isinstance(value, dict):
        return {name: without_null(inner) for name, inner in value.items() if inner is not None}
    return [without_null(inner) for inner in value] if isinstance(value, list) else value


def from_query(schema, text):
    """What a text in the query string stands for, by its type."""
    if "$ref" in schema:
        return from_query(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], text)
    if schema.get("type") == "string":
        return text
    try:
        return strict_json(text)
    except ValueError:
        return text


class Undecided(Exception):
    """The document doesn't say."""


def is_allowed(operation, request, method):
    """Whether the document allows a request."""
    if request.method.lower() != method:
        return False
    query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    names = [name for name, _ in query]
    query = dict(query)
    if not token_is_accepted(operation, query):
        return False
    in_both = body_names(operation) & {item["name"] for item in operation.get("parameters", [])}
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if names.count(name) > 1:
            raise Undecided
        if name not in query:
            if name in in_both:
                # Sent twice where pages disagree; the mock is content with either of them.
                raise Undecided
            if parameter.get("required"):
                return False
        elif not is_valid(parameter["schema"], from_query(parameter["schema"], query[name])):
            return False
    return body_is_allowed(operation, request, in_both)


def token_is_accepted(operation, query):
    kinds = [name for scheme in operation["security"] for name in scheme]
    if not kinds:
        return True
    fields = {DOCUMENT["components"]["securitySchemes"][kind]["name"] for kind in kinds}
    given = {TOKENS.get(query.get(field)) for field in fields}
    return bool(given & {kind.split(".")[0] for kind in kinds})


def body_schema(operation):
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        return DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def body_names(operation):
    return set(body_schema(operation).get("properties", {}))


def body_is_allowed(operation, request, in_both):
    if "requestBody" not in operation:
        return True
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    try:
        value = strict_json(body.decode())
    except ValueError:
        return False
    schema = body_schema(operation)
    value = without_null(value)
    if isinstance(value, dict) and not in_both <= set(value):
        raise Undecided
    if value is None:
        return False
    return is_valid(schema, value)


@schemathesis.check
class Agreement:
    """Each response is checked, and at the end, that every operation was seen both ways."""

    def __init__(self):
        self.seen = Counter()

    def after_response(self, ctx, response, case):
        path, method = case.operation.path, case.operation.method.lower()
        request = response.request
        if urlsplit(request.url).path != path:
            return
        try:
            allowed = is_allowed(DOCUMENT["paths"][path][method], request, method)
        except Undecided:
            self.seen["undecided"] += 1
            return
        answer = response.json()
        succeeded = answer.get("errcode", 0) == 0
        if allowed and not succeeded:
            raise AssertionError(f"the document allows it, the mock does not: {answer['errmsg']}")
        if succeeded and not allowed:
            raise AssertionError("the mock allows it, the document does not")
        self.seen["success" if allowed else "failure", path, method] += 1

    def after_run(self, ctx):
        sums = Counter()
        for key, count in self.seen.items():
            sums[key if isinstance(key, str) else key[0]] += count
        print("agreement:", ", ".join(f"{count} {word}" for word, count in sorted(sums.items())))
        for path, operations in DOCUMENT["paths"].items():
            for method in operations:
                for word in ("success", "failure"):
                    if (word, path, method) not in self.seen:
                        raise AssertionError(f"no {word} of {method} {path} was seen")
