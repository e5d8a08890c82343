"""A measure's origin, held against its table and told in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.model import Condition, Origin
from civicstat.progress.origins import ordinal, problems, sentence
from rows_example import table

if TYPE_CHECKING:
    from civicstat.reckoning.values import Interval

REQUESTS = table(
    titles={"kind": "Reason", "opened": "Opened", "closed": "Closed", "street": "Street", "cost": "Cost"},
    kind=("string", ["Graffiti"]),
    opened=("date", ["2026-01-01"]),
    closed=("datetime", ["2026-01-02T00:00:00"]),
    cost=("number", [1.0]),
    street=("string", ["Pratt"]),
    month=("yearmonth", ["2026-01"]),
    year=("year", [2026]),
)
GRAFFITI = (Condition("kind", equals=("Graffiti",)),)
LATE = (Condition("closed", blank=False), Condition("cost", least="5"))


def origin(**parts: Any) -> Origin:
    """An origin of these parts."""
    return Origin(**{"measure": "m", "dataset": "requests", "resource": "t", "date": "closed", "per": "week", **parts})


@pytest.mark.parametrize(
    ("parts", "interval", "expected"),
    [
        (
            {"reckon": "count", "where": GRAFFITI},
            "period",
            "Number of rows of 311 requests where Reason is Graffiti, for each week by Closed.",
        ),
        (
            {"reckon": "sum", "field": "cost"},
            "cumulative",
            "Sum of Cost in rows of 311 requests, added up from each week to the next by Closed.",
        ),
        (
            {"reckon": "sum", "field": "cost", "per": "month"},
            "snapshot",
            "Sum of Cost in rows of 311 requests, on the last day of each month that has rows, by Closed.",
        ),
        (
            {"reckon": "count", "per": "day"},
            "snapshot",
            "Number of rows of 311 requests, on each day that has rows, by Closed.",
        ),
        (
            {"reckon": "median", "days": ("opened", "closed"), "per": "quarter"},
            "period",
            "Median of the days from Opened to Closed in rows of 311 requests, for each quarter by Closed.",
        ),
        (
            {"reckon": "percentile", "field": "cost", "percentile": 90},
            "period",
            "90th percentile of Cost in rows of 311 requests, for each week by Closed.",
        ),
        (
            {"reckon": "share", "where": GRAFFITI, "of": LATE},
            "period",
            (
                "Of the rows of 311 requests where Reason is Graffiti, the percentage where Closed is not blank "
                "and Cost is 5 or more, for each week by Closed."
            ),
        ),
        (
            {"reckon": "distinct", "field": "street", "per": "fiscal year"},
            "period",
            "Number of different values of Street in rows of 311 requests, for each fiscal year by Closed.",
        ),
        (
            {"reckon": "open", "date": "opened", "until": "closed"},
            "snapshot",
            "Number of rows of 311 requests that had begun (Opened) and not ended (Closed) at the end of each week.",
        ),
    ],
)
def test_an_origin_in_a_sentence(parts: dict[str, Any], interval: Interval, expected: str) -> None:
    """One sentence says what is counted, of which rows, and by which date."""
    assert expected == sentence(origin(**parts), REQUESTS, "311 requests", interval)
    assert problems(origin(**parts), REQUESTS, interval) == ()


@pytest.mark.parametrize(
    ("parts", "interval", "expected"),
    [
        ({"reckon": "count", "date": "gone"}, "period", [("date", "gone")]),
        ({"reckon": "count", "date": ""}, "period", [("date", "")]),
        ({"reckon": "count", "date": "street"}, "period", [("date", "string")]),
        ({"reckon": "count", "date": "month"}, "period", [("per", "week")]),
        ({"reckon": "count", "date": "month", "per": "quarter"}, "period", []),
        ({"reckon": "count", "date": "year", "per": "quarter"}, "period", [("per", "quarter")]),
        ({"reckon": "count", "date": "year", "per": "fiscal year"}, "period", []),
        ({"reckon": "sum", "field": "street"}, "period", [("field", "string")]),
        ({"reckon": "mean"}, "period", [("field", "")]),
        ({"reckon": "median", "days": ("opened", "cost")}, "period", [("days[1]", "number")]),
        ({"reckon": "distinct", "field": "gone"}, "period", [("field", "gone")]),
        ({"reckon": "percentile", "field": "cost", "percentile": 101}, "period", [("percentile", "101")]),
        ({"reckon": "share"}, "period", [("of", "")]),
        ({"reckon": "open"}, "period", [("until", "")]),
        (
            {"reckon": "open", "date": "year", "per": "fiscal year", "until": "closed"},
            "snapshot",
            [("date", "year")],
        ),
        ({"reckon": "median", "field": "cost"}, "cumulative", [("reckon", "median")]),
        ({"reckon": "count", "by": ("street", "gone")}, "period", [("by[1]", "gone")]),
        ({"reckon": "count", "latitude": "cost"}, "period", [("longitude", "")]),
        ({"reckon": "count", "latitude": "cost", "longitude": "street"}, "period", [("longitude", "string")]),
        (
            {
                "reckon": "share",
                "date": "gone",
                "where": (Condition("gone", equals=("1",)),),
                "of": LATE[:1] + GRAFFITI,
            },
            "period",
            [("date", "gone"), ("where[0].field", "gone")],
        ),
        (
            {"reckon": "share", "of": (*LATE, Condition("cost", most="much"))},
            "period",
            [("of[2].most", "much")],
        ),
    ],
)
def test_what_a_table_can_not_answer(parts: dict[str, Any], interval: Interval, expected: list[Any]) -> None:
    """Fields that are gone, retyped or missing, and what can't be added up, are all told at once, with their places."""
    assert expected == [(p.place, p.found) for p in problems(origin(**parts), REQUESTS, interval)]


def test_the_words_of_a_problem() -> None:
    """A problem names the place, what was found, what was expected, and what to do."""
    [problem] = problems(origin(reckon="sum", field="street"), REQUESTS)

    assert str(problem) == 'field: the field "street" has the type string: found "string"; expected a field of numbers'
    assert problem.todo == "Name another field, or give this one its type and format in the table's schema."


def test_places_in_an_order() -> None:
    """Numbers have the endings that English gives them."""
    assert [ordinal(n) for n in (1, 2, 3, 11, 12, 13, 50, 92, 99.5, 0)] == [
        "1st",
        "2nd",
        "3rd",
        "11th",
        "12th",
        "13th",
        "50th",
        "92nd",
        "99.5th",
        "0th",
    ]
