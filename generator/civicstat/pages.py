"""Which pages exist and what each one shows; which files are published beside them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from civicstat import guide, jsonschemas, sizes
from civicstat.academy.publish import plan_academy
from civicstat.descriptors import published_descriptor
from civicstat.exports.values import MOST_CELLS
from civicstat.names import slug
from civicstat.performance.publish import plan_performance
from civicstat.planned import Download, Page, Plan, Redirect
from civicstat.programme.publish import ReviewOf, plan_programme, reviews_of
from civicstat.progress.explained import explained
from civicstat.progress.publish import plan_progress
from civicstat.progress.strategy_pages import plan_strategy
from civicstat.progress.tabled import tabled
from civicstat.quality import DUE, ENOUGH, FORMULA, GRADES, OPEN_FORMATS, OVERDUE
from civicstat.record import trend
from civicstat.stat.publish import plan_stat
from civicstat.store import digest
from civicstat.tracker.publish import plan_tracker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.charts.plan import PlannedChart
    from civicstat.distributions import Distribution, Shortfall
    from civicstat.facts import Facts, PackageFacts
    from civicstat.feeds import Feeds
    from civicstat.findings import Finding, Waiver
    from civicstat.model import BrokenPackage, Catalog, Publisher, Resource
    from civicstat.settings import Settings, Site
    from civicstat.tables import Table
    from civicstat.timeliness import Status

KINDS = {"MD": "description", "DT": "values", "PV": "privacy"}
"""What the checks beyond the standard are about, by the first letters of their codes."""

STATUSES: tuple[Status, ...] = ("overdue", "due", "on time", "unknown", "no promise")
NEWEST = 5


@dataclass(frozen=True)
class Group:
    """An agency or a topic with its datasets."""

    slug: str
    name: str
    packages: tuple[PackageFacts, ...]
    publisher: Publisher | None = None


@dataclass(frozen=True)
class ResourceView:
    """A resource as a dataset's page shows it: the files that it is offered in, and what some forms can't hold."""

    resource: Resource
    table: Table | None
    withheld: bool
    findings: tuple[Finding, ...]
    downloads: tuple[Distribution, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of its part of the page."""
        return f"table-{slug(self.resource.name)}"


@dataclass(frozen=True)
class Snippet:
    """What code needs to read one table: the address of each of its forms, and a name for it in code."""

    addresses: Mapping[str, str]
    table: str


@dataclass(frozen=True)
class Exemption:
    """A waiver, and what it lets pass."""

    waiver: Waiver
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class StatusCount:
    """How many datasets have a status."""

    status: Status
    count: int


