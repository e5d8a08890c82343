"""The tables of sprints and strategies as data: what is written from them is valid, and reads as it should."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.readers import READERS
from civicstat.shapes import KINDS, SHAPES, Kind, schema_of, shape_of
from progress_packages import SPRINT_OWN, STRATEGY_OWN, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.shapes.shape import Shape

    Portal = Callable[[Mapping[str, Any]], Path]

ALL = [(kind, shape) for kind in KINDS for shape in SHAPES[kind]]
IDS = [f"{kind} {shape.name}" for kind, shape in ALL]


def examples(shape: Shape) -> str:
    """A table with one row of the columns' own examples."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [[c.name for c in shape.columns], [c.example for c in shape.columns]]
    )
    return text.getvalue()


@pytest.mark.parametrize(("kind", "shape"), ALL, ids=IDS)
def test_shape_is_whole(kind: Kind, shape: Shape) -> None:
    """Every table and column has words for staff, and refers only to columns of the same kind."""
    assert shape.title
    assert shape.description.endswith(".")
    assert len({c.name for c in shape.columns}) == len(shape.columns)
    for column in shape.columns:
        assert column.title
        assert column.description.endswith(".")
        assert column.example
        if column.refers:
            table, _, name = column.refers.partition(".")
            assert shape_of(kind, table).column(name).required
        if column.words:
            assert column.example in column.words


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_right(portal: Portal, kind: Kind) -> None:
    """A package of all tables with their own examples is valid; nothing is wrong with it but that they are examples."""
    stat = {"kind": "stat", "stat": {"sponsor": "Deputy Mayor for Operations"}}
    own = {"sprint": SPRINT_OWN, "strategy": STRATEGY_OWN, "stat": stat}.get(kind, {"kind": kind})
    tables = {shape.name: examples(shape) for shape in SHAPES[kind]}
    package, scan = packed(portal, tables, own, schemas=True)

    _, findings = READERS[kind](package, scan)

    assert scan.findings == ()
    assert [f for f in findings if f.code != "PR023"] == []


def test_schema() -> None:
    """A schema has types, titles, words with labels, a key, and foreign keys to the tables that are there."""
    schema = schema_of("strategy", "measures", {"goals"})

    by_name = {field["name"]: field for field in schema["fields"]}
    assert list(by_name)[:4] == ["id", "goal", "initiative", "title"]
    assert by_name["desired"] == {
        "name": "desired",
        "type": "string",
        "title": "Desired outcome",
        "description": "Which way the number should go.",
        "example": "decrease",
        "categories": [
            {"value": "increase", "label": "More is better"},
            {"value": "decrease", "label": "Less is better"},
            {"value": "maintain", "label": "Stay within the band"},
        ],
        "constraints": {"required": True},
    }
    assert schema["primaryKey"] == ["id"]
    assert schema["foreignKeys"] == [{"fields": ["goal"], "reference": {"resource": "goals", "fields": ["id"]}}]


def test_unknown_table() -> None:
    """A table that a kind does not have is a KeyError."""
    with pytest.raises(KeyError):
        schema_of("sprint", "pillars")
    with pytest.raises(KeyError):
        shape_of("sprint", "goals").column("pillar")
