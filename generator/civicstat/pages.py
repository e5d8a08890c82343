"""Which pages exist and what each one shows; which files are published beside them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from civicstat import jsonschemas
from civicstat.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from civicstat.facts import Facts, PackageFacts, PlannedChart, Status
    from civicstat.findings import Finding
    from civicstat.model import BrokenPackage, Catalog, Package, Publisher, Resource
    from civicstat.settings import Settings, Site
    from civicstat.tables import Table

PREVIEW_ROWS = 10
STATUSES: tuple[Status, ...] = ("overdue", "due", "on time", "unknown", "no promise")
NEWEST = 5


@dataclass(frozen=True)
class Page:
    """A page to render: its Markdown file under `site_src/`, its template and what the template gets."""

    path: str
    template: str
    title: str
    context: Mapping[str, Any]
    summary: str = ""

    @property
    def address(self) -> str:
        """Where it is published: `datasets/x/` for `datasets/x/index.md`; empty for the home page."""
        return self.path.removesuffix("index.md")


@dataclass(frozen=True)
class Download:
    """A file published as it is: `source` is copied, or `text` written."""

    path: str
    source: Path | None = None
    text: str = ""


@dataclass(frozen=True)
class Redirect:
    """An old address that leads to a page."""

    path: str
    to: str


@dataclass(frozen=True)
class Plan:
    """Everything that a build publishes."""

    pages: tuple[Page, ...]
    downloads: tuple[Download, ...]
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class Group:
    """An agency or a topic with its datasets."""

    slug: str
    name: str
    packages: tuple[PackageFacts, ...]
    publisher: Publisher | None = None


@dataclass(frozen=True)
class ResourceView:
    """A resource as a dataset's page shows it: `download` is its address in the portal, empty where none is offered."""

    resource: Resource
    table: Table | None
    withheld: bool
    findings: tuple[Finding, ...]
    downloads: tuple[DownloadView, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()

    @property
    def anchor(self) -> str:
        """The id of its part of the page."""
        return f"table-{slug(self.resource.name)}"


@dataclass(frozen=True)
class DownloadView:
    """One file offered: its path under the dataset's page and its size in bytes."""

    path: str
    name: str
    bytes: int


@dataclass(frozen=True)
class Snippet:
    """What code needs to read one resource: a template tells each language's words from these."""

    address: str
    format: str
    table: str
    delimiter: str = ","
    encoding: str = "utf-8"
    compression: str = ""


@dataclass(frozen=True)
class StatusCount:
    """How many datasets have a status."""

    status: Status
    count: int


def plan_pages(catalog: Catalog, facts: Facts, settings: Settings, site: Site) -> Plan:
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
            },
        ),
        Page("docs/index.md", "docs.md", "", {**shared, "schemas": _schemas()}),
    ]
    pages += [Page(f"topics/{g.slug}/index.md", "topic.md", g.name, {**shared, "group": g}) for g in topics]
    pages += [Page(f"agencies/{g.slug}/index.md", "agency.md", g.name, {**shared, "group": g}) for g in agencies]
    downloads: list[Download] = [
        Download(f"docs/schemas/{name}.schema.json", text=json.dumps(jsonschemas.load(name), indent=2) + "\n")
        for name in jsonschemas.NAMES
    ]
    for package in facts.packages:
        page, files = _dataset(package, site, shared)
        pages.append(page)
        downloads += files
    pages += [_broken_page(broken, findings, shared) for broken in catalog.broken]
    return Plan(tuple(pages), tuple(downloads), _redirects(facts.packages, pages))


def _dataset(facts: PackageFacts, site: Site, shared: Mapping[str, Any]) -> tuple[Page, list[Download]]:
    package = facts.package
    base = f"datasets/{package.name}/"
    views = tuple(_resource_view(facts, resource) for resource in package.resources)
    published = [view for view in views if not view.withheld]
    files = [
        Download(f"{base}files/{path}", source=file)
        for view in published
        if view.resource.kind != "remote"
        for path, file in zip(view.resource.paths, view.resource.files, strict=True)
    ]
    files.append(Download(f"{base}datapackage.json", text=published_descriptor(package, published)))
    refused = tuple(f for f in facts.findings if f.severity == "error" and _not_a_view(f, views))
    context = {
        **shared,
        "facts": facts,
        "package": package,
        "views": views,
        "refused": refused,
        "charts": facts.charts,
        "base": base,
        "snippets": _snippets(package, published, site),
        "agency": slug(package.publisher.name) if package.publisher else "",
    }
    return Page(f"{base}index.md", "dataset.md", package.title, context, package.description), files


def _not_a_view(finding: Finding, views: Iterable[ResourceView]) -> bool:
    """True for an error of a resource that no longer stands among the views: it was refused before the scan."""
    return all(finding.resource != view.resource.name for view in views)


