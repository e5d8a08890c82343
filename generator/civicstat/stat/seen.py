"""How the pages of a series show a measure: its figure on the day, what changed since the last meeting, a small chart.

It is built from what was known on the day alone: of a target that was set later nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from civicstat.names import slug
from civicstat.progress.changes import changes
from civicstat.progress.publish import FACT
from civicstat.progress.strategy_pages import parts_of
from civicstat.reckoning.values import Observation
from civicstat.reckoning.words import amount, least_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from civicstat.progress.changes import Change
    from civicstat.progress.model import MeasureFacts
    from civicstat.progress.whole import Progress
    from civicstat.stat.model import Looked, MeetingFacts, Standing, Topic

WIDTH, HEIGHT, PAD = 120.0, 30.0, 3.0
"""Of a small chart, in its own units."""

BEHIND = ("missed", "off track", "at risk")
UNKNOWN = ("stale", "no data")
_RANK = {"met": 0, "on track": 0, "at risk": 1, "off track": 2, "missed": 3}


@dataclass(frozen=True)
class Place:
    """Where a measure is told in full: the address of the page and the anchor in it; and the title of its package."""

    address: str
    anchor: str
    title: str
    simulated: bool = False


@dataclass(frozen=True)
class Spark:
    """A small chart: the corners of its line, its last point, and the height of the target's line if there is one."""

    line: str
    x: float
    y: float
    target: float | None
    first: Observation
    last: Observation


@dataclass(frozen=True)
class Seen:
    """A measure on the day of a meeting.

    `status` is "not known" where something withheld keeps it from one; `was` the one at the last meeting, empty where
    none looked at it. `target` holds on the day. `changes` are those of the target since the last meeting.
    """

    facts: MeasureFacts
    place: Place | None
    status: str
    figure: Observation | None
    target: tuple[float, date | None] | None
    was: str = ""
    earlier: Observation | None = None
    before: date | None = None
    changes: tuple[Change, ...] = ()
    spark: Spark | None = None

    @property
    def title(self) -> str:
        """What the measure is called."""
        return self.facts.measure.title

    @property
    def stated(self) -> bool:
        """Whether its figures stand in a table of values: a later correction has taken the old one's place there."""
        return self.facts.measure.origin is None

    @property
    def made_up(self) -> bool:
        """Whether its figures are simulated."""
        if self.facts.basis and self.facts.observations:
            return self.facts.basis.simulated
        simulated = bool(self.place and self.place.simulated)
        return simulated and not self.facts.measure.caveats.strip().casefold().startswith(FACT)

    @property
    def moved(self) -> Literal["", "better", "worse", "other"]:
        """Which way its status moved since the last meeting."""
        if not self.was or self.was == self.status:
            return ""
        now, then = _RANK.get(self.status), _RANK.get(self.was)
        return "other" if now is None or then is None or now == then else "better" if now < then else "worse"

    def amount(self, value: float) -> str:
        """A figure of the measure with its unit."""
        return amount(value, self.facts.measure.unit, least_of(self.facts.measure.plan))


@dataclass(frozen=True)
class Question:
    """A question for a meeting: what it asks of whom, as `kind` says."""

    kind: Literal["overdue", "bare", "behind", "worse", "unknown", "topic"]
    about: str
    standing: Standing | None = None
    seen: Seen | None = None
    topic: Topic | None = None


def places_of(progress: Progress) -> dict[tuple[str, str], Place]:
    """Where each measure is told in full, by the page name of its package and its id; an agency's by its address."""
    found: dict[tuple[str, str], Place] = {}
    for sprint in progress.sprints:
        own = sprint.sprint
        for facts in sprint.measures:
            anchor = f"measure-{slug(facts.measure.id)}"
            found[own.package, facts.measure.id] = Place(sprint.address, anchor, own.title, own.simulated)
    for strategy in progress.strategies:
        for part in parts_of(strategy.pillars):
            for facts in part.measures:
                anchor, plan = f"measure-{slug(facts.measure.id)}", strategy.strategy
                place = Place(part.address, anchor, plan.title, plan.simulated)
                found.setdefault((plan.package, facts.measure.id), place)
    for held in progress.performance:
        said = held.performance
        base = f"performance/{said.package}/" if len(progress.performance) > 1 else "performance/"
        for stood in held.measures:
            key = stood.measure.key
            found[said.package, key] = Place(f"{base}measures/{key}/", "", said.title, said.simulated)
    return found


