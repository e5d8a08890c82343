"""The catalogue for machines: feeds, catalogues for harvesters, descriptions for search engines, the API.

Nothing in a feed is invented: a property without a value is left out, and a dataset without what a feed requires is
left out of that feed, with a finding that says why. Each feed is one module; `FEEDS` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civicstat.feeds import api, croissant, dcat, dcat_us_1, dcat_us_3, news, schema_org
from civicstat.feeds.entries import read_portal
from civicstat.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.facts import Facts
    from civicstat.feeds.entries import Lack, Need, Output, Portal
    from civicstat.model import Package
    from civicstat.settings import Settings, Site

FEEDS: tuple[Callable[[Portal], Output], ...] = (
    dcat_us_1.write,
    dcat_us_3.write,
    dcat.write,
    schema_org.write,
    croissant.write,
    news.write,
    api.write,
)
"""Every feed. A new one is a module with a function of this kind, a line here, and a test."""


@dataclass(frozen=True)
class Feeds:
    """All feeds of a portal.

    `files` are texts by their path under `site/`. `json_ld` is the schema.org JSON-LD for a package's page by the
    package's name, on one line and safe in a `<script>` of a Markdown page; a package left out is missing.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    json_ld: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def write_feeds(facts: Facts, settings: Settings, site: Site) -> Feeds:
    """Every feed of the packages that are published, as of the facts' day.

    All addresses in feeds are absolute, so without the site's own address there is none, and one finding (FD002).
    FD001 tells of each dataset which feeds it is left out of.
    """
    if not site.url:
        return Feeds(findings=(_no_address(),))
    portal = read_portal(facts, settings, site)
    outputs = [feed(portal) for feed in FEEDS]
    return Feeds(
        {path: text for output in outputs for path, text in output.files.items()},
        {name: text for output in outputs for name, text in output.json_ld.items()},
        tuple(_findings([lack for output in outputs for lack in output.lacks])),
    )


def _no_address() -> Finding:
    return Finding(
        code="FD002",
        severity="warning",
        file="mkdocs.yml",
        pointer="site_url",
        message="says no address of the site, so that none of its feeds, catalogues and API files can be written",
        expected="the address that the portal is published at",
        todo="Set site_url in mkdocs.yml.",
    )


def _findings(lacks: Sequence[Lack]) -> list[Finding]:
    """One finding for each package that some feed leaves out, in the order of the packages' names."""
    found: dict[str, list[Lack]] = {}
    for lack in lacks:
        found.setdefault(lack.package.name, []).append(lack)
    return [_left_out(found[name][0].package, found[name]) for name in sorted(found)]


def _left_out(package: Package, lacks: Sequence[Lack]) -> Finding:
    feeds: dict[tuple[Need, ...], list[str]] = {}
    for lack in lacks:
        feeds.setdefault(lack.needs, []).append(lack.feed)
    needs = tuple(dict.fromkeys(need for lack in lacks for need in lack.needs))
    pointers = {need.pointer for need in needs}
    return Finding(
        code="FD001",
        severity="warning",
        file=package.file,
        package=package.name,
        pointer=pointers.pop() if len(pointers) == 1 else "civicstat",
        message="is left out of "
        + "; and of ".join(
            f"{', '.join(names)}: it has {_listed([f'no {need.word}' for need in lacking])}"
            for lacking, names in feeds.items()
        ),
        expected="everything that these feeds require",
        todo=f"Add {'; '.join(need.remedy for need in needs)}.",
    )


def _listed(words: Sequence[str]) -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
