"""What is past all measure, told before it is read."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from civicstat import sizes
from civicstat.model import Resource
from civicstat.sizes import descriptor_problems, field_problems, file_problem

Portal = Callable[[Mapping[str, Any]], Path]


def told(data: Mapping[str, Any]) -> list[tuple[int | None, str, str, str]]:
    """What is wrong with a descriptor: whose it is, where, what was found and what is expected."""
    return [(index, p.pointer, p.found, p.expected) for index, p in descriptor_problems(data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"resources": [{"name": "a", "data": [["x" * 60_000]]}]}, []),
        ({"resources": "x"}, []),
        ({"civicstat": {"charts": [{"title": "a", "spec": {"mark": "x" * 60_000}}, 7]}}, []),
        ({"description": "x" * 50_000}, []),
        ({"description": "x" * 50_001}, [(None, "description", "a text of 50,001 characters", "at most 50,000")]),
        ({"title": "x" * 1_001}, [(None, "title", "a text of 1,001 characters", "at most 1,000")]),
        ({"x" * 1_001: 1}, [(None, "name", "a text of 1,001 characters", "at most 1,000")]),
        ({"resources": [{}] * 501}, [(None, "resources", "501 entries", "at most 500")]),
        ({"keywords": ["a"] * 1_001}, [(None, "keywords", "1,001 entries", "at most 1,000")]),
        ({"civicstat": {"charts": [{}] * 51}}, [(None, "civicstat.charts", "51 entries", "at most 50")]),
        (
            {"resources": [{}, {"schema": {"fields": [{}] * 1_001}}]},
            [(1, "resources[1].schema.fields", "1,001 columns", "at most 1,000 columns")],
        ),
        (
            {"resources": [{"schema": {"missingValues": [""] * 400_001}}]},
            [(0, "resources[0]", "more than 400,000 values", "fewer beside the rows")],
        ),
        (
            {"resources": [{"schema": {"fields": [{"name": "a", "title": "x" * 1_001}]}}]},
            [(0, "resources[0].schema.fields[0].title", "a text of 1,001 characters", "at most 1,000")],
        ),
    ],
    ids=[
        "rows",
        "no list",
        "a long chart",
        "a description",
        "a long description",
        "a long title",
        "a long key",
        "resources",
        "keywords",
        "charts",
        "fields",
        "values",
        "a long title of a field",
    ],
)
def test_descriptors(data: dict[str, Any], expected: list[Any]) -> None:
    """Texts, lists and fields past all measure are told with their place and their number; rows are passed over."""
    assert expected == told(data)


def test_fields_in_all(tmp_path: Path) -> None:
    """Fields are counted over the whole package too, those in files of their own among them."""
    (tmp_path / "schema.yaml").write_text("fields: [" + "{name: a}," * 900 + "]", encoding="utf-8")
    data = {"resources": [{"schema": "schema.yaml"}] * 17}

    [(index, problem)] = field_problems(data, tmp_path, ())

    assert (index, problem.pointer, problem.found) == (None, "resources", "15,300 fields")
    assert field_problems(data, tmp_path, range(1)) == []


def test_schema_that_is_not_there(tmp_path: Path) -> None:
    """A schema that is not there is Frictionless's to tell."""
    assert field_problems({"resources": [{"schema": "gone.json"}]}, tmp_path, ()) == []


def resource(file: Path, format_: str = "csv", compression: str = "") -> Resource:
    """A resource of one file."""
    return Resource(0, "rows", "", "", "table", format_, "", "", compression, (file.name,), {}, (file,))


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unpack to anything, a larger one to a hundred times its own size, and none past an end."""
    monkeypatch.setattr(sizes, "FREELY_UNPACKED", 1_000_000)
    small, large = tmp_path / "small.csv.gz", tmp_path / "large.csv.gz"
    small.write_bytes(gzip.compress(b"1,x\n" * 250_000, mtime=0))
    large.write_bytes(gzip.compress(b"1,x\n" * 2_500_000, mtime=0))

    problem = file_problem(resource(large, compression="gz"))

    assert file_problem(resource(small, compression="gz")) is None
    assert problem
    assert problem.found.startswith(f"{large.stat().st_size:,} bytes that unpack to more than ")
    assert problem.expected == "at most 100 times as much, and never more than 2,000,000,000 bytes"


@pytest.mark.parametrize(
    ("format_", "compression"),
    [("csv", "gz"), ("csv", "zip"), ("csv", "xz"), ("csv", "bz2"), ("xlsx", ""), ("parquet", "")],
)
def test_damaged_files(tmp_path: Path, format_: str, compression: str) -> None:
    """What can't be opened at all is Frictionless's to tell."""
    file = tmp_path / "rows"
    file.write_bytes(b"nothing of the kind")

    assert file_problem(resource(file, format_, compression)) is None
    assert file_problem(resource(tmp_path / "gone", format_, compression)) is None
