"""What the chart of a measure shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from civicstat.charts.course import MOST_OBSERVATIONS, measure_data, numbers
from civicstat.progress.model import Measure
from civicstat.reckoning.values import Observation, Plan, Target
from civicstat.render import environment
from progress_example import SURVEY, WAIT, facts_of, weekly

BEGINS, DUE = date(2026, 10, 5), date(2026, 12, 31)
WEEKS = weekly(date(2026, 9, 27), [21, 20, 19, 18, 17])


def test_a_moved_target_is_a_step() -> None:
    """What was promised and expected before a change goes on to its own due date, beside the new."""
    data = measure_data(facts_of(WAIT, WEEKS))

    assert data is not None
    first, second = WAIT.plan.targets
    assert [(s.begins, s.ends, s.target) for s in data.targets] == [
        (BEGINS, date(2026, 11, 1), first),
        (date(2026, 11, 2), DUE, second),
    ]
    assert (data.replaced, data.promised) == ((first,), (second,))
    changed = [c for c in data.expected if c.date == date(2026, 11, 2)]
    assert [round(c.value, 2) for c in changed] == [16.39, 17.38]
    assert data.earlier[0] == (Observation(date(2026, 11, 2), 7.0), Observation(DUE, 7.0))
    assert data.earlier[1][-1] == Observation(DUE, 7.0)


def test_what_was_long_before_stays_out() -> None:
    """Observations count as far back as half the time that the work takes, and forward too."""
    long_ago = weekly(date(2025, 1, 5), [21.0] * 120)

    data = measure_data(facts_of(WAIT, long_ago, today=date(2028, 1, 1)))

    assert data is not None
    assert (data.begins, data.ends) == (date(2026, 8, 23), date(2027, 2, 7))
    assert (data.observations[0].date, data.observations[-1].date) == (data.begins, data.ends)


def test_too_many_observations() -> None:
    """Of more observations than a page can carry some are drawn, the last always, and the rest is counted."""
    days = [Observation(date(2024, 1, 1) + timedelta(days=n), float(n)) for n in range(1000)]
    untargeted = replace(WAIT, plan=replace(WAIT.plan, baseline=None, targets=(), begins=None))

    data = measure_data(facts_of(untargeted, days))

    assert data is not None
    assert len(data.observations) <= MOST_OBSERVATIONS
    assert (data.observations[-1], data.left_out) == (days[-1], 1000 - len(data.observations))


def test_nothing_to_draw() -> None:
    """A measure without observation and without target has no chart; one with either has."""
    bare = Measure("bare", "Bare", Plan(None, (), "increase", "snapshot"))

    assert measure_data(facts_of(bare)) is None
    assert measure_data(facts_of(bare, WEEKS[:1])) is not None
    assert measure_data(facts_of(SURVEY)) is not None


def test_few_digits() -> None:
    """Values are told with the digits of the page's sentences, and what is next to nothing as nought."""
    whole = Plan(None, (Target(6.0, DUE, BEGINS),), "increase", "cumulative", begins=BEGINS)

    data = measure_data(facts_of(Measure("whole", "Whole", whole), weekly(date(2026, 10, 11), [1, 2, 3])))
    shares = measure_data(facts_of(Measure("share", "Share", whole, unit="%"), weekly(date(2026, 10, 11), [100 / 3])))

    assert data is not None
    assert shares is not None
    assert [data.amount(3.0), data.amount(2.468), shares.amount(100 / 3), shares.amount(-0.001)] == [
        "3", "2.47", "33.3%", "0%"
    ]  # fmt: skip


def test_numbers() -> None:
    """The table has what happened, what was expected, the target and the forecast; blank columns are left out."""
    words: Any = environment().get_template("words.txt").module
    data = measure_data(facts_of(WAIT, weekly(date(2026, 9, 6), [24, 22, 23, 21, 22, 21, 20, 19, 18, 17, 16])))
    bare = measure_data(facts_of(SURVEY))

    assert data is not None
    assert bare is not None
    columns, rows = numbers(data, words)
    assert columns == ("Day", "Actual", "Expected by then", "Target", "Forecast")
    found = {row[0]: row[1:] for row in rows}
    assert found["October 4, 2026"] == ("22", "21", "", "")
    assert found["October 25, 2026"] == ("19", "17.7", "7", "")
    assert found["November 2, 2026"] == ("", "17.4", "10", "")
    assert found["December 31, 2026"][:3] == ("", "10", "10")
    assert re.fullmatch(r"[\d.]+ \([\d.]+ to [\d.]+\)", found["December 31, 2026"][3])
    assert numbers(bare, words) == (("Day", "Target"), (("December 31, 2026", "75%"),))