def plan_pages(catalog: Catalog, facts: Facts, settings: Settings, site: Site, feeds: Feeds) -> Plan:
    """Decide every page, download and redirect of the portal."""
    topics = _topics(facts.packages)
    agencies = _agencies(facts.packages)
    shared = {"settings": settings, "site": site, "today": facts.today}
    statuses = status_counts(facts.packages)
    findings = tuple(f for f in facts.findings if not f.confidential)
    pages = [
        Page(
            "index.md",
            "home.md",
            site.name,
            {
                **shared,
                "facts": facts,
                "topics": topics,
                "agencies": agencies,
                "newest": _newest(facts.packages),
                "statuses": statuses,
            },
            settings.description,
        ),
        Page(
            "datasets/index.md",
            "catalogue.md",
            "",
            {
                **shared,
                "packages": facts.packages,
                "broken": catalog.broken,
                "topics": topics,
                "agencies": agencies,
                "formats": _formats(facts.packages),
                "statuses": statuses,
            },
        ),
        Page("topics/index.md", "topics.md", "", {**shared, "topics": topics}),
        Page("agencies/index.md", "agencies.md", "", {**shared, "agencies": agencies}),
        Page(
            "status/index.md",
            "status.md",
            "",
            {
                **shared,
                "packages": facts.packages,
                "broken": catalog.broken,
                "findings": findings,
                "statuses": statuses,
                "quality": facts.quality,
                "record": facts.record,
                "charts": (chart,) if (chart := _trend(facts)) else (),
            },
        ),
        Page("docs/quality/index.md", "quality.md", "", {**shared, "formula": FORMULA, **_grading()}),
        Page("docs/index.md", "docs.md", "", {**shared, "schemas": _schemas(), **_limits(settings)}),
        Page("docs/checks/index.md", "checks.md", "", {**shared, **guide.CHECKS}),
        Page("docs/submit/index.md", "submit.md", "", {**shared, **guide.SUBMIT}),
        Page("docs/measures/index.md", "measures.md", "", {**shared, **explained(settings.thresholds)}),
        Page("docs/tables/index.md", "tables.md", "", {**shared, **tabled()}),
    ]
    if feeds.files:
        pages.append(Page("api/index.md", "programs.md", "", {**shared, "packages": facts.packages}))
    pages += [Page(f"topics/{g.slug}/index.md", "topic.md", g.name, {**shared, "group": g}) for g in topics]
    pages += [Page(f"agencies/{g.slug}/index.md", "agency.md", g.name, {**shared, "group": g}) for g in agencies]
    downloads: list[Download] = [
        Download(f"docs/schemas/{name}.schema.json", text=json.dumps(jsonschemas.load(name), indent=2) + "\n")
        for name in jsonschemas.NAMES
    ]
    downloads += [Download(path, text=text) for path, text in feeds.files.items()]
    reviews = reviews_of(facts)
    for package in facts.packages:
        name = package.package.name
        page, files = _dataset(package, shared, feeds.json_ld.get(name, ""), reviews.get(name))
        pages.append(page)
        downloads += files
    published = {package.package.name: package.package for package in facts.packages}
    of_progress = [Page("progress/index.md", "progress.md", "", {**shared, "progress": facts.progress})]
    for made, files in (
        plan_strategy(facts.progress, shared),
        plan_progress(facts.progress, shared, published),
        plan_performance(facts.progress, shared),
        plan_stat(facts.progress, shared),
        plan_tracker(facts.progress, shared),
        plan_academy(facts.progress, shared),
        plan_programme(facts, shared),
    ):
        of_progress += made
        downloads += files
    pages[2:2] = of_progress  # behind the catalogue: the navigation has the order of the pages
    pages += [_broken_page(broken, findings, shared) for broken in catalog.broken]
    # What a page of several datasets shows is made from these.
    several = (catalog.broken, findings, feeds.findings, facts.quality, facts.record, facts.progress, *shared.values())
    whole = digest(*(page.content for page in pages), *map(repr, several))
    pages = [page if page.content else replace(page, content=whole) for page in pages]
    return Plan(tuple(pages), tuple(downloads), _redirects(facts.packages, pages))


def _dataset(
    facts: PackageFacts, shared: Mapping[str, Any], json_ld: str, review: ReviewOf | None
) -> tuple[Page, list[Download]]:
    package, site = facts.package, shared["site"]
    base = f"datasets/{package.name}/"
    views = tuple(_resource_view(facts, resource) for resource in package.resources)
    files = [Download(f"{base}{d.path}", source=d.file, sha256=d.sha256) for d in facts.distributions]
    files.append(Download(f"{base}datapackage.json", text=published_descriptor(facts)))
    refused = tuple(f for f in facts.findings if f.withholds and _not_a_view(f, views))
    context = {
        **shared,
        "facts": facts,
        "package": package,
        "views": views,
        "refused": refused,
        "base": base,
        "snippets": _snippets(views, site, base),
        "agency": slug(package.publisher.name) if package.publisher else "",
        "json_ld": json_ld,
        "review": review,
    }
    neighbours = [(p.name, p.title) for p in facts.related]
    own = (facts.content, package, facts.timeliness, facts.used_by, neighbours, facts.findings, json_ld, review)
    content = digest(*map(repr, (*own, facts.quality, facts.scores, *shared.values())))
    return Page(f"{base}index.md", "dataset.md", package.title, context, package.description, content), files


