"""CSV and TSV files as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.errors import WrongUse
from civicstat.new.delimited import read_delimited

if TYPE_CHECKING:
    from pathlib import Path

FILES: list[tuple[str, bytes, dict[str, Any], dict[str, list[str | None]]]] = [
    ("t.csv", b"a,b\n1,x\n2,\n", {}, {"a": ["1", "2"], "b": ["x", None]}),
    ("t.csv", b"a;b\n1;x\n2;y\n", {"dialect": {"delimiter": ";"}}, {"a": ["1", "2"], "b": ["x", "y"]}),
    ("t.tsv", b"a\tb\n1\tx\n", {"format": "tsv"}, {"a": ["1"], "b": ["x"]}),
    ("t.csv", "a,b\n1,é\n".encode("utf-8-sig"), {"encoding": "utf-8"}, {"a": ["1"], "b": ["é"]}),
    ("t.csv", "a,b\n1,José\n".encode("cp1252"), {"encoding": "windows-1252"}, {"a": ["1"], "b": ["José"]}),
    ("t.csv", "a,b\n1,é\n".encode("utf-16"), {"encoding": "utf-16"}, {"a": ["1"], "b": ["é"]}),
    ("t.csv", b'a,b\n1,"x, ""y""\nz"\n', {}, {"a": ["1"], "b": ['x, "y"\nz']}),
    ("t.csv", b"a, b\n1, x\n2, y\n", {"dialect": {"skipInitialSpace": True}}, {"a": ["1", "2"], "b": ["x", "y"]}),
    ("t.csv", b"note\nwell; no\nyes\n", {"dialect": {"delimiter": ","}}, {"note": ["well; no", "yes"]}),
    (
        "t.csv",
        b"Trees 2024,,\n\nid,name,tons\n1,x,2\n",
        {"dialect": {"headerRows": [3]}},
        {"id": ["1"], "name": ["x"], "tons": ["2"]},
    ),
    ("t.csv", b"a,b\r\n1,x\r\n", {}, {"a": ["1"], "b": ["x"]}),
]


@pytest.mark.parametrize(("name", "content", "properties", "columns"), FILES, ids=str)
def test_read(
    tmp_path: Path, name: str, content: bytes, properties: dict[str, Any], columns: dict[str, list[str | None]]
) -> None:
    """Encoding, delimiter and the row of the names are found, and said where the standard's default differs."""
    file = tmp_path / name
    file.write_bytes(content)

    table = read_delimited(file)

    usual = {"format": "csv", "encoding": "utf-8"}
    assert columns == table.columns.to_dict(as_series=False)
    assert {**usual, **properties} == {k: v for k, v in table.properties.items() if k != "mediatype"}


REFUSED = [
    (b"", "the file is empty"),
    (b"a,b\n", "no row of data"),
    (b"a,,c,a\n1,2,3,4\n", 'row 1: column 2 has no name; columns 1 and 4 are all called "a"'),
    (b"\x00\x01\x02", "this is no text"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """What is no table is refused in words that name the file and the place."""
    file = tmp_path / "t.csv"
    file.write_bytes(content)

    with pytest.raises(WrongUse, match=r"t\.csv") as refusal:
        read_delimited(file)

    assert message in str(refusal.value)


def test_tidy(tmp_path: Path) -> None:
    """Tidying leaves out blank rows and columns, fills up short rows, and names what has no name of its own."""
    file = tmp_path / "t.csv"
    file.write_bytes(b"a,,a,\n1,x,2,\n\n,,,\n3,y\n")

    table = read_delimited(file, tidy=True)

    assert table.columns.to_dict(as_series=False) == {"a": ["1", "3"], "column_2": ["x", "y"], "a_2": ["2", None]}
    assert table.origin is None
    assert table.notes == (
        "2 blank rows are left out.",
        "1 blank column is left out.",
        'Column 2 had no name; it is "column_2".',
        'Column 3 had the same name as another; it is "a_2".',
    )


def test_tidy_loses_nothing(tmp_path: Path) -> None:
    """A row with more cells than there are columns is refused, tidy or not."""
    file = tmp_path / "t.csv"
    file.write_bytes(b"a,b\n1,2\n1,2,3\n")

    with pytest.raises(WrongUse, match="rows 3 have more cells"):
        read_delimited(file, tidy=True)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """Where the encoding is a guess, a word that shows it is quoted."""
    file = tmp_path / "t.csv"
    file.write_bytes("a,b\n1,José\n".encode("cp1252"))

    assert 'such as in "1,José"' in read_delimited(file).notes[0]
