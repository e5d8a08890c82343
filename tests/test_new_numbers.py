"""How a column writes its numbers."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from civicstat.new.numbers import NumberForm, number_form

PERCENT = NumberForm("number", {"bareNumber": False}, "%")
DOLLARS = NumberForm("number", {"bareNumber": False}, "$")
FORMS: list[tuple[list[str], Any]] = [
    (["1", "-20", "+3", " 4 "], NumberForm("integer")),
    (["1", "2.5", ".5", "1.2e-07"], NumberForm("number")),
    (["1,234", "12.5", ".5", "1e6"], NumberForm("number", {"groupChar": ","})),
    (["1.234,50", "2"], NumberForm("number", {"groupChar": ".", "decimalChar": ","})),
    (["1 234,50", "2"], NumberForm("number", {"groupChar": " ", "decimalChar": ","})),
    (["1,5", "2,25"], NumberForm("number", {"decimalChar": ","})),
    (["$1,234.50", "$3", "5"], NumberForm("number", {"groupChar": ",", "bareNumber": False}, "$")),
    (["$ -5", "$6"], DOLLARS),
    (["12%", "3.5 %", "0"], PERCENT),
]
NONE = [
    ["0.15", "87.9%"],  # a share of one, or a percentage?
    ["$5", "5 €"],
    ["-$5", "$6"],  # Frictionless does not read the sign before the currency
    ["$.50", "$1"],  # it would read 50
    ["(1,200)", "$5"],  # it would read 1200
    ["5-", "3"],  # it would read 5
    ["12E4", "130"],  # a code rather than 120,000
    ["1234567890123456"],  # sixteen digits
    ["007", "12"],
    ["1,23,4"],
    ["inf", "1"],
    ["١٢"],
]


@pytest.mark.parametrize(("texts", "form"), FORMS)
def test_number_form(texts: list[str], form: NumberForm) -> None:
    """A form is found that Frictionless reads, with the properties it needs and the unit that stands beside it."""
    assert form == number_form(pl.Series(texts))


@pytest.mark.parametrize("texts", NONE, ids=str)
def test_no_number_form(texts: list[str]) -> None:
    """What Frictionless would refuse, or read as another number than is meant, is no number."""
    assert number_form(pl.Series(texts)) is None
