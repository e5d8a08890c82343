"""A portal and a change proposed to it on a branch, in a real git repository: for tests of a review."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.review import review_portal

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.review.changes import Review

Git = Callable[..., str]
Commit = Callable[..., None]
BEFORE, AFTER = "2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z"
SETTINGS = "place: Springfield\npublisher: {name: Public Works}\n"
TREES = [["tree", "height"], ["Oak at the mill", "tall"], ["Elm by the gate", "low"], ["Ash in the yard", "low"]]
STATES = ["Open", "Closed", "Closed", "Waiting"]


def review(root: Path, ref: str = "main") -> Review:
    """Review a portal on a fixed day."""
    return review_portal(root, ref, lambda _settings: date(2026, 3, 1), workers=2)


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "description": f"What {name} means, in some words.", **more}


def package(name: str, tables: dict[str, list[dict[str, Any]]], **more: Any) -> dict[str, Any]:
    """A package whose tables are CSV files, with `own` under `civicstat` and `keys` for their primary keys."""
    own, keys = more.pop("own", {}), more.pop("keys", {})
    return {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "description": "Each row is one request that residents have sent in, with the day it came and how it ended.",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "schema": {"fields": fields} | ({"primaryKey": keys[table]} if table in keys else {}),
            }
            for table, fields in tables.items()
        ],
        "civicstat": own,
        **more,
    }


def as_csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def written(descriptor: dict[str, Any], **tables: list[list[Any]]) -> dict[str, str]:
    """The files of a package, by their path in the portal."""
    folder = f"catalog/{descriptor['name']}"
    files = {f"{folder}/datapackage.json": json.dumps(descriptor, indent=1)}
    return files | {f"{folder}/{name}.csv": as_csv(rows) for name, rows in tables.items()}


def requests(changed: bool) -> dict[str, str]:
    """The example: requests with a key, two charts and another table that points to them."""
    days = "days_open" if changed else "days"
    fields = [
        field("id", "integer"),
        field("received", "date"),
        field("status", "string"),
        field(days, "integer", constraints={"minimum": 0}),
        field("district", "string" if changed else "integer"),
        field("note", "string"),
    ]
    visits = [field("request", "integer"), field("visited", "date")]
    charts = [
        {"title": "Days until a request is closed", "resource": "requests", "type": "histogram", "x": "days"},
        {"title": "Requests by status", "resource": "requests", "type": "bar", "x": "status", "aggregate": "count"},
    ]
    descriptor = package(
        "service-requests",
        {"requests": fields, "visits": visits},
        own={"charts": charts},
        keys={"requests": "id", "visits": ["request", "visited"]},
    )
    descriptor["resources"][1]["schema"]["foreignKeys"] = [
        {"fields": "request", "reference": {"resource": "requests", "fields": "id"}}
    ]
    rows: list[list[Any]] = [["id", "received", "status", days, "district", "note"]]
    for number in range(1, 301):
        status, more = STATES[number % 4], number % 31
        if changed and 100 < number <= 150:
            status, more = "Closed, checked", more + 2
        note = "Please write to jane.doe@example.com" if changed and number == 42 else f"Street light {number % 7}"
        rows.append([number, f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}", status, more, number % 9, note])
    if changed:
        rows = [rows[0], *rows[2:], [301, "2026-01-31", "Open", 4, 3, "A row with a | and <b>@octocat</b>"]]
    seen: list[list[Any]] = [["request", "visited"], *[[n, f"2026-01-{n % 28 + 1:02}"] for n in range(2, 40)]]
    return written(descriptor, requests=rows, visits=seen)


def measures() -> dict[str, str]:
    """Another package that names a column of the first one, in a row of a list."""
    fields = [field(name, "string") for name in ("measure", "package", "resource", "field", "aggregate")]
    rows = [
        ["measure", "package", "resource", "field", "aggregate"],
        ["Days open", "service-requests", "requests", "days", "mean"],
        ["Visits", "service-requests", "visits", "visited", "count"],
    ]
    return written(package("faster-repairs", {"measures": fields}, own={"kind": "sprint"}), measures=rows)


def simple(name: str, rows: list[list[Any]], **more: Any) -> dict[str, str]:
    """A package of one table, all of whose columns are text."""
    return written(package(name, {"rows": [field(str(n), "string") for n in rows[0]]}, **more), rows=rows)


@pytest.fixture
def proposal(tmp_path: Path, git: Git, commit: Commit) -> Path:
    """A portal on a branch that renames a column, retypes one, changes fifty rows and lets an address slip in."""
    base = {"catalog/portal.yml": SETTINGS, ".gitignore": ".cache/\n"} | requests(changed=False) | measures()
    commit(tmp_path, BEFORE, base)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, requests(changed=True))
    return tmp_path
