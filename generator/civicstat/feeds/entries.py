"""What every feed says of a dataset, worked out once: plain text, absolute addresses, files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from civicstat.feeds.words import Period, cut, line, mailto, media_type, parse_period, plain_text, web
from civicstat.names import slug
from civicstat.progress.whole import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.distributions import Distribution
    from civicstat.facts import Facts, PackageFacts
    from civicstat.model import Package, Publisher, Resource
    from civicstat.quality import PortalQuality
    from civicstat.settings import Settings, Site
    from civicstat.tables import Table
    from civicstat.timeliness import Timeliness

SIMULATED = "Simulated figures: they are made up to show how something works."
"""Said wherever a package with made-up figures appears."""

SUMMARY = 300
"""The most characters of a dataset's summary."""


@dataclass(frozen=True)
class Need:
    """Something that a feed requires: the word for it after "no", and where to write it."""

    word: str
    remedy: str
    pointer: str


DESCRIPTION = Need("description", "`description` to the descriptor", "description")
LONGER_DESCRIPTION = Need(
    "description of at least 50 characters", "`description`, 50 characters or more, to the descriptor", "description"
)
KEYWORDS = Need("keywords", "`keywords` to the descriptor", "keywords")
PUBLISHER = Need(
    "publisher", "`civicstat.publisher` to the descriptor, or `publisher` to catalog/portal.yml", "civicstat"
)
CONTACT = Need(
    "contact point", "`civicstat.contactPoint` to the descriptor, or `contactPoint` to catalog/portal.yml", "civicstat"
)
EMAIL = Need("contact point with an e-mail address", "`hasEmail` to the contact point", "civicstat")
MODIFIED = Need(
    "known day of its last update", "`civicstat.modified` to the descriptor, or the data files to git", "civicstat"
)


@dataclass(frozen=True)
class Lack:
    """A dataset that is left out of a feed, and what it lacks."""

    package: Package
    feed: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Output:
    """What one feed comes to.

    `files` are texts by their path under `site/`, `json_ld` is the JSON-LD of each package's page by the
    package's name.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    json_ld: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class File:
    """A file to download; `address` is absolute, `media_type` is always one that IANA's form allows."""

    resource: str
    title: str
    path: str
    address: str
    format: str
    media_type: str
    bytes: int
    sha256: str
    original: bool


@dataclass(frozen=True)
class Link:
    """A resource that lies elsewhere."""

    resource: str
    title: str
    address: str
    format: str


@dataclass(frozen=True)
class Topic:
    """A topic, with the address of its page."""

    name: str
    address: str


@dataclass(frozen=True)
class Agency:
    """A publisher; `address` is its page in the portal, `homepage` its own, both empty where there is none."""

    name: str
    homepage: str = ""
    address: str = ""
    parent: Agency | None = None


