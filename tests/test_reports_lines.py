"""Where a finding stands: the physical line and the columns of a table's cell, and of a descriptor's part."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.findings import Finding, Verdict
from civicstat.model import Package, Resource
from civicstat.reports.forms import TableForm, form_of
from civicstat.reports.lines import Place, find_places
from civicstat.reports.pointers import find_pointers
from civicstat.reports.records import cell_spans, read_records
from civicstat.validation import Checked

if TYPE_CHECKING:
    from pathlib import Path


def table(folder: Path, files: dict[str, bytes], **descriptor: Any) -> tuple[Package, Resource]:
    """A package of one table in several files."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    names = tuple(files)
    kind = names[0].removesuffix(".gz").rpartition(".")[2]
    packed = "gz" if names[0].endswith(".gz") else ""
    paths = tuple(folder / name for name in names)
    encoding = descriptor.get("encoding", "")
    resource = Resource(0, "rows", "", "", "table", kind, "", encoding, packed, names, descriptor, paths)
    return Package("x", "datapackage.json", folder, "", "", {"resources": [descriptor]}, (resource,)), resource


def places(package: Package, *findings: Finding) -> list[Place | None]:
    """The places of findings."""
    found = find_places(Checked("x", package.file, Verdict(), findings, (), package))
    return [found.get(finding) for finding in findings]


def cell(row: int | None, field: str = "", found: str = "") -> Finding:
    """A finding in the table."""
    return Finding(
        code="TB001", severity="error", file="rows.csv", message="", resource="rows", row=row, field=field, found=found
    )


