"""The project's own JSON Schemas, and what is wrong with a value in the words of the house."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from civicstat import lazily
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jsonschema
    import referencing
    from jsonschema.exceptions import ValidationError

else:
    jsonschema, referencing = lazily.load("jsonschema"), lazily.load("referencing")

NAMES = ("civicstat", "portal", "progress")
"""The schemas that ship with the package and are published with the docs."""

TYPE_WORDS = {
    "string": "text",
    "object": "an object { … }",
    "array": "a list [ … ]",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
"""What JSON Schema's types are called here."""


@dataclass(frozen=True)
class Problem:
    """One place where a value breaks its schema: where, what stands there, what should."""

    pointer: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        """Say it in one sentence for the terminal."""
        where = f"{self.pointer}: " if self.pointer else ""
        return f"{where}found {self.found}, expected {self.expected}. {self.todo}"


@cache
def load(name: str) -> dict[str, Any]:
    """The schema of that name (`civicstat`, `portal`, `progress`) as it ships."""
    text = files("civicstat").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    registry: referencing.Registry[Any] = referencing.Registry().with_resources(
        (f"{other}.schema.json", referencing.Resource.from_contents(load(other))) for other in NAMES
    )
    return jsonschema.Draft202012Validator(load(name), registry=registry)


def problems(value: Any, name: str, at: str = "") -> list[Problem]:
    """Everything in `value` that breaks the schema `name`; `at` is where `value` itself stands."""
    return in_words(_validator(name).iter_errors(value), at)


def in_words(errors: Iterable[ValidationError], at: str = "") -> list[Problem]:
    """Errors of jsonschema as problems, sorted by place; alternatives are told by their nearest miss."""
    found = []
    for error in errors:
        pointer = pointer_of(error.absolute_path, at)
        found.append(Problem(pointer, _found(error), *_expected(error)))
    # jsonschema has an error for each property that is missing, and each of ours names them all.
    return sorted(dict.fromkeys(found), key=lambda p: p.pointer)


def pointer_of(path: Iterable[str | int], at: str = "") -> str:
    """A place in words that staff can follow: `resources[0].schema.fields[2].type`."""
    pointer = at
    for part in path:
        if isinstance(part, int):
            pointer += f"[{part}]"
        else:
            pointer += f".{part}" if pointer else part
    return pointer


def _found(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    if error.validator == "required":
        instance: Any = error.instance
        missing = [name for name in wanted if name not in instance]
        return "no " + ", ".join(f'"{name}"' for name in missing)
    if error.validator == "additionalProperties":
        return ", ".join(f'"{name}"' for name in _extra(error))
    return (
        json.dumps(shorten(error.instance), ensure_ascii=False)
        if isinstance(error.instance, str)
        else shorten(json.dumps(error.instance, ensure_ascii=False, default=str))
    )


def _extra(error: ValidationError) -> list[str]:
    known: Mapping[str, Any] = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    return [name for name in instance if name not in known]


def _expected(error: ValidationError) -> tuple[str, str]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    rule, wanted = str(error.validator), cast("Any", error.validator_value)
    example = schema.get("examples", [None])[0]
    hint = f"For example: {json.dumps(example, ensure_ascii=False)}." if example is not None else ""
    title = schema.get("title", "")
    match rule:
        case "type":
            kinds: list[str] = wanted if isinstance(wanted, list) else [wanted]
            expected = " or ".join(TYPE_WORDS.get(kind, kind) for kind in kinds)
            todo = hint or "Correct the value."
        case "enum":
            expected = "one of " + ", ".join(json.dumps(word) for word in wanted)
            todo = "Use one of these words, spelled so."
        case "required":
            one = len(set(wanted) - set(cast("Any", error.instance))) == 1
            expected = "it to be there" if one else "them to be there"
            todo = "Add it." if one else "Add them."
        case "additionalProperties":
            known = ", ".join(schema.get("properties", {}))
            expected = f"only these words: {known}"
            todo = "Correct the spelling or take it out."
        case "pattern":
            expected = title.lower() if title and not hint else "another form"
            expected = {"^https?://": "an address that begins with https://"}.get(wanted, expected)
            todo = hint or "Correct the value."
        case "minItems" | "maxItems" if wanted > 1:
            expected = f"at {'least' if rule == 'minItems' else 'most'} {wanted} entries"
            todo = hint or "Correct the list."
        case "minLength" | "minItems":
            expected, todo = "something in it", "Fill it in or take it out."
        case "uniqueItems":
            expected, todo = "every entry once", "Take the repetition out."
        case "minimum" | "maximum":
            word = "at least" if rule == "minimum" else "at most"
            expected, todo = f"{word} {wanted}", "Correct the number."
        case "oneOf" | "anyOf":
            names = ["+".join(option.get("required", [])) for option in wanted if isinstance(option, dict)]
            expected = "exactly one of " if rule == "oneOf" else "at least one of "
            expected += ", ".join(name for name in names if name) or "the forms that the docs show"
            todo = "Keep one form."
        case _:
            expected, todo = error.message, "Correct the value."
    return expected, todo


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of our schemas with its `$ref` followed, for the reference in the docs; its own words win."""
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    home, _, path = reference.partition("#/")
    target: Any = load("civicstat" if home in ("", "civicstat.schema.json") else home.removesuffix(".schema.json"))
    for part in path.split("/"):
        target = target[part]
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
