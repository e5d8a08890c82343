"""The strategy on a day: the measures of every part with those of all parts below, counted by status."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from civicstat.names import slug
from civicstat.progress.model import Part, StrategyFacts
from civicstat.reckoning.rollup import roll_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.progress.model import Goal, Initiative, MeasureFacts, Pillar, Sprint, SprintFacts, Strategy
    from civicstat.reckoning.rollup import Counts
    from civicstat.reckoning.values import Status, Thresholds

_Thing = TypeVar("_Thing")

STRUCTURE = frozenset({"pillars", "goals", "initiatives", "sprints", "measures"})
"""The tables that tell what a strategy's parts are and what measures them: while rows of one are lost, a part that
shows no measure may well have one."""


def strategy_facts(
    strategy: Strategy,
    measures: Sequence[MeasureFacts],
    before: Mapping[int, Status],
    sprints: Mapping[str, SprintFacts],
    quarter_end: date,
    thresholds: Thresholds,
    address: str = "strategy/",
) -> StrategyFacts:
    """How a strategy and all its parts stand, now and at the end of last quarter.

    The rule: a part counts its own measures, those of the sprints tied to it, and those of all parts below it, each
    measure once however often it is met. A goal or an initiative with none of these counts as one part without a
    measure; so does a pillar without goals. Where something that would tell of its measures can't be used (a table of
    `STRUCTURE`, a sprint that it is tied to), it counts as `unclear` instead.

    `measures` are the strategy's own, `sprints` all of the portal by package; one that a part is tied to and that is
    not there is passed over. `before` has the status at the end of `quarter_end`, the last day of last quarter, by
    the `id()` of each `MeasureFacts`, since packages may have measures of one id; one that is not in it counts as
    without data then. `address` is where the strategy's page is published.
    """
    roller = _Roller(
        goals=_by(strategy.goals, lambda goal: goal.pillar),
        initiatives=_by(strategy.initiatives, lambda initiative: initiative.goal),
        of_goals=_by(measures, lambda m: "" if m.measure.initiative else m.measure.goal),
        of_initiatives=_by(measures, lambda m: m.measure.initiative),
        tied={part: [package for _, package in ties] for part, ties in _by(strategy.sprints, lambda t: t[0]).items()},
        sprints=sprints,
        before=before,
        whole_structure=STRUCTURE.isdisjoint(lost_tables(strategy)),
    )
    pillars = tuple(roller.pillar(pillar, address) for pillar in strategy.pillars)
    whole = _Whole.of([rolled.whole for rolled in pillars])
    return StrategyFacts(
        strategy=strategy,
        pillars=tuple(rolled.part for rolled in pillars),
        counts=whole.counts(),
        before=whole.counts(before),
        quarter_end=quarter_end,
        thresholds=thresholds,
        address=address,
        measures=tuple(measures),
        untold=whole.untold(),
        unclear=whole.unclear,
    )


def lost_tables(work: Strategy | Sprint) -> frozenset[str]:
    """The tables of a package that can't be used, or not all of whose rows can be."""
    return frozenset(work.withheld) | {table for table, _ in work.left_out}


def _by(things: Iterable[_Thing], key: Callable[[_Thing], str]) -> dict[str, list[_Thing]]:
    found: dict[str, list[_Thing]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found


@dataclass(frozen=True)
class _Whole:
    """The measures that a part counts, by identity, and how many parts in it have none, or none that can be told."""

    measures: Mapping[int, MeasureFacts]
    without: int = 0
    unclear: int = 0

    @classmethod
    def of(cls, wholes: Sequence[_Whole]) -> _Whole:
        """Several parts as one."""
        together = {key: facts for whole in wholes for key, facts in whole.measures.items()}
        return cls(together, sum(whole.without for whole in wholes), sum(whole.unclear for whole in wholes))

    def untold(self) -> dict[str, int]:
        """By status, how many measures have it only because something can't be used."""
        return dict(Counter(facts.status for facts in self.measures.values() if facts.untold))

    def counts(self, before: Mapping[int, Status] | None = None) -> Counts:
        """How many measures have each status, now or `before`."""
        statuses: list[Status] = (
            [facts.status for facts in self.measures.values()]
            if before is None
            else [before.get(key, "no data") for key in self.measures]
        )
        return roll_up(statuses, without_measure=self.without)


@dataclass(frozen=True)
class _Rolled:
    part: Part
    whole: _Whole


@dataclass(frozen=True)
class _Roller:
    """What parts are rolled up with, by the id of the part that it belongs to; `tied` are names of packages.

    `whole_structure` is false where a part without a measure may have one that can't be read.
    """

    goals: Mapping[str, Sequence[Goal]]
    initiatives: Mapping[str, Sequence[Initiative]]
    of_goals: Mapping[str, Sequence[MeasureFacts]]
    of_initiatives: Mapping[str, Sequence[MeasureFacts]]
    tied: Mapping[str, Sequence[str]]
    sprints: Mapping[str, SprintFacts]
    before: Mapping[int, Status]
    whole_structure: bool

    def pillar(self, pillar: Pillar, address: str) -> _Rolled:
        here = f"{address}{slug(pillar.id)}/"
        goals = tuple(self.goal(goal, here) for goal in self.goals.get(pillar.id, ()))
        return self._roll(pillar, "pillar", here, (), goals)

    def goal(self, goal: Goal, address: str) -> _Rolled:
        here = f"{address}{slug(goal.id)}/"
        parts = tuple(self.initiative(one, here) for one in self.initiatives.get(goal.id, ()))
        return self._roll(goal, "goal", here, self.of_goals.get(goal.id, ()), parts)

    def initiative(self, initiative: Initiative, address: str) -> _Rolled:
        own = self.of_initiatives.get(initiative.id, ())
        return self._roll(initiative, "initiative", f"{address}{slug(initiative.id)}/", own, ())

    def _roll(
        self,
        said: Pillar | Goal | Initiative,
        level: Literal["pillar", "goal", "initiative"],
        address: str,
        own: Sequence[MeasureFacts],
        parts: tuple[_Rolled, ...],
    ) -> _Rolled:
        tied = () if level == "pillar" else self.tied.get(said.id, ())
        sprints = tuple(self.sprints[name] for name in dict.fromkeys(tied) if name in self.sprints)
        counted = (*own, *(m for sprint in sprints for m in sprint.measures))
        whole = _Whole.of([_Whole({id(m): m for m in counted}), *(rolled.whole for rolled in parts)])
        if not whole.measures and (level != "pillar" or not parts):
            clear = self.whole_structure and all(self._tells(name) for name in tied)
            whole = _Whole({}, whole.without + clear, whole.unclear + (not clear))
        part = Part(
            id=said.id,
            level=level,
            title=said.title,
            description=said.description,
            lead=getattr(said, "lead", ""),
            address=address,
            measures=tuple(own),
            sprints=sprints,
            parts=tuple(rolled.part for rolled in parts),
            counts=whole.counts(),
            before=whole.counts(self.before),
            moved=tuple((m, was) for m in counted if (was := self.before.get(id(m), "no data")) != m.status),
            untold=whole.untold(),
            unclear=whole.unclear,
        )
        return _Rolled(part, whole)

    def _tells(self, sprint: str) -> bool:
        """Whether all measures of a sprint are known. One that is not there may be one that can't be read."""
        facts = self.sprints.get(sprint)
        return facts is not None and "measures" not in lost_tables(facts.sprint)
