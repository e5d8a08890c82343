"""Findings and verdicts, as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.findings import Finding, Verdict, shorten


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, ""),
        ({"pointer": "resources[0].path"}, "resources[0].path"),
        ({"row": 3, "field": "age"}, 'row 3, column "age"'),
    ],
)
def test_place(place: dict[str, object], expected: str) -> None:
    """A place is told in words, as far as it is known."""
    finding = Finding(code="TB001", severity="error", file="a.csv", message="is odd", **place)  # type: ignore[arg-type]

    assert finding.place == expected


def test_as_json() -> None:
    """A finding is JSON without its empty parts; whether it is confidential is not for others."""
    finding = Finding(code="DP001", severity="error", file="a.json", message="is empty", row=1, confidential=True)

    assert finding.as_json() == {
        "code": "DP001",
        "severity": "error",
        "file": "a.json",
        "rowNumber": 1,
        "message": "is empty",
    }


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict(), True),
        (Verdict((), ({"valid": True}, {"valid": True})), True),
        (Verdict((), ({"valid": True}, {"valid": False})), False),
        (Verdict(({"type": "package-error"},)), False),
    ],
)
def test_valid(verdict: Verdict, expected: bool) -> None:
    """A package is valid when neither its descriptor nor a table has an error."""
    assert verdict.valid is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a\n  b", "a b"), (5, "5"), (["a"], "['a']"), ("abcdef", "abcd…"), ("abcde", "abcde")],
)
def test_shorten(value: object, expected: str) -> None:
    """A value stands on one line, and a long one ends with dots."""
    assert shorten(value, 5) == expected


@given(st.text())
def test_shorten_any_text(text: str) -> None:
    """Whatever the text, it comes back on one line and within the limit."""
    assert len(shorten(text, 20)) <= 20
    assert len(shorten(text, 20).splitlines()) <= 1
