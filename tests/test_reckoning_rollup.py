"""Many measures' statuses as one: counted, never averaged."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from civicstat.reckoning.rollup import RULE, Counts, roll_up
from civicstat.reckoning.values import STATUSES

if TYPE_CHECKING:
    from civicstat.reckoning.values import Status

STATUS = st.sampled_from(STATUSES)


def test_counting() -> None:
    """Each status is counted by itself, and together as residents ask: well, at risk, behind, without data."""
    counts = roll_up(
        [
            "met",
            "on track",
            "on track",
            "at risk",
            "off track",
            "missed",
            "stale",
            "no data",
            "no target",
            "not started",
        ],
        without_measure=3,
    )

    assert counts == Counts(1, 2, 1, 1, 1, 1, 1, 1, 1, 3)
    assert (counts.well, counts.at_risk, counts.behind, counts.without_data, counts.not_started) == (3, 1, 2, 3, 1)
    assert (counts.measures, counts.judged, counts.without_measure) == (10, 6, 3)
    assert [counts.of("on track"), counts.of("no target")] == [2, 1]


def test_nothing_counted() -> None:
    """Without measures everything is nought."""
    assert roll_up([]) == Counts()
    assert Counts().measures == 0


@given(st.lists(STATUS), st.lists(STATUS), st.integers(0, 5))
def test_parts_add_up(some: list[Status], others: list[Status], without: int) -> None:
    """A whole is the sum of its parts, in any order, and loses none."""
    whole = roll_up([*others, *some], without_measure=without)

    assert roll_up(some, without_measure=without) + roll_up(others) == whole
    assert whole.measures == len(some) + len(others)
    assert whole.well + whole.at_risk + whole.behind + whole.without_data + whole.not_started == whole.measures


def test_the_rule_is_the_documented_one() -> None:
    """The rule shown to residents says what the documentation says."""
    documented = " ".join((inspect.getdoc(roll_up) or "").replace(" (`without_measure`)", "").split())

    assert RULE in documented
