"""Why a file as a whole can't be read as described."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.misread import Undecoded, files_beside, find_undecoded, other_delimiter
from civicstat.model import Package, Resource

if TYPE_CHECKING:
    from pathlib import Path


def resource(*files: Path, **more: Any) -> Resource:
    """A table in these files."""
    told = {"encoding": "utf-8", "compression": "", "paths": tuple(f.name for f in files), **more}
    return Resource(0, "rows", "", "", "table", "csv", "", descriptor={}, files=files, **told)


@pytest.mark.parametrize(
    ("content", "encoding", "expected"),
    [
        ("id\nPeña\n".encode("cp1252"), "utf-8", Undecoded("UTF-8", 0xF1, 2, "Windows-1252", "ñ")),
        (b"\xc3\xa9\n\xe9\n", "utf-8", Undecoded("UTF-8", 0xE9, 2, "Windows-1252", "é", mixed=True)),
        ("id\n".encode("utf-16"), "utf-8", Undecoded("UTF-8", 0xFF, 1, "UTF-16")),
        ("id\né\n".encode(), "ascii", Undecoded("ASCII", 0xC3, 2, "UTF-8")),
        (b"id\n\x81\n", "utf-8", Undecoded("UTF-8", 0x81, 2)),
        ("id\né\n".encode(), "utf-8", None),
        (b"id\n", "no-such", None),
    ],
    ids=["Windows-1252", "mixed", "UTF-16", "ASCII", "neither", "right", "no encoding"],
)  # fmt: skip
def test_undecoded(tmp_path: Path, content: bytes, encoding: str, expected: Undecoded | None) -> None:
    """The first byte that is no text is found with its line, and with what the file looks like."""
    file = tmp_path / "rows.csv"
    file.write_bytes(content)

    assert find_undecoded(resource(file), encoding) == expected


def test_undecoded_late_and_packed(tmp_path: Path) -> None:
    """A byte far into a packed file, past any one reading, is found in its line."""
    file = tmp_path / "rows.csv.gz"
    file.write_bytes(gzip.compress(b"id,note\n" + b"1,as before\n" * 300_000 + b"2,caf\xe9\n"))

    assert find_undecoded(resource(file, compression="gz"), "utf-8") == Undecoded(
        "UTF-8", 0xE9, 300_002, "Windows-1252", "é"
    )


def test_other_delimiter() -> None:
    """Another delimiter is told where it parts the header into most of the names, and nowhere else."""
    names = ["id", "day", "note"]

    assert other_delimiter(["id;day;note"], names, ",") == ";"
    assert other_delimiter(["id", "day", "no;te"], names, ",") == ""
    assert other_delimiter(["a;b;c"], names, ",") == ""


def test_files_beside(tmp_path: Path) -> None:
    """Files of data that nothing names, the likeliest first; no descriptor, no hidden file, none further in."""
    for name in ("a.csv", "trees-2025.csv.gz", "zebra.xlsx", "datapackage.json", ".trees.csv", "notes.txt", "in/t.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    package = Package("x", "x/datapackage.json", tmp_path, "", "", {}, (resource(tmp_path / "a.csv"),))

    assert files_beside("trees.csv", package) == ("trees-2025.csv.gz", "zebra.xlsx")
    assert files_beside("gone/trees.csv", package) == ()
