"""The strategy rolled up: what every part counts, where it is published, and what moved since last quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from civicstat.progress.model import (
    Goal,
    Initiative,
    Measure,
    MeasureFacts,
    Pillar,
    Sprint,
    SprintFacts,
    Strategy,
)
from civicstat.progress.rolling import strategy_facts
from civicstat.progress.strategy_pages import parts_of
from civicstat.reckoning.rollup import Counts, roll_up
from civicstat.reckoning.values import Plan, Standing, Thresholds

if TYPE_CHECKING:
    from civicstat.progress.model import Part, StrategyFacts
    from civicstat.reckoning.values import Status

TODAY, QUARTER_END = date(2026, 11, 10), date(2026, 9, 30)
PLAN = Plan(None, (), "increase", "period")
STRATEGY = Strategy(
    "plan",
    "A plan",
    "",
    pillars=(Pillar("clean", "Clean"), Pillar("safe", "Safe")),
    goals=(Goal("litter", "Less litter", pillar="clean"), Goal("water", "Clean water", pillar="clean")),
    initiatives=(Initiative("sweep", "litter", "Sweep"), Initiative("bins", "litter", "Bins")),
)


def measure(name: str, status: Status, *, goal: str = "", initiative: str = "") -> MeasureFacts:
    return MeasureFacts(Measure(name, name, PLAN, goal, initiative), (), Standing(status, TODAY))


def sprint(name: str, *measures: MeasureFacts) -> SprintFacts:
    made = Sprint(name, name, "", TODAY, TODAY)
    counts = roll_up(m.standing.status for m in measures)
    return SprintFacts(made, "running", 1, 1, measures, Thresholds(), counts)


def rolled(
    *measures: MeasureFacts,
    before: dict[int, Status] | None = None,
    sprints: tuple[SprintFacts, ...] = (),
    ties: tuple[tuple[str, str], ...] = (),
    address: str = "strategy/",
) -> StrategyFacts:
    by_package = {s.sprint.package: s for s in sprints}
    strategy = replace(STRATEGY, sprints=ties)
    return strategy_facts(strategy, measures, before or {}, by_package, QUARTER_END, Thresholds(), address)


def part(facts: StrategyFacts, name: str) -> Part:
    return next(p for p in parts_of(facts.pillars) if p.id == name)


def test_gaps_are_counted() -> None:
    """Each goal and initiative that nothing measures counts as one without a measure, and so does a bare pillar."""
    facts = rolled()

    assert part(facts, "sweep").counts == Counts(without_measure=1)
    assert part(facts, "litter").counts == Counts(without_measure=3)
    assert part(facts, "clean").counts == Counts(without_measure=4)
    assert part(facts, "safe").counts == Counts(without_measure=1)
    assert facts.counts == Counts(without_measure=5)


def test_measures_count_for_all_above() -> None:
    """An initiative's measure counts for its goal and its pillar, and closes their gaps but not its neighbour's."""
    facts = rolled(measure("blocks", "at risk", initiative="sweep"), measure("streets", "met", goal="litter"))

    assert part(facts, "sweep").counts == Counts(at_risk=1)
    assert part(facts, "bins").counts == Counts(without_measure=1)
    assert part(facts, "litter").counts == Counts(met=1, at_risk=1, without_measure=1)
    assert part(facts, "clean").counts == Counts(met=1, at_risk=1, without_measure=2)
    assert [m.measure.id for m in facts.measures] == ["blocks", "streets"]


def test_a_sprint_counts_once() -> None:
    """The measures of a sprint count under each part that it is tied to, and once where these come together."""
    tied = sprint("sprint", measure("days", "off track"), measure("open", "on track"))
    facts = rolled(sprints=(tied,), ties=(("sweep", "sprint"), ("bins", "sprint"), ("bins", "gone")))

    assert part(facts, "bins").counts == Counts(on_track=1, off_track=1)
    assert part(facts, "litter").counts == Counts(on_track=1, off_track=1)
    assert part(facts, "bins").sprints == (tied,)
    assert facts.counts == Counts(on_track=1, off_track=1, without_measure=2)


def test_one_more_measure_never_widens_the_gap() -> None:
    """A goal's first measure takes one from its gaps, and leaves those of its initiatives."""
    bare, measured = rolled(), rolled(measure("streets", "no data", goal="litter"))

    assert part(bare, "litter").counts.without_measure == 3
    assert part(measured, "litter").counts == Counts(no_data=1, without_measure=2)


def test_since_last_quarter() -> None:
    """A part knows its counts at the end of last quarter, and which measures have moved since, its sprints' too."""
    own, steady = measure("own", "on track", goal="water"), measure("steady", "met", goal="water")
    in_sprint = measure("own", "at risk")
    facts = rolled(
        own,
        steady,
        before={id(own): "off track", id(steady): "met", id(in_sprint): "not started"},
        sprints=(sprint("sprint", in_sprint),),
        ties=(("water", "sprint"),),
    )

    assert part(facts, "water").counts == Counts(met=1, on_track=1, at_risk=1)
    assert part(facts, "water").before == Counts(met=1, off_track=1, not_started=1)
    assert part(facts, "water").moved == ((own, "off track"), (in_sprint, "not started"))
    assert (facts.before.off_track, facts.quarter_end) == (1, QUARTER_END)


def test_addresses() -> None:
    """Every part has an address under that of the part above it, made of its id."""
    facts = rolled(address="strategy/plan/")

    assert [p.address for p in parts_of(facts.pillars)] == [
        "strategy/plan/clean/",
        "strategy/plan/clean/litter/",
        "strategy/plan/clean/litter/sweep/",
        "strategy/plan/clean/litter/bins/",
        "strategy/plan/clean/water/",
        "strategy/plan/safe/",
    ]


def test_what_cannot_be_told_is_no_gap() -> None:
    """With rows of a table lost that tells what belongs to what, a part without a measure counts as unclear."""
    for table in ("pillars", "goals", "initiatives", "sprints", "measures"):
        for lost in ({"withheld": (table,)}, {"left_out": ((table, 1),)}):
            strategy = replace(STRATEGY, **lost)
            facts = strategy_facts(strategy, (), {}, {}, QUARTER_END, Thresholds())

            assert (facts.counts, facts.unclear) == (Counts(), 5)
    assert (rolled().counts.without_measure, rolled().unclear) == (5, 0)


def test_a_sprint_that_cannot_be_read_is_no_gap() -> None:
    """A part tied to a sprint that is not there, or whose measures can't be used, is unclear; others are gaps."""
    spoilt = sprint("spoilt")
    spoilt = replace(spoilt, sprint=replace(spoilt.sprint, withheld=("measures",)))
    facts = rolled(sprints=(spoilt, sprint("bare")), ties=(("sweep", "spoilt"), ("bins", "gone"), ("water", "bare")))

    assert [part(facts, name).unclear for name in ("sweep", "bins", "litter", "water")] == [1, 1, 2, 0]
    assert [part(facts, name).counts.without_measure for name in ("sweep", "bins", "litter", "water")] == [0, 0, 1, 1]


def test_statuses_that_something_withheld_makes() -> None:
    """A part knows how many of its measures have a status only because something can't be used."""
    known = measure("known", "no target", goal="water")
    lost = measure("lost", "no target", goal="water")
    lost = replace(lost, measure=replace(lost.measure, troubles=("The targets can't be read.",)))
    facts = rolled(known, lost)

    assert part(facts, "water").counts == Counts(no_target=2)
    assert part(facts, "water").untold == facts.untold == {"no target": 1}
    assert part(facts, "litter").untold == {}
