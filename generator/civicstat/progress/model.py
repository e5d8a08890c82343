"""What packages of the kinds `sprint` and `strategy` say, as frozen values, and what is reckoned from it.

Nothing here reads a file or reckons anything. Ids are the texts that staff write in the tables.
"""

from __future__ import annotations

import collections
import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from datetime import date

    from civicstat.reckoning.rollup import Counts
    from civicstat.reckoning.values import Observation, Plan, Standing, Status, Thresholds

Reckon = Literal["count", "sum", "mean", "median", "share", "percentile", "distinct", "open"]
"""How rows become a number: `share` is the percentage of rows that also meet `of`; `open` counts rows that have begun
and not ended on the last day of a period."""

Per = Literal["day", "week", "month", "quarter", "fiscal year"]

State = Literal["running", "planned", "finished"]


@dataclass(frozen=True)
class Condition:
    """What a row's `field` has to be.

    One of: among `equals`; none of `differs`; from `least` to `most` (either may be missing, both belong to it);
    `blank` or not.
    """

    field: str
    equals: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    blank: bool | None = None


@dataclass(frozen=True)
class Origin:
    """Where a measure's observations are reckoned from: rows of a table in the catalogue (`civicstat.measures`).

    `field` holds the numbers (or what is counted as `distinct`); or `days` names two fields of dates, and the number is
    the days between them. Rows count for the period in which their `date` falls. For `open`, `date` is when a row
    begins and `until` when it ends. `where` chooses rows, `of` those of them that a `share` counts. `by` names the
    fields of places by which the measure is told too; `latitude` and `longitude` put its rows on a map.
    """

    measure: str
    dataset: str
    resource: str
    reckon: Reckon
    date: str
    per: Per
    field: str = ""
    days: tuple[str, str] | None = None
    until: str = ""
    percentile: float = 50.0
    where: tuple[Condition, ...] = ()
    of: tuple[Condition, ...] = ()
    by: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    index: int = dataclasses.field(default=0, compare=False)
    """Its place in the descriptor's list."""


@dataclass(frozen=True)
class Measure:
    """A measure of a goal or an initiative, as staff define it.

    `owner` is a role. `type` is output, efficiency, effectiveness or outcome. `refresh` is the promise of new
    observations (`R/P1W`). `plan` has baseline, targets and what is desired; `stated` the observations of a table of
    values, where there is no `origin`. `row` is its row in the table (the header is 1), to name in findings. `troubles`
    says in words for residents what of it can't be used.
    """

    id: str
    title: str
    plan: Plan
    goal: str = ""
    initiative: str = ""
    unit: str = ""
    definition: str = ""
    owner: str = ""
    type: str = ""
    refresh: str = ""
    caveats: str = ""
    origin: Origin | None = None
    stated: tuple[Observation, ...] = ()
    row: int = 0
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    """What a sprint or a pillar of the strategy is to reach; `lead` is a role."""

    id: str
    title: str
    description: str = ""
    lead: str = ""
    pillar: str = ""


@dataclass(frozen=True)
class Milestone:
    """A step of a sprint: `done` is the day on which it was reached."""

    title: str
    due: date | None = None
    done: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Update:
    """What a sprint's lead told on a day; `measure` is the id of the one that it is about, if any."""

    date: date
    title: str
    text: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Heard:
    """What residents said, and what came of it."""

    date: date
    said: str
    outcome: str = ""
    link: str = ""


@dataclass(frozen=True)
class Final:
    """A measure as it stood when its sprint ended, as `civicstat close` recorded it."""

    measure: str
    recorded: date
    date: date | None
    value: float | None
    expected: float | None
    attainment: float | None
    status: str
    target: float | None
    due: datetime.date | None


@dataclass(frozen=True)
class Sprint:
    """A sprint as its package says it. `package` is the package's page name; `leads` are roles."""

    package: str
    title: str
    purpose: str
    begins: date
    ends: date
    leads: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    updates: tuple[Update, ...] = ()
    heard: tuple[Heard, ...] = ()
    learnt: str = ""
    """Markdown: what was learnt at the end."""

    final: tuple[Final, ...] = ()
    """How measures stood at the end, one for each: as it was recorded first."""

    recorded: bool = False
    """Whether there is a table of how measures ended, if without a row: what it does not tell is not known."""

    simulated: bool = False
    withheld: tuple[str, ...] = ()
    """The tables and texts that can't be used, so that nothing may be said of what they would tell."""

    left_out: tuple[tuple[str, int], ...] = ()
    """By table, how many of its rows can't be used."""

    def told_by(self, day: date) -> Sprint:
        """The sprint without what is dated after a day: updates, what was said, and days on which a step was done."""
        return dataclasses.replace(
            self,
            milestones=tuple(
                dataclasses.replace(m, done=None) if m.done and m.done > day else m for m in self.milestones
            ),
            updates=tuple(u for u in self.updates if u.date <= day),
            heard=tuple(h for h in self.heard if h.date <= day),
        )


