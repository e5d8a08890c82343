"""What Frictionless notes of a descriptor, in words that staff understand: what stands there, what may, what to do."""

from __future__ import annotations

import ast
import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from frictionless import FrictionlessException, system

from civicstat.findings import shorten
from civicstat.jsonschemas import TYPE_WORDS, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES = (
    "string", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
    "geopoint", "geojson", "list", "array", "object", "any",
)  # fmt: skip
"""The types of Table Schema, those that tables of cities need first."""

_MEANT = {
    "text": "string", "str": "string", "varchar": "string", "char": "string", "category": "string",
    "int": "integer", "bigint": "integer", "long": "integer", "whole": "integer",
    "float": "number", "double": "number", "decimal": "number", "numeric": "number", "real": "number",
    "currency": "number", "percent": "number", "bool": "boolean", "timestamp": "datetime", "day": "date",
    "month": "yearmonth", "min": "minimum", "max": "maximum", "regex": "pattern", "values": "enum",
    "mandatory": "required",
}  # fmt: skip
"""What other programs call a type or a constraint."""

_MOST = 200


def problem_of(note: str, at: str, part: Mapping[str, Any]) -> Problem:
    """A note that Frictionless has on a part of a descriptor that stands `at` that place, as a problem."""
    match = re.fullmatch(r"(.*) at property '([^']*)'", note, re.DOTALL)
    if match:
        note, inner = match.groups()
        at += "".join(f"[{p}]" if p.isdigit() else f".{p}" for p in inner.split("/"))
    for pattern, told in _NOTES:
        if said := re.fullmatch(pattern, note, re.DOTALL):
            place, found, expected, todo = told(said, part)
            # A property that is not there has no place of its own.
            at = f"{at}.{place}" if place else at
            return Problem(at.removeprefix("."), shorten(found, _MOST), shorten(expected, _MOST), todo)
    return Problem(
        at.removeprefix("."),
        shorten(note, _MOST),
        "what the Data Package standard allows",
        "Correct it; the standard explains every property at https://datapackage.org.",
    )


_Told = tuple[str, str, str, str]
"""The place within the part, what was found, what was expected, what to do."""


