"""Schemas and compiler agree: what the compiler takes, the schemas take, and what it refuses by the
shape of a file alone, they refuse."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "codegen/tests"

# What is wrong by shape: with a key, a word, the type of a value, or nothing where something belongs.
BY_SHAPE = {
    "unknown-key", "missing-key", "wrong-type", "unknown-word", "empty-text", "control-character",
    "bad-path", "bad-source",
}

# Cases of these rules that a schema can't see, each with the reason.
NOT_SEEN = {
    "90-moved-without-old-paths": "what one key needs depends on the word of another",
    "103-pages-of-another-style": "what one key needs depends on the word of another",
    "118-bytes-in-the-sample-of-json": "what a sample needs depends on a word beside it",
    "121-lost-fields-of-the-path": "the names in a path are those of fields",
    "124-no-hosts": "a list may be empty to the schema",
}


def validators():
    made = {}
    for name in ("endpoint", "types", "errcodes", "permission_sets"):
        schema = json.loads((ROOT / f"spec/.schema/{name}.json").read_text())
        Draft7Validator.check_schema(schema)
        made[name] = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    return made


VALIDATORS = validators()


def errors(path, relative):
    """What the schema says of a file; nothing of one that is no TOML or no part of a spec."""
    parts = Path(relative).parts
    name = "endpoint" if len(parts) > 1 else parts[0].removesuffix(".toml")
    if name not in VALIDATORS or path.suffix != ".toml":
        return None
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return None
    return [error.message for error in VALIDATORS[name].iter_errors(plain(document))]


def plain(value):
    """A date is a text for a schema of JSON."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def good(folder):
    count = 0
    for path in sorted(folder.rglob("*.toml")):
        if found := errors(path, path.relative_to(folder)):
            raise SystemExit(f"{path}: {found[0]}")
        count += 1
    return count


def broken(case):
    """Whether a case is wrong by shape, after having looked that its files are refused for it."""
    text = (case / "expected.txt").read_text()
    places = re.findall(r"^error\[([a-z0-9-]+)\]: .*\n *--> spec/(.*?):\d+:\d+$", text, re.M)
    files = sorted({file for rule, file in places if rule in BY_SHAPE and (case / file).exists()})
    if not files:
        return False
    missed = [file for file in files if errors(case / file, file) == []]
    if missed and case.name not in NOT_SEEN:
        raise SystemExit(f"{case.name}: no schema refuses {', '.join(missed)}")
    if not missed and case.name in NOT_SEEN:
        raise SystemExit(f"{case.name}: refused after all; take it off the list")
    return True


def main():
    folders = [ROOT / "spec", TESTS / "base", ROOT / "examples/beyond-cloudbase/spec"]
    folders += sorted(TESTS.glob("golden/*/spec"))
    count = sum(good(folder) for folder in folders)
    cases = sum(broken(case) for case in sorted((TESTS / "broken").glob("*/")) if case.is_dir())
    print(f"schemas: {count} good files are accepted, {cases} broken specs are refused by shape, "
          f"of which {len(NOT_SEEN)} only by the compiler")


main()
