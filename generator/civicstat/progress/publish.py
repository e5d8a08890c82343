"""The pages of sprints and the files beside them: how each stands for programs, and the rows behind its numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from math import isclose
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from civicstat.charts.course import measure_data
from civicstat.charts.plan import PlannedChart
from civicstat.charts.reckon import place_data
from civicstat.feeds.words import for_script
from civicstat.model import ChartDeclaration
from civicstat.names import slug
from civicstat.planned import Download, Page
from civicstat.progress.changes import changes_of
from civicstat.prose import plain
from civicstat.reckoning.values import Observation, Waypoint
from civicstat.reckoning.words import amount, decimals, least_of, say, say_forecast, say_made
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.model import Package
    from civicstat.progress.changes import Change
    from civicstat.progress.model import (
        Final,
        Heard,
        MeasureFacts,
        Place,
        Places,
        SprintFacts,
        Update,
    )
    from civicstat.progress.whole import Progress
    from civicstat.reckoning.values import Forecast, Target
    from civicstat.settings import Site

    Dated = TypeVar("Dated", Update, Heard)

SCHEMA = "docs/schemas/progress.schema.json"
"""Where the JSON Schema of `progress.json` is published."""

FEW_PLACES = 5
"""Of more places a table shows the ones that fare worst, and the rest folded."""

DIGITS = 6
"""Digits after the point of what is reckoned, in `progress.json`."""


FACT = "a fact"
"""What the caveats of a measure begin with whose stated values are facts, in a package of simulated ones."""

_TABLES: Mapping[str, tuple[str, str]] = {
    "goals": ("the table of goals", "its goals can't be shown"),
    "measures": ("the table of measures", "nobody can tell from this page what is reached"),
    "targets": ("the table of targets", "no status against a target can be given"),
    "interim": ("the table of interim targets", "what was expected by when may be drawn wrongly"),
    "values": ("the table of values", "figures that are entered by hand are missing"),
    "milestones": ("the table of milestones", "they can't be shown"),
    "updates": ("the table of updates", "they can't be shown"),
    "heard": ("the table of what residents said", "it can't be shown"),
    "final": ("the record of how it ended", "nobody can tell how the measures ended"),
    "pillars": ("the table of pillars", "its pillars can't be shown"),
    "initiatives": ("the table of initiatives", "they can't be shown"),
    "sprints": ("the table of sprints", "nobody can tell from this page which sprints work for what"),
    "learnt": ("the text about what was learnt", "it can't be shown"),
    "text": ("the text of the strategy", "it can't be shown"),
}
"""By table or text: what residents call it, and what follows where it can't be used."""


@dataclass(frozen=True)
class Missing:
    """What of a sprint or a strategy can't be shown, in sentences: `parts` are whole tables, `rows` some of their rows.

    `tables` names the tables of both kinds, of which nothing may be said to be all that there is; `whole` the first.
    """

    parts: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    tables: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


class Work(Protocol):
    """What a package says, with what of it can't be used."""

    @property
    def withheld(self) -> tuple[str, ...]:
        """The tables and texts that can't be used."""

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """By table, how many of its rows can't be used."""


def missing_of(work: Work, tables: Mapping[str, tuple[str, str]] = _TABLES) -> Missing:
    """What of a package can't be shown. `tables` has what residents call each, and what follows where it is missing."""
    parts = [
        f"{what[0].upper()}{what[1:]} did not pass its checks, so {so}."
        for what, so in (tables[table] for table in work.withheld)
    ]
    rows = [
        f"1 row of {tables[table][0]} did not pass its checks and is left out."
        if count == 1
        else f"{count:,} rows of {tables[table][0]} did not pass their checks and are left out."
        for table, count in work.left_out
    ]
    whole = frozenset(work.withheld)
    return Missing(tuple(parts), tuple(rows), whole | {table for table, _ in work.left_out}, whole)


