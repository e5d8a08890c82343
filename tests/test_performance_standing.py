"""How agency measures stand: each fiscal year against its own target, from what was known on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from civicstat.performance.calendar import Calendar
from civicstat.performance.model import AgencyMeasure, Figure, Performance, Tally
from civicstat.performance.standing import measure_on, reckon_performance, stood_on, tally
from civicstat.reckoning.rollup import Counts
from civicstat.reckoning.values import Observation
from civicstat.settings import Settings

if TYPE_CHECKING:
    from civicstat.shapes.yearly import Part

JULY = Settings(fiscal_year_start=7)
SPRING = date(2026, 4, 15)
"""In fiscal year 2026, when its third quarter has just ended."""


def measure(figures: dict[tuple[int, Part], float | str], **own: object) -> AgencyMeasure:
    """A measure with these figures: one that should increase, a period alone, unless said otherwise."""
    made = tuple(
        Figure(year, part, str(value), value if isinstance(value, float | int) else None)
        for (year, part), value in figures.items()
    )
    given = {"desired": "increase", "interval": "period", "figures": made, **own}
    return AgencyMeasure("m", "M", "A measure", **given)  # type: ignore[arg-type]


def status(one: AgencyMeasure, day: date = SPRING) -> tuple[str, int | None, str]:
    """Its status, the fiscal year of that, and why there is none."""
    stood = stood_on(one, JULY, day)
    return stood.status, stood.year.year if stood.year else None, stood.reason


def test_days_of_fiscal_years() -> None:
    """A fiscal year is called after the year in which it ends; its quarters end three months apart."""
    july, january = Calendar(7), Calendar(1)

    assert [july.ends_part(2026, p) for p in ("q1", "q2", "q3", "q4", "actual")] == [
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 6, 30),
    ]
    assert [january.ends_part(2024, p) for p in ("q1", "q2", "q4")] == [
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 12, 31),
    ]
    assert [july.year_of(date(2026, 6, 30)), july.year_of(date(2026, 7, 1)), january.year_of(date(2026, 7, 1))] == [
        2026,
        2027,
        2026,
    ]


@pytest.mark.parametrize(
    ("desired", "level", "expected"),
    [
        ("increase", 95, "on track"),
        ("increase", 80, "at risk"),
        ("increase", 40, "off track"),
        ("decrease", 95, "on track"),
        ("decrease", 130, "at risk"),
    ],
)
def test_a_level_in_a_running_year(desired: str, level: float, expected: str) -> None:
    """A quarter's level is held against the year's target itself: there is no path that it grows along."""
    one = measure({(2026, "target"): 100, (2026, "q3"): level}, desired=desired)

    assert status(one) == (expected, 2026, "")


@pytest.mark.parametrize(
    ("quarters", "expected"),
    [((25, 25, 25), "on track"), ((20, 20, 15), "at risk"), ((10, 10, 10), "off track"), ((40, 40, 30), "met")],
)
def test_a_total_in_a_running_year(quarters: tuple[float, ...], expected: str) -> None:
    """Quarters of a total are added up from nought, and held against as much of the target as the year is gone."""
    figures: dict[tuple[int, Part], float | str] = {(2026, f"q{n}"): q for n, q in enumerate(quarters, 1)}  # type: ignore[misc]

    assert status(measure({**figures, (2026, "target"): 100}, interval="cumulative")) == (expected, 2026, "")


def test_a_gap_in_a_total() -> None:
    """A total is known only up to the first quarter that is missing."""
    one = measure({(2026, "q1"): 25, (2026, "q3"): 25, (2026, "target"): 100}, interval="cumulative")

    facts = measure_on(Performance("p", "P", "", measures=(one,)), "M", JULY, SPRING)

    assert facts is not None
    assert facts.observations == (Observation(date(2025, 9, 30), 25),)


def test_a_share_is_never_added_up() -> None:
    """A percentage that is called cumulative is read as a level."""
    one = measure({(2026, "q1"): 88, (2026, "q2"): 89, (2026, "target"): 90}, interval="cumulative", unit="%")

    assert status(one) == ("on track", 2026, "")
    facts = measure_on(Performance("p", "P", "", measures=(one,)), "m", JULY, SPRING)
    assert facts is not None
    assert [o.value for o in facts.observations] == [88, 89]


def test_years_that_are_over() -> None:
    """A year with its own figure is met or missed for good."""
    one = measure(
        {(2024, "target"): 90, (2024, "actual"): 80, (2025, "target"): 90, (2025, "actual"): 91, (2026, "target"): 95}
    )

    stood = stood_on(one, JULY, SPRING)

    assert [(y.year, y.standing.status if y.standing else "", y.final) for y in stood.years] == [
        (2024, "missed", True),
        (2025, "met", True),
        (2026, "no data", False),
    ]


def test_first_half_of_a_year_without_a_figure() -> None:
    """For half a year the status stays that of the year before; then it is plain that there is no figure."""
    one = measure({(2025, "target"): 90, (2025, "actual"): 91, (2026, "target"): 95})

    assert stood_on(one, JULY, date(2025, 9, 1)).waiting
    assert status(one, date(2025, 9, 1)) == ("met", 2025, "")
    assert status(one, date(2026, 2, 1)) == ("no data", 2026, "")


def test_a_year_that_was_never_closed() -> None:
    """Without its own figure a year that is over is told as on its way, and after a year as stale."""
    one = measure({(2026, "target"): 90, (2026, "q3"): 91})

    stood = stood_on(one, JULY, date(2026, 8, 1))

    assert status(one, date(2026, 8, 1)) == ("on track", 2026, "")
    assert stood.standing is not None
    assert (stood.standing.reason, stood.standing.today) == ("last figure is to come", date(2026, 8, 1))
    assert stood.standing.judged == Observation(date(2026, 3, 31), 91)
    assert [y.final for y in stood.years] == [False]
    late = stood_on(measure({(2026, "target"): 90, (2026, "q3"): 91, (2027, "target"): 95}), JULY, date(2028, 1, 1))
    assert [y.standing.status for y in late.years if y.standing] == ["stale", "no data"]


def test_a_total_of_four_quarters_closes_its_year() -> None:
    """Four quarters of a total are the whole year, its own figure or not."""
    figures: dict[tuple[int, Part], float | str] = {(2026, f"q{n}"): 26 for n in (1, 2, 3, 4)}  # type: ignore[misc]

    assert status(measure({**figures, (2026, "target"): 104}, interval="cumulative"), date(2026, 8, 1))[0] == "met"
    assert status(measure({**figures, (2026, "target"): 105}, interval="cumulative"), date(2026, 8, 1))[0] == "missed"


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"form": "two units"}, "two units"),
        ({"desired": ""}, "no direction"),
        ({"desired": "maintain"}, "no range"),
        ({"interval": ""}, "no interval"),
        ({"interval": "cumulative", "uneven": True}, "unclear quarters"),
        ({"interval": "snapshot", "uneven": True}, "unclear quarters"),
    ],
)
def test_what_is_not_judged(own: dict[str, object], reason: str) -> None:
    """What a judgement needs and the table does not say is named, in place of a status."""
    one = measure({(2026, "target"): 90, (2026, "q1"): 91}, **own)

    assert status(one)[0] == "not judged"
    assert status(one)[2] == reason
    facts = measure_on(Performance("p", "P", "", measures=(one,)), "m", JULY, SPRING)
    assert facts is not None
    assert facts.untold


def test_within_a_band() -> None:
    """A measure to be maintained is held against its band."""
    one = measure({(2026, "target"): 90, (2026, "q3"): 88}, desired="maintain", band=(85.0, 100.0))

    assert status(one) == ("on track", 2026, "")


def test_old_targets_are_no_promise() -> None:
    """A measure whose last target is from long ago has none."""
    one = measure({(2023, "target"): 90, (2023, "actual"): 95, (2025, "actual"): 20})

    assert status(one) == ("no target", None, "")
    assert status(measure({(2025, "actual"): 20})) == ("no target", None, "")


def test_retired() -> None:
    """A retired measure has no status, and keeps its past."""
    stood = stood_on(measure({(2024, "target"): 90, (2024, "actual"): 95}, retired=True), JULY, SPRING)

    assert (stood.status, stood.standing, stood.reason) == ("retired", None, "retired")
    assert [y.standing.status for y in stood.years if y.standing] == ["met"]


def test_what_was_known_on_a_day() -> None:
    """A measure on an earlier day knows only the quarters and years that had ended by then."""
    one = measure({(2025, "actual"): 84, (2026, "target"): 90, (2026, "q1"): 70, (2026, "q2"): 91}, unit="%", row=7)
    performance = Performance("p", "P", "", measures=(one,))

    before, after = (measure_on(performance, "M", JULY, day) for day in (date(2025, 12, 30), date(2025, 12, 31)))

    assert before is not None
    assert after is not None
    assert [o.value for o in before.observations] == [84, 70]
    assert [o.value for o in after.observations] == [84, 70, 91]
    assert (before.status, after.status) == ("at risk", "on track")
    assert (after.measure.unit, after.measure.row, after.measure.plan.targets[0].due) == ("%", 7, date(2026, 6, 30))
    assert measure_on(performance, "another", JULY, SPRING) is None


def test_counts() -> None:
    """Measures are counted by status, and those without one beside them."""
    measures = (
        measure({(2026, "target"): 90, (2026, "q1"): 91}),
        measure({(2026, "target"): 90, (2026, "q1"): 20}),
        measure({(2026, "target"): 90, (2026, "q1"): 20}, form="two units"),
        measure({}, retired=True),
        measure({}),
    )

    facts = reckon_performance(Performance("p", "P", "", measures=measures), JULY, SPRING)

    counted = tally(facts.measures)
    assert counted == Tally(Counts(on_track=1, off_track=1), no_target=1, unjudged=1, retired=1)
    assert counted.measures == 5


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({(2026, "target"): "12-14", (2026, "q3"): 13}, ("not judged", 2026, "no number")),
        (
            {(2025, "target"): 9, (2025, "actual"): 10, (2026, "target"): "12-14", (2026, "q3"): 13},
            ("not judged", 2026, "no number"),
        ),
        ({(2026, "target"): "N/A", (2026, "q3"): 13}, ("no target", None, "")),
        ({(2024, "target"): "12-14", (2026, "q3"): 13}, ("no target", None, "")),
    ],
)
def test_a_target_in_words(figures: dict[tuple[int, Part], float | str], expected: tuple[str, int | None, str]) -> None:
    """A target that is no number is there, and nothing can be held against it; `N/A` is no target."""
    assert status(measure(figures)) == expected