@dataclass(frozen=True)
class Office:
    """Whom to ask; `email` begins with `mailto:`. Both addresses are empty where none is known."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True)
class Terms:
    """A licence: its words, and its address where it has one."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class Entry:
    """A published dataset as feeds tell of it. Texts are plain, addresses absolute, and what is unknown is empty."""

    facts: PackageFacts
    address: str
    title: str
    own_description: str
    summary: str
    keywords: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    publisher: Agency | None = None
    contact: Office | None = None
    license: Terms | None = None
    creators: tuple[Agency, ...] = ()
    homepage: str = ""
    sources: tuple[str, ...] = ()
    created: str = ""
    period: Period | None = None
    spatial: str = ""
    version: str = ""
    citation: str = ""
    files: tuple[File, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def package(self) -> Package:
        """The package itself."""
        return self.facts.package

    @property
    def name(self) -> str:
        """The name of its page."""
        return self.facts.package.name

    @property
    def timeliness(self) -> Timeliness:
        """Whether it keeps its promise."""
        return self.facts.timeliness

    @property
    def tables(self) -> tuple[tuple[Resource, Table], ...]:
        """Its published tables, in the order of its resources."""
        tables = self.facts.scan.tables
        return tuple((r, tables[r.name]) for r in self.package.resources if r.name in tables)

    @property
    def description(self) -> str:
        """Its description, after the notice that its figures are simulated where they are."""
        return "\n\n".join(part for part in (self.notice, self.own_description) if part)

    @property
    def notice(self) -> str:
        """That its figures are simulated; empty where they are not."""
        return SIMULATED if self.package.simulated else ""

    @property
    def updated(self) -> str:
        """The day of its last update (ISO 8601)."""
        return self.timeliness.updated.isoformat() if self.timeliness.updated else ""

    @property
    def issued(self) -> str:
        """The day on which it was first published (ISO 8601)."""
        return self.package.issued.isoformat() if self.package.issued else ""

    @property
    def descriptor(self) -> str:
        """The address of its published descriptor."""
        return f"{self.address}datapackage.json"


@dataclass(frozen=True)
class Portal:
    """Everything that feeds are made from."""

    site: Site
    settings: Settings
    today: date
    entries: tuple[Entry, ...]
    quality: PortalQuality | None = None
    progress: Progress = field(default_factory=Progress)

    @property
    def catalogued(self) -> tuple[Entry, ...]:
        """The datasets that other portals may harvest: simulated ones only where the settings say so."""
        return tuple(e for e in self.entries if self.settings.feeds_simulated or not e.package.simulated)

    @property
    def publisher(self) -> Agency | None:
        """The portal's own publisher."""
        return agency(self.settings.publisher, "") if self.settings.publisher else None

    @property
    def contact(self) -> Office | None:
        """The portal's own contact."""
        contact = self.settings.contact
        return Office(line(contact.name), mailto(contact.email), web(contact.url)) if contact else None

    @property
    def description(self) -> str:
        """What the portal says of itself."""
        return "\n\n".join(line(part) for part in (self.settings.notice, self.settings.description) if part)


def read_portal(facts: Facts, settings: Settings, site: Site) -> Portal:
    """Everything that feeds tell, of the packages that are published at least in part."""
    site = replace(site, name=line(site.name))
    entries = tuple(entry(p, site) for p in facts.packages if _published(p))
    return Portal(site, settings, facts.today, entries, facts.quality, facts.progress)


def _published(facts: PackageFacts) -> bool:
    """False where all was withheld, or refused before it could be checked."""
    return not facts.withheld and bool(facts.package.resources or not facts.partly_withheld)


def entry(facts: PackageFacts, site: Site) -> Entry:
    """A published package as feeds tell of it."""
    package = facts.package
    base = f"{site.url}datasets/{quote(package.name)}/"
    resources = {r.name: r for r in package.resources}
    description = plain_text(package.description)
    contact = package.contact
    citation = package.descriptor.get("citation")
    return Entry(
        facts=facts,
        address=base,
        title=line(package.title) or package.name,
        own_description=description,
        summary=cut(line(description), SUMMARY),
        keywords=_each_once(package.keywords),
        topics=tuple(Topic(name, f"{site.url}topics/{slug(name)}/") for name in _each_once(package.topics)),
        publisher=agency(package.publisher, site.url) if package.publisher else None,
        contact=Office(line(contact.name), mailto(contact.email), web(contact.url)) if contact else None,
        license=_license(package),
        creators=tuple(
            Agency(line(c.title), web(c.path))
            for c in package.contributors
            if c.title.strip() and {r.casefold() for r in c.roles} & {"creator", "author"}
        ),
        homepage=web(package.homepage),
        sources=tuple(dict.fromkeys(address for s in package.sources if (address := web(s.path)))),
        created=_created(package.created),
        period=parse_period(package.temporal),
        spatial=line(package.spatial),
        version=line(package.version),
        citation=line(citation) if isinstance(citation, str) else "",
        files=tuple(_file(d, resources.get(d.resource), base) for d in facts.distributions),
        links=tuple(
            Link(r.name, label_of(r), address, line(r.format))
            for r in package.resources
            if r.kind == "remote" and r.name not in facts.scan.withheld and r.paths and (address := web(r.paths[0]))
        ),
    )


def agency(publisher: Publisher, site_url: str) -> Agency:
    """A publisher as feeds name it; without `site_url` it has no page in the portal."""
    return Agency(
        line(publisher.name),
        web(publisher.homepage),
        f"{site_url}agencies/{slug(publisher.name)}/" if site_url else "",
        agency(publisher.parent, "") if publisher.parent else None,
    )


def label_of(resource: Resource) -> str:
    """A resource's words on one line: its title, else its name."""
    return line(resource.label) or resource.name


def _license(package: Package) -> Terms | None:
    """The first licence with an address, else the first with words."""
    terms = [Terms(line(x.label), web(x.path)) for x in package.licenses if x.label.strip()]
    return next((t for t in terms if t.address), terms[0] if terms else None)


def _created(text: str) -> str:
    """The day of `created`, which the standard writes as a moment; empty where it is none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _file(distribution: Distribution, resource: Resource | None, base: str) -> File:
    name = distribution.path.rsplit("/", 1)[-1]
    label = label_of(resource) if resource else line(distribution.resource)
    known = f"{distribution.format.upper()}, " if distribution.format else ""
    what = f"{known}original file {line(name)}" if distribution.original else known.rstrip(", ") or line(name)
    return File(
        resource=distribution.resource,
        title=f"{label} ({what})",
        path=distribution.path,
        address=base + quote(distribution.path, errors="replace"),
        format=line(distribution.format),
        media_type=media_type(distribution.mediatype),
        bytes=distribution.bytes,
        sha256=distribution.sha256,
        original=distribution.original,
    )


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say something, each once."""
    return tuple(dict.fromkeys(word for text in words if (word := line(text)) and not re.fullmatch("\ufffd+", word)))
