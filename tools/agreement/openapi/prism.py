"""Asks Prism, which serves the document, for every operation: with its own sample, then otherwise.

Usage: prism.py DOCUMENT URL
"""

import json
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def main(path, base):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    wait_for(base)
    count = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            ask_all(document, f"{base}{path}", method, operation)
            count += 1
    print(f"prism: {count} operations answer their samples, and refuse what the document refuses")


def ask_all(document, url, method, operation):
    query = {item["name"]: item["example"] for item in operation.get("parameters", []) if "example" in item}
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = content.get("examples", {}).get("sample", {}).get("value")
    answers = operation["responses"]["200"]["content"]["application/json"]["examples"]
    schemes = [name for requirement in operation["security"] for name in requirement]
    with_token = dict(query)
    for scheme in schemes:
        with_token[document["components"]["securitySchemes"][scheme]["name"]] = "token"

    expect(url, method, with_token, body, {}, 200, answers["success"]["value"])
    for name, answer in answers.items():
        if "$ref" in answer:
            code = document["components"]["examples"][answer["$ref"].rsplit("/", 1)[1]]
            expect(url, method, with_token, body, {"Prefer": f"example={name}"}, 200, code["value"])
            break
    if schemes:
        expect(url, method, query, body, {}, 401)
    if content.get("schema", {}).get("$ref"):
        expect(url, method, with_token, [1], {}, 422)


def expect(url, method, query, body, headers, status, answer=None):
    found, text = ask(url, method, query, body, headers)
    if found != status:
        raise SystemExit(f"{method} {url}: {found} and not {status}: {text}")
    if answer is not None and json.loads(text) != answer:
        raise SystemExit(f"{method} {url}: not the answer that the document has: {text}")


def ask(url, method, query, body, headers):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **headers}
    request = Request(f"{url}?{urlencode(query)}", data, headers, method=method.upper())
    try:
        with urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def wait_for(base):
    for _ in range(120):
        try:
            urlopen(base, timeout=5)
        except HTTPError:
            return
        except URLError:
            time.sleep(0.5)
    raise SystemExit(f"nothing answers at {base}")


main(*sys.argv[1:])
