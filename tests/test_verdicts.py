"""The verdict told at once: of which packages, how it reads, and what it does without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat import standard, study, validation
from civicstat.catalog import parse_catalog
from civicstat.history import History
from civicstat.screen.plain import PROFILE
from civicstat.settings import Settings
from civicstat.sources import Sources, read_descriptor
from civicstat.store import Store
from civicstat.verdicts import verdict_at_once
from fuzz_reference import Reference
from fuzzing import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Verdict

    Portal = Callable[[Mapping[str, Any]], Path]

ROWS = "a,b\n1,x\n2,y\n"
TABLE = {
    "name": "t",
    "type": "table",
    "path": "t.csv",
    "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]},
}
PLAIN = {"$schema": PROFILE, "name": "p", "title": "P", "resources": [TABLE]}


def at_once(folder: Path) -> Verdict | None:
    """The verdict at once on the package in a folder."""
    return verdict_at_once(read_descriptor(folder / "datapackage.json", folder))


def test_a_plain_package(portal: Portal) -> None:
    """A package that is plain and clean is told of at once, as Frictionless tells of it."""
    folder = portal({"datapackage.json": PLAIN, "t.csv": ROWS})

    verdict = at_once(folder)

    assert verdict
    found = json.loads(json.dumps({"errors": verdict.errors, "tasks": verdict.tasks}))
    with Reference() as frictionless:
        frictionless.ask(folder)
        assert differences(frictionless.answer(), found, "at once", str(folder)) == []


@pytest.mark.parametrize(("stated", "valid"), [({}, True), ({"hash": "9" * 32}, False), ({"bytes": 1}, False)])
def test_without_hashes(portal: Portal, stated: Mapping[str, Any], valid: bool) -> None:
    """Where no report tells the hashes, a file is hashed only if its descriptor states one, which has to be true."""
    folder = portal({"datapackage.json": {**PLAIN, "resources": [{**TABLE, **stated}]}, "t.csv": ROWS})

    verdict = verdict_at_once(read_descriptor(folder / "datapackage.json", folder), hashed=False)

    assert verdict
    assert verdict.valid is valid
    assert ("md5" in verdict.tasks[0]["stats"]) is ("hash" in stated)


SAID: dict[str, Any] = {
    "a key that nobody knows": {"mystery": 1},
    "no resources": {"resources": []},
    "resources that are none": {"resources": "t.csv"},
    "a level of access": {"accessLevel": "non-public"},
    "a level of access within": {"civicstat": {"accessLevel": "restricted public"}},
    "another profile": {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"},
    "a name with capitals": {"name": "P"},
    "a moment that is none": {"created": "0000-01-01T00:00:00Z"},
    "an address": {"contributors": [{"title": "X", "email": "x@example.org"}]},
    "a licence without a name": {"licenses": [{"title": "CC BY"}]},
    "two tables of one name": {"resources": [TABLE, TABLE]},
    "a title too long for a line": {"title": "x" * 1001},
    "a description past all measure": {"description": "x" * 50_001},
    "more keywords than are listed": {"keywords": ["x"] * 1001},
    "more charts than are drawn": {"civicstat": {"charts": [{}] * 51}},
    "a descriptor past all measure": {"id": "x" * 100_000},
}
OF_TABLE: dict[str, Any] = {
    "two files": {"path": ["t.csv", "t.csv"]},
    "a path out of the package": {"path": "../t.csv"},
    "a path through the folder above": {"path": "x/../t.csv"},
    "an address for a path": {"path": "https://example.org/t.csv"},
    "a name too long for a file": {"path": f"{'x' * 300}.csv"},
    "a file that is not there": {"path": "other.csv"},
    "a file without a name": {"path": "x/.csv"},
    "a folder": {"path": "folder.csv"},
    "a link to elsewhere": {"path": "link.csv"},
    "a file of another package": {"path": "inner/t.csv"},
    "a link to a file of another package": {"path": "inner.csv"},
    "an encoding that is a list": {"encoding": ["utf-8"]},
    "another encoding": {"encoding": "latin-1"},
    "a schema in a file": {"schema": "schema.json"},
    "fields that are none": {"schema": {"fields": 5}},
    "no fields": {"schema": {"fields": []}},
    "fields that are null": {"schema": {"fields": None}},
    "a dialect with more to it": {"dialect": {"header": False}},
    "a hash of another kind": {"hash": "sha512:abc"},
    "a level of access of its own": {"accessLevel": "non-public"},
    "data": {"data": []},
}


@pytest.mark.parametrize(
    ("said", "rows", "told"),
    [
        ({"rows": 3}, ROWS, [("row-count", None)]),
        ({}, "a,b\n1,x\none,y\n", [("type-error", 3)]),
    ],
    ids=["a count that is wrong", "a row that is wrong"],
)
def test_not_valid(portal: Portal, said: dict[str, Any], rows: str, told: list[tuple[str, int | None]]) -> None:
    """Where a plain package is not valid, Frictionless says at once what is wrong."""
    folder = portal({"datapackage.json": {**PLAIN, "resources": [{**TABLE, **said}]}, "t.csv": rows})

    verdict = at_once(folder)

    assert verdict
    [task] = verdict.tasks
    assert [(error["type"], error.get("rowNumber")) for error in task["errors"]] == told


@pytest.mark.parametrize("case", [*SAID, *OF_TABLE])
def test_left_to_others(portal: Portal, case: str) -> None:
    """Whatever else a package is or says, wrong, unsafe, private or only unusual, is not told of at once."""
    descriptor = {**PLAIN, **SAID[case]} if case in SAID else {**PLAIN, "resources": [{**TABLE, **OF_TABLE[case]}]}
    outside = portal({"t.csv": ROWS})
    folder = portal(
        {
            "datapackage.json": descriptor,
            "t.csv": ROWS,
            "wrong.csv": "a,b\none,x\n",
            "x/.csv": ROWS,
            "folder.csv/x": "",
            "inner/datapackage.json": PLAIN,
            "inner/t.csv": ROWS,
        }
    )
    (folder / "link.csv").symlink_to(outside / "t.csv")
    (folder / "inner.csv").symlink_to(folder / "inner" / "t.csv")

    assert at_once(folder) is None


def test_a_package_within_another(portal: Portal) -> None:
    """A package in another's folder is left to the catalogue, which knows whether the other is public."""
    folder = portal({"datapackage.json": PLAIN, "t.csv": ROWS, "in/datapackage.json": PLAIN, "in/t.csv": ROWS})

    assert at_once(folder) is not None
    assert at_once(folder / "in") is None


