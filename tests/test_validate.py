"""`civicstat validate`: the report in its four forms, the packages that it takes, and its exit codes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest
from typer.testing import CliRunner, Result

import checking
from civicstat.cli import app

Portal = Callable[[Mapping[str, Any]], Path]

NUMBERS = {
    "fields": [
        {"name": "n", "type": "integer", "description": "A number."},
        {"name": "note", "type": "string", "description": "A word about it."},
    ]
}


def package(name: str, *, schema: Any = None, **more: Any) -> dict[str, Any]:
    """A descriptor with one table, rows.csv, that says all that staff are asked for."""
    table = {"name": "rows", "path": "rows.csv", "schema": schema or NUMBERS}
    return {**checking.DESCRIPTOR, "name": name, "resources": [table], "civicstat": checking.OWN, **more}


def one(path: str) -> dict[str, Any]:
    """A descriptor of one file."""
    return {"name": "x", "resources": [{"name": "rows", "path": path}]}


PORTAL = {
    "catalog/good/datapackage.json": package("good"),
    "catalog/good/rows.csv": "n,note\n1,a\n",
    "catalog/deep/down/bad/datapackage.json": package("bad"),
    "catalog/deep/down/bad/rows.csv": 'n,note\n1,"two\nlines"\nx,b\n\n3,c,d\n',
}


@pytest.fixture
def validate(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Write files, go there, and run `civicstat validate`."""

    def run(files: Mapping[str, Any], *words: str) -> Result:
        monkeypatch.chdir(portal(files))
        return CliRunner().invoke(app, ["validate", *words])

    return run


def test_valid(validate: Callable[..., Result]) -> None:
    """Exit code 0, and a line for each package."""
    done = validate({path: x for path, x in PORTAL.items() if "good" in path})

    assert done.exit_code == 0
    assert done.stdout == "catalog/good/datapackage.json: valid\n1 package checked: valid.\n"


def test_not_valid(validate: Callable[..., Result]) -> None:
    """Exit code 1, and each problem with its file, row, column, value and what to do."""
    done = validate(PORTAL)

    assert done.exit_code == 1
    assert done.stdout.splitlines()[:10] == [
        "catalog/deep/down/bad/datapackage.json: NOT VALID (3 errors)",
        "",
        "  catalog/deep/down/bad/rows.csv: 3 errors",
        "",
        '    ERROR TB001 in the column "n": The value does not fit the type of its',
        "      column.",
        "      Row 3, line 4:",
        "        x,b",
        "        ^",
        "      Expected: a whole number, such as 1200.",
    ]
    assert "catalog/good/datapackage.json: valid\n2 packages checked: 1 not valid. In all 3 errors.\n" in done.stdout


@pytest.mark.parametrize(
    ("paths", "packages"),
    [
        ([], ["bad", "good"]),
        (["catalog"], ["bad", "good"]),
        (["catalog/deep"], ["bad"]),
        (["catalog/deep/down/bad"], ["bad"]),
        (["catalog/good/datapackage.json"], ["good"]),
        (["catalog/good", "catalog/deep"], ["good", "bad"]),
        (["catalog/good", "./catalog/good/datapackage.json"], ["good"]),
    ],
)
def test_paths(validate: Callable[..., Result], paths: list[str], packages: list[str]) -> None:
    """A path is a descriptor, a folder that holds one, or a folder of packages; each package is checked once."""
    done = validate(PORTAL, *paths, "--format", "json")

    assert [task["package"] for task in json.loads(done.stdout)["tasks"]] == packages


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gone"], "gone: no such file or folder"),
        (["empty"], "empty: holds no data package"),
        (["--format", "xml"], "xml"),
    ],
)
def test_wrong_use(validate: Callable[..., Result], words: list[str], said: str) -> None:
    """Exit code 2 for a path that is not there or holds nothing, and for a form that there is not."""
    done = validate({**PORTAL, "empty/readme.txt": ""}, *words)

    assert done.exit_code == 2
    assert said in done.stderr


def test_no_catalogue(validate: Callable[..., Result]) -> None:
    """Without a path, a folder that is no portal is wrong use; an empty catalogue is valid."""
    assert validate({"x": ""}).exit_code == 2
    assert validate({"catalog/portal.yml": ""}).exit_code == 0


def test_strict(validate: Callable[..., Result]) -> None:
    """What only civicstat finds wrong is told, and counts with --strict alone."""
    files = {
        "catalog/good/datapackage.json": package("good", civicstat={"kind": 7}),
        "catalog/good/rows.csv": "n,note\n1,a\n",
    }

    told, strict = validate(files), validate(files, "--strict")

    assert [told.exit_code, strict.exit_code] == [0, 1]
    assert told.stdout == strict.stdout
    assert "catalog/good/datapackage.json: valid, but WITHHELD (1 error)" in told.stdout
    assert json.loads(validate(files, "--format", "json").stdout)["valid"] is True


