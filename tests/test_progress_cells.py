"""Cells of progress tables: text as staff wrote it, numbers, and days."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from civicstat.progress.cells import cell_text, day_in, number_in


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (" a ", "a"), (7, "7"), (7.0, "7"), (7.5, "7.5"), (True, "true"), (date(2026, 4, 1), "2026-04-01")],
)
def test_cell_text(value: object, text: str) -> None:
    """A cell is compared as the text that staff wrote, whatever type it was taken for."""
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "number"), [(4, 4.0), (" 4.5 ", 4.5), ("4 8", None), ("12%", None), (True, None), (float("nan"), None)]
)
def test_number_in(value: object, number: float | None) -> None:
    """A number has nothing beside it, and is a finite one."""
    assert number_in(value) == number


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-05-03", date(2026, 5, 3)),
        (datetime(2026, 5, 3, 8), date(2026, 5, 3)),  # noqa: DTZ001 - as a table has it
        ("5/3/2026", None),
        ("2026-02-30", None),
        ("0001-12-31", None),
        ("9999-01-01", None),
    ],
)
def test_day_in(value: object, day: date | None) -> None:
    """A day is written year-month-day, and the calendar has it."""
    assert day_in(value) == day