@dataclass(frozen=True)
class Pillar:
    """A part of the strategy."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Initiative:
    """What the city does for a goal of its strategy; `lead` is a role."""

    id: str
    goal: str
    title: str
    description: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Strategy:
    """The strategy as its package says it. `sprints` ties them to parts: (id of a goal or an initiative, package)."""

    package: str
    title: str
    purpose: str
    begins: date | None = None
    ends: date | None = None
    text: str = ""
    """Markdown; links such as `#goal-id` lead to the pages of its parts."""

    pillars: tuple[Pillar, ...] = ()
    goals: tuple[Goal, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    measures: tuple[Measure, ...] = ()
    sprints: tuple[tuple[str, str], ...] = ()
    simulated: bool = False
    withheld: tuple[str, ...] = ()
    """The tables and texts that can't be used, so that nothing may be said of what they would tell."""

    left_out: tuple[tuple[str, int], ...] = ()
    """By table, how many of its rows can't be used."""


@dataclass(frozen=True)
class Place:
    """A measure in one place: its number, how many rows it rests on, and the same of the time before the sprint."""

    name: str
    value: float | None
    rows: int
    before: float | None = None


@dataclass(frozen=True)
class Places:
    """A measure by one field of places (its label), the places in the order of their names."""

    label: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Basis:
    """The rows that a measure's numbers come from.

    `conditions` says in words which rows count; `rows` is how many do, `csv` exactly these as text, each with the
    period that it fell in. `points` are (latitude, longitude) of those that have a place, thinned for a map.
    `troubles` says what is wrong with the dataset: withheld, stale. None of it is there for a measure from a table of
    values.
    """

    dataset: str
    title: str
    resource: str
    conditions: str
    rows: int = 0
    csv: str = ""
    redo: str = ""
    """How the numbers come from the rows of `csv`, in a sentence."""

    places: tuple[Places, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    span: tuple[date, date] | None = None
    """The first and the last day of the time that `places` and `points` tell of."""

    before: tuple[date, date] | None = None
    """The time of equal length before it, that `Place.before` tells of; None where the rows don't reach back so far."""

    notes: tuple[str, ...] = ()
    """What was left out, in a sentence each."""

    troubles: tuple[str, ...] = ()
    simulated: bool = False
    """Whether the dataset is made up."""


@dataclass(frozen=True)
class MeasureFacts:
    """A measure on the day of the build: its observations by date, how it stands, and where the numbers are from."""

    measure: Measure
    observations: tuple[Observation, ...]
    standing: Standing
    basis: Basis | None = None
    final: Final | None = None
    unrecorded: str = ""
    """Why the record of its end does not tell how it ended, though there is one: a sentence for residents."""

    @property
    def status(self) -> Status:
        """How it stands: as it was recorded when its sprint ended, else as the data says now."""
        return cast("Status", self.final.status) if self.final else self.standing.status

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong with it and with what it stands on, in a sentence each."""
        record = (self.unrecorded,) if self.unrecorded else ()
        return (*record, *self.measure.troubles, *(self.basis.troubles if self.basis else ()))

    @property
    def untold(self) -> bool:
        """Whether something that can't be used keeps it from a status: there may well be a target, and figures.

        So too where the record of its end can't be used: what the data says today is not how it ended.
        """
        return self.final is None and (bool(self.unrecorded) or self.untold_now)

    @property
    def untold_now(self) -> bool:
        """The same of how it stands today, whatever was recorded."""
        of_rows = self.basis.troubles if self.basis else ()
        wanting = {"no data": (*self.measure.troubles, *of_rows), "no target": self.measure.troubles}
        return bool(wanting.get(self.standing.status))


@dataclass(frozen=True)
class SprintFacts:
    """A sprint on the day of the build: `days` in all, `gone` of them, and its measures."""

    sprint: Sprint
    state: State
    gone: int
    days: int
    measures: tuple[MeasureFacts, ...]
    thresholds: Thresholds
    counts: Counts

    @property
    def address(self) -> str:
        """Where its page is published."""
        return f"sprints/{self.sprint.package}/"

    @property
    def untold(self) -> Mapping[str, int]:
        """By status, how many of its measures have it only because something can't be used."""
        return collections.Counter(m.status for m in self.measures if m.untold)


@dataclass(frozen=True)
class Part:
    """A pillar, goal or initiative of the strategy with all below it: statuses rolled up, now and last quarter."""

    id: str
    level: Literal["pillar", "goal", "initiative"]
    title: str
    description: str
    lead: str
    address: str
    measures: tuple[MeasureFacts, ...]
    sprints: tuple[SprintFacts, ...]
    parts: tuple[Part, ...]
    counts: Counts
    before: Counts
    moved: tuple[tuple[MeasureFacts, str], ...] = ()
    """Measures of its own and of its sprints that had another status at the end of last quarter, with that one."""

    untold: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """By status, how many of the measures that `counts` has it of have it only because something can't be used."""

    unclear: int = 0
    """How many goals and initiatives show no measure and may well have one: something that would tell can't be used."""


@dataclass(frozen=True)
class StrategyFacts:
    """The strategy on the day of the build; `quarter_end` is the last day of last quarter."""

    strategy: Strategy
    pillars: tuple[Part, ...]
    counts: Counts
    before: Counts
    quarter_end: date
    thresholds: Thresholds
    address: str = "strategy/"
    measures: tuple[MeasureFacts, ...] = ()
    """Its own measures, in the order of its table; those of its sprints stand with these."""

    untold: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """As in `Part`."""

    unclear: int = 0
    """As in `Part`."""
