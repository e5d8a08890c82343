"""Frictionless's report without what its quoted cells tell of persons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import checking
from civicstat.reports import FORMATS
from civicstat.reports.masking import masked_task
from civicstat.settings import Settings
from civicstat.validation import find_packages, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROWS = (
    "id,owner,home_address,note\n"
    "x,Marge Bouvier,12 Evergreen Street,fine\n"
    "2,Marge Bouvier,12 Evergreen Street,write to marge.bouvier@example.org\n"
    "2,Moe,9 Magnolia Street,fine\n"
    "3,Ned Flanders,7 Sycamore Street,fine,more\n"
)
FIELDS = [
    {"name": "id", "type": "integer", "constraints": {"unique": True}},
    {"name": "owner", "type": "string", "constraints": {"pattern": "[A-Z]+"}},
    {"name": "home_address", "type": "string", "constraints": {"maxLength": 5}},
    {"name": "note", "type": "string"},
]
SECRET = ("Marge", "Bouvier", "Evergreen", "Magnolia", "Sycamore", "Flanders", "Moe", "marge")


def test_every_form_hides_them(portal: Callable[[Mapping[str, Any]], Path]) -> None:
    """No form of the report quotes the name or the address of a person, in a wrong cell or beside it."""
    table = {"name": "rows", "path": "rows.csv", "schema": {"fields": FIELDS}}
    root = portal({"catalog/p/datapackage.json": {"name": "p", "resources": [table]}, "catalog/p/rows.csv": ROWS})
    found = validate(find_packages([root / "catalog"]), Settings(), checking.TODAY)

    for form, write in FORMATS.items():
        text = write(found, "")
        assert [word for word in SECRET if word in text] == [], form


def test_what_tools_compare_stays(portal: Callable[[Mapping[str, Any]], Path]) -> None:
    """Types, rows, fields and their names are Frictionless's own; so are the cells that tell of nobody."""
    table = {"name": "rows", "path": "rows.csv", "schema": {"fields": FIELDS}}
    root = portal({"catalog/p/datapackage.json": {"name": "p", "resources": [table]}, "catalog/p/rows.csv": ROWS})
    found = validate(find_packages([root / "catalog"]), Settings(), checking.TODAY)
    (task,) = found.packages[0].verdict.tasks

    said = json.loads(FORMATS["json"](found, ""))["tasks"][0]["errors"]

    for ours, theirs in zip(said, task["errors"], strict=True):
        assert ours.keys() == theirs.keys()
        same = ("type", "title", "description", "tags", "rowNumber", "fieldNumber", "fieldName", "fieldNumbers")
        assert all(ours.get(key) == theirs.get(key) for key in same)
    assert said[0]["cell"] == "x"
    assert said[0]["cells"] == ["x", "[hidden]", "[hidden]", "fine"]
    assert 'The cell "[hidden]"' in " ".join(e["message"] for e in said)


def test_an_error_without_cells() -> None:
    """What quotes no row, and a table without labels, stay as they are."""
    error = {"type": "source-error", "message": "Marge", "note": "n"}

    assert masked_task({"name": "t", "errors": [error]}) == {"name": "t", "errors": [error]}
