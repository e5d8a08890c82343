"""Cells of fiscal years: numbers with and without signs, units, and what is in doubt."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.performance.figures import Cell, cell_of, form_of, says_nothing, shown_unit, too_large, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.969", Cell(0.969, "")),
        ("98%", Cell(98.0, "%")),
        ("98 %", Cell(98.0, "%")),
        ("1,234", Cell(1234.0, "")),
        ("$1,234.50", Cell(1234.5, "$")),
        ("-$5", Cell(-5.0, "$")),
        ("−3.5%", Cell(-3.5, "%")),
        (".90", Cell(0.9, "")),
        ("1.15977e+007", Cell(11597700.0, "")),
        ("0", Cell(0.0, "")),
    ],
)
def test_numbers(text: str, expected: Cell) -> None:
    """A number is read with its sign, thousands separators and powers of ten."""
    assert cell_of(text) == expected


@pytest.mark.parametrize("text", ["No Data", "New", "N/A", "", "12-14", "about 12", "1,23", "$5%", "1e999", "٣", "1 2"])
def test_no_numbers(text: str) -> None:
    """Anything else is no number, and none is made of it."""
    assert cell_of(text) is None


def test_words_for_nothing() -> None:
    """Some words say that there is no figure; others say something else."""
    assert [says_nothing(text) for text in ("No Data", "n/a", "NEW", " - ")] == [True, True, True, True]
    assert [says_nothing(text) for text in ("*Submitted after December*", "12-14")] == [False, False]


@pytest.mark.parametrize(
    ("said", "cells", "unit"),
    [
        ("Percent", ("0.97",), "%"),
        ("count", ("5",), ""),
        ("Currency", ("$5", "6"), "$"),
        ("currency", ("€5",), "€"),
        ("days", ("5",), "days"),
        ("", ("98%", "97%"), "%"),
        ("", ("98%", "97"), ""),
    ],
)
def test_units(said: str, cells: tuple[str, ...], unit: str) -> None:
    """A unit is its sign, nothing for a count, its own word; signs in all cells tell it where it is not said."""
    assert shown_unit(said, [cell for text in cells if (cell := cell_of(text))]) == unit


@pytest.mark.parametrize(
    ("unit", "cells", "form"),
    [
        ("%", ("0.97", "1", "0"), "fractions"),
        ("%", ("0.97", "98%"), "fractions"),
        ("%", ("87.9", "98%", "0"), "as written"),
        ("%", ("0.5%", "98%"), "as written"),
        ("%", ("0.969", "87.9"), "two units"),
        ("%", ("98%", "$5"), "two units"),
        ("", ("10700", "94.26%"), "two units"),
        ("days", ("0.5", "12"), "as written"),
        ("$", ("$5", "6"), "as written"),
        ("$", ("$5", "6%"), "two units"),
        ("%", (), "as written"),
    ],
)
def test_forms(unit: str, cells: tuple[str, ...], form: str) -> None:
    """Fractions and percentages together are in doubt, unless a sign says which is which."""
    assert form_of(unit, [cell for text in cells if (cell := cell_of(text))]) == form


def test_values() -> None:
    """A fraction is a percentage to the digit; what has a sign is left; nothing is made of two units."""
    found = [value_of(Cell(0.56, ""), "fractions"), value_of(Cell(0.56, "%"), "fractions")]

    assert found == [56.0, 0.56]
    assert value_of(Cell(0.56, ""), "two units") is None


@given(st.text(max_size=20) | st.from_regex(r"\A[-$€]?[0-9,.]{1,12}[eE]?[0-9]{0,3}%?\Z"))
def test_no_cell_is_too_wild(text: str) -> None:
    """Any text is a finite number or none."""
    found = cell_of(text)

    assert found is None or isfinite(found.value)


@pytest.mark.parametrize(
    ("text", "large"),
    [
        ("$1e300", True),
        ("1e999", True),
        ("-1,000,000,000,000,001", True),
        ("$1e15", False),
        ("$9e300%", False),
        ("12-14", False),
        ("", False),
    ],
)
def test_numbers_too_large_to_be_figures(text: str, large: bool) -> None:
    """What no city can count is no figure, and known as one that is too large."""
    assert too_large(text) == large
    assert not (large and cell_of(text))
