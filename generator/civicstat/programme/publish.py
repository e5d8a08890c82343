"""The pages of the open data programme: its inventory, timeline and agencies, and the annual reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.planned import Page
from civicstat.programme.model import address_of, reviews_by_entry
from civicstat.programme.report import Report, reports
from civicstat.programme.standing import STANDINGS, Inventory, take_stock
from civicstat.programme.timeline import timeline
from civicstat.progress.publish import Missing
from civicstat.shapes.programme import CHECKED, CLASSES, OUTCOMES, PARTS, REASONS, REQUEST_STATES
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from civicstat.facts import Facts
    from civicstat.planned import Download
    from civicstat.programme.model import Programme, Review
    from civicstat.programme.standing import Agency

_TABLES: Mapping[str, tuple[str, str]] = {
    "inventory": ("the inventory", "nobody can tell from these pages what the city holds"),
    "coordinators": ("the table of coordinators", "they can't be shown"),
    "reviews": ("the table of reviews", "nobody can tell from these pages what was reviewed"),
    "requests": ("the table of requests", "they can't be shown"),
}
"""By table: what residents call it, and what follows where it can't be used."""

WORDS: Mapping[str, Any] = {
    "classes": CLASSES,
    "reasons": REASONS,
    "parts": PARTS,
    "checked": CHECKED,
    "outcomes": OUTCOMES,
    "request_states": REQUEST_STATES,
    "standings": STANDINGS,
}
"""What every template of these pages gets of the words in the tables."""


@dataclass(frozen=True)
class ReviewOf:
    """The last review of a dataset, and the page of the agency where it is told in full."""

    review: Review
    address: str
    before: bool
    """Whether it was before the data was published, as far as that day is known."""

    simulated: bool = False
    """Whether the programme that tells of it is made up."""


