"""Frictionless's errors in words that staff understand, each as a finding with its place and what to do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from civicstat.findings import Finding, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.model import Package, Resource

TYPES = {
    "string": "text",
    "integer": "a whole number, such as 1200",
    "number": "a number, such as 12.5",
    "boolean": "one of the words for yes and no",
    "date": "a day, such as 2026-03-31",
    "datetime": "a day and a time, such as 2026-03-31T14:05:00",
    "time": "a time, such as 14:05:00",
    "year": "a year of four digits",
    "yearmonth": "a year and a month, such as 2026-03",
    "duration": "a length of time, such as P1DT2H",
    "geopoint": "a latitude and a longitude",
    "geojson": "a shape in GeoJSON",
    "object": "an object in JSON",
    "array": "a list in JSON",
    "list": "a list of values",
}
"""What a cell of each Table Schema type holds, where its format is the usual one."""

_CONSTRAINTS = {
    "required": "the cell to be filled in",
    "unique": "a value that stands only once in the column",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "the form {}",
    "enum": "one of {}",
}

MESSAGES = {
    "blank-header": "the first row, with the names of the columns, is blank",
    "blank-label": "a column has no name",
    "blank-row": "the row is blank",
    "byte-count": "the size of the file is not the one that the descriptor states",
    "constraint-error": "the value breaks a rule of its column",
    "duplicate-label": "two columns have one name",
    "encoding-error": "the file can't be read with its encoding",
    "extra-cell": "the row has more cells than there are columns",
    "extra-label": "the file has a column that the descriptor does not name",
    "field-count": "the number of columns is not the one that the descriptor states",
    "foreign-key": "the value stands in no row of the table that it refers to",
    "hash-count": "the content of the file is not the one that the descriptor's hash was made from",
    "incorrect-label": "the name of a column is not the one in the descriptor",
    "missing-cell": "the row has fewer cells than there are columns",
    "missing-label": "a column that the descriptor names is missing",
    "primary-key": "the row has no key of its own",
    "row-count": "the number of rows is not the one that the descriptor states",
    "type-error": "the value does not fit the type of its column",
    "unique-error": "the value stands in the column already",
}
"""What each of Frictionless's types of error says; the rest say it in Frictionless's own words."""

TODO = {
    "blank-row": "Delete the blank row.",
    "byte-count": "Take `bytes` out of the descriptor, or write the file's size there.",
    "constraint-error": "Correct the value, or the field's constraints in the descriptor.",
    "encoding-error": 'Save the file as UTF-8, or name its encoding in the descriptor under "encoding".',
    "extra-cell": "Delete the cells after the last column; look for a stray comma.",
    "extra-label": "Describe the column in the descriptor, or delete it from the file.",
    "foreign-key": "Add the missing row to that table, or correct the value.",
    "format-error": "Save the file in another format, such as CSV.",
    "hash-count": "Take `hash` out of the descriptor, or write the new one there.",
    "incorrect-label": "Rename the column in the file or in the descriptor; look at the order of the columns too.",
    "missing-cell": "Fill in the missing cells; look for a missing comma.",
    "missing-label": "Add the column to the file, or take its field out of the descriptor.",
    "primary-key": "Give the row a key of its own: correct the repetition or the blank.",
    "scheme-error": "Put the file at that path, or correct the path in the descriptor.",
    "type-error": "Correct the value, or the field's type in the descriptor.",
}
"""What to do about each of Frictionless's types of error."""


def explain(error: Mapping[str, Any], package: Package, resource: Resource) -> Finding:
    """One error of a resource's task in Frictionless's report, as a finding."""
    kind, note = error["type"], _relative(error.get("note", ""), package)
    message, expected = MESSAGES.get(kind, ""), note
    # Frictionless writes a blank cell as the text "None".
    cell = error.get("cell")
    if "No such file or directory" in note or kind == "scheme-error":
        message, expected = "the file is not there, or can't be opened", "a file at that path"
    elif kind == "type-error":
        expected = _type(note)
    elif kind == "constraint-error":
        expected = _constraint(note)
    elif kind in ("byte-count", "hash-count") and note.endswith('"None"'):
        message = "the descriptor states a size or a hash, which Frictionless can't check for this format"
        expected = "no `bytes` and no `hash` for it"
    elif kind == "incorrect-label":
        expected = f'"{error.get("fieldName", "")}"'
    elif kind == "primary-key":
        message += ", since a cell of it is blank" if "None" in note else f": it is {note}"
        expected = "a key that no other row has"
    elif kind in ("blank-row", "blank-label", "extra-cell", "missing-cell", "duplicate-label", "source-error"):
        expected = ""
    return Finding(
        code="TB001",
        severity="error",
        file=file_of(package, resource),
        package=package.name,
        resource=resource.name,
        row=error.get("rowNumber"),
        field=error.get("label") or error.get("fieldName") or "",
        message=message or _relative(error["message"], package),
        found=shorten(cell) if cell not in (None, "", "None") else "",
        expected=shorten(expected, 200),
        todo=TODO.get(kind, "Correct the file, or the descriptor if the file is right."),
    )


def file_of(package: Package, resource: Resource) -> str:
    """The file that a resource's findings are about; the descriptor where its rows stand there."""
    folder, slash, _ = package.file.rpartition("/")
    return f"{folder}{slash}{resource.paths[0]}" if resource.paths else package.file


def _relative(text: str, package: Package) -> str:
    return text.replace(f"{package.folder}/", "")


def _type(note: str) -> str:
    """`type is "date/%d.%m.%Y"` in words."""
    match = re.fullmatch(r'type is "([^/]*)/(.*)"', note)
    if not match:
        return note
    kind, form = match.groups()
    words = TYPES.get(kind, kind)
    return words if form in ("default", "any", "") else f"{words.partition(',')[0]} in the form {form}"


def _constraint(note: str) -> str:
    """`constraint "minimum" is "0"` in words."""
    match = re.fullmatch(r'constraint "(\w+)" is "(.*)"', note, re.DOTALL)
    if not match or match.group(1) not in _CONSTRAINTS:
        return note
    return _CONSTRAINTS[match.group(1)].format(_listed(match.group(2)))


def _listed(value: str) -> str:
    """A constraint's value; a list, which Frictionless quotes as Python writes it, as words."""
    try:
        listed = ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value
    return ", ".join(f'"{one}"' for one in listed) if isinstance(listed, list) else value