@dataclass(frozen=True)
class PlaceTable:
    """A measure by place, as a page shows it: those that fare worst first, those without a number last.

    `median` is the middle one of the places' numbers. `few` are those that stand open where there are many.
    """

    label: str
    places: tuple[Place, ...]
    median: float | None

    @property
    def few(self) -> tuple[Place, ...]:
        """The places that stand open."""
        return self.places if len(self.places) <= FEW_PLACES + 2 else self.places[:FEW_PLACES]

    @property
    def rest(self) -> tuple[Place, ...]:
        """The places that are folded."""
        return self.places[len(self.few) :]

    def named(self, place: Place) -> str:
        """A place as a sentence names it: `council district 7`; a name of several words stands alone."""
        label = self.label if self.label[:2].isupper() else self.label[:1].lower() + self.label[1:]
        alone = len(place.name.split()) > 1 or place.name.casefold().startswith(self.label.casefold())
        return place.name if alone else f"{label} {place.name}"

    def against(self, place: Place) -> str:
        """How far a place is from the middle, no more exact than both figures are shown."""
        if place.value is None or self.median is None:
            return ""
        digits = max(decimals(place.value), decimals(self.median))
        off = round(place.value - self.median, digits)
        if not off or amount(place.value) == amount(self.median):
            return "the same"
        return f"{'+' if off > 0 else ''}{amount(off)}"


