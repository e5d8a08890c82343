"""JSON and GeoJSON files as tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.errors import WrongUse
from civicstat.new.objects import read_objects

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"id": 1, "tons": 2.50, "open": True}, {"id": 2, "note": None, "at": {"x": [1]}}]
COLUMNS = {
    "id": ["1", "2"],
    "tons": ["2.5", None],
    "open": ["true", None],
    "note": [None, None],
    "at": [None, '{"x": [1]}'],
}


@pytest.mark.parametrize("content", [ROWS, {"meta": 1, "rows": ROWS}, {"result": {"records": ROWS}}], ids=str)
def test_list_of_objects(tmp_path: Path, content: Any) -> None:
    """A list of objects is found at any of a few depths; a name that one object lacks is blank there."""
    file = tmp_path / "t.json"
    file.write_text(json.dumps(content), encoding="utf-8")

    [table] = read_objects(file, [])

    assert table.columns.to_dict(as_series=False) == COLUMNS
    assert table.types == {"at": "object"}
    assert table.origin is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.ndjson", '{"n": 12345678901234567890.10, "id": "007"}\n\n{"n": 1, "id": "008"}\n'),
        ("t.json", '[["n", "id"], [12345678901234567890.10, "007"], [1, "008"]]'),
    ],
)
def test_digits_are_kept(tmp_path: Path, name: str, text: str) -> None:
    """Numbers keep all their digits and texts their zeros, in lines of JSON and in lists of lists too."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")

    [table] = read_objects(file, [])

    assert table.columns.to_dict(as_series=False) == {"n": ["12345678901234567890.10", "1"], "id": ["007", "008"]}


def test_several_lists(tmp_path: Path) -> None:
    """Where a file holds several lists they are named, and those that are asked for become tables."""
    file = tmp_path / "t.json"
    file.write_text('{"a": [{"x": 1}], "b": [{"y": 2}]}', encoding="utf-8")

    with pytest.raises(WrongUse, match=r'several lists: "a" \(1\), "b" \(1\)\. Name one with --sheet'):
        read_objects(file, [])

    assert [table.columns.columns for table in read_objects(file, ["b"])] == [["y"]]


def test_geojson(tmp_path: Path) -> None:
    """A GeoJSON file is copied as it is, and its features' properties are described by JSON's own types."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-76.6, 39.3]},
            "properties": {"id": "01", "n": 1},
        },
        {"type": "Feature", "geometry": None, "properties": {"id": "02", "n": 2.5, "tags": ["a"]}},
    ]
    file = tmp_path / "trees.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")

    [table] = read_objects(file, [])

    assert file == table.origin
    assert table.types == {"id": "", "n": "number", "tags": "array"}
    assert table.notes == ("1 features have no place on the map.",)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"a": 1}',
        "[]",
        "[1, 2]",
        '{"type": "FeatureCollection", "features": []}',
        '[{"": 1}]',
        '[{"a": null}]',
        '[{"a": "\\ud800"}]',
        "\ufeff",
    ],
)
def test_refused(tmp_path: Path, text: str) -> None:
    """What holds no table is refused by its name."""
    file = tmp_path / "t.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(WrongUse, match=r"^t\.json: "):
        read_objects(file, [])