def plan_programme(facts: Facts, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages of all programmes; without any, one page that says how to begin.

    `shared` is what every page gets (`settings`, `site`, `today`). There are no files beside them: the inventory is
    downloaded from its package's own page.
    """
    programmes = facts.progress.programmes
    pages: list[Page] = []
    if len(programmes) != 1:
        stocks = tuple((address_of(p, programmes), take_stock(p, facts)) for p in programmes)
        context = {**shared, **WORDS, "inventory": None, "stocks": stocks}
        told = [(a, s.programme.title, s.programme.purpose, s.tally) for a, s in stocks]
        content = digest(repr(told), *map(repr, shared.values()))
        pages.append(Page("programme/index.md", "programme.md", "", context, content=content))
    for programme in programmes:
        pages += _Planner(programme, facts, shared).pages()
    return pages, []


def reviews_of(facts: Facts) -> dict[str, ReviewOf]:
    """The last review of each dataset that an inventory names, by the page name of its package."""
    found: dict[str, ReviewOf] = {}
    for programme in facts.progress.programmes:
        base, by_entry = address_of(programme, facts.progress.programmes), reviews_by_entry(programme)
        stock = take_stock(programme, facts) if by_entry else None
        for shown in stock.entries if stock else ():
            if shown.dataset and shown.review:
                released = shown.entry.released
                before = released is None or shown.review.day <= released
                address = f"{base}agencies/{shown.agency}/"
                found[shown.dataset] = ReviewOf(shown.review, address, before, programme.simulated)
    return found


@dataclass(frozen=True)
class _Planner:
    """One programme, and what every page gets."""

    programme: Programme
    facts: Facts
    shared: Mapping[str, Any]

    def pages(self) -> Iterator[Page]:
        """The programme's own page, its inventory and timeline, a page for each agency, and the reports."""
        programme, facts = self.programme, self.facts
        start = self.shared["settings"].fiscal_year_start
        stock = take_stock(programme, facts)
        made = reports(stock, facts.packages, facts.record, start)
        common = self._common(stock, made)
        title = programme.title
        yield self._page("", "programme.md", title, common, {"stocks": (), "reports": made}, programme.purpose)
        yield self._page("inventory/", "programme_inventory.md", f"Inventory: {title}", common, {})
        releases = timeline(stock, start)
        yield self._page(
            "timeline/", "programme_timeline.md", f"Release timeline: {title}", common, {"timeline": releases}
        )
        for agency in stock.agencies:
            yield self._page(
                f"agencies/{agency.slug}/",
                "programme_agency.md",
                f"{agency.name}: {title}",
                common,
                {"agency": agency},
            )
        yield self._page("reports/", "programme_reports.md", f"Annual reports: {title}", common, {"reports": made})
        for report in made:
            yield self._page(
                f"reports/{report.address}/",
                "programme_report.md",
                f"Open data report, fiscal year {report.year}",
                common,
                {"report": report},
            )

    def _common(self, stock: Inventory, made: tuple[Report, ...]) -> dict[str, Any]:
        programme, programmes = self.programme, self.facts.progress.programmes
        package = next((p.package for p in self.facts.packages if p.package.name == programme.package), None)
        titles = {p.package.name: p.package.title for p in self.facts.packages}
        return {
            **self.shared,
            **WORDS,
            "inventory": stock,
            "programme": programme,
            "base": address_of(programme, programmes),
            "several": len(programmes) > 1,
            "latest": made[0] if made else None,
            "contact": (package.contact if package else None) or self.shared["settings"].contact,
            "missing": missing_of(programme),
            "titles": titles,
        }

    def _page(
        self, path: str, template: str, title: str, common: Mapping[str, Any], own: Mapping[str, Any], summary: str = ""
    ) -> Page:
        """A page whose content is everything that it may show: the stock of all, and what it has of its own."""
        stock: Inventory = common["inventory"]
        told = (
            self.programme,
            stock.entries,
            stock.tally,
            [_told(agency) for agency in stock.agencies],
            [(p.package.name, p.package.title) for p in stock.unlisted],
            stock.restricted,
            common["several"],
            common["contact"],
            common["latest"].year if common["latest"] else None,
        )
        mine = [_told_report(one) for one in own.get("reports", ())]
        mine += [_told_report(own["report"])] if "report" in own else []
        content = digest(path, repr(told), repr(mine), repr(own.get("timeline")), *map(repr, self.shared.values()))
        return Page(f"{common['base']}{path}index.md", template, title, {**common, **own}, summary, content)


def _told(agency: Agency) -> tuple[object, ...]:
    """What pages show of an agency; its datasets by what is shown of them."""
    datasets = [
        (
            p.package.name,
            p.package.title,
            p.timeliness,
            p.withheld,
            p.quality and (p.quality.score, p.quality.grade, p.quality.by_name),
        )
        for p in agency.datasets
    ]
    rest = (agency.timeliness, agency.quality, agency.documented)
    return agency.slug, agency.name, agency.coordinator, agency.tally, datasets, rest


def _told_report(report: Report) -> tuple[object, ...]:
    """What pages show of a report; its agencies by their figures."""
    agencies = [(a.agency.slug, a.published, a.released, a.promises, a.quality) for a in report.agencies]
    parts = (report.period, report.until, report.due, report.figures, report.before, report.recorded, report.undated)
    return parts, report.released, report.promises, report.reviews, report.requests, agencies, report.ahead


def missing_of(programme: Programme) -> Missing:
    """What of a programme can't be shown."""
    parts = [
        f"{what[0].upper()}{what[1:]} did not pass its checks, so {so}."
        for what, so in (_TABLES[table] for table in programme.withheld)
    ]
    rows = [
        f"1 row of {_TABLES[table][0]} did not pass its checks and is left out."
        if count == 1
        else f"{count:,} rows of {_TABLES[table][0]} did not pass their checks and are left out."
        for table, count in programme.left_out
    ]
    whole = frozenset(programme.withheld)
    return Missing(tuple(parts), tuple(rows), whole | {table for table, _ in programme.left_out}, whole)
