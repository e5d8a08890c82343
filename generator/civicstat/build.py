"""The whole build on one screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from time import time
from typing import TYPE_CHECKING

from civicstat.catalog import parse_catalog
from civicstat.clashes import without_clashes
from civicstat.errors import BrokenPortal
from civicstat.executors import Workers
from civicstat.facts import reckon_facts
from civicstat.feeds import write_feeds
from civicstat.findings import Finding
from civicstat.pages import plan_pages
from civicstat.portal import portal_day, restore
from civicstat.render import render_plan
from civicstat.settings import read_settings
from civicstat.site import Contents, links_to_datasets, read_site, write_site
from civicstat.sources import CATALOG, read_sources
from civicstat.store import FOLDER, Store
from civicstat.study import study_packages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path


NEAR_SITE_LIMIT = 900_000_000
UNUSED_SECONDS = 3 * 24 * 3600.0
"""How long the store keeps what no build has used: over a weekend without one."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did: the portal at `out`, how much is in it, and everything that was found."""

    out: Path
    published: int
    withheld: int
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 when all is published, 1 when something is withheld."""
        return 1 if any(f.withholds for f in self.findings) else 0


def build_portal(
    root: Path,
    *,
    today: date | None = None,
    strict: bool = False,
    out: Path | None = None,
    site_url: str | None = None,
    workers: int = 1,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> BuildResult:
    """Check the catalogue under `root`, render it and put the portal at `out` (`root/site`).

    `today` defaults to `portal_day`; beside it the clock is read only for the age of what the store keeps. With
    `strict`, anything withheld leaves the old portal as it is. `progress` is told the stage, how many things are done
    and of how many. Raises `BrokenPortal` when nothing can be built.
    """
    root = root.resolve()
    out = out.resolve() if out else root / "site"
    restore(root, out)
    site = read_site(root, site_url)
    if not (root / CATALOG).is_dir():
        raise BrokenPortal(f"{CATALOG}/: no such folder in {root.resolve()}. Make it, and put the data packages there.")
    settings = read_settings(root)
    day = today or portal_day(settings)

    store = Store(root / FOLDER)
    sources = read_sources(root)
    catalog = parse_catalog(sources, settings, store, partial(progress, "Reading descriptions"))
    with Workers(workers) as beside:
        studies = study_packages(catalog.packages, settings, store, beside, partial(progress, "Checking data"))
        facts = reckon_facts(catalog, studies, settings, day, links_to_datasets(root))
        feeds = write_feeds(facts, settings, site)
        plan, clashes = without_clashes(plan_pages(catalog, facts.knowing(feeds.findings), settings, site, feeds))
        rendered = render_plan(plan, store, beside, progress)
    findings = (*facts.findings, *feeds.findings, *clashes, *rendered.findings)
    result = BuildResult(out, len(facts.packages), _withheld(findings), findings)
    if strict and result.exit_code:
        raise StrictRefusal(result)
    contents = Contents(rendered, settings, site, day)
    portal = write_site(root, out, contents, store, partial(progress, "Building the site"))
    store.forget(before=time() - UNUSED_SECONDS)
    return replace(result, findings=(*findings, *_size_findings(portal.bytes)))


class StrictRefusal(BrokenPortal):
    """With `--strict`, something is withheld, so nothing was built; `result` tells what was found."""

    def __init__(self, result: BuildResult) -> None:
        """Refuse for what `result` holds."""
        super().__init__("Something would be withheld, and --strict allows nothing to be. The old site/ stands.")
        self.result = result


def _size_findings(size: int) -> tuple[Finding, ...]:
    """A warning where the whole portal comes near what GitHub Pages takes: 1 GB."""
    if size < NEAR_SITE_LIMIT:
        return ()
    return (
        Finding(
            code="SZ002",
            severity="warning",
            file="site/",
            message="the portal is close to the largest that GitHub Pages takes, or past it",
            found=f"{size / 1e9:.2f} GB",
            expected="less than 1 GB",
            todo="Keep the largest files elsewhere and name their addresses, or publish on another host.",
        ),
    )


def _withheld(findings: tuple[Finding, ...]) -> int:
    """How many packages have something withheld."""
    return len({f.package or f.file for f in findings if f.withholds})
