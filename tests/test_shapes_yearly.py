"""Columns of fiscal years, as spreadsheets name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.shapes.yearly import fiscal_year, looks_yearly, year_column


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("FY 24 Actual", (2024, "actual")),
        ("fy26_target", (2026, "target")),
        ("FY 25 Q1", (2025, "q1")),
        ("FY2027 Targets", (2027, "target")),
        ("2026 q4", (2026, "q4")),
        ("Actual FY24", (2024, "actual")),
        ("Q3-FY-2025", (2025, "q3")),
        ("FY 2025-26 Actual", (2026, "actual")),
        ("2025/26 Target", (2026, "target")),
        ("FY 25/26 Q2", (2026, "q2")),
        ("  FY  24   ACTUAL ", (2024, "actual")),
    ],
)
def test_headers_of_fiscal_years(header: str, expected: tuple[int, str]) -> None:
    """A header tells its year and what it holds, whatever its case, signs and order."""
    assert year_column(header) == expected


@pytest.mark.parametrize(
    "header",
    ["Title", "FY 24", "24 Actual", "FY 24 Q5", "FY 2024-27 Actual", "FY 25/29 Q2", "Actual", "1824 Actual", ""],
)
def test_other_headers(header: str) -> None:
    """A header without a year, or with two that don't follow one another, is no column of a fiscal year."""
    assert year_column(header) is None


def test_headers_that_are_meant() -> None:
    """A header that has nearly all of it looks like a slip; words of their own don't."""
    slips = ["24 Actual", "FY 24 Quarter 5", "FY26 Goal", "FY Target"]
    others = ["FY 24 Actual", "Data Source", "Target group", "Actual", "Plan"]

    assert [looks_yearly(header) for header in slips] == [True, True, True, True]
    assert [looks_yearly(header) for header in others] == [False, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "year"), [("FY26", 2026), ("FY 2027", 2027), ("2025/26", 2026), ("spring", None), ("", None)]
)
def test_year_of_an_edition(text: str, year: int | None) -> None:
    """The fiscal year of an edition is read in the same forms."""
    assert fiscal_year(text) == year


@given(st.text(max_size=40))
def test_no_header_is_too_wild(header: str) -> None:
    """Any text is either a column of a sensible year or none."""
    found = year_column(header)

    assert found is None or 1900 <= found.year <= 2100
