"""Formats and patterns in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.patterns import date_example, pattern_in_words


@pytest.mark.parametrize(
    ("form", "example"),
    [
        ("%d/%m/%Y", "31/12/2025"),
        ("%m/%d/%Y %I:%M:%S %p", "12/31/2025 02:05:30 PM"),
        ("%H:%M", "14:05"),
        ("default", ""),
        ("%Q", ""),
    ],
)
def test_date_example(form: str, example: str) -> None:
    """A format is shown with a day whose number can be no month; what is no format gives nothing."""
    assert date_example(form) == example


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[A-Z]{2}-[0-9]{4}", '2 capital letters, "-" and 4 digits'),
        (r"^\d{5}$", "5 digits"),
        (r"SRV\d+", '"SRV" and 1 or more digits'),
        (r"\d{1,3}", "1 to 3 digits"),
        (r"[a-z]{2,}", "2 or more small letters"),
        (r"\d\.\d?", '1 digit, "." and perhaps 1 digit'),
        ("FY[0-9]{2}", '"FY" and 2 digits'),
        ("(a|b)", ""),
        ("[^a]", ""),
        (r"\w+", ""),
        ("a.*", ""),
        ("", ""),
    ],
)
def test_pattern_in_words(pattern: str, words: str) -> None:
    """A pattern of letters, digits and signs one after another is told in words; any other is not."""
    assert pattern_in_words(pattern) == words


@given(st.text(alphabet="aA0[]\\d{},^$*+?().|-", max_size=12))
def test_any_pattern(pattern: str) -> None:
    """Whatever stands as a pattern, words or nothing come of it."""
    assert isinstance(pattern_in_words(pattern), str)
