"""What a table's columns are."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from civicstat.new.infer import infer_column, infer_columns

FIELDS: list[tuple[str, list[str | None], dict[str, Any]]] = [
    ("zip", ["21201", "21202"], {"type": "string"}),
    ("block", ["0123", "9876"], {"type": "string"}),
    ("goal_code", ["1.1", "1.10"], {"type": "string"}),
    ("year", ["2023", "2024"], {"type": "year"}),
    ("visits", ["2023", "2024"], {"type": "integer"}),
    ("month", ["2024-01", "2024-12"], {"type": "yearmonth"}),
    ("active", ["true", "false", None], {"type": "boolean"}),
    ("paid", ["Yes", "no"], {"type": "boolean", "trueValues": ["Yes"], "falseValues": ["no"]}),
    ("paid", ["Yes", "Yes"], {"type": "boolean", "trueValues": ["Yes"], "falseValues": ["No"]}),
    ("is_quasi", ["0", "1"], {"type": "boolean"}),
    ("count", ["0", "1"], {"type": "integer"}),
    ("side", ["N", "S"], {"type": "string"}),
    ("tons", ["12", "N/A", "-"], {"type": "integer", "missingValues": ["", "-", "N/A"], "unit": "tons"}),
    ("name", ["Ann", "N/A"], {"type": "string", "missingValues": ["", "N/A"]}),
    ("country", ["NA", "US"], {"type": "string"}),
    ("note", [None, None], {"type": "string"}),
    ("phone", ["4105551234"], {"type": "string"}),
    ("duration", ["PT25H30M0S"], {"type": "duration"}),
    ("opened_date", ["20240131", "20240201"], {"type": "date", "format": "%Y%m%d"}),
    ("share", ["0.15", "88%"], {"type": "string"}),
]


@pytest.mark.parametrize(("name", "cells", "field"), FIELDS, ids=str)
def test_field(name: str, cells: list[str | None], field: dict[str, Any]) -> None:
    """A column's type, format, blanks and unit are found from its values and its name."""
    column = infer_column(pl.Series(name, cells, dtype=pl.String))

    assert field == {key: value for key, value in column.field.items() if key not in ("name", "title")}


def test_categories() -> None:
    """Text with few values, each of them many times, gets them as categories."""
    column = infer_column(pl.Series("status", ["Open", "Closed"] * 10))

    assert column.field == {"name": "status", "title": "Status", "type": "string", "categories": ["Closed", "Open"]}


@pytest.mark.parametrize("odd", ["Output ", "output", "Ouput"])
def test_no_categories_of_mistakes(odd: str) -> None:
    """Spellings of one value are told rather than listed as categories."""
    column = infer_column(pl.Series("kind", ["Output"] * 20 + ["Outcome"] * 20 + [odd]))

    assert "categories" not in column.field
    assert "then list its categories" in column.notes[0]


def test_few_odd_values_are_named() -> None:
    """Where a few values keep a column from being numbers, they are quoted, with the first one's row."""
    column = infer_column(pl.Series("length", [str(n) for n in range(30)] + ["12 ft"]))

    assert column.type == "string"
    assert 'All its values but 1 are numbers ("12 ft", first in data row 31)' in column.notes[0]


def test_another_column_decides_day_and_month() -> None:
    """Where one column's days leave no doubt, the table's others are read in the same order."""
    frame = pl.DataFrame({"opened": ["03/04/2024"], "closed": ["25/04/2024"]})

    columns = infer_columns(frame, month_first=True, units={}, types={})

    assert [column.field["format"] for column in columns] == ["%d/%m/%Y", "%d/%m/%Y"]


@pytest.mark.parametrize(("month_first", "form"), [(True, "%m/%d/%Y"), (False, "%d/%m/%Y")])
def test_doubt_is_told(month_first: bool, form: str) -> None:
    """Where no value tells day from month, the portal's country decides, and a note says so."""
    frame = pl.DataFrame({"opened": ["03/04/2024"]})

    [column] = infer_columns(frame, month_first=month_first, units={}, types={})

    assert form == column.field["format"]
    assert "No value tells day from month (03/04/2024)" in column.notes[0]


def test_lost_zeros_are_told() -> None:
    """ZIP codes that a spreadsheet has made numbers of stay text, and the loss is told."""
    column = infer_column(pl.Series("LOCATION_ZIPCODE", ["2134.0", "2130.0"]))

    assert column.type == "string"
    assert column.notes == ("ZIP codes have lost their form (2134.0): write five digits, with the zero in front.",)


def test_json_text_stays_text() -> None:
    """Text that looks like a number stays text where its source has numbers of its own."""
    columns = infer_columns(
        pl.DataFrame({"id": ["1"], "n": ["2"]}), month_first=True, units={}, types={"id": "", "n": "integer"}
    )

    assert [column.type for column in columns] == ["string", "integer"]
