"""The pages of sprints and the files beside them: how each stands for programs, and the rows behind its numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from math import isclose
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar

from civicstat.charts.course import measure_data
from civicstat.charts.plan import PlannedChart
from civicstat.charts.reckon import place_data
from civicstat.feeds.words import for_script
from civicstat.model import ChartDeclaration
from civicstat.names import slug
from civicstat.planned import Download, Page
from civicstat.progress.changes import changes
from civicstat.prose import plain
from civicstat.reckoning.words import say, say_forecast
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.model import Package
    from civicstat.progress.changes import Change
    from civicstat.progress.model import Final, Heard, MeasureFacts, Place, Places, Progress, SprintFacts, Update
    from civicstat.reckoning.values import Forecast, Observation, Target
    from civicstat.settings import Site

    Dated = TypeVar("Dated", Update, Heard)

SCHEMA = "docs/schemas/progress.schema.json"
"""Where the JSON Schema of `progress.json` is published."""

FEW_PLACES = 10
"""Of more places a table shows the ones that fare worst, and the rest folded."""

DIGITS = 6
"""Digits after the point of what is reckoned, in `progress.json`."""


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


@dataclass(frozen=True)
class MeasureView:
    """A measure as a page shows it.

    `anchor` is the id of its part of the page, `rows` the address of its rows under the portal's root (empty where it
    has none). `said` and `foreseen` tell in words how it stands and where it leads. `digits` is how many digits after
    the point its figures have. `chart` and `map` are the ids of its drawings, empty where there is none.
    """

    facts: MeasureFacts
    anchor: str
    rows: str
    said: str
    foreseen: str
    changes: tuple[Change, ...]
    places: tuple[PlaceTable, ...]
    digits: int
    chart: str = ""
    map: str = ""

    @property
    def status(self) -> str:
        """Its status: once a sprint is finished and its end recorded, the one that was recorded."""
        return self.facts.final.status if self.facts.final else self.facts.standing.status

    @property
    def corrected(self) -> bool:
        """Whether the data now says something else than what was recorded when the sprint ended."""
        final, now = self.facts.final, self.facts.standing
        if final is None:
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
            charts.append(PlannedChart(ChartDeclaration("", resource=facts.measure.id), data, chosen=True))
            chart = f"chart-{len(charts)}"
        if facts.basis and facts.basis.points:
            declared = ChartDeclaration("", resource=f"{facts.measure.id}-map", type="map")
            charts.append(PlannedChart(declared, place_data(declared, facts.basis.points), chosen=True))
            map_ = f"chart-{len(charts)}"
        digits = data.finest if data else 0
        views.append(replace(_view(facts, f"{rows}{name}.csv", f"measure-{name}", digits), chart=chart, map=map_))
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


def _view(facts: MeasureFacts, rows: str, anchor: str, digits: int) -> MeasureView:
    measure, basis = facts.measure, facts.basis
    standing = facts.standing
    return MeasureView(
        facts,
        anchor,
        rows if basis and basis.csv else "",
        say(standing, measure.unit, measure.plan),
        say_forecast(standing, measure.unit, measure.plan) or "",
        changes(measure.plan.targets),
        tuple(place_table(p, measure.plan.desired) for p in (basis.places if basis else ())),
        digits,
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
    sprint = facts.sprint
    value: dict[str, Any] = {"$schema": f"{site.url}{SCHEMA}"} if site.url else {}
    value |= {
        "name": sprint.package,
        "title": sprint.title,
        "asOf": str(today),
        "begins": str(sprint.begins),
        "ends": str(sprint.ends),
        "state": facts.state,
        "simulated": sprint.simulated,
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
        "status": standing.status,
        "originalStatus": standing.original.status if standing.original else None,
        "baseline": _observation(plan.baseline) if plan.baseline else None,
        "band": list(plan.band) if plan.band else None,
        "targets": [_target(t) for t in plan.targets],
        "interim": [_observation(o) for o in plan.interim],
        "observations": [_observation(o) for o in facts.observations],
        "expected": _rounded(standing.expected),
        "attainment": _rounded(standing.attainment),
        "forecast": _forecast(standing.forecast) if standing.forecast else None,
        "thresholds": {"onTrack": sprint.thresholds.on_track, "atRisk": sprint.thresholds.at_risk},
        "rows": f"{site.url}{view.rows}" if view.rows and site.url else None,
        "final": _final(facts.final) if facts.final else None,
    }


def _observation(observation: Observation) -> dict[str, Any]:
    return {"date": str(observation.date), "value": observation.value}


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