WRITTEN: dict[str, tuple[dict[str, bytes], dict[str, Any], int, str, tuple[str, int, int, str]]] = {
    "plain": ({"rows.csv": b"a,b\n1,2\n3,x\n"}, {}, 3, "b", ("rows.csv", 3, 3, "x")),
    "a quoted line break": ({"rows.csv": b'a,b\n"1\n\n2",2\n3,x\n'}, {}, 3, "b", ("rows.csv", 5, 3, "x")),
    "within a record of several lines": ({"rows.csv": b'a,b\n"1\n2",x\n'}, {}, 2, "b", ("rows.csv", 3, 4, "x")),
    "semicolons, detected": ({"rows.csv": b"a;b\n1;2\n3;x\n"}, {}, 3, "b", ("rows.csv", 3, 3, "x")),
    "a declared delimiter": (
        {"rows.csv": b"a*b\n1*2\n3*x\n"},
        {"dialect": {"delimiter": "*"}},
        3,
        "b",
        ("rows.csv", 3, 3, "x"),
    ),
    "a declared quote": (
        {"rows.csv": b"a,b\n'1\n,2',2\n3,x\n"},
        {"dialect": {"csv": {"quoteChar": "'"}}},
        3,
        "b",
        ("rows.csv", 4, 3, "x"),
    ),
    "no quotes": (
        {"rows.csv": b'a,b\n"1,2\n3,x\n'},
        {"dialect": {"quoteChar": "", "delimiter": ","}},
        3,
        "b",
        ("rows.csv", 3, 3, "x"),
    ),
    "tabs": ({"rows.tsv": b"a\tb\n1\t2\n3\tx\n"}, {}, 3, "b", ("rows.tsv", 3, 3, "x")),
    "utf-16": ({"rows.csv": 'a,b\n"1\n",2\né,x\n'.encode("utf-16")}, {}, 3, "b", ("rows.csv", 4, 3, "x")),
    "latin-1": (
        {"rows.csv": "a,b\né,2\n3,ñ\n".encode("latin-1")},
        {"encoding": "iso-8859-1"},
        3,
        "b",
        ("rows.csv", 3, 3, "ñ"),
    ),
    "a mark of the encoding": ({"rows.csv": b"\xef\xbb\xbfa,b\nx,2\n"}, {}, 2, "a", ("rows.csv", 2, 1, "x")),
    "lines of windows": ({"rows.csv": b"a,b\r\n1,2\r\n3,x\r\n"}, {}, 3, "b", ("rows.csv", 3, 3, "x")),
    "lone carriage returns": ({"rows.csv": b"a,b\r1,2\r3,x\r"}, {}, 3, "b", ("rows.csv", 1, 3, "x")),
    "a blank line": ({"rows.csv": b"a,b\n\n3,x\n"}, {}, 3, "b", ("rows.csv", 3, 3, "x")),
    "two header rows": (
        {"rows.csv": b"FY,FY\nQ1,Q2\n1,x\n"},
        {"dialect": {"headerRows": [1, 2], "delimiter": ","}},
        3,
        "FY Q2",
        ("rows.csv", 3, 3, "x"),
    ),
    "no header": (
        {"rows.csv": b"1,2\n3,x\n"},
        {"dialect": {"header": False}, "schema": {"fields": [{"name": "a"}, {"name": "b"}]}},
        2,
        "b",
        ("rows.csv", 2, 3, "x"),
    ),
    "the second part": (
        {"one.csv": b"a,b\n1,2\n", "two.csv": b'a,b\n"4\n",5\n3,x\n'},
        {},
        4,
        "b",
        ("two.csv", 4, 3, "x"),
    ),
    "a part whose last line does not end": (
        {"one.csv": b"a,b\n1,2", "two.csv": b"a,b\n3,4\n5,x\n"},
        {},
        3,
        "b",
        ("two.csv", 3, 3, "x"),
    ),
    "packed": ({"rows.csv.gz": gzip.compress(b"a,b\n1,2\n3,x\n")}, {}, 3, "b", ("rows.csv.gz", 3, 3, "x")),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_cell(tmp_path: Path, case: str) -> None:
    """A cell is found on its line and column, however the file is written."""
    files, descriptor, row, field, (file, line, column, text) = WRITTEN[case]
    package, _ = table(tmp_path, files, **descriptor)

    [place] = places(package, cell(row, field))

    assert place
    assert (place.file, place.line, place.column) == (file, line, column)
    assert place.marked
    assert place.text[slice(*place.marked)] == text


def test_places_without_a_cell(tmp_path: Path) -> None:
    """A row as a whole, a column by its name in the header, a cell too many, a cell that is missing."""
    package, _ = table(tmp_path, {"rows.csv": b"a,b\n1,2\n1,2,x\n1\n"})

    row, column, extra, missing, gone = places(
        package, cell(2), cell(None, "b"), cell(3, found="x"), cell(4, "b"), cell(99)
    )

    assert gone is None
    assert row
    assert column
    assert extra
    assert missing
    assert [row.line, row.marked] == [2, None]
    assert [column.line, column.column, column.end_column] == [1, 3, 4]
    assert [extra.line, extra.column] == [3, 5]
    assert [missing.line, missing.column, missing.end_column] == [4, 2, 2]


WORDS = st.text(st.sampled_from('ab,;"\n\r \té'), max_size=6)


@given(rows=st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_records_are_those_of_csv(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    """Whatever the `csv` module writes, its records and cells are found again, at the lines that git counts."""
    folder = tmp_path_factory.mktemp("rows")
    with (folder / "rows.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    text = (folder / "rows.csv").read_bytes().decode()
    _, resource = table(folder, {"rows.csv": text.encode()})
    form = TableForm()

    found = read_records(resource, form, range(1, len(rows) + 1))

    read = [next(csv.reader([record.text])) for record in found.values()]
    at = 0
    assert "".join(record.text for record in found.values()) == text
    for record, cells in zip(found.values(), read, strict=True):
        assert record.line == 1 + text.count("\n", 0, at)
        at += len(record.text)
        spans = cell_spans(record.text, form) if cells else []
        assert [next(csv.reader([record.text[slice(*span)]]), []) or [""] for span in spans] == [[c] for c in cells]


SAMPLES = [
    b"a,b\n1,2\n",
    b"a;b\n1,5;2\n",
    b'a|b\n"x|y"|2\n',
    b"a\tb\n1\t2\n",
    b"a, b\n1, 2\n",
    b"one\n1\n",
    "é;ü\n1;2\n".encode("latin-1"),
    "a,b\n1,é\n".encode("utf-16"),
    b"a,b\n'x',2\n'y',3\n",
]


@pytest.mark.parametrize("content", SAMPLES)
@pytest.mark.parametrize("dialect", [{}, {"delimiter": ";"}, {"csv": {"delimiter": ","}}])
def test_form_is_frictionless_own(tmp_path: Path, content: bytes, dialect: dict[str, Any]) -> None:
    """What the descriptor leaves open is told from the file as Frictionless tells it."""
    package, resource = table(tmp_path, {"rows.csv": content}, dialect=dialect)
    theirs = frictionless.Resource.from_descriptor(
        {"name": "rows", "path": "rows.csv", "dialect": dialect}, basepath=str(tmp_path)
    )
    with theirs:
        control = theirs.dialect.get_control("csv").to_python()

    form = form_of(resource, package)

    assert form
    assert (form.delimiter, form.quote, form.skip_space) == (
        control.delimiter,
        control.quotechar,
        control.skipinitialspace,
    )


DESCRIBED = {
    "name": "x",
    "resources": [
        {"name": "a.b", "path": "a.csv", "schema": {"fields": [{"name": "n"}, {"name": "m", "type": "int"}]}},
        {"name": 'y " , : {', "path": ["a", "b"], "n": [1, [2, {"k": None}]]},
    ],
    "civicstat": {"kind": 7},
}
POINTERS = {
    "name": '"x"',
    "resources": "resources",
    "resources[0].schema.fields[1].type": '"int"',
    "resources[1].path[1]": '"b"',
    "resources[1].n[1][1].k": "null",
    "civicstat.kind": "7",
}


@pytest.mark.parametrize("pointer", POINTERS)
@pytest.mark.parametrize("indent", [None, 2, 7])
@pytest.mark.parametrize("is_yaml", [False, True])
def test_pointer(pointer: str, indent: int | None, is_yaml: bool) -> None:
    """A pointer leads to its value, or to the name of its list or object, in JSON however it is laid out."""
    text = json.dumps(DESCRIBED, indent=indent)

    spot = find_pointers(text, is_yaml, [pointer])[pointer]

    assert text[slice(*spot.span)].strip('"') == POINTERS[pointer].strip('"')
    assert spot.exact


def test_pointer_in_yaml() -> None:
    """YAML as people write it has places too."""
    fields = "      fields:\n        - {name: n}\n        - name: m\n          type: int\n"
    text = f"name: x\nresources:\n  - path: a.csv\n    schema:\n{fields}"

    found = find_pointers(text, True, ["resources[0].schema.fields[1].type", "resources[0].schema.fields"])

    assert sorted(text[slice(*spot.span)] for spot in found.values()) == ["fields", "int"]
    assert text.count("\n", 0, found["resources[0].schema.fields[1].type"].span[0]) + 1 == 8


@pytest.mark.parametrize("is_yaml", [False, True])
def test_pointer_to_what_is_missing(is_yaml: bool) -> None:
    """A pointer to what is not there leads to the nearest part around it; one to nothing at all leads nowhere."""
    text = json.dumps(DESCRIBED)

    found = find_pointers(text, is_yaml, ["resources[0].schema.primaryKey", "licenses"])

    assert list(found) == ["resources[0].schema.primaryKey"]
    assert text[slice(*found["resources[0].schema.primaryKey"].span)] == '"schema"'
    assert not found["resources[0].schema.primaryKey"].exact


@given(text=st.text(st.sampled_from('{}[]:,"\\ab1 \n'), max_size=40), is_yaml=st.booleans())
def test_pointer_in_broken_text(text: str, is_yaml: bool) -> None:
    """A text that breaks off gives what it can, and never an error."""
    found = find_pointers(text, is_yaml, ["a", "a.b[0]"])

    assert all(0 <= spot.span[0] <= spot.span[1] <= len(text) for spot in found.values())


@pytest.mark.parametrize(
    ("kind", "owner", "shown"),
    [
        ("sprint", "311 analyst", "days,311 analyst,x"),
        ("sprint", "Jane Smith", "days,[hidden],x"),
        ("dataset", "311 analyst", "days,[hidden],x"),
    ],
)
def test_roles_are_shown(tmp_path: Path, kind: str, owner: str, shown: str) -> None:
    """In a table of a sprint `owner` holds a role, shown unless it looks like a person."""
    package, resource = table(tmp_path, {"measures.csv": f"id,owner,desired\ndays,{owner},x\n".encode()})
    measures = replace(resource, name="measures")
    package = replace(package, resources=(measures,), kind=kind)

    [place] = places(package, replace(cell(2, "desired", "x"), resource="measures", file="measures.csv"))

    assert place
    assert (place.text, place.text[slice(*place.marked or ())]) == (shown, "x")