TABLE = {"rows.csv": "n,note\n1,a\n"}
SAME: dict[str, dict[str, Any]] = {
    "valid": {**TABLE, "datapackage.json": package("x")},
    "rows": {"rows.csv": PORTAL["catalog/deep/down/bad/rows.csv"], "datapackage.json": package("x")},
    "header": {"rows.csv": "n,n,other\n1,2,3\n", "datapackage.json": package("x")},
    "constraints": {
        "rows.csv": "n,note\n1,a\n1,b\n,c\n",
        "datapackage.json": package(
            "x",
            schema={
                "fields": [
                    {"name": "n", "type": "integer", "constraints": {"required": True, "minimum": 2}},
                    {"name": "note", "type": "string", "constraints": {"enum": ["a"]}},
                ],
                "primaryKey": ["n"],
            },
        ),
    },
    "foreign keys": {
        **TABLE,
        "more.csv": "n\n7\n",
        "datapackage.json": {
            "name": "x",
            "resources": [
                {"name": "rows", "path": "rows.csv"},
                {
                    "name": "more",
                    "path": "more.csv",
                    "schema": {
                        "fields": [{"name": "n", "type": "integer"}],
                        "foreignKeys": [{"fields": "n", "reference": {"resource": "rows", "fields": "n"}}],
                    },
                },
            ],
        },
    },
    "an empty table": {"rows.csv": "", "datapackage.json": package("x")},
    "a missing file": {"datapackage.json": package("x")},
    "latin-1": {"rows.csv": "n,note\n1,é\n".encode("latin-1"), "datapackage.json": package("x")},
    "a wrong hash": {
        **TABLE,
        "datapackage.json": {"name": "x", "resources": [{"name": "rows", "path": "rows.csv", "hash": "md5:1"}]},
    },
    "no resources": {"datapackage.json": {"name": "x"}},
    "a wrong name": {**TABLE, "datapackage.json": package("A B")},
    "a wrong type": {**TABLE, "datapackage.json": package("x", schema={"fields": [{"name": "n", "type": "int"}]})},
    "metadata of the wrong kind": {**TABLE, "datapackage.json": package("x", title=7, keywords="a")},
    "a path out of it": {"datapackage.json": {"name": "x", "resources": [{"name": "r", "path": "../r.csv"}]}},
}
"""Packages of which civicstat says exactly what Frictionless says."""


def without_times(value: Any) -> Any:
    """A report without how long it took, which no two runs agree on."""
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if key != "seconds"}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", SAME)
def test_same_report_as_frictionless(validate: Callable[..., Result], case: str) -> None:
    """The report is Frictionless's own, word for word; what is added is the package's name and our findings."""
    done = validate(SAME[case], ".", "--format", "json")
    ours = json.loads(done.stdout)
    theirs = json.loads(frictionless.validate("datapackage.json", type="package").to_json())

    added = ours.pop("civicstat")
    names = [part.pop("package") for part in (*ours["tasks"], *ours["errors"])]

    assert set(added) == {"version", "findings"}
    assert set(names) <= {"x", "A B"}
    assert done.exit_code == (0 if theirs["valid"] else 1)
    assert without_times(ours) == without_times(theirs)


@pytest.mark.parametrize("text", ['{"name": "x", "resources": [', "[]", "", "7"])
def test_descriptor_that_cannot_be_read(validate: Callable[..., Result], text: str) -> None:
    """A descriptor that can't be read is an error of the package, with the keys that Frictionless gives it."""
    done = validate({"datapackage.json": text}, ".", "--format", "json")
    ours = json.loads(done.stdout)
    theirs = json.loads(frictionless.validate("datapackage.json", type="package").to_json())

    assert done.exit_code == 1
    assert set(theirs) == set(ours) - {"civicstat"}
    assert set(theirs["stats"]) == set(ours["stats"])
    assert [set(e) | {"package"} for e in theirs["errors"]] == [set(e) for e in ours["errors"]]
    assert [e["type"] for e in theirs["errors"]] == [e["type"] for e in ours["errors"]]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_nothing_private_is_told(validate: Callable[..., Result], form: str) -> None:
    """Of a package that is not public no row, title or file name is in any form of the report."""
    canary = "Kanarienvogel"
    files = {
        "catalog/inner/datapackage.json": {
            "name": "inner",
            "title": canary,
            "resources": [{"name": "rows", "path": f"{canary}.csv", "schema": NUMBERS}],
            "civicstat": {"accessLevel": "non-public"},
        },
        f"catalog/inner/{canary}.csv": f"n,note\n{canary},b\n",
    }

    done = validate(files, "--format", form, "--strict")

    assert done.exit_code == 1
    assert canary not in done.stdout + done.stderr
    assert "catalog/inner/datapackage.json" in done.stdout


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "a bomb": (
        {"rows.csv.gz": gzip.compress(b"1,x\n" * 20_000_000, 9, mtime=0), "datapackage.json": one("rows.csv.gz")},
        "source-error",
        "expected at most 100 times as much",
    ),
    "too many columns": (
        {"rows.csv": ",".join(f"c{n}" for n in range(3_000)), "datapackage.json": one("rows.csv")},
        "source-error",
        "3,000 columns, expected at most 1,000 columns",
    ),
    "another package's descriptor": (
        {"inner.json": {"resources": [{"name": "x", "path": "x.csv"}]}, "datapackage.json": one("inner.json")},
        "source-error",
        "a description of other data, expected data",
    ),
    "a long title": (
        {**TABLE, "datapackage.json": package("x", title="x" * 2_000)},
        "package-error",
        "title has a text of 2,000 characters, expected at most 1,000",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_for_safety(validate: Callable[..., Result], case: str) -> None:
    """What a build refuses for safety is an error of the report, with Frictionless's keys, and not told twice."""
    files, kind, note = REFUSED[case]

    done = validate(files, ".", "--format", "json")

    report = json.loads(done.stdout)
    errors = [*report["errors"], *(error for task in report["tasks"] for error in task["errors"])]
    assert done.exit_code == 1
    assert report["valid"] is False
    assert [error["type"] for error in errors] == [kind]
    assert note in errors[0]["note"]
    assert [f for f in report["civicstat"]["findings"] if f["severity"] == "error"] == []
