"""civicstat's verdict is Frictionless's own, on packages of every kind."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civicstat.standard import check_resources
from fuzz_cells import TYPES
from fuzz_packages import FORMS, Case, make_case
from fuzzing import WAYS, Comparison, differences, read, write

pytestmark = pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")  # of a pattern that is meant
_CASES = 500
_PARTS = 10


@pytest.fixture(scope="module")
def comparison() -> Iterator[Comparison]:
    with Comparison() as comparing:
        yield comparing


@pytest.mark.parametrize("part", range(_PARTS))
def test_same_verdict(comparison: Comparison, part: int) -> None:
    """The reports on five hundred made-up packages, sound and spoilt, hold the same errors in the same order."""
    seeds = range(part + 1, _CASES + 1, _PARTS)

    outcomes = [comparison.outcome(make_case(seed), WAYS if seed % 4 == 0 else WAYS[:1]) for seed in seeds]

    told = [f"seed {o.case.seed}: {difference}" for o in outcomes for difference in o.differences]
    assert told == []
    verdicts = [o.verdict for o in outcomes]
    assert min(verdicts.count("valid"), verdicts.count("invalid")) > len(outcomes) / 4


def test_same_case_again() -> None:
    """A seed gives the same package every time, so that a difference can be looked at again."""
    assert make_case(7).files == make_case(7).files
    assert make_case(7).files != make_case(8).files


def test_every_feature() -> None:
    """Five hundred packages hold every field type, every form of file and every way to spoil one."""
    seen = {feature for seed in range(1, _CASES + 1) for feature in make_case(seed).features}

    assert {f"type {kind}" for kind in TYPES} <= seen
    assert {f"form {form}" for form in FORMS} <= seen
    assert {f"spoilt {way}" for way in ("cells", "text", "labels", "schema", "numbers", "descriptor")} <= seen
    assert {f"fieldsMatch {mode}" for mode in ("exact", "equal", "subset", "superset", "partial")} <= seen
    assert {"unique", "primaryKey", "composite primaryKey", "foreignKey to another table", "repeated key"} <= seen


ROW = {"type": "type-error", "rowNumber": 2, "note": 'type is "integer/default"', "cells": ["x"]}
TASK = {"name": "a", "valid": False, "labels": ["id"], "stats": {"errors": 1, "seconds": 1.5}, "errors": [ROW]}
REPORT = {"valid": False, "errors": [], "tasks": [TASK]}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (REPORT, []),
        ({**REPORT, "tasks": [{**TASK, "stats": {"errors": 1, "seconds": 9.5}}]}, []),
        ({**REPORT, "tasks": [{**TASK, "errors": []}]}, ["tasks[0].errors[0]"]),
        ({**REPORT, "tasks": [{**TASK, "errors": [{**ROW, "rowNumber": 3}]}]}, ["tasks[0].errors[0].rowNumber"]),
        ({**REPORT, "tasks": [{**TASK, "errors": [{**ROW, "cells": ["x", ""]}]}]}, ["tasks[0].errors[0].cells[1]"]),
        ({**REPORT, "tasks": [{**TASK, "labels": ["ID"], "valid": 0}]}, ["tasks[0].valid", "tasks[0].labels[0]"]),
        ({**REPORT, "errors": [ROW]}, ["errors[0]"]),
        ({**REPORT, "tasks": []}, ["tasks"]),
        ("raised ValueError: no", ["report, raised ValueError: no"]),
    ],
)
def test_differences(found: Any, told: list[str]) -> None:
    """Whatever differs in two reports is told with its place, except for the time it took."""
    assert [d.place for d in differences(REPORT, found, "resources", "/folder")] == told


@pytest.mark.parametrize(("tasks", "told"), [([TASK], []), ([{**TASK, "valid": True, "errors": []}], ["report"])])
def test_crash(tasks: list[Any], told: list[str]) -> None:
    """Where Frictionless crashes, any error will do, and none will not."""
    found = {"errors": [], "tasks": tasks}

    assert [d.place for d in differences({"crash": "TypeError: no"}, found, "resources", "/folder")] == told


def test_written_and_read(tmp_path: Path) -> None:
    """A package that differs is kept as a folder, which gives the same package again."""
    case = make_case(7)

    write(case, tmp_path)

    assert read(tmp_path) == case


def test_shrunk(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a package that differs only the lines and properties stay that the difference needs."""
    schema = {"fields": [{"name": "id", "type": "integer", "title": "Number"}], "missingValues": ["", "-"]}
    descriptor = {"name": "p", "title": "Numbers", "resources": [{"name": "a", "path": "a.csv", "schema": schema}]}
    rows = b"id\n" + b"1\n" * 50 + b"x\n" + b"2\n" * 50
    case = Case({"a.csv": rows, "datapackage.json": json.dumps(descriptor).encode()})
    monkeypatch.setattr("fuzzing._by_resources", lambda folder: ([], _unless_wrong(folder)))

    smaller = comparison.shrunk(case)

    assert smaller.files["a.csv"].splitlines()[1:] == [b"x"]
    field = {"name": "id", "type": "integer"}
    assert smaller.descriptor == {"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [field]}}]}


def _unless_wrong(folder: Path) -> list[Any]:
    """A verdict that passes over every cell that is no number."""
    _, checked = check_resources(json.loads((folder / "datapackage.json").read_text()), folder)
    tasks = [dict(check.task) for check in checked]
    return [{**task, "errors": [e for e in task["errors"] if e["type"] != "type-error"]} for task in tasks]
