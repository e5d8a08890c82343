"""The pages of agency measures: all of them, each agency, each service, each measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from civicstat.performance.calendar import Calendar
from civicstat.performance.drawing import draw, quarters_of, years_of
from civicstat.performance.figures import cell_of
from civicstat.performance.model import PART_NAMES
from civicstat.performance.standing import QUARTERS, REASONS, tally
from civicstat.planned import Download, Page
from civicstat.progress.publish import Missing
from civicstat.reckoning.words import BEFORE_ITS_NUMBER, say
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from civicstat.performance.drawing import Bars
    from civicstat.performance.model import (
        Agency,
        Figure,
        Performance,
        PerformanceFacts,
        Service,
        Stood,
        Tally,
        YearStanding,
    )
    from civicstat.progress.whole import Progress

SMALL, LARGE = (220.0, 70.0), (360.0, 190.0)
"""The sizes of drawings: beside others, and on a measure's own page."""

_TABLES = {
    "agencies": ("the table of agencies", "agencies stand under the names that measures give them"),
    "services": ("the table of services", "services stand under the names that measures give them"),
    "measures": ("the table of measures", "none can be shown"),
}


@dataclass(frozen=True)
class Cell:
    """A figure as a page shows it: `shown` with its unit; `published` only where that was read in another way.

    `others` are (edition, what it says) of other editions that say something else.
    """

    shown: str
    published: str = ""
    number: bool = True
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Year:
    """A fiscal year of a measure's table: cells by part, and how it stood where it was judged."""

    year: int
    cells: Mapping[str, Cell]
    standing: YearStanding | None


@dataclass(frozen=True)
class View:
    """A measure as lists and its own page show it.

    `latest` and `target` are texts with units, with the fiscal year or quarter that they are for in words; `why` says
    why there is no status.
    """

    stood: Stood
    address: str
    agency: Agency | None
    service: Service | None
    bars: Bars | None
    latest: tuple[str, str] | None
    target: tuple[str, str] | None
    promised: Figure | None
    why: str

    @property
    def sort(self) -> float | None:
        """By what tables sort the latest figure."""
        return self.stood.last.value if self.stood.last else None

    @property
    def sort_target(self) -> float | None:
        """By what tables sort the target."""
        return self.promised.value if self.promised else None


@dataclass(frozen=True)
class Group:
    """An agency or a service with its measures."""

    of: Agency | Service
    address: str
    views: tuple[View, ...]
    tally: Tally


@dataclass(frozen=True)
class Overview:
    """All measures of a package. `without` are the agencies that no measure names."""

    facts: PerformanceFacts
    address: str
    views: tuple[View, ...]
    tally: Tally
    agencies: tuple[Group, ...]
    without: tuple[Group, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]


