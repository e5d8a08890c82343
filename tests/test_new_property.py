"""What is inferred from a table holds for all of it, by the real Frictionless."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from civicstat.new.dataset import describe, draft_dataset
from civicstat.new.infer import NO_TEXT, NO_VALUE
from civicstat.new.read import read_source
from civicstat.settings import Settings

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"',;|"), max_size=12)
WILD = TEXT | st.sampled_from(["", "NA", "N/A", "-", "007", "1,5", "$5", "1e5", "5%", "2024-02-30", " x", "x ", "true"])
DECIMALS = st.decimals(-99_999_999, 99_999_999, places=2)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))

COLUMNS: dict[str, tuple[st.SearchStrategy[Any], Any]] = {
    "integer": (st.integers(-(10**14), 10**14), str),
    "decimal": (DECIMALS, lambda n: f"{n:f}"),
    "spaced": (DECIMALS, lambda n: f" {n:f} "),
    "grouped": (DECIMALS, lambda n: f"{n:,f}"),
    "european": (DECIMALS, lambda n: f"{n:,f}".translate(str.maketrans(",.", ".,"))),
    "money": (DECIMALS, lambda n: f"${n:,f}"),
    "percent": (DECIMALS, lambda n: f"{n:f}%"),
    "iso": (DAYS, date.isoformat),
    "american": (DAYS.filter(lambda d: d.day > 12), lambda d: d.strftime("%m/%d/%Y")),
    "short": (DAYS, lambda d: f"{d:%b} {d.day}, {d.year}"),
    "moment": (
        st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2099-01-01")).map(
            lambda m: m.replace(microsecond=0)
        ),
        str,
    ),
    "boolean": (st.booleans(), lambda b: "Yes" if b else "No"),
    "code": (st.from_regex(r"0[0-9]{4}", fullmatch=True), str),
    "wild": (WILD, str),
}
"""Kinds of columns: their values, and how they are written."""


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[str], list[list[tuple[str, Any]]], str]:
    """The kinds of a table's columns, their labels, its rows of (text, value), and a delimiter."""
    kinds = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=4))
    labels = draw(
        st.lists(TEXT.map(str.strip).filter(bool), min_size=len(kinds), max_size=len(kinds), unique_by=str.casefold)
    )
    labels = [f"{label}_{number}" for number, label in enumerate(labels)]
    rows = []
    for _ in range(draw(st.integers(2, 12))):
        row = []
        for kind in kinds:
            values, write = COLUMNS[kind]
            blank = draw(st.sampled_from(["", "", "N/A"]) if draw(st.integers(0, 7)) == 0 else st.none())
            value = None if blank is not None else draw(values)
            row.append((blank if blank is not None else write(value), value))
        rows.append(row)
    return kinds, labels, rows, draw(st.sampled_from([",", ";", "\t", "|"]))


@given(tables())
def test_what_is_found_holds(table: tuple[list[str], list[str], list[list[tuple[str, Any]]], str]) -> None:
    """Frictionless finds the package valid, and reads from every cell the value that was written there."""
    kinds, labels, rows, delimiter = table
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["row id", *labels])
    writer.writerows([[f"r{number}", *(text for text, _ in row)] for number, row in enumerate(rows)])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_text(out.getvalue(), encoding="utf-8", newline="")

        draft = draft_dataset(read_source(file), Settings())
        package = Package.from_descriptor(describe(draft, Settings()), basepath=folder)
        report = package.validate()
        read = [list(row.values())[1:] for row in package.resources[0].read_rows()]

    assert report.valid, report.flatten(["type", "message"])
    assert len(rows) == len(read)
    for cells, values in zip(rows, read, strict=True):
        for kind, (text, value), got in zip(kinds, cells, values, strict=True):
            if got is None:
                assert not text.strip() or text in NO_TEXT or text.strip().casefold() in NO_VALUE
            elif isinstance(got, str):
                assert text == got
            elif kind != "wild":
                assert value == (Decimal(got) if isinstance(got, int) and not isinstance(got, bool) else got)
