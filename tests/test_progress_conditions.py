"""The conditions that choose a measure's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.conditions import ConditionProblem, condition, in_words, mask, problems_of
from civicstat.progress.model import Condition
from rows_example import table, with_format
from test_tables import scanned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REQUESTS = table(
    titles={"status": "Case status", "opened": "Opened", "due": "Due date", "n": "Households", "late": "Overdue"},
    labels={"status": {"C": "Closed", "O": "Open"}},
    status=("string", ["C", "O", "c", None, ""]),
    n=("integer", [1, 2, 3000, None, 2]),
    cost=("number", [0.5, float("nan"), float("inf"), None, -2.0]),
    late=("boolean", [True, False, True, None, False]),
    opened=("date", ["2026-01-01", "2026-01-31", "2026-02-01", None, "2024-02-29"]),
    due=(
        "datetime",
        ["2026-01-01T00:00:00", "2026-01-01T23:59:59.999999", "2026-01-02T00:00:00", None, "2026-03-01T10:00:00"],
    ),
    at=("time", ["08:00:00", "12:30:00", "23:59:59", None, "00:00:00"]),
    month=("yearmonth", ["2025-12", "2026-01", "2026-02", None, "2026-01"]),
    year=("year", [2025, 2026, 2027, None, 2026]),
    tags=("list", ["a,b", "a", "b", None, "a,b"]),
)


def meets(raw: dict[str, Any]) -> str:
    """Which of the five rows meet a condition, as x and dots."""
    return "".join("x" if met else "." for met in mask(condition(raw), REQUESTS))


@pytest.mark.parametrize(
    ("raw", "rows", "words"),
    [
        ({"field": "status", "equals": "C"}, "x....", "Case status is Closed"),
        ({"field": "status", "equals": ["C", "O"]}, "xx...", "Case status is Closed or Open"),
        ({"field": "status", "equals": ["C", "O", "c"]}, "xxx..", "Case status is Closed, Open or c"),
        ({"field": "status", "differs": "C"}, ".xx.x", "Case status is not Closed"),
        ({"field": "status", "differs": ["C", "O"]}, "..x.x", "Case status is none of Closed, Open"),
        ({"field": "status", "blank": True}, "...x.", "Case status is blank"),
        ({"field": "status", "blank": False}, "xxx.x", "Case status is not blank"),
        ({"field": "status", "equals": "C", "blank": True}, ".....", "Case status is blank and is Closed"),
        ({"field": "n", "equals": 2}, ".x..x", "Households is 2"),
        ({"field": "n", "equals": 2.0}, ".x..x", "Households is 2"),
        ({"field": "n", "equals": 2**70}, ".....", "Households is 1180591620717411303424"),
        ({"field": "n", "least": 2}, ".xx.x", "Households is 2 or more"),
        ({"field": "n", "least": 1.5, "most": 3000}, ".xx.x", "Households is from 1.5 to 3,000"),
        ({"field": "n", "most": 2**70}, "xxx.x", "Households is 1,180,591,620,717,411,303,424 or less"),
        ({"field": "cost", "least": 0}, "x.x..", "cost is 0 or more"),
        ({"field": "cost", "most": 0}, "....x", "cost is 0 or less"),
        ({"field": "cost", "differs": 0.5}, ".xx.x", "cost is not 0.5"),
        ({"field": "late", "equals": True}, "x.x..", "Overdue is yes"),
        ({"field": "late", "differs": True}, ".x..x", "Overdue is not yes"),
        ({"field": "opened", "least": "2026-01-01"}, "xxx..", "Opened on or after January 1, 2026"),
        ({"field": "opened", "most": "2026-01-31"}, "xx..x", "Opened on or before January 31, 2026"),
        ({"field": "opened", "equals": "2024-02-29"}, "....x", "Opened is February 29, 2024"),
        (
            {"field": "opened", "least": "2026-01-01", "most": "2026-01-31"},
            "xx...",
            "Opened from January 1, 2026 to January 31, 2026",
        ),
        ({"field": "due", "equals": "2026-01-01"}, "xx...", "Due date is January 1, 2026"),
        ({"field": "due", "differs": "2026-01-01"}, "..x.x", "Due date is not January 1, 2026"),
        ({"field": "due", "most": "2026-01-01"}, "xx...", "Due date is on or before January 1, 2026"),
        ({"field": "due", "least": "2026-01-02"}, "..x.x", "Due date is on or after January 2, 2026"),
        ({"field": "due", "least": "2026-03-01T10:00:00"}, "....x", "Due date is on or after March 1, 2026, 10:00"),
        ({"field": "due", "equals": "2026-03-01T10:00:00Z"}, "....x", "Due date is March 1, 2026, 10:00"),
        ({"field": "at", "least": "08:00", "most": "12:30"}, "xx...", "at is from 08:00 to 12:30"),
        ({"field": "month", "least": "2026-01"}, ".xx.x", "month is on or after 2026-01"),
        ({"field": "year", "equals": 2026}, ".x..x", "year is 2026"),
        ({"field": "year", "most": 2026}, "xx..x", "year is 2026 or less"),
        ({"field": "tags", "equals": "a,b"}, "x...x", "tags is a,b"),
    ],
)
def test_rows_that_meet_a_condition(raw: dict[str, Any], rows: str, words: str) -> None:
    """Values are compared as their type has them, blanks meet nothing but blank, and the words say what is meant."""
    assert (rows, words) == (meets(raw), in_words(condition(raw), REQUESTS))
    assert problems_of(condition(raw), REQUESTS) == ()


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (
            {"field": "statsu", "equals": "C"},
            "field",
            (
                'field: the table "t" has no such field: found "statsu"; expected one of status, n, cost, late, '
                "opened, due, at, month, year, tags"
            ),
        ),
        (
            {"field": "n", "equals": [1, "many"]},
            "equals[1]",
            (
                'equals[1]: can\'t be a value of "n", whose type is integer: found "many"; '
                "expected a whole number such as 12"
            ),
        ),
        ({"field": "n", "equals": 1.5}, "equals", ""),
        ({"field": "n", "least": "1e999999999"}, "least", ""),
        ({"field": "n", "equals": "NaN"}, "equals", ""),
        ({"field": "cost", "least": "NaN"}, "least", ""),
        ({"field": "cost", "equals": True}, "equals", ""),
        ({"field": "late", "equals": "perhaps"}, "equals", ""),
        ({"field": "opened", "least": "01/31/2026"}, "least", ""),
        ({"field": "opened", "most": "2026-02-30"}, "most", ""),
        ({"field": "due", "equals": "yesterday"}, "equals", ""),
        ({"field": "at", "equals": "8 o'clock"}, "equals", ""),
        ({"field": "month", "least": "2026-13"}, "least", ""),
        ({"field": "year", "equals": "next"}, "equals", ""),
        (
            {"field": "status", "least": "C"},
            "least",
            (
                'least: the field "status" has the type string, which has no order: found "C"; '
                "expected a field of numbers, dates or times"
            ),
        ),
        ({"field": "status"}, "", 'says nothing of "status": expected one of equals, differs, least, most or blank'),
    ],
)
def test_conditions_that_the_table_can_not_answer(raw: dict[str, Any], place: str, words: str) -> None:
    """A field that is gone and a value that its type can't hold are told with their place, and can be said."""
    with pytest.raises(ConditionProblem) as raised:
        mask(condition(raw), REQUESTS)
    [problem] = problems_of(condition(raw), REQUESTS)

    assert (place, str(raised.value)) == (problem.place, str(problem))
    assert words in ("", str(problem))
    assert in_words(condition(raw), REQUESTS)