def _not_a_view(finding: Finding, views: Iterable[ResourceView]) -> bool:
    """True for an error of a resource that no longer stands among the views: it was refused before the scan."""
    return all(finding.resource != view.resource.name for view in views)


def _resource_view(facts: PackageFacts, resource: Resource) -> ResourceView:
    return ResourceView(
        resource,
        facts.scan.table(resource.name),
        resource.name in facts.scan.withheld,
        tuple(f for f in facts.findings if f.resource == resource.name),
        tuple(d for d in facts.distributions if d.resource == resource.name),
        tuple(s for s in facts.shortfalls if s.resource == resource.name),
    )


def _snippets(views: Sequence[ResourceView], site: Site, base: str) -> tuple[Snippet, ...]:
    """What code needs; without the portal's own address there is none that works as it stands."""
    return tuple(
        Snippet(
            {d.format: f"{site.url}{base}{quote(d.path)}" for d in view.downloads if not d.original},
            slug(view.resource.name).replace("-", "_").replace(".", "_"),
        )
        for view in views
        if site.url and view.table and any(not d.original for d in view.downloads)
    )


def _broken_page(broken: BrokenPackage, findings: Sequence[Finding], shared: Mapping[str, Any]) -> Page:
    own = tuple(f for f in findings if f.package == broken.name or f.file in broken.files)
    context = {**shared, "broken": broken, "findings": own}
    return Page(f"datasets/{broken.name}/index.md", "broken.md", broken.name, context)


def _topics(packages: Sequence[PackageFacts]) -> tuple[Group, ...]:
    return _groups((topic, None, p) for p in packages for topic in p.package.topics)


def _agencies(packages: Sequence[PackageFacts]) -> tuple[Group, ...]:
    return _groups((p.package.publisher.name, p.package.publisher, p) for p in packages if p.package.publisher)


def _groups(entries: Iterable[tuple[str, Publisher | None, PackageFacts]]) -> tuple[Group, ...]:
    """Groups by name; spellings that differ only in case or accents are one group under the first spelling."""
    found: dict[str, tuple[str, Publisher | None, dict[str, PackageFacts]]] = {}
    for name, publisher, package in entries:
        first = found.setdefault(slug(name), (name, publisher, {}))
        first[2][package.package.name] = package
    groups = [Group(key, name, tuple(held.values()), publisher) for key, (name, publisher, held) in found.items()]
    return tuple(sorted(groups, key=lambda g: g.name.casefold()))


def _formats(packages: Sequence[PackageFacts]) -> tuple[str, ...]:
    return tuple(sorted({name for p in packages for name in formats_of(p)}))


def formats_of(facts: PackageFacts) -> tuple[str, ...]:
    """The formats that a dataset offers, each once, in the order of its resources."""
    remote = [r.format or "file" for r in facts.package.resources if r.kind == "remote"]
    return tuple(dict.fromkeys([*(d.format or "file" for d in facts.distributions), *remote]))


def status_counts(packages: Sequence[PackageFacts]) -> tuple[StatusCount, ...]:
    """How many datasets have each status, worst first."""
    counts = Counter(p.timeliness.status for p in packages)
    return tuple(StatusCount(status, counts[status]) for status in STATUSES)


def exemptions(findings: Iterable[Finding]) -> tuple[Exemption, ...]:
    """The waivers that let something pass, each once, in the order of what was found."""
    found: dict[Waiver, list[Finding]] = {}
    for finding in findings:
        if finding.waiver is not None:
            found.setdefault(finding.waiver, []).append(finding)
    return tuple(Exemption(waiver, tuple(passed)) for waiver, passed in found.items())