def _name(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    name = str(_value(said[1]))
    better = re.sub(r"[^-a-z0-9._/]+", "-", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()).strip("-")
    todo = f'For example: "{better}".' if better else 'For example: "street-trees".'
    return "", f'"{name}"', "a name of small letters a to z, digits and the signs - . _ / only", todo


def _unlike(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return "", _quoted(_value(said[1])), f"text of the form {_value(said[2])}", "Correct the value."


def _of_type(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return "", _quoted(_value(said[1])), TYPE_WORDS.get(said[2], said[2]), "Correct the value."


def _one_of(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    value, known = _value(said[1]), _value(said[2])
    words = [str(one) for one in known] if isinstance(known, list) else [said[2]]
    return "", _quoted(value), f"one of {', '.join(words)}", _nearest([str(value)], words, "Use one of these words.")


def _type(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return "type", f'"{said[1]}"', f"one of {', '.join(TYPES)}", _nearest([said[1]], TYPES, "Use one of these words.")


def _constraint(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    name, kind = said.groups()
    try:
        known = [*system.select_field_class(kind).supported_constraints, "unique"]
    except FrictionlessException:
        known = ["required", "unique"]
    rules = list(dict.fromkeys(known))
    expected = f"a rule that {_a(kind)} column can have: {', '.join(rules)}"
    return f"constraints.{name}", f'"{name}"', expected, _nearest([name], rules, "Take it out.")


def _primary_key(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return _not_columns("primaryKey", _value(said[1]), _value(said[2]))


def _foreign_key(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    key = _value(said[1])
    return _not_columns("foreignKeys", key.get("fields") if isinstance(key, dict) else key, _value(said[2]))


def _not_columns(place: str, named: Any, known: Any) -> _Told:
    names = [named] if isinstance(named, str) else [str(name) for name in named or ()]
    columns = [str(name) for name in known] if isinstance(known, list) else []
    wrong = list(dict.fromkeys(name for name in names if name not in columns)) or names
    found = ", ".join(f'"{name}"' for name in wrong)
    columns_are = ", ".join(f'"{name}"' for name in columns)
    return place, found, f"the names of columns: {columns_are}", _nearest(wrong, columns, "Correct the name.")


def _counts(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    own, other = (json.dumps(_value(text), ensure_ascii=False) for text in said.groups())
    found = f"{own} that refer to {other}"
    return "foreignKeys", found, "as many columns on both sides", "Name the same number of columns on both sides."


def _twice(said: re.Match[str], part: Mapping[str, Any]) -> _Told:
    listed = part.get(said[1])
    names = [one.get("name") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    repeated = dict.fromkeys(str(name) for name in names if names.count(name) > 1)
    found = ", ".join(f'"{name}" more than once' for name in repeated) or "one name more than once"
    what = "column" if said[1] == "fields" else "resource"
    also = " The first row of the file has to have the same names." if what == "column" else ""
    return said[1], found, f"a name of its own for every {what}", f"Rename one of them.{also}"


def _example(said: re.Match[str], part: Mapping[str, Any]) -> _Told:
    kind = str(part.get("type") or "string")
    return "example", f'"{said[1]}"', f"an example of the column's own type, {kind}", "Correct the example or the type."


def _elsewhere(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return said[1], f'"{said[1]}" here', f'"{said[1]}" under "{said[2].rpartition(".")[0]}"', "Move it there."


def _licence(said: re.Match[str], part: Mapping[str, Any]) -> _Told:
    listed = part.get("licenses")
    shown = _value(said[1])
    at = listed.index(shown) if isinstance(listed, list) and shown in listed else None
    place = "licenses" if at is None else f"licenses[{at}]"
    return place, 'no "name" and no "path"', "its short name, or its address", 'Add it, such as "name": "CC-BY-4.0".'


def _created(_said: re.Match[str], part: Mapping[str, Any]) -> _Told:
    expected = "a day and a time, such as 2026-03-31T14:05:00Z"
    return "created", _quoted(part.get("created")), expected, "Correct it or take it out."


def _email(said: re.Match[str], part: Mapping[str, Any]) -> _Told:
    listed = part.get(said[1])
    mails = [one.get("email") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    wrong = next((i for i, mail in enumerate(mails) if isinstance(mail, str) and "@" not in mail), None)
    place = said[1] if wrong is None else f"{said[1]}[{wrong}].email"
    found = "an address that is none" if wrong is None else _quoted(mails[wrong])
    return place, found, "an e-mail address, such as opendata@example.org", "Correct it or take it out."


def _neither(_said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return "", 'no "path" and no "data"', "the name of the file", 'Add it, such as "path": "trees.csv".'


def _both(_said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    return "", 'both "path" and "data"', "one of them", 'Keep "path" if the rows stand in a file, else "data".'


def _second(said: re.Match[str], _part: Mapping[str, Any]) -> _Told:
    todo = 'Write "$schema": "https://datapackage.org/profiles/2.0/datapackage.json" at the top, or take it out.'
    return "", said[1], "a descriptor of version 2 of the standard, which alone has this", todo


_NOTES: tuple[tuple[str, Any], ...] = (
    (r"(.*) does not match '\^\(\[-a-z0-9\._/\]\)\+\$'", _name),
    (r"(.*) does not match ('.*'|\".*\")", _unlike),
    (r"(.*) is not of type '(\w+)'", _of_type),
    (r"(.*) is not one of (\[.*\])", _one_of),
    (r'field type "(.*)" is not supported', _type),
    (r'constraint "(.*)" is not supported by type "(.*)"', _constraint),
    (r'primary key "(.*)" does not match the fields "(.*)"', _primary_key),
    (r'foreign key "(.*)" does not match the fields "(.*)"', _foreign_key),
    (r'foreign key fields "(.*)" does not match the reference fields "(.*)"', _counts),
    (r"names of the (fields|resources) are not unique", _twice),
    (r'example value "(.*)" for field ".*" is not valid', _example),
    (r'"(\w+)" should be set as "(.*)"', _elsewhere),
    (r'license requires "path" or "name": (.*)', _licence),
    (r'property "created" is not valid "datetime"', _created),
    (r'property "(contributors|sources)\[\]\.email" is not valid "email"', _email),
    (r'one of the properties "path" or "data" is required', _neither),
    (r'properties "path" and "data" is mutually exclusive', _both),
    (r"(.*) requires? datapackage v2", _second),
)
"""What each kind of note looks like in frictionless 5.21, and what tells it in words."""


def _value(text: str) -> Any:
    """What Python writes as this text; the text itself where that is nothing."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _nearest(wrong: Iterable[str], known: Iterable[str], otherwise: str) -> str:
    """`Did you mean "integer"?` where a right word is near; else what else to do."""
    words = {word.casefold(): word for word in reversed(list(known))}
    near: dict[str, None] = {}
    for one in wrong:
        meant = _MEANT.get(one.casefold(), one).casefold()
        close = [meant] if meant in words else get_close_matches(meant, list(words), n=1, cutoff=0.7)
        near |= dict.fromkeys(words[word] for word in close)
    return f"Did you mean {' and '.join(f'{chr(34)}{word}{chr(34)}' for word in near)}?" if near else otherwise
