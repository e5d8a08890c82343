"""The standard's verdict on descriptors."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from civicstat.standard import check_resources, descriptor_problems, resource_form, typed_rows
from civicstat.standard.descriptors import version_of

Portal = Callable[[dict[str, Any]], Path]
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
CALLS = {"name": "calls", "path": "calls.csv"}


def places(descriptor: dict[str, Any], folder: Path, skip: frozenset[int] = frozenset()) -> list[tuple[Any, str, str]]:
    """The resource, place and finding of every problem."""
    found = descriptor_problems(descriptor, folder, skip)
    return [(p.resource, p.problem.pointer, p.problem.found) for p in found]


def test_the_pin() -> None:
    """The verdicts are those of the version that they were tested with; another one is looked at first."""
    assert version("frictionless") == "5.21.0"


def test_the_version() -> None:
    """A descriptor's version is the one that it names; the first where it names none, none where that is no address."""
    assert [version_of({"$schema": V2}), version_of({}), version_of({"$schema": 5})] == ["v2", "v1", None]


@pytest.mark.parametrize(
    "descriptor",
    [
        {"resources": []},
        {"resources": [CALLS]},
        {"$schema": V2, "name": "calls", "resources": [CALLS]},
        {
            "profile": "tabular-data-package",
            "resources": [{**CALLS, "profile": "tabular-data-resource", "schema": {"fields": []}}],
        },
        {
            "$schema": V2,
            "resources": [{**CALLS, "type": "table", "schema": {"fields": [{"name": "id"}], "primaryKey": ["id"]}}],
        },
        {"resources": [{"name": "inline", "data": [{"id": 1}]}], "anything": {"of": "its own"}},
    ],
    ids=["empty", "v1", "v2", "v1 tabular", "v2 table", "inline"],
)
def test_accepted(tmp_path: Path, descriptor: dict[str, Any]) -> None:
    """What Frictionless accepts, in either version of the standard, has no problem."""
    Package.from_descriptor(descriptor, basepath=str(tmp_path))

    assert places(descriptor, tmp_path) == []


@pytest.mark.parametrize(
    ("descriptor", "expected"),
    [
        ({}, [(None, "", 'no "resources"')]),
        ({"resources": "calls.csv"}, [(None, "resources", '"calls.csv"')]),
        ({"title": 5, "resources": [CALLS]}, [(None, "title", "5")]),
        ({"resources": ["calls.json"]}, [(0, "resources[0]", "calls.json")]),
        ({"resources": [{"path": "calls.csv"}]}, [(0, "resources[0]", 'no "name"')]),
        ({"resources": [CALLS, {"name": "b", "path": 5}]}, [(1, "resources[1].path", "5")]),
        (
            {"resources": [CALLS, CALLS]},
            [(None, "resources[1].name", '"calls", which resources[0] has too')],
        ),
        (
            {"resources": [{**CALLS, "schema": {"fields": [{"name": "id"}, {"name": "n", "type": "integr"}]}}]},
            [(0, "resources[0].schema.fields[1].type", '"integr"')],
        ),
        (
            {"resources": [{**CALLS, "schema": {"fields": [{"type": "integer"}]}}]},
            [(0, "resources[0].schema.fields[0]", 'no "name"')],
        ),
        (
            {"resources": [{**CALLS, "schema": {"fields": [{"name": "id", "constraints": {"required": "yes"}}]}}]},
            [(0, "resources[0].schema.fields[0].constraints.required", '"yes"')],
        ),
        (
            {"resources": [{**CALLS, "dialect": {"delimiter": 5}}]},
            [(0, "resources[0].dialect.delimiter", "5")],
        ),
        ({"$schema": 1, "resources": []}, [(None, "$schema", "1")]),
    ],
)
def test_refused(tmp_path: Path, descriptor: dict[str, Any], expected: list[Any]) -> None:
    """What Frictionless refuses has its problem told with its place."""
    assert expected == places(descriptor, tmp_path)