def plan_performance(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`).

    Where there are several packages, each has an address of its own below `performance/`.
    """
    pages: list[Page] = []
    several = len(progress.performance) > 1
    planners = [_Planner(facts, shared, several) for facts in progress.performance]
    if several or not planners:
        overviews = [planner.overview for planner in planners]
        told = [(o.facts.performance.title, o.facts.performance.purpose, o.address, o.tally) for o in overviews]
        context = {**shared, "overviews": overviews, "overview": None, "several": several, "missing": Missing()}
        content = digest(repr(told), *map(repr, shared.values()))
        pages.append(Page("performance/index.md", "performance.md", "", context, content=content))
    for planner in planners:
        pages += planner.pages()
    return pages, []


def missing_of(performance: Performance) -> Missing:
    """What of the package can't be shown."""
    parts = [
        f"{what[0].upper()}{what[1:]} did not pass its checks, so {so}."
        for what, so in (_TABLES[table] for table in performance.withheld)
    ]
    rows = [
        f"1 row of {_TABLES[table][0]} is left out, for the reason that its checks give."
        if count == 1
        else f"{count:,} rows of {_TABLES[table][0]} are left out, for the reasons that their checks give."
        for table, count in performance.left_out
    ]
    whole = frozenset(performance.withheld)
    return Missing(tuple(parts), tuple(rows), whole | {table for table, _ in performance.left_out}, whole)


class _Planner:
    """One package, and what every page gets."""

    def __init__(self, facts: PerformanceFacts, shared: Mapping[str, Any], several: bool) -> None:
        own = facts.performance
        self.facts, self.shared, self.several = facts, shared, several
        self.base = f"performance/{own.package}/" if several else "performance/"
        self.calendar = Calendar(shared["settings"].fiscal_year_start)
        self.agencies = {agency.key: agency for agency in own.agencies}
        self.services = {service.key: service for service in own.services}
        self.views = {stood.measure.key: self._view(stood) for stood in facts.measures}
        self.missing = missing_of(own)
        self.overview = self._overview()

    def pages(self) -> Iterator[Page]:
        """The overview, then agencies, services and measures."""
        overview, own = self.overview, self.facts.performance
        context = {**self._context(), "overviews": [overview], "overview": overview}
        told = (own.title, own.purpose, own.editions, own.rows, overview.tally, overview.without)
        content = self._content(told, overview.agencies, overview.views)
        yield Page(f"{self.base}index.md", "performance.md", own.title, context, own.purpose, content)
        for group in (*overview.agencies, *overview.without):
            services = self._services_of(group)
            context = {**self._context(), "group": group, "services": services}
            content = self._content(group, services)
            yield Page(f"{group.address}index.md", "performance_agency.md", group.of.title, context, content=content)
        for service in own.services:
            group = self._service(service)
            agency = self.agencies.get(service.agency)
            context = {**self._context(), "group": group, "agency": agency}
            content = self._content(group, agency)
            yield Page(f"{group.address}index.md", "performance_service.md", service.title, context, content=content)
        for view in self.views.values():
            yield self._measure(view)

    def _context(self) -> dict[str, Any]:
        own = self.facts.performance
        more = {"performance": own, "base": self.base, "several": self.several, "missing": self.missing}
        return {**self.shared, **more, "data": f"datasets/{own.package}/"}

    def _content(self, *own: Any) -> str:
        facts = self.facts.performance
        common = (facts.package, facts.title, facts.simulated, self.base, self.missing)
        return digest(repr(common), repr(own), *map(repr, self.shared.values()))

    def _view(self, stood: Stood) -> View:
        measure, year = stood.measure, stood.year
        latest = target = None
        if stood.last:
            latest = shown(stood, stood.last).shown, PART_NAMES[stood.last.part].format(stood.last.year)
        begun = [y for y in measure.years if self.calendar.begins(y) <= self.shared["today"]]
        chosen = year.year if year else max((y for y in begun if measure.figure(y, "target")), default=0)
        if promised := measure.figure(chosen, "target"):
            target = shown(stood, promised).shown, f"fiscal year {chosen}"
        return View(
            stood=stood,
            address=f"{self.base}measures/{measure.key}/",
            agency=self.agencies.get(measure.agency),
            service=self.services.get(measure.service),
            bars=draw(years_of(stood), measure.unit, *SMALL, numbers=False),
            latest=latest,
            target=target,
            promised=promised,
            why=REASONS[stood.reason] if stood.reason else "",
        )

    def _overview(self) -> Overview:
        views = tuple(sorted(self.views.values(), key=_retired))
        groups = [self._agency(agency) for agency in self.facts.performance.agencies]
        statuses = dict.fromkeys(_ORDER) | dict.fromkeys(v.stood.status for v in views)
        there = {v.stood.status for v in views}
        return Overview(
            facts=self.facts,
            address=self.base,
            views=views,
            tally=tally(v.stood for v in views),
            agencies=tuple(g for g in groups if g.views),
            without=tuple(g for g in groups if not g.views),
            types=tuple(sorted({v.stood.measure.type for v in views} - {""})),
            statuses=tuple(status for status in statuses if status in there),
        )

    def _group(self, of: Agency | Service, address: str, stood: Iterable[Stood]) -> Group:
        views = tuple(sorted((self.views[one.measure.key] for one in stood), key=_retired))
        return Group(of, address, views, tally(v.stood for v in views))

    def _agency(self, agency: Agency) -> Group:
        return self._group(agency, f"{self.base}agencies/{agency.key}/", self.facts.by_agency.get(agency.key, ()))

    def _service(self, service: Service) -> Group:
        return self._group(service, f"{self.base}services/{service.key}/", self.facts.by_service.get(service.key, ()))

    def _services_of(self, agency: Group) -> tuple[Group, ...]:
        """The services under which an agency's measures stand, by title; then its own that have none of them."""
        by_key: dict[str, list[View]] = {}
        for view in agency.views:
            by_key.setdefault(view.stood.measure.service, []).append(view)
        own = {s.key: s for s in self.facts.performance.services if s.key in by_key or s.agency == agency.of.key}
        found = []
        for key, service in own.items():
            views = tuple(by_key.get(key, ()))
            found.append(Group(service, f"{self.base}services/{key}/", views, tally(v.stood for v in views)))
        return tuple(sorted(found, key=lambda group: (not group.views, all(map(_retired, group.views)))))

    def _measure(self, view: View) -> Page:
        stood, measure = view.stood, view.stood.measure
        years = tuple(self._years(stood))
        large = draw(years_of(stood), measure.unit, *LARGE, numbers=True)
        quarters = draw(quarters_of(measure), measure.unit, *LARGE, numbers=True)
        plan = stood.year.plan if stood.year else None
        said = say(stood.standing, measure.unit, plan) if stood.standing and plan else ""
        context = {
            **self._context(),
            "view": view,
            "measure": measure,
            "years": years,
            "quarterly": any(figure.part in QUARTERS for figure in measure.figures),
            "large": large,
            "quarters": quarters,
            "said": said,
            "begun": self.calendar.year_of(self.shared["today"]),
        }
        content = self._content(view)
        summary = measure.definition or measure.formula
        return Page(f"{view.address}index.md", "performance_measure.md", measure.title, context, summary, content)

    def _years(self, stood: Stood) -> Iterator[Year]:
        """The years of the table, the latest first."""
        measure = stood.measure
        standings = {year.year: year for year in stood.years}
        others: dict[tuple[int, str], list[tuple[str, str]]] = {}
        for other in measure.others:
            said = shown(stood, other)
            others.setdefault((other.year, other.part), []).append((other.edition, said.published or said.shown))
        for year in reversed(measure.years):
            cells = {
                part: replace(shown(stood, figure), others=tuple(others.get((year, part), ())))
                for part in ("target", *QUARTERS, "actual")
                if (figure := measure.figure(year, part))
            }
            yield Year(year, cells, standings.get(year))


def _retired(view: View) -> bool:
    """By which measures that are kept stand before those that are not."""
    return view.stood.measure.retired


_ORDER = ("met", "on track", "at risk", "off track", "missed", "stale", "no data", "no target", "not started")


def shown(stood: Stood, figure: Figure) -> Cell:
    """A figure as a page shows it, with all of its digits."""
    measure = stood.measure
    if figure.value is None:
        return Cell(figure.text, number=cell_of(figure.text) is not None)
    text = f"{abs(figure.value):,.10f}".rstrip("0").rstrip(".")
    unit = measure.unit
    text = f"{unit}{text}" if unit in BEFORE_ITS_NUMBER else f"{text}%" if unit == "%" else text
    text = f"−{text}" if figure.value < 0 else text
    fraction = measure.form == "fractions" and "%" not in figure.text and figure.value
    return Cell(text, figure.text if fraction else "")
