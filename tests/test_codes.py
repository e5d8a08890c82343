"""The list of codes is whole, and so is the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

import frictionless
import pytest

from civicstat.checks import ALL
from civicstat.codes import CODES, FAMILIES, KINDS
from civicstat.explain import MESSAGES

SOURCES = Path(__file__).parents[1] / "generator" / "civicstat"

NOT_OF_DATA = {
    "ascii-value",
    "cell-error",
    "data-error",
    "deviated-cell",
    "deviated-value",
    "duplicate-row",
    "file-error",
    "forbidden-value",
    "header-error",
    "label-error",
    "required-value",
    "row-constraint",
    "row-error",
    "sequential-value",
    "table-dimensions",
    "table-error",
    "truncated-value",
}
"""Frictionless's types that only its own further checks give, or that stand for a group of others."""


def test_every_code_in_the_sources_is_explained() -> None:
    """No finding bears a code that the docs do not have."""
    used = {
        code
        for file in SOURCES.rglob("*.py")
        if "codes" not in file.parts
        for code in re.findall(r'"([A-Z]{2}\d{3})"', file.read_text(encoding="utf-8"))
    }

    assert used - set(CODES) == set()


def test_every_check_has_a_code_of_its_own() -> None:
    """Every check stands in the list, under a code that no other has."""
    codes = [check.code for check in ALL]

    assert sorted(set(codes)) == sorted(codes)
    assert set(codes) <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_code_is_whole(code: str) -> None:
    """A code has a message, an explanation, and an example of wrong and right that differ."""
    one = CODES[code]

    assert one.message
    assert not one.message.endswith(".")
    assert len(one.explanation.split()) > 5
    if code != "TB001":  # whose examples stand with each type of error
        assert one.wrong
        assert one.right
        assert one.wrong != one.right
    assert one.waivable == code.startswith(("MD", "DT", "PV"))


def test_families_hold_each_code_once() -> None:
    """Each code stands in one family."""
    codes = [code.code for family in FAMILIES for code in family.codes]

    assert len(codes) == len(set(codes)) == len(CODES)
    assert all(family.codes for family in FAMILIES)


def test_every_error_of_frictionless_is_explained() -> None:
    """Every type of error that data can give has its words and examples."""
    bases = (frictionless.errors.DataError, frictionless.errors.ResourceError)
    types = {
        str(kind.__dict__["type"])
        for kind in vars(frictionless.errors).values()
        if isinstance(kind, type) and issubclass(kind, bases) and kind is not frictionless.errors.ResourceError
    }
    explained = {kind.type for kind in KINDS}

    assert types - NOT_OF_DATA == explained
    assert set(MESSAGES) <= explained
    assert all(kind.message and kind.wrong != kind.right for kind in KINDS)
