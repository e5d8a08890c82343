"""Changes of targets, and what was worked towards when."""

from __future__ import annotations

from datetime import date

from civicstat.progress.changes import Change, Stretch, changes, stretches
from civicstat.reckoning.values import Target

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