@dataclass(frozen=True)
class MeasureView:
    """A measure as a page shows it.

    `anchor` is the id of its part of the page, `rows` the address of its rows under the portal's root (empty where it
    has none). `said` and `foreseen` tell in words how it stands and where it leads. `chart` and `map` are the ids of
    its drawings, empty where there is none. `changes` are those of its targets and of the points on the way to them,
    `coming` those that are decided and still ahead. `made` says how far it is from what was expected.
    """

    facts: MeasureFacts
    anchor: str
    rows: str
    said: str
    foreseen: str
    changes: tuple[Change, ...]
    places: tuple[PlaceTable, ...]
    chart: str = ""
    map: str = ""
    coming: tuple[Change, ...] = ()
    made: str = ""

    @property
    def status(self) -> str:
        """Its status: once a sprint is finished and its end recorded, the one that was recorded."""
        return self.facts.status

    @property
    def figure(self) -> Observation | None:
        """The figure that its status stands on: as it was recorded, else the one judged, else the latest."""
        final, now = self.facts.final, self.facts.standing
        if final is None:
            return now.judged or now.observation
        if final.value is None:
            return None
        return Observation(final.date or final.due or final.recorded, final.value)

    @property
    def target(self) -> tuple[float, date | None] | None:
        """The target that its status stands against, and the day by which it is due."""
        final, plan = self.facts.final, self.facts.measure.plan
        if final:
            return None if final.target is None else (final.target, final.due)
        target = self.facts.standing.target or (plan.targets[0] if plan.targets else None)
        return (target.value, target.due) if target else None

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and the highest value that it is to keep to today; None for a measure without a band."""
        plan = self.facts.measure.plan
        return plan.range_of(self.facts.standing.target) if plan.band else None

    def amount(self, value: float) -> str:
        """A figure of the measure with its unit."""
        return amount(value, self.facts.measure.unit, least_of(self.facts.measure.plan))

    def made_up(self, simulated: bool) -> bool:
        """Whether its figures are simulated, in a package that is or is not.

        What is reckoned from rows is as made up as the dataset; what the package states, as the package, unless its
        caveats begin by saying that it is a fact.
        """
        if self.facts.basis and self.facts.observations:
            return self.facts.basis.simulated
        return simulated and not self.facts.measure.caveats.strip().casefold().startswith(FACT)

    @property
    def corrected(self) -> bool:
        """Whether the data now says something else than what was recorded when the sprint ended."""
        final, now = self.facts.final, self.facts.standing
        if final is None or self.facts.untold_now:
            return False
        if now.judged is None or final.value is None:
            return (now.judged is None) != (final.value is None) or final.status != now.status
        same = isclose(final.value, now.judged.value, rel_tol=1e-6)
        return not same or (final.status, final.date) != (now.status, now.judged.date)


def plan_progress(
    progress: Progress, shared: Mapping[str, Any], packages: Mapping[str, Package]
) -> tuple[list[Page], list[Download]]:
    """The pages of sprints and the files beside them.

    `shared` is what every page gets (`settings`, `site`, `today`), `packages` those of the catalogue by name.
    """
    context = {**shared, "progress": progress}
    everything = digest(repr(progress.sprints), *map(repr, shared.values()))
    pages = [Page("sprints/index.md", "sprints.md", "", context, content=everything)]
    downloads: list[Download] = []
    for facts in progress.sprints:
        page, files = _sprint(facts, shared, packages.get(facts.sprint.package))
        pages.append(page)
        downloads += files
    return pages, downloads


def _sprint(facts: SprintFacts, shared: Mapping[str, Any], package: Package | None) -> tuple[Page, list[Download]]:
    sprint, site = facts.sprint, shared["site"]
    views, charts = views_of(facts.measures, facts.address)
    known = {goal.id for goal in sprint.goals}
    contact = (package.contact if package else None) or shared["settings"].contact
    context = {
        **shared,
        "facts": facts,
        "sprint": sprint,
        "views": views,
        "by_id": {view.facts.measure.id: view for view in views},
        "by_goal": by_goal(views),
        "without_goal": tuple(v for v in views if v.facts.measure.goal not in known),
        "charts": charts,
        "updates": newest_first(sprint.updates),
        "heard": newest_first(sprint.heard),
        "contact": contact,
        "data": f"datasets/{sprint.package}/" if package else "",
        "missing": missing_of(sprint),
        "json_ld": json_ld(facts, site) if site.url else "",
    }
    content = digest(*map(repr, (facts, contact, bool(package), *shared.values())))
    files = [Download(f"{facts.address}progress.json", text=progress_json(facts, views, site, shared["today"]))]
    files += [Download(v.rows, text=v.facts.basis.csv) for v in views if v.rows and v.facts.basis]
    page = Page(f"{facts.address}index.md", "sprint.md", sprint.title, context, sprint.purpose, content)
    return page, files


def views_of(measures: Iterable[MeasureFacts], rows: str) -> tuple[tuple[MeasureView, ...], tuple[PlannedChart, ...]]:
    """The measures of one page as it shows them, and the page's charts, to stand as `charts` in its context.

    `rows` is the beginning of the address of each measure's rows: the measure's own name and `.csv` follow.
    """
    measures = tuple(measures)
    views: list[MeasureView] = []
    charts: list[PlannedChart] = []
    for facts, name in zip(measures, _names(measures), strict=True):
        data, chart, map_ = measure_data(facts), "", ""
        if data is not None:
            title = f"{facts.measure.title}: progress"
            charts.append(PlannedChart(ChartDeclaration(title, resource=facts.measure.id), data, chosen=True))
            chart = f"chart-{len(charts)}"
        if facts.basis and facts.basis.points:
            title = f"{facts.measure.title}: where the rows are"
            declared = ChartDeclaration(title, resource=f"{facts.measure.id}-map", type="map")
            charts.append(PlannedChart(declared, place_data(declared, facts.basis.points), chosen=True))
            map_ = f"chart-{len(charts)}"
        views.append(replace(_view(facts, f"{rows}{name}.csv", f"measure-{name}"), chart=chart, map=map_))
    return tuple(views), tuple(charts)


def by_goal(views: Iterable[MeasureView]) -> dict[str, tuple[MeasureView, ...]]:
    """Measures by the id of their goal."""
    found: dict[str, list[MeasureView]] = {}
    for view in views:
        found.setdefault(view.facts.measure.goal, []).append(view)
    return {goal: tuple(own) for goal, own in found.items()}


def _names(measures: Sequence[MeasureFacts]) -> list[str]:
    """An address-safe name for each measure, no two alike."""
    found: dict[str, None] = {}
    for facts in measures:
        own = slug(facts.measure.id)
        found[next(n for n in (own, *(f"{own}-{k}" for k in range(2, len(found) + 3))) if n not in found)] = None
    return list(found)


def _view(facts: MeasureFacts, rows: str, anchor: str) -> MeasureView:
    measure, basis = facts.measure, facts.basis
    standing, changed = facts.standing, changes_of(measure.plan)
    return MeasureView(
        facts,
        anchor,
        rows if basis and basis.csv else "",
        say(standing, measure.unit, measure.plan),
        say_forecast(standing, measure.unit, measure.plan) or "",
        tuple(c for c in changed if c.day <= standing.today),
        tuple(place_table(p, measure.plan.desired) for p in (basis.places if basis else ())),
        coming=tuple(c for c in changed if c.day > standing.today),
        made=say_made(standing, measure.unit, measure.plan),
    )


def place_table(places: Places, desired: str) -> PlaceTable:
    """A measure by place, worst first: the lowest where more is better, the highest where less is, else by name."""
    known = [p for p in places.places if p.value is not None]
    if desired != "maintain":
        known.sort(key=lambda p: (p.value or 0.0) * (-1 if desired == "decrease" else 1))
    middle = median(p.value for p in known if p.value is not None) if known else None
    return PlaceTable(places.label, (*known, *(p for p in places.places if p.value is None)), middle)


def newest_first(entries: Sequence[Dated]) -> tuple[Dated, ...]:
    """Entries by day, the newest first; those of one day in the order in which they were written, last one first."""
    numbered = sorted(enumerate(entries), key=lambda pair: (pair[1].date, pair[0]), reverse=True)
    return tuple(entry for _, entry in numbered)


def json_ld(facts: SprintFacts, site: Site) -> str:
    """The page in schema.org's words, on one line and safe in a `<script>`."""
    sprint = facts.sprint
    simulated = "Simulated figures. " if sprint.simulated else ""
    return for_script(
        {
            "@context": "https://schema.org/",
            "@type": "WebPage",
            "@id": f"{site.url}{facts.address}",
            "url": f"{site.url}{facts.address}",
            "name": sprint.title,
            "description": simulated + plain(sprint.purpose),
            "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.url},
            "mainEntity": {"@id": f"{site.url}datasets/{sprint.package}/#dataset"},
            "temporalCoverage": f"{sprint.begins}/{sprint.ends}",
        }
    )