def _resource_view(facts: PackageFacts, resource: Resource) -> ResourceView:
    withheld = resource.name in facts.scan.withheld
    table = facts.scan.table(resource.name)
    downloads: tuple[DownloadView, ...] = ()
    if not withheld and resource.kind != "remote":
        downloads = tuple(
            DownloadView(f"files/{path}", path.rsplit("/", 1)[-1], file.stat().st_size)
            for path, file in zip(resource.paths, resource.files, strict=True)
        )
    return ResourceView(
        resource,
        table,
        withheld,
        tuple(f for f in facts.findings if f.resource == resource.name),
        downloads,
        _preview(table) if table else (),
    )


def _preview(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows as text, categories by their labels."""
    return tuple(
        tuple(
            field.label_of(_cell(value)) if value is not None else ""
            for field, value in zip(table.fields, row, strict=True)
        )
        for row in table.columns.head(PREVIEW_ROWS).iter_rows()
    )


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def published_descriptor(package: Package, published: Sequence[ResourceView]) -> str:
    """The descriptor as it is published: paths lead to `files/`, withheld resources are left out.

    A foreign key into a withheld table is left out with it; everything else stands as the city wrote it.
    """
    kept = {view.resource.name for view in published}
    resources = []
    for view in published:
        raw = dict(view.resource.descriptor)
        if view.resource.kind != "remote" and view.resource.paths:
            paths = [f"files/{path}" for path in view.resource.paths]
            raw["path"] = paths if isinstance(raw["path"], list) else paths[0]
        schema = raw.get("schema")
        if isinstance(schema, dict) and "foreignKeys" in schema:
            keys = [k for k in schema["foreignKeys"] if k["reference"].get("resource", "") in {*kept, ""}]
            raw["schema"] = {**schema, "foreignKeys": keys}
        resources.append(raw)
    return json.dumps({**package.descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n"


def _snippets(package: Package, published: Sequence[ResourceView], site: Site) -> tuple[Snippet, ...]:
    found = []
    for view in published:
        resource = view.resource
        remote = resource.kind == "remote"
        # Without the portal's own address there is none that works as it stands.
        if len(resource.paths) != 1 or view.table is None or not (site.url or remote):
            continue
        address = resource.paths[0] if remote else f"{site.url}datasets/{package.name}/files/{quote(resource.paths[0])}"
        found.append(
            Snippet(
                address,
                resource.format,
                slug(resource.name).replace("-", "_").replace(".", "_"),
                _delimiter(resource),
                resource.encoding or "utf-8",
                resource.compression,
            )
        )
    return tuple(found)


def _delimiter(resource: Resource) -> str:
    """What stands between the cells, where the dialect says so in either of Frictionless's two forms."""
    dialect = resource.descriptor.get("dialect")
    for place in (dialect, dialect.get("csv") if isinstance(dialect, dict) else None):
        if isinstance(place, dict) and isinstance(place.get("delimiter"), str):
            return str(place["delimiter"])
    return "\t" if resource.format == "tsv" else ","


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
    offered = [r for r in facts.package.resources if r.name not in facts.scan.withheld and not r.inline]
    return tuple(dict.fromkeys(r.format or "file" for r in offered))


def status_counts(packages: Sequence[PackageFacts]) -> tuple[StatusCount, ...]:
    """How many datasets have each status, worst first."""
    counts = Counter(p.timeliness.status for p in packages)
    return tuple(StatusCount(status, counts[status]) for status in STATUSES)


def column_words(facts: PackageFacts) -> str:
    """The names and titles of all published columns, to search in."""
    return " ".join(f"{f.name} {f.title}" for table in facts.scan.tables.values() for f in table.fields)


def _newest(packages: Sequence[PackageFacts]) -> tuple[PackageFacts, ...]:
    """The datasets that changed last, newest first."""
    dated = [p for p in packages if p.timeliness.updated and not p.withheld]
    dated.sort(key=lambda p: p.package.title.casefold())
    dated.sort(key=lambda p: p.timeliness.updated or p.package.issued, reverse=True)  # type: ignore[arg-type,return-value]
    return tuple(dated[:NEWEST])


def _redirects(packages: Sequence[PackageFacts], pages: Sequence[Page]) -> tuple[Redirect, ...]:
    """Old names that no page has taken since."""
    taken = {page.address for page in pages}
    found = {}
    for facts in packages:
        for name in facts.package.former_names:
            address = f"datasets/{slug(name)}/"
            if address not in taken:
                found[address] = Redirect(address, f"datasets/{facts.package.name}/")
    return tuple(found[address] for address in sorted(found))


def _schemas() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple((name, jsonschemas.load(name)) for name in jsonschemas.NAMES)


def spec_path(page: Page, chart: PlannedChart, number: int, size: str) -> str:
    """Where a chart's live specification lies, under the page's address."""
    name = chart.declaration.resource or "chart"
    return f"{page.address}charts/{number + 1}-{slug(name)}-{size}.json"
