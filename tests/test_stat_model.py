"""The colour of a follow-up, worked out from its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.stat.model import COLOURS, Followup, colour_of

DUE, BEGUN, DONE = date(2026, 10, 29), date(2026, 10, 16), date(2026, 10, 28)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
MAYBE = st.none() | DAYS
ORDER = ("white", "yellow", "red", "green")


@pytest.mark.parametrize(
    ("day", "colour"),
    [
        (date(2026, 10, 15), "white"),
        (BEGUN, "yellow"),
        (date(2026, 10, 27), "yellow"),
        (DONE, "green"),
        (date(2027, 1, 1), "green"),
    ],
)
def test_a_follow_up_on_its_way(day: date, colour: str) -> None:
    """It is white until work begins, yellow until it is closed with evidence, and green from that day on."""
    assert colour_of(day, due=DUE, started=BEGUN, closed=DONE, evidence=True) == colour


@pytest.mark.parametrize(("day", "colour"), [(DUE, "yellow"), (DUE + timedelta(days=1), "red")])
def test_overdue(day: date, colour: str) -> None:
    """It is red from the day after it was due, begun or not."""
    assert colour_of(day, due=DUE, started=BEGUN) == colour
    assert colour_of(date(2026, 10, 30), due=DUE) == "red"


def test_closed_without_evidence() -> None:
    """What is closed without evidence is not done: in progress until it is due, then overdue."""
    assert [colour_of(day, due=DUE, closed=DONE) for day in (DONE, DUE, date(2026, 10, 30))] == [
        "yellow",
        "yellow",
        "red",
    ]


def test_closed_late_is_green() -> None:
    """Evidence that comes after the due date counts from the day on which it came."""
    late = date(2026, 11, 5)

    assert colour_of(date(2026, 11, 4), due=DUE, closed=late, evidence=True) == "red"
    assert colour_of(late, due=DUE, closed=late, evidence=True) == "green"


def test_without_a_due_date() -> None:
    """What is due on no day is never overdue."""
    assert colour_of(date.max, due=None) == "white"
    assert colour_of(date.max, due=None, started=BEGUN) == "yellow"


@given(day=DAYS, later=DAYS, due=MAYBE, started=MAYBE, closed=MAYBE, evidence=st.booleans())
def test_time_never_turns_back(
    day: date, later: date, due: date | None, started: date | None, closed: date | None, evidence: bool
) -> None:
    """On a later day a follow-up is never further back in the order white, yellow, red, green."""
    first, then = sorted((day, later))
    one, other = (colour_of(d, due=due, started=started, closed=closed, evidence=evidence) for d in (first, then))

    assert ORDER.index(one) <= ORDER.index(other)


@given(day=DAYS, due=MAYBE, started=MAYBE, closed=MAYBE, evidence=st.booleans())
def test_what_comes_later_is_not_known(
    day: date, due: date | None, started: date | None, closed: date | None, evidence: bool
) -> None:
    """Days of beginning and closing after a day change nothing on it."""
    seen = [d if d and d <= day else None for d in (started, closed)]

    assert colour_of(day, due=due, started=started, closed=closed, evidence=evidence) == colour_of(
        day, due=due, started=seen[0], closed=seen[1], evidence=evidence
    )


@given(day=DAYS, due=MAYBE, started=MAYBE, closed=MAYBE)
def test_green_needs_evidence(day: date, due: date | None, started: date | None, closed: date | None) -> None:
    """Without evidence nothing is ever green, and with it exactly what is closed by the day."""
    colours = [colour_of(day, due=due, started=started, closed=closed, evidence=e) for e in (False, True)]

    assert colours[0] != "green"
    assert (colours[1] == "green") == (closed is not None and closed <= day)
    assert set(colours) <= set(COLOURS)


def test_a_link_is_evidence() -> None:
    """An address at which the evidence can be seen counts as well as words."""
    by_link = Followup("a", "A", due=DUE, closed=DONE, link="https://example.org/list")

    assert (by_link.colour(DONE), Followup("a", "A", due=DUE, closed=DONE).colour(DONE)) == ("green", "yellow")