def progress_json(facts: SprintFacts, views: Iterable[MeasureView], site: Site, today: date) -> str:
    """How a sprint stands, with its measures, for programs: described by `progress.schema.json`."""
    sprint, missing = facts.sprint, missing_of(facts.sprint)
    value: dict[str, Any] = {"$schema": f"{site.url}{SCHEMA}"} if site.url else {}
    value |= {
        "name": sprint.package,
        "title": sprint.title,
        "asOf": str(today),
        "begins": str(sprint.begins),
        "ends": str(sprint.ends),
        "state": facts.state,
        "simulated": sprint.simulated,
        "troubles": [*missing.parts, *missing.rows],
        "measures": [_measure(view, facts, site) for view in views],
    }
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _measure(view: MeasureView, sprint: SprintFacts, site: Site) -> dict[str, Any]:
    facts, measure, standing = view.facts, view.facts.measure, view.facts.standing
    plan = measure.plan
    return {
        "id": measure.id,
        "title": measure.title,
        "goal": measure.goal,
        "unit": measure.unit,
        "desired": plan.desired,
        "interval": plan.interval,
        "status": "not known" if facts.untold else facts.status,
        "statusNow": "not known" if facts.untold_now else standing.status,
        "originalStatus": standing.original.status if standing.original else None,
        "baseline": _observation(plan.baseline) if plan.baseline else None,
        "band": list(plan.band) if plan.band else None,
        "targets": [_target(t) for t in plan.targets],
        "interim": [_waypoint(o) for o in plan.interim],
        "observations": [_observation(o) for o in facts.observations],
        "expected": _rounded(standing.expected),
        "attainment": _rounded(standing.attainment),
        "forecast": _forecast(standing.forecast) if standing.forecast else None,
        "thresholds": {"onTrack": sprint.thresholds.on_track, "atRisk": sprint.thresholds.at_risk},
        "rows": f"{site.url}{view.rows}" if view.rows and site.url else None,
        "final": _final(facts.final) if facts.final else None,
        "troubles": list(facts.troubles),
    }


def _observation(observation: Observation) -> dict[str, Any]:
    return {"date": str(observation.date), "value": observation.value}


def _waypoint(point: Observation) -> dict[str, Any]:
    """A point on the way; one that took the place of another says from when it holds, why, and who decided."""
    if not isinstance(point, Waypoint) or not point.since:
        return _observation(point)
    return {**_observation(point), "since": str(point.since), "why": point.why, "who": point.who}


def _target(target: Target) -> dict[str, Any]:
    days = {"due": str(target.due), "since": str(target.since)}
    return {"value": target.value, **days, "why": target.why, "who": target.who}


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "due": str(forecast.due),
        "value": _rounded(forecast.value),
        "low": _rounded(forecast.low),
        "high": _rounded(forecast.high),
        "confidence": forecast.confidence,
        "chance": _rounded(forecast.chance),
        "reaches": str(forecast.reaches) if forecast.reaches else None,
    }


def _final(final: Final) -> dict[str, Any]:
    return {
        "recorded": str(final.recorded),
        "date": str(final.date) if final.date else None,
        "value": final.value,
        "expected": _rounded(final.expected),
        "attainment": _rounded(final.attainment),
        "status": final.status,
        "target": final.target,
        "due": str(final.due) if final.due else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