def test_all_at_once(tmp_path: Path) -> None:
    """Every part that is wrong is told, not only the first."""
    descriptor = {
        "title": 5,
        "resources": [
            {"name": "a"},
            {"name": "b", "path": 1},
            {**CALLS, "schema": {"fields": [{"name": 1}]}},
        ],
    }

    assert [(resource, pointer) for resource, pointer, _ in places(descriptor, tmp_path)] == [
        (None, "title"),
        (0, "resources[0]"),
        (1, "resources[1].path"),
        (2, "resources[2].schema.fields[0].name"),
    ]


def test_places_are_the_descriptors_own(tmp_path: Path) -> None:
    """With a resource left out, the others keep their places in the descriptor."""
    descriptor = {"resources": [{"name": "a", "path": "/a"}, CALLS, CALLS, {"name": "b", "path": 5}]}

    assert places(descriptor, tmp_path, frozenset({0})) == [
        (None, "resources[2].name", '"calls", which resources[1] has too'),
        (3, "resources[3].path", "5"),
    ]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """A profile at a web address is not fetched, and the problem says so."""
    [(_, _, found)] = places({"profile": "http://example.org/p.json", "resources": [CALLS]}, tmp_path)

    assert "is not fetched; copy the file into the package" in found


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ({"path": "a.csv"}, "table"),
        ({"path": "a.tsv"}, "table"),
        ({"path": "a.xlsx"}, "table"),
        ({"path": "a.parquet"}, "table"),
        ({"path": "a.ndjson"}, "table"),
        ({"path": "a.csv.gz"}, "table"),
        ({"path": ["a.csv", "b.csv"]}, "table"),
        ({"data": [{"id": 1}]}, "table"),
        ({"path": "a.json", "type": "table"}, "table"),
        ({"path": "a.json", "profile": "tabular-data-resource", "schema": {"fields": []}}, "table"),
        ({"path": "a.json"}, "file"),
        ({"path": "a.geojson"}, "geojson"),
        ({"path": "a.topojson"}, "file"),
        ({"path": "a.pdf"}, "file"),
        ({"path": "a.png"}, "file"),
        ({"path": "shapes.zip"}, "file"),
        ({"path": "a.md"}, "file"),
        ({"path": "a"}, "file"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_resource_kind(tmp_path: Path, resource: dict[str, Any], expected: str) -> None:
    """A resource is rows, map features or a file as it is, as Frictionless takes it."""
    assert expected == resource_form({"name": "a", **resource}, tmp_path).kind


def test_rows_go_by(portal: Portal) -> None:
    """Each row is handed on with its resource's place and its fields while the table is checked."""
    root = portal({"a.csv": "id,n\n1,x\n2,y\n", "b.csv": "id\n3\n"})
    descriptor = {"resources": [{"name": "a", "path": "a.csv"}, {"name": "b", "path": "b.csv"}]}
    taken: list[Any] = []

    errors, checked = check_resources(
        descriptor, root, take=lambda index, fields, row: taken.append((index, [f.name for f in fields], row))
    )

    assert taken == [(0, ["id", "n"], (1, "x")), (0, ["id", "n"], (2, "y")), (1, ["id"], (3,))]
    assert errors == ()
    assert [check.task["valid"] for check in checked] == [True, True]


def test_skipped_resources_are_not_opened(portal: Portal) -> None:
    """A resource that is left out is not checked, as though it were not there."""
    root = portal({"b.csv": "id\n3\n"})
    descriptor = {"resources": [{"name": "a", "path": "missing.csv"}, {"name": "b", "path": "b.csv"}]}

    _, checked = check_resources(descriptor, root, frozenset({0}))
    assert [(check.task["name"], check.task["valid"]) for check in checked] == [("b", True)]


def test_typed_rows() -> None:
    """Rows without a schema get the types that Frictionless infers."""
    fields, rows = typed_rows([{"id": 1, "day": "2026-01-31"}, {"id": 2, "day": None}])

    assert [(f.name, f.type) for f in fields] == [("id", "integer"), ("day", "date")]
    assert [row[0] for row in rows] == [1, 2]
    assert typed_rows([]) == ((), [])