LOADED = """
import sys
from civicstat.cli import app
try:
    app(["validate", ".", "--no-checks", "--format", "json"], standalone_mode=False)
finally:
    print([name for name in ("frictionless", "polars", "mkdocs") if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("rows", "more", "loaded"),
    [
        (ROWS, {}, []),
        ("a,b\n1,x\n,é\n+2,2\n", {"encoding": "utf-8"}, []),
        ("a,b\n1,x\n,é\n+2,2\n", {}, ["frictionless"]),
        ("a,b\n1_000,x\n", {}, ["frictionless"]),
    ],
    ids=["ASCII", "a declared encoding", "an encoding to be told", "an unusual number"],
)
def test_what_is_not_loaded(portal: Portal, rows: str, more: dict[str, str], loaded: list[str]) -> None:
    """To tell of a small valid package takes no Polars, and Frictionless only for what it alone knows."""
    folder = portal({"datapackage.json": {**PLAIN, "resources": [{**TABLE, **more}]}, "t.csv": rows})

    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=folder, capture_output=True, text=True, check=True, env=os.environ
    )

    assert json.loads(done.stdout)["valid"] is True
    assert done.stderr.splitlines()[-1] == str(loaded)


def test_errors_up_to_a_limit(portal: Portal) -> None:
    """A check ends at as many errors as are wanted; a package that is told of at once stays as it is."""
    files = {
        "good/datapackage.json": PLAIN,
        "good/t.csv": ROWS,
        "bad/datapackage.json": {**PLAIN, "name": "bad"},
        "bad/t.csv": "a,b\n" + "one,x\n" * 5,
    }
    folder = portal(files)
    found = [folder / "bad" / "datapackage.json", folder / "good" / "datapackage.json"]
    wanted = validation.Wanted(checks=False, most_errors=2)

    bad, good = validation.validate(found, Settings(), date(2026, 1, 1), wanted=wanted).packages

    assert [e["rowNumber"] for e in bad.verdict.tasks[0]["errors"]] == [2, 3]
    assert bad.verdict.tasks[0]["warnings"] == ["reached error limit: 2"]
    assert good.verdict.valid
    assert good.package is None


def test_unchanged_content_is_not_checked_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a store has of a package's content is not checked anew, and says the same; changed rows are."""
    folder = portal({"datapackage.json": PLAIN, "t.csv": ROWS, "store/.keep": ""})
    store = Store(folder / "store")
    checked = []
    really = standard.check_resources

    def check_resources(*some: Any, **more: Any) -> Any:
        checked.append(1)
        return really(*some, **more)

    monkeypatch.setattr(standard, "check_resources", check_resources)

    def verdict() -> Verdict:
        raw = read_descriptor(folder / "datapackage.json", folder)
        [package] = parse_catalog(Sources((raw,), History()), Settings()).packages
        return study.check_content(package, Settings(), store)[0].verdict

    first, again = verdict(), verdict()
    assert (len(checked), again) == (1, first)

    (folder / "t.csv").write_text("a,b\none,x\n")
    assert not verdict().valid
    assert len(checked) == 2
