"""`croissant.json`, as mlcroissant reads it."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import mlcroissant
import pandas as pd
import pytest

import feeds_example as example
from civicstat.feeds.croissant import data_type, dataset
from civicstat.feeds.entries import entry


def test_records_are_read_from_the_csv_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without a warning, mlcroissant loads a dataset and reads its rows, each value in its type."""
    file = tmp_path / "trees.csv"
    file.write_bytes(example.CSV.encode())

    with caplog.at_level(logging.WARNING):
        read = mlcroissant.Dataset(
            jsonld=dataset(entry(example.trees(), example.SITE)), mapping={"trees.csv": str(file)}
        )
    records = [{key.split("/")[-1]: value for key, value in record.items()} for record in read.records("records/trees")]

    assert (read.metadata.ctx.issues.errors, read.metadata.ctx.issues.warnings, caplog.messages) == (set(), set(), [])
    assert records == [
        {
            "id": 1,
            "planted": pd.Timestamp("2020-03-01"),
            "height": 4.5,
            "native": True,
            "kind": b"o",
            "seen": b"1.3.2024",
        },
        {
            "id": 2,
            "planted": pd.Timestamp("2021-11-20"),
            "height": None,
            "native": False,
            "kind": b"e",
            "seen": b"2.3.2024",
        },
    ]


def test_a_dataset_without_tables_has_files_only() -> None:
    """Files that are no tables are offered, and no records are promised."""
    told = dataset(entry(example.bare(), example.SITE))

    assert [f["encodingFormat"] for f in told["distribution"]] == ["application/octet-stream"]
    assert "recordSet" not in told


def test_a_site_in_another_language(tmp_path: Path) -> None:
    """The texts are in the site's language."""
    told = dataset(entry(example.trees(), example.SITE), "pt-BR")

    assert told["@context"]["@language"] == "pt-BR"
    assert mlcroissant.Dataset(jsonld=told).metadata.name == "Street trees & shrubs"


def test_names_that_become_one_address_stay_apart() -> None:
    """Columns whose names differ only in what an id has no place for get ids of their own."""
    trees = example.trees()
    table = trees.scan.tables["trees"]
    twins = tuple(replace(table.fields[0], name=name) for name in ("a b", "a-b", "A B", "日本", "日本語"))
    scan = replace(trees.scan, tables={"trees": replace(table, fields=twins, primary_key=("a-b", "A B"))})

    [records] = dataset(entry(replace(trees, scan=scan), example.SITE))["recordSet"]

    assert [f["@id"] for f in records["field"]][:3] == [
        "records/trees/a-b",
        "records/trees/a-b-2",
        "records/trees/a-b-3",
    ]
    assert len({f["@id"] for f in records["field"]}) == 5
    assert records["key"] == [{"@id": "records/trees/a-b-2"}, {"@id": "records/trees/a-b-3"}]


@pytest.mark.parametrize(
    ("type_", "more", "expected"),
    [
        ("integer", {}, "sc:Integer"),
        ("year", {}, "sc:Integer"),
        ("number", {}, "sc:Float"),
        ("number", {"descriptor": {"decimalChar": ","}}, "sc:Text"),
        ("boolean", {}, "sc:Boolean"),
        ("boolean", {"descriptor": {"trueValues": ["1"], "falseValues": ["0"]}}, "sc:Boolean"),
        ("boolean", {"descriptor": {"trueValues": ["yes"], "falseValues": ["no"]}}, "sc:Text"),
        ("date", {}, "sc:Date"),
        ("date", {"format": "%d/%m/%Y"}, "sc:Text"),
        ("datetime", {"format": "%Y-%m-%d %H:%M:%S"}, "sc:DateTime"),
        ("time", {}, "sc:Time"),
        ("geopoint", {}, "sc:Text"),
        ("integer", {"blanks": ("-",)}, "sc:Text"),
    ],
)
def test_types(type_: str, more: dict[str, Any], expected: str) -> None:
    """A type is Croissant's where its readers can read the text in the file as such."""
    field, _ = example.field("n", "string", ["x", None])

    assert data_type(replace(field, type=type_, **more)) == expected