def kinds_of(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Findings by what they are about: `description`, `values`, `privacy`, or `files` for all that is left."""
    found: dict[str, list[Finding]] = {kind: [] for kind in ("privacy", "values", "description", "files")}
    for finding in findings:
        found[KINDS.get(finding.code[:2], "files")].append(finding)
    return tuple((kind, tuple(held)) for kind, held in found.items() if held)


def column_words(facts: PackageFacts) -> str:
    """The names and titles of all published columns, to search in."""
    return " ".join(f"{f.name} {f.title}" for table in facts.scan.tables.values() for f in table.fields)


def _newest(packages: Sequence[PackageFacts]) -> tuple[PackageFacts, ...]:
    """The datasets that changed last, newest first."""
    dated = [p for p in packages if p.timeliness.updated and not p.withheld]
    dated.sort(key=lambda p: p.package.title.casefold())
    dated.sort(key=lambda p: p.timeliness.updated or p.package.issued, reverse=True)  # type: ignore[arg-type,return-value]
    return tuple(dated[:NEWEST])


OWN_PAGES: Mapping[str, str] = {"sprint": "sprints/", "stat": "stats/", "tracker": "trackers/"}
"""By kind, under which address each of its packages has a page of its own, beside that of its data."""

ONLY_PAGES: Mapping[str, str] = {
    "strategy": "strategy/",
    "performance": "performance/",
    "academy": "academy/",
    "programme": "programme/",
}
"""By kind, under which address the only package of it stands; where there are several, each below its name."""


def _redirects(packages: Sequence[PackageFacts], pages: Sequence[Page]) -> tuple[Redirect, ...]:
    """Old addresses that no page has taken since: of packages with another name, and of a kind's only package."""
    addresses = [page.address for page in pages]
    moved: list[tuple[str, str]] = []
    for facts in packages:
        name, kind = facts.package.name, facts.package.kind
        below = ["datasets/", *([OWN_PAGES[kind]] if kind in OWN_PAGES else [])]
        moved += [(f"{b}{slug(old)}/", f"{b}{name}/") for old in facts.package.former_names for b in below]
        if kind in ONLY_PAGES:
            moved.append((ONLY_PAGES[kind], f"{ONLY_PAGES[kind]}{name}/"))
    found: dict[str, Redirect] = {}
    for old, new in moved:
        for address in addresses:
            if address.startswith(new):
                was = old + address.removeprefix(new)
                found.setdefault(was, Redirect(was, address))
    return tuple(found[was] for was in sorted(found.keys() - set(addresses)))


def _limits(settings: Settings) -> dict[str, Any]:
    """The limits that staff may run into, in their words."""
    limits = (
        ("Columns of a table", sizes.MOST_COLUMNS),
        ("Columns of a package, in all its tables", sizes.MOST_FIELDS),
        ("Resources of a package", sizes.MOST_RESOURCES),
        ("Characters of a description", sizes.MOST_CHARACTERS),
        ("Characters of a name, a title or a path", sizes.MOST_IN_A_LINE),
        ("Characters of a cell", sizes.MOST_CELL),
        ("Seconds of the processor's time for a package (checkSeconds)", settings.check_seconds),
    )
    return {"limits": limits, "fold": sizes.MOST_FOLD, "most_cells": MOST_CELLS}


def _trend(facts: Facts) -> PlannedChart | None:
    """The chart of the portal's score, day by day, where days have been recorded."""
    return trend(facts.record, facts.today, facts.quality.score if facts.quality else None)


def _grading() -> dict[str, Any]:
    """What the formula of quality rests on beside its weights."""
    return {"grades": GRADES, "enough": ENOUGH, "due": DUE, "overdue": OVERDUE, "formats": sorted(OPEN_FORMATS)}


def _schemas() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple((name, jsonschemas.load(name)) for name in jsonschemas.NAMES)


def spec_path(page: Page, chart: PlannedChart, number: int, size: str) -> str:
    """Where a chart's live specification lies, under the page's address."""
    name = chart.declaration.resource or "chart"
    return f"{page.address}charts/{number + 1}-{slug(name)}-{size}.json"
