"""Excel workbooks as tables."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from civicstat.errors import WrongUse
from civicstat.new.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def written(path: Path, rows: Sequence[Sequence[Any]], formats: dict[str, str] | None = None) -> openpyxl.Workbook:
    """A workbook with one sheet of those rows, saved; `formats` are number formats by cell."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    book.save(path)
    return book


def moment(*parts: int) -> datetime:
    """A moment as Excel knows it, without a zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


CELLS: list[tuple[Any, str, str]] = [
    (42, "General", "42"),
    (0.1, "General", "0.1"),
    (1e-7, "General", "0.0000001"),
    (123456789012345, "General", "123456789012345"),
    (2134, "00000", "02134"),
    (21201234, "00000\\-0000", "02120-1234"),
    (0.125, "0.0%", "0.125"),
    (True, "General", "true"),
    ("02134", "General", "02134"),
    (" x ", "General", " x "),
    (moment(2024, 1, 31), "yyyy-mm-dd", "2024-01-31"),
    (moment(2024, 1, 31, 8, 30), "yyyy-mm-dd hh:mm", "2024-01-31T08:30:00"),
    (time(8, 30), "hh:mm", "08:30:00"),
    (timedelta(hours=25, minutes=30), "[h]:mm", "PT25H30M0S"),
]


@pytest.mark.parametrize(("value", "form", "text"), CELLS, ids=str)
def test_cell(tmp_path: Path, value: Any, form: str, text: str) -> None:
    """Every kind of cell becomes the text of its value, with no digit and no leading zero lost."""
    written(tmp_path / "t.xlsx", [["a", "b"], ["x", value]], {"B2": form})

    [table] = read_workbook(tmp_path / "t.xlsx", [])

    assert {"a": ["x"], "b": [text]} == table.columns.to_dict(as_series=False)


def test_days_beside_moments(tmp_path: Path) -> None:
    """A column in which only some moments are at midnight keeps the time in all of them."""
    written(tmp_path / "t.xlsx", [["t"], [moment(2024, 1, 31)], [moment(2024, 1, 31, 8)]])

    [table] = read_workbook(tmp_path / "t.xlsx", [])

    assert table.columns["t"].to_list() == ["2024-01-31T00:00:00", "2024-01-31T08:00:00"]


def test_titles_merged_cells_and_two_rows_of_names(tmp_path: Path) -> None:
    """Titles above the names are left out, names over several columns are joined, merged cells are filled."""
    rows = [
        ["Recycling", None, None, None],
        [None, None, None, None],
        ["Agency", "FY 2024", None, "Note"],
        [None, "Q1", "Q2", None],
        ["DPW", 1, 2, "x"],
        [None, 3, 4, None],
        [None, None, None, None],
    ]
    book = written(tmp_path / "t.xlsx", rows)
    for merged in ("A1:D1", "A3:A4", "B3:C3", "A5:A6"):
        book.active.merge_cells(merged)
    book.save(tmp_path / "t.xlsx")

    [table] = read_workbook(tmp_path / "t.xlsx", [])

    assert table.columns.to_dict(as_series=False) == {
        "Agency": ["DPW", "DPW"],
        "FY 2024 Q1": ["1", "3"],
        "FY 2024 Q2": ["2", "4"],
        "Note": ["x", None],
    }
    assert list(table.notes) == [
        'The names of the columns stand in row 3. What stands above is left out: "Recycling".',
        "The names of the columns stand in rows 3 to 4; they are joined.",
        "Merged cells: their value stands in every row they covered (Agency).",
    ]


def test_hidden_parts_are_told(tmp_path: Path) -> None:
    """What is hidden in the sheet would be published, so it is named."""
    book = written(tmp_path / "t.xlsx", [["a", "b"], [1, 2], [3, 4]])
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("Secret").append(["x"])
    book["Secret"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")

    [table] = read_workbook(tmp_path / "t.xlsx", [])

    assert table.notes == (
        "Columns that are hidden in the sheet ARE in the table: look at B.",
        "Rows that are hidden or filtered out in the sheet ARE in the table: 3.",
        'Hidden sheets are not published: "Secret".',
    )


def test_several_sheets(tmp_path: Path) -> None:
    """Where several sheets hold tables, they are listed, or taken as named, or asked for."""
    book = written(tmp_path / "t.xlsx", [["a"], [1]])
    book.create_sheet("Streets").append(["b"])
    book["Streets"].append([2])
    book.save(tmp_path / "t.xlsx")

    with pytest.raises(
        WrongUse, match=r'several sheets: "Sheet" \(2 rows\), "Streets" \(2 rows\)\. Name one with --sheet'
    ):
        read_workbook(tmp_path / "t.xlsx", [])
    with pytest.raises(WrongUse, match='--sheet: found "Trees", expected one of Sheet, Streets'):
        read_workbook(tmp_path / "t.xlsx", ["Trees"])

    assert [t.columns.columns for t in read_workbook(tmp_path / "t.xlsx", ["1", "Streets"])] == [["a"], ["b"]]
    assert [t.columns.columns for t in read_workbook(tmp_path / "t.xlsx", [], lambda names: names[1:])] == [["b"]]


REFUSED = [
    ([["a", "b"], [1, "=A2+1"]], "results of 1 formulas are not in the file (B2 …)"),
    ([["a", "b"], [1, "#REF!"]], "1 cells hold an error in place of a value: B2 (#REF!)"),
    ([["a", "b"]], "no row of data"),
    ([], "no sheet that is shown holds a table"),
]


@pytest.mark.parametrize(("rows", "message"), REFUSED)
def test_refused(tmp_path: Path, rows: list[list[Any]], message: str) -> None:
    """Values that can't be known are refused with their cells."""
    written(tmp_path / "t.xlsx", rows)

    with pytest.raises(WrongUse) as refusal:
        read_workbook(tmp_path / "t.xlsx", [])

    assert message in str(refusal.value)


def test_no_workbook(tmp_path: Path) -> None:
    """A file that only has the name of a workbook is refused."""
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 no archive")

    with pytest.raises(WrongUse, match="can't be read as an Excel workbook"):
        read_workbook(tmp_path / "t.xlsx", [])


def test_currency_is_a_unit(tmp_path: Path) -> None:
    """The currency that a column is shown with is its unit."""
    written(tmp_path / "t.xlsx", [["a", "cost"], ["x", 5], ["y", 6]], {"B2": '"$"#,##0.00', "B3": '"$"#,##0.00'})

    [table] = read_workbook(tmp_path / "t.xlsx", [])

    assert table.units == {"cost": "$"}