def seen(looked: Iterable[Looked], places: Mapping[tuple[str, str], Place]) -> tuple[Seen, ...]:
    """Measures as a page shows them, in their order."""
    found = []
    for one in looked:
        package, measure = one.watched.package, one.watched.measure
        found.append(_seen(one, places.get((package, measure)) or places.get((package, slug(measure)))))
    return tuple(found)


def _seen(looked: Looked, place: Place | None) -> Seen:
    facts, before = looked.facts, looked.before
    target = _target(facts)
    since, day = looked.before_day, facts.standing.today
    changed = changes(facts.measure.plan.targets) if since else ()
    return Seen(
        facts=facts,
        place=place,
        status="not known" if facts.untold else facts.status,
        figure=_figure(facts),
        target=target,
        was=("not known" if before.untold else before.status) if before else "",
        earlier=_figure(before) if before else None,
        before=since if before else None,
        changes=tuple(c for c in changed if since and since < c.day <= day),
        spark=sparkline(facts.observations, target[0] if target else None),
    )


def _figure(facts: MeasureFacts) -> Observation | None:
    """The figure that its status stands on: as it was recorded, else the one judged, else the latest."""
    final, now = facts.final, facts.standing
    if final is None:
        return now.judged or now.observation
    return None if final.value is None else Observation(final.date or final.due or final.recorded, final.value)


def _target(facts: MeasureFacts) -> tuple[float, date | None] | None:
    final, target = facts.final, facts.standing.target
    if final:
        return None if final.target is None else (final.target, final.due)
    return (target.value, target.due) if target else None


def sparkline(observations: tuple[Observation, ...], target: float | None) -> Spark | None:
    """A small chart of some observations by date, with the target's height; None for fewer than two.

    Its units are those of a drawing of `WIDTH` by `HEIGHT`, with `PAD` around the line.
    """
    if len(observations) < 2:
        return None
    first, last = observations[0], observations[-1]
    values = [o.value for o in observations] + ([] if target is None else [target])
    low, high = min(values), max(values)
    days = (last.date - first.date).days

    def across(day: date) -> float:
        return round(PAD + (WIDTH - 2 * PAD) * (day - first.date).days / days, 1)

    def height(value: float) -> float:
        # Halves first: the span of two large numbers may be too large for one.
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.5
        return round(HEIGHT - PAD - (HEIGHT - 2 * PAD) * share, 1)

    line = " ".join(f"{across(o.date):g},{height(o.value):g}" for o in observations)
    end = None if target is None else height(target)
    return Spark(line, across(last.date), height(last.value), end, first, last)


def questions(meeting: MeetingFacts, measures: Iterable[Seen]) -> tuple[Question, ...]:
    """What a meeting has to ask, in the order in which it goes: follow-ups, measures, priority topics.

    A measure asks for itself where it is behind or unknown; one that got worse first.
    """
    found: list[Question] = []
    for standing in meeting.carried:
        if standing.bare:
            found.append(Question("bare", standing.followup.title, standing=standing))
        elif standing.colour == "red":
            found.append(Question("overdue", standing.followup.title, standing=standing))
    asked = []
    for one in measures:
        if one.moved == "worse":
            asked.append(Question("worse", one.title, seen=one))
        elif one.status in BEHIND:
            asked.append(Question("behind", one.title, seen=one))
        elif one.status in UNKNOWN:
            asked.append(Question("unknown", one.title, seen=one))
    found += sorted(asked, key=lambda q: -_RANK.get(q.seen.status if q.seen else "", 0) - 10 * (q.kind == "worse"))
    found += [Question("topic", topic.title, topic=topic) for topic in meeting.agenda if topic.ask]
    return tuple(found)
