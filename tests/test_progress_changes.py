"""Changes of targets, and what was worked towards when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from civicstat.progress.changes import Change, Stretch, changes, changes_of, stretches
from civicstat.reckoning.values import Observation, Plan, Target, Waypoint

JUNE, AUGUST = date(2026, 6, 30), date(2026, 8, 31)
FIRST = Target(60.0, JUNE, date(2026, 4, 1))
LOWER = Target(45.0, JUNE, date(2026, 5, 10), "Snow came late.", "Director")


def test_a_changed_target() -> None:
    """A target set before another was due replaces it, with its reason and who decided."""
    found = changes([LOWER, FIRST])

    assert found == (Change(date(2026, 5, 10), (FIRST,), (LOWER,)),)
    assert (found[0].why, found[0].who) == ("Snow came late.", "Director")


def test_no_change() -> None:
    """A target that follows one that is past, one said again, and stages set together change nothing."""
    after = Target(70.0, AUGUST, date(2026, 7, 1))
    again = Target(60.0, JUNE, date(2026, 5, 10), "To be clear.")
    stage = Target(80.0, AUGUST, date(2026, 4, 1))

    assert [changes(targets) for targets in ([FIRST, after], [FIRST, again], [FIRST, stage])] == [(), (), ()]


def test_several_changes() -> None:
    """Every change is told, each from what held until then; several targets set on a day are one change."""
    third, fourth = (
        Target(50.0, JUNE, date(2026, 6, 1), "More crews."),
        Target(55.0, AUGUST, date(2026, 6, 1), "More crews."),
    )

    found = changes([fourth, third, FIRST, LOWER])

    assert [(c.day, c.before, c.after) for c in found] == [
        (date(2026, 5, 10), (FIRST,), (LOWER,)),
        (date(2026, 6, 1), (LOWER,), (third, fourth)),
    ]
    assert found[1].why == "More crews."


def test_what_was_worked_towards() -> None:
    """The first target counts to the eve of its change, the new one to its due date; then the next stage follows."""
    stage = Target(80.0, AUGUST, date(2026, 5, 10))

    assert stretches([FIRST, LOWER, stage]) == (
        Stretch(date(2026, 4, 1), date(2026, 5, 9), FIRST),
        Stretch(date(2026, 5, 10), JUNE, LOWER),
        Stretch(date(2026, 7, 1), AUGUST, stage),
    )
    assert stretches([]) == ()


def test_nothing_between() -> None:
    """Between a target that was due and the next one that holds nothing was worked towards."""
    later = Target(70.0, AUGUST, date(2026, 7, 15))

    assert stretches([FIRST, later]) == (
        Stretch(date(2026, 4, 1), JUNE, FIRST),
        Stretch(date(2026, 7, 15), AUGUST, later),
    )


DECEMBER, OCTOBER = date(2026, 12, 31), date(2026, 10, 31)
HUNDRED = Target(100.0, DECEMBER, date(2026, 9, 1))
SIXTY = Target(60.0, OCTOBER, date(2026, 10, 1), "A crew was lost.", "Director")


def test_a_detour_is_two_changes() -> None:
    """A target set after a nearer one is past changes the far one that it had replaced, and not one before that."""
    eighty = Target(80.0, DECEMBER, date(2026, 11, 10), "The crew is back.", "Director")
    ninety = Target(90.0, DECEMBER, date(2026, 9, 10), "Rain.", "Director")

    assert [(c.day, c.before, c.after) for c in changes([eighty, SIXTY, HUNDRED])] == [
        (date(2026, 10, 1), (HUNDRED,), (SIXTY,)),
        (date(2026, 11, 10), (HUNDRED,), (eighty,)),
    ]
    assert [c.before for c in changes([HUNDRED, ninety, SIXTY, eighty])] == [(HUNDRED,), (ninety,), (ninety,)]


def test_back_to_the_first_promise() -> None:
    """After a detour the first target set again is a change from what stood in between."""
    again = Target(100.0, DECEMBER, date(2026, 11, 10), "The crew is back.", "Director")

    assert [(c.before, c.after) for c in changes([HUNDRED, SIXTY, again])] == [
        ((HUNDRED,), (SIXTY,)),
        ((SIXTY,), (again,)),
    ]


def test_points_on_the_way_change_too() -> None:
    """A point that holds from a later day changes those that were still ahead; points given at first are no change."""
    begin = date(2026, 9, 1)
    first = (Observation(date(2026, 10, 1), 20.0), Observation(date(2026, 11, 20), 16.0))
    moved = Waypoint(date(2026, 11, 20), 8.0, date(2026, 11, 1), "Rain.", "Director")
    plan = Plan(None, (HUNDRED,), "increase", "cumulative", interim=(*first, moved), begins=begin)

    [change] = changes_of(plan)

    assert changes_of(replace(plan, interim=first)) == ()
    assert change == Change(
        date(2026, 11, 1),
        (Target(16.0, date(2026, 11, 20), begin),),
        (Target(8.0, date(2026, 11, 20), date(2026, 11, 1), "Rain.", "Director"),),
        interim=True,
    )