def test_values_in_the_fields_own_words(portal: Callable[[dict[str, Any]], Path]) -> None:
    """A value may stand as it does in the table's file, or as JSON and ISO 8601 have it."""
    schema = {
        "fields": [
            {"name": "day", "type": "date", "format": "%d.%m.%Y"},
            {"name": "price", "type": "number", "decimalChar": ",", "bareNumber": False},
            {"name": "paid", "type": "boolean", "trueValues": ["Y"], "falseValues": ["N"]},
        ]
    }
    rows = 'day,price,paid\n31.01.2026,"1,50 $",Y\n01.02.2026,"2,00 $",N\n'
    made = scanned(portal, {"t.csv": rows}, {"path": "t.csv", "schema": schema}).table("t")
    assert made
    told = [
        ("day", "31.01.2026"),
        ("day", "2026-01-31"),
        ("price", "1,50"),
        ("price", "1.5"),
        ("paid", "Y"),
        ("paid", "true"),
    ]

    assert [mask(Condition(name, equals=(text,)), made).to_list() for name, text in told] == [[True, False]] * 6
    assert in_words(Condition("paid", equals=("Y",)), made) == "paid is yes"


def test_numbers_longer_than_a_column_holds(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Numbers of twenty digits that differ in the last one are told apart."""
    rows = "id\n12345678901234567890\n12345678901234567891\n"
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    made = scanned(portal, {"t.csv": rows}, {"path": "t.csv", "schema": schema}).table("t")
    assert made

    assert mask(Condition("id", equals=("12345678901234567891",)), made).to_list() == [False, True]
    assert mask(Condition("id", least="12345678901234567000"), made).to_list() == [True, True]


def test_moments_by_the_citys_clocks(portal: Callable[[dict[str, Any]], Path]) -> None:
    """A day means the city's day, whatever zone the moments are told in."""
    rows = "at\n2026-04-01T03:59:00Z\n2026-04-01T04:00:00Z\n"
    schema = {"fields": [{"name": "at", "type": "datetime"}]}
    made = scanned(portal, {"t.csv": rows}, {"path": "t.csv", "schema": schema}).table("t")
    assert made

    assert mask(Condition("at", least="2026-04-01"), made, "America/New_York").to_list() == [False, True]
    assert mask(Condition("at", least="2026-04-01"), made).to_list() == [True, True]


@pytest.mark.parametrize("name", ["^n$", "*", "^.*$"])
def test_names_that_are_patterns(name: str) -> None:
    """A field's name is a name, also where it looks like a pattern of names."""
    made = table(**{name: ("integer", [1, 2]), "n": ("integer", [2, 1])})

    assert mask(Condition(name, equals=("1",)), made).to_list() == [True, False]


def test_a_format_without_a_plain_day() -> None:
    """A day that neither ISO 8601 nor the field's format has is no day."""
    made = with_format(REQUESTS, "opened", "%m/%d/%Y")

    assert mask(Condition("opened", equals=("01/31/2026",)), made).to_list() == [False, True, False, False, False]
    with pytest.raises(ConditionProblem):
        mask(Condition("opened", equals=("31/01/2026",)), made)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-3, 3),
    "number": st.floats(allow_nan=True, width=16),
    "string": st.text("abA ", max_size=2),
    "boolean": st.booleans(),
}


@given(st.data())
def test_conditions_against_plain_python(data: st.DataObject) -> None:
    """Whatever the values, a condition holds for the rows for which Python says so."""
    kind = data.draw(st.sampled_from(sorted(VALUES)))
    cells = data.draw(st.lists(st.none() | VALUES[kind], max_size=8))
    told = st.floats(-3, 3, width=16) if kind == "number" else VALUES[kind]
    some = data.draw(st.lists(told, min_size=1, max_size=3))
    made, raw = table(x=(kind, cells)), {"field": "x"}
    plain: dict[str, Any] = {
        "equals": lambda v: v in some,
        "differs": lambda v: v not in some,
        "blank": lambda _: True,
        "least": lambda v: v >= some[0],
        "most": lambda v: v <= some[0],
    }
    word = data.draw(
        st.sampled_from(sorted(plain) if kind in ("integer", "number") else ("blank", "differs", "equals"))
    )
    given_ = {"equals": some, "differs": some, "blank": False}.get(word, some[0])

    met = mask(condition({**raw, word: given_}), made)

    assert met.dtype == pl.Boolean
    assert [v is not None and bool(plain[word](v)) for v in cells] == met.to_list()
